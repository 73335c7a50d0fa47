//! `cargo xtask profiled`: the program built twice, the second time with what the first was seen to do. A message runs
//! through much code and little of it often; a compiler that has seen which lays what is used side by side.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use crate::{
    command::{cargo, must, output, root, say, target},
    web,
};

/// Builds the program so, and says where it lies.
///
/// # Errors
/// A sentence, if a build or the load on it fails, or no tool reads what the first program wrote down.
pub(crate) fn profiled() -> Result<ExitCode, String> {
    web::build_if_possible();
    let seen = see()?;
    build("used", &format!("-Cprofile-use={}", seen.display()))?;
    fs::copy(built("used")?, program()).map_err(|error| format!("Could not copy the program: {error}"))?;
    say(&format!("Built {}", program().display()));
    Ok(ExitCode::SUCCESS)
}

/// Where the program lies when it is built.
pub(crate) fn program() -> PathBuf {
    folder().join("merpati")
}

/// What the program does under the load of the bench; the file that the compiler reads.
fn see() -> Result<PathBuf, String> {
    let (raw, seen) = (folder().join("raw"), folder().join("merpati.profdata"));
    build("watched", &format!("-Cprofile-generate={}", raw.display()))?;
    must(cargo().args(["build", "--release", "--package", "bench"]))?;
    let _ = fs::remove_dir_all(&raw);
    // The bench keeps its stores below `target`, wherever it is started.
    let work = folder().join("work");
    fs::create_dir_all(work.join("target")).map_err(|error| format!("Could not make a folder: {error}"))?;
    for load in LOADS {
        let mut bench = Command::new(target().join("release/bench"));
        bench.current_dir(&work).arg("bench").arg("--program").arg(built("watched")?).arg("--fresh");
        must(bench.args(*load))?;
    }
    let _ = fs::remove_dir_all(work);
    merge(&raw, &seen)?;
    Ok(seen)
}

/// What the program is seen at: messages between two, posts, joins and pages of a large group, files.
const LOADS: &[&[&str]] = &[
    &["--only", "load", "--people", "2000", "--kept", "20000", "--messages", "10000"],
    &["--only", "channels", "--members", "20000", "--online", "2000"],
    &["--only", "files", "--mebibytes", "128"],
];

/// Builds the server into a folder of its own, with `flags` for it and not for what runs while it is built.
fn build(name: &str, flags: &str) -> Result<(), String> {
    let mut command = cargo();
    command.args(["build", "--release", "--package", "merpati", "--target", &host()?]);
    command.arg("--target-dir").arg(folder().join(name)).env("RUSTFLAGS", flags);
    must(&mut command)
}

fn built(name: &str) -> Result<PathBuf, String> {
    Ok(folder().join(name).join(host()?).join("release/merpati"))
}

fn folder() -> PathBuf {
    let target = target();
    let target = if target.is_absolute() { target } else { root().join(target) };
    target.join("profiled")
}

/// Puts together what was written down. The format is the compiler's own, so the tool must not be older.
fn merge(raw: &Path, seen: &Path) -> Result<(), String> {
    let own = Path::new(&output(Command::new("rustc").args(["--print", "sysroot"]))?)
        .join("lib/rustlib")
        .join(host()?)
        .join("bin/llvm-profdata");
    let packaged = (19..=40).rev().map(|version| PathBuf::from(format!("llvm-profdata-{version}")));
    let tools = std::iter::once(own).chain(packaged).chain([PathBuf::from("llvm-profdata")]);
    for tool in tools {
        if output(Command::new(tool).arg("merge").arg("-o").arg(seen).arg(raw)).is_ok() {
            return Ok(());
        }
    }
    Err("No llvm-profdata here reads what this compiler's programs write. `rustup component add llvm-tools` brings \
         it, and so does Debian's package llvm-19 or a newer one."
        .to_owned())
}

fn host() -> Result<String, String> {
    let about = output(Command::new("rustc").arg("-vV"))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc does not say what machine this is".to_owned())
}
