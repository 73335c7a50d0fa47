//! Transports, key exchange, envelopes and sessions: a machine without I/O.
