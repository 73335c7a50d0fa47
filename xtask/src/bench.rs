//! `cargo xtask bench` and `soak`: both start the program `bench`, built for speed.

use crate::command::{cargo, must, status, target};
use std::process::{Command, ExitCode};

/// Measures the server; the arguments go to the program `bench`.
///
/// # Errors
/// A sentence, if a build fails or the program cannot be started.
pub(crate) fn bench(arguments: &[String]) -> Result<ExitCode, String> {
    start("bench", arguments)
}

/// Runs the wire's demands at their full counts.
///
/// # Errors
/// As [`bench`].
pub(crate) fn soak(arguments: &[String]) -> Result<ExitCode, String> {
    start("soak", arguments)
}

fn start(task: &str, arguments: &[String]) -> Result<ExitCode, String> {
    must(cargo().args(["build", "--release", "--package", "merpati", "--package", "bench"]))?;
    let release = target().join("release");
    let mut command = Command::new(release.join("bench"));
    command.arg(task).arg("--program").arg(release.join("merpati")).args(arguments);
    command.current_dir(crate::command::root());
    let status = status(&mut command)?;
    Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}
