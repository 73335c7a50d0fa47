//! `cargo xtask test`: everything that must hold, stage by stage, with one count at the end.
//!
//! A stage that fails does not stop the ones after it, so one run shows all that is wrong. What could not be
//! checked here is said as such and counts as nothing.

use crate::{
    clients,
    command::{cargo, complain, root, say},
    deny, instructions, web,
};
use std::{
    io::{BufRead, BufReader},
    process::{Command, ExitCode, Stdio},
    sync::mpsc,
    time::{Duration, Instant},
};

/// How many checks passed and failed, and what was printed of those that failed.
#[derive(Clone, Default)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) said: Vec<String>,
}

impl Count {
    pub(crate) const PASSED: Count = Count { passed: 1, failed: 0, said: Vec::new() };
    pub(crate) const FAILED: Count = Count { passed: 0, failed: 1, said: Vec::new() };

    /// One check, passed or failed.
    pub(crate) fn one(passed: bool) -> Count {
        if passed { Count::PASSED } else { Count::FAILED }
    }

    pub(crate) fn add(&mut self, other: Count) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.said.extend(other.said);
    }
}

type Stage = (&'static str, fn(long: bool) -> Result<Count, String>);

const STAGES: &[Stage] = &[
    ("format", |_| plain(cargo().args(["fmt", "--all", "--check"]))),
    ("lints", |_| {
        plain(cargo().args(["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))
    }),
    ("dependencies", |_| deny::deny()),
    // Before the build, which takes the client in.
    ("web client", |_| web::check()),
    // As `cargo xtask run` has it, so that nobody builds twice.
    ("build", |_| plain(cargo().args(["build", "--release", "--package", "merpati"]))),
    ("crates", crates),
    ("instructions", |_| instructions::instructions(false)),
    ("install clients", |_| clients::install().map(|()| Count::PASSED)),
    ("wire types", |_| clients::wire_types()),
    ("clients", clients::rounds),
    ("browser", |_| web::rounds()),
];

/// Runs all stages, or those that `--only` names.
///
/// # Errors
/// A sentence, if the arguments mean nothing.
#[expect(clippy::disallowed_methods, reason = "how long the stages take is told to people")]
pub(crate) fn test(arguments: &[String]) -> Result<ExitCode, String> {
    let mut long = false;
    let mut only = None;
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--long" => long = true,
            "--only" => only = Some(arguments.next().ok_or("--only wants the name of a stage")?.as_str()),
            other => return Err(format!("`cargo xtask test` does not know {other}")),
        }
    }
    let mut total = Count::default();
    let mut took = Vec::new();
    for (name, stage) in STAGES.iter().filter(|(name, _)| only.is_none_or(|only| name.contains(only))) {
        say(&format!("== {name}"));
        let begun = Instant::now();
        let mut count = stage(long).unwrap_or_else(|reason| {
            complain(&reason);
            Count::FAILED
        });
        if count.failed > 0 {
            say(&format!("== {name}: {} failed", count.failed));
            // Once more at the end, where it is found below what thousands of checks print.
            count.said.insert(0, format!("failed in {name}: {}", count.failed));
        }
        took.push(format!("{name} {}", begun.elapsed().as_secs()));
        total.add(count);
    }
    say(&format!("\nseconds: {}", took.join(", ")));
    total.said.iter().for_each(|line| say(line));
    say(&format!("\n{} passed, {} failed", total.passed, total.failed));
    Ok(if total.failed == 0 && total.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A command that is one check.
fn plain(command: &mut Command) -> Result<Count, String> {
    Ok(Count::one(crate::command::status(command)?.success()))
}

/// How long the crates' tests may take, builds included: several times what they need on two slow cores.
const CRATES_LIMIT: Duration = Duration::from_secs(45 * 60);

/// The tests of the crates, counted one by one.
fn crates(long: bool) -> Result<Count, String> {
    let mut command = cargo();
    command.args(["test", "--workspace", "--no-fail-fast", "--quiet"]);
    if long {
        // More seeds of the simulation, and of the crashes of boxes.
        command.env("SIM_FRESH", "200").env("BOXES_SEEDS", "1000..1500");
    }
    counted(&mut command, CRATES_LIMIT, |line| {
        let rest = line.strip_prefix("test result: ")?.split_once(". ")?.1;
        let number = |word: &str| {
            let before = rest.split_once(word)?.0;
            before.trim_end().rsplit([' ', ';']).next()?.parse().ok()
        };
        Some(Count { passed: number("passed")?, failed: number("failed")?, said: Vec::new() })
    })
}

/// Runs `command`, shows what it prints and adds up what `count` finds in each line. A command that ends badly
/// without having named a failed check is one, and so is one that has not ended after `limit`: it is ended then,
/// because whoever waits for all the stages learns nothing from one that hangs.
#[expect(clippy::disallowed_methods, reason = "a task that waits for programs is an edge of its own")]
pub(crate) fn counted(
    command: &mut Command,
    limit: Duration,
    count: fn(&str) -> Option<Count>,
) -> Result<Count, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .current_dir(root())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("Could not start {program}: {error}"))?;
    let (lines, printed) = mpsc::channel();
    if let Some(output) = child.stdout.take() {
        std::thread::spawn(move || {
            BufReader::new(output).lines().map_while(Result::ok).try_for_each(|line| lines.send(line))
        });
    }
    let deadline = Instant::now() + limit;
    let mut total = Count::default();
    loop {
        match printed.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                let counted = count(&line).unwrap_or_default();
                if counted.failed > 0 || line.ends_with("--- FAILED") {
                    total.said.push(line.clone());
                }
                total.add(counted);
                say(&line);
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                complain(&format!(
                    "{program} has not ended after {} s: it is ended, and counts as failed",
                    limit.as_secs()
                ));
                total.add(Count::FAILED);
                let _ = child.kill();
                break;
            }
        }
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    if !status.success() && total.failed == 0 {
        complain(&format!("{program} ended with {status}"));
        total.add(Count::FAILED);
    }
    if status.success() && total.passed + total.failed == 0 {
        return Err("no check ran".to_owned());
    }
    Ok(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hangs_is_ended_and_counts_as_failed() {
        let mut hangs = Command::new("sh");
        hangs.args(["-c", "echo ok one; exec sleep 600"]);
        let count = counted(&mut hangs, Duration::from_secs(1), clients::tap).unwrap();
        assert_eq!((count.passed, count.failed), (1, 1));
    }

    #[test]
    fn what_ends_badly_without_a_word_counts_as_failed() {
        let mut dies = Command::new("sh");
        dies.args(["-c", "echo ok one; exit 3"]);
        let count = counted(&mut dies, Duration::from_secs(60), clients::tap).unwrap();
        assert_eq!((count.passed, count.failed), (1, 1));
    }
}
