//! Load and measurement: people who speak real MTProto to the built program, and what that costs the server.
//!
//! Not part of the program. Figures are CPU time and ratios, with the floor of the machine beside them.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measuring program is an edge: it reads the clock and speaks to the person who started it"
)]

pub mod arguments;
pub mod channels;
pub mod edge;
pub mod files;
pub mod floor;
pub mod load;
pub mod people;
pub mod person;
pub mod process;
pub mod report;
pub mod seed;
pub mod soak;
pub mod statistics;
