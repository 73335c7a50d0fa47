//! `cargo deny`: which crates, licences and sources the project takes in.
//!
//! Its advisory database is a repository that a build machine may not reach; so advisories are said to be not
//! checked, and are never counted.

use crate::{
    command::{cargo, must, root, say, status},
    test::Count,
};
use std::process::Command;

const VERSION: &str = "0.20.2";

/// Checks bans, licences and sources with the project's own copy of cargo-deny.
///
/// # Errors
/// A sentence, if cargo-deny cannot be built.
pub(crate) fn deny() -> Result<Count, String> {
    let tools = root().join(".tools");
    let program = tools.join("bin/cargo-deny");
    let current = crate::command::output(Command::new(&program).arg("--version")).unwrap_or_default();
    if !current.ends_with(VERSION) {
        say("building cargo-deny, once");
        must(
            cargo()
                .args([
                    "install",
                    "--quiet",
                    // It looks at files for a second: a minute of optimising it would be lost.
                    "--debug",
                    "--locked",
                    "--no-default-features",
                    "--version",
                    VERSION,
                    "--root",
                ])
                .arg(&tools)
                .arg("cargo-deny"),
        )?;
    }
    let mut command = Command::new(&program);
    command.current_dir(root()).args(["--log-level", "error", "check", "bans", "licenses", "sources"]);
    let passed = status(&mut command)?.success();
    say("advisories: not checked (their database is not reachable from here)");
    Ok(Count::one(passed))
}
