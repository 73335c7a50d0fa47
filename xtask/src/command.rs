//! Running other programs, with words for what goes wrong.

use std::{
    path::{Path, PathBuf},
    process::{Command, ExitStatus},
};

/// Writes a text for the person at the terminal.
#[expect(clippy::print_stdout, reason = "a task speaks to the person who started it")]
pub(crate) fn say(text: &str) {
    println!("{text}");
}

/// Writes what went wrong.
#[expect(clippy::print_stderr, reason = "a task speaks to the person who started it")]
pub(crate) fn complain(text: &str) {
    eprintln!("{text}");
}

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The cargo that runs this task.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// The folder that cargo builds into.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Runs `command` to its end.
///
/// # Errors
/// A sentence that names the program, if it could not be started.
pub(crate) fn status(command: &mut Command) -> Result<ExitStatus, String> {
    command.status().map_err(|error| missing(command, &error))
}

/// Runs `command` to its end and wants it to succeed.
///
/// # Errors
/// A sentence that names the command.
pub(crate) fn must(command: &mut Command) -> Result<(), String> {
    let status = status(command)?;
    if status.success() { Ok(()) } else { Err(format!("{} failed: {status}", words(command))) }
}

/// What `command` printed, if it succeeded.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| missing(command, &error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(format!("{} failed: {}: {said}", words(command), output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn missing(command: &Command, error: &std::io::Error) -> String {
    format!("Could not start {}: {error}. Is it installed?", command.get_program().to_string_lossy())
}

fn words(command: &Command) -> String {
    let arguments = command.get_args().map(|argument| argument.to_string_lossy().into_owned());
    std::iter::once(command.get_program().to_string_lossy().into_owned())
        .chain(arguments)
        .collect::<Vec<_>>()
        .join(" ")
}
