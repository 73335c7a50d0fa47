//! What a session promises, packet in, packet out: rows W-15 to W-30 of the demands on the wire protocol.

#![allow(clippy::unwrap_used, reason = "a test that meets nothing where something must be has failed")]

mod containers;
mod envelopes;
mod noise;
mod order;
mod peer;
mod refusals;
mod replays;
mod resends;
mod services;
