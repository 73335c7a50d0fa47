//! `cargo xtask run`: from a fresh clone to a server that answers.

use crate::{
    command::{cargo, must, status, target},
    web,
};
use std::process::{Command, ExitCode};

/// Builds the web client and the server and starts it in the foreground.
///
/// # Errors
/// A sentence, if the build fails or the program cannot be started.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode, String> {
    web::build_if_possible();
    must(cargo().args(["build", "--release", "--package", "merpati"]))?;
    let status = status(Command::new(target().join("release/merpati")).arg("serve").args(arguments))?;
    Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}
