//! `cargo xtask bench` and `soak`: both start the program `bench`, built for speed.

use crate::{
    command::{cargo, must, status, target},
    profiled,
};
use std::{
    path::Path,
    process::{Command, ExitCode},
};

/// Measures the server, or with `--profiled` the one that [`profiled`] has built; the other arguments go to the program
/// `bench`.
///
/// # Errors
/// A sentence, if a build fails or the program cannot be started.
pub(crate) fn bench(arguments: &[String]) -> Result<ExitCode, String> {
    match arguments.split_first() {
        Some((first, rest)) if first == "--profiled" => {
            let program = profiled::program();
            if !program.exists() {
                return Err("There is no such program yet: `cargo xtask profiled` builds it.".to_owned());
            }
            must(cargo().args(["build", "--release", "--package", "bench"]))?;
            start("bench", &program, rest)
        }
        _ => measured("bench", arguments),
    }
}

/// Runs the wire's demands at their full counts.
///
/// # Errors
/// As [`bench`].
pub(crate) fn soak(arguments: &[String]) -> Result<ExitCode, String> {
    measured("soak", arguments)
}

fn measured(task: &str, arguments: &[String]) -> Result<ExitCode, String> {
    must(cargo().args(["build", "--release", "--package", "merpati", "--package", "bench"]))?;
    start(task, &target().join("release/merpati"), arguments)
}

fn start(task: &str, program: &Path, arguments: &[String]) -> Result<ExitCode, String> {
    let mut command = Command::new(target().join("release/bench"));
    command.arg(task).arg("--program").arg(program).args(arguments);
    command.current_dir(crate::command::root());
    let status = status(&mut command)?;
    Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}
