//! `cargo xtask instructions`: how many instructions a delivered message costs the server, counted by callgrind, so
//! that a change shows itself on the noisiest machine. The count is of an in-process run on the in-memory engine,
//! without sockets and disk, on the processor that valgrind plays, which hashes in software.

use crate::{
    command::{cargo, complain, must, root, say, target},
    test::Count,
};
use std::{fs, path::PathBuf, process::Command};

/// Messages that are counted.
const MESSAGES: u64 = 2000;

/// What a change may add before it wants a word in the CHANGELOG.
const WORSE_PERCENT_MAX: f64 = 10.0;

/// Counts and compares with the last figure that landed; `landed` keeps the new one in its place.
///
/// # Errors
/// A sentence, if the run cannot be built or messages did not arrive.
pub(crate) fn instructions(landed: bool) -> Result<Count, String> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        complain("instructions: not counted, there is no valgrind here (`apt-get install valgrind`)");
        return Ok(Count::default());
    }
    // Alone: it wants a clock that stands still of tokio, and the program that is measured and given out must not have it.
    must(cargo().args(["build", "--release", "--package", "sim", "--example", "message_cost"]))?;
    let mut command = Command::new("valgrind");
    command
        .args(["--tool=callgrind", "--collect-atstart=no", "--toggle-collect=*cost*served*"])
        .arg(format!("--callgrind-out-file={}", target().join("callgrind.out").display()))
        .arg(target().join("release/examples/message_cost"))
        .arg(MESSAGES.to_string());
    let output = command.output().map_err(|error| format!("valgrind: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("the messages did not all arrive: {said}"));
    }
    let collected =
        said.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse::<u64>().ok());
    let each = collected.ok_or("valgrind named no count")? / MESSAGES;
    let before = fs::read_to_string(figure()).ok().and_then(|text| text.trim().parse::<u64>().ok());
    match before.filter(|before| *before > 0) {
        None => say(&format!("{each} instructions a message")),
        Some(before) => {
            let percent = (each as f64 / before as f64 - 1.0) * 100.0;
            say(&format!("{each} instructions a message; {percent:+.1} % from {before}, which landed last"));
            if percent > WORSE_PERCENT_MAX {
                say("That is more than 10 % worse: say why in CHANGELOG.md.");
            }
        }
    }
    if landed {
        fs::write(figure(), format!("{each}\n"))
            .map_err(|error| format!("{}: {error}", figure().display()))?;
    }
    Ok(Count::one(each > 0))
}

/// Where the last figure stands.
fn figure() -> PathBuf {
    root().join("docs/instructions.txt")
}
