//! Reads .tl schemas with their history and writes Rust for them; build time only.
//!
//! The generated code needs the runtime of crate `tl` (its `Reader`, `Writer` and traits) and is not of use
//! without it.

mod definition;
pub mod dynamic;
mod emit;
pub mod names;
mod plan;
mod random;
mod schema;
mod shape;
mod statements;

pub use definition::{Definition, Field, Type};
pub use emit::{Output, dispatch, generate};
pub use plan::{Counts, Plan};
pub use schema::{Entry, Form, Kind, Schema};
pub use shape::Shapes;
pub use statements::Statements;

/// Why a schema could not be read or turned into code.
#[derive(Debug)]
pub enum SchemaError {
    /// A line that is not a definition.
    Line {
        /// The line.
        line: String,
    },
    /// Older forms with neither mapping nor rule nor a reason to be dead.
    Unmapped {
        /// What is missing, one line each.
        problems: Vec<String>,
    },
    /// A name of the newest layer that since.txt lacks.
    NoFirstLayer {
        /// The name.
        name: String,
    },
}

impl std::fmt::Display for SchemaError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SchemaError::Line { line } => write!(f, "not a definition: {line}"),
            SchemaError::Unmapped { problems } => {
                write!(f, "{} forms have neither mapping nor rule:\n{}", problems.len(), problems.join("\n"))
            }
            SchemaError::NoFirstLayer { name } => write!(f, "since.txt has no first layer for {name}"),
        }
    }
}

impl std::error::Error for SchemaError {}
