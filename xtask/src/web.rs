//! The web client: installs what building it needs, builds it into `web/dist`, from where the server's build takes
//! it in, and runs its checks and its rounds in a browser.

use crate::{
    clients::{ROUND_LIMIT, Server, tap},
    command::{must, output, root, say, status},
    test::{Count, counted},
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    time::SystemTime,
};

/// `cargo xtask web`.
///
/// # Errors
/// A sentence, if Node is missing or the build fails.
pub(crate) fn web() -> Result<ExitCode, String> {
    build()?;
    say("the web client stands in web/dist; the next `cargo build` takes it in");
    Ok(ExitCode::SUCCESS)
}

/// Builds the client for a server that works without it as well: what is missing is said, and no more.
pub(crate) fn build_if_possible() {
    if let Err(reason) = build() {
        say(&format!("{reason}\nThe server is built without its web client; everything else works."));
    }
}

/// Installs and builds, unless nothing has changed since the last time.
///
/// # Errors
/// A sentence, if Node is missing or the build fails.
pub(crate) fn build() -> Result<(), String> {
    install()?;
    let web = folder();
    let built = fs::metadata(web.join("dist/index.html.br")).and_then(|file| file.modified());
    if built.is_ok_and(|built| SOURCES.iter().all(|name| newest(&web.join(name)) < built)) {
        return Ok(());
    }
    must(npm().args(["run", "--silent", "build"]))
}

/// Types, lints and the tests of what has logic.
///
/// # Errors
/// A sentence, if Node is missing.
pub(crate) fn check() -> Result<Count, String> {
    install()?;
    let mut total = Count::default();
    for script in ["types", "lint", "unit"] {
        let passed = status(npm().args(["run", "--silent", script]))?.success();
        if !passed {
            say(&format!("web: `npm run {script}` found something"));
        }
        total.add(Count::one(passed));
    }
    match build() {
        Ok(()) => total.add(Count::PASSED),
        Err(reason) => {
            say(&reason);
            total.add(Count::FAILED);
        }
    }
    Ok(total)
}

/// The client in a real browser against the built server.
///
/// # Errors
/// A sentence, if there is no browser or the server does not come up.
pub(crate) fn rounds() -> Result<Count, String> {
    let browser = browser()?;
    let mut total = Count::default();
    for file in ROUNDS {
        say(&format!("-- {file}"));
        let name = file.replace(['/', '.'], "-");
        let server = Server::start(&root().join("clients/.work").join(name))?;
        let mut command = Command::new("node");
        command.arg(folder().join(file));
        server.tell(&mut command);
        command.env("ROUND_PYTHON", root().join("clients/.venv/bin/python")).env("ROUND_BROWSER", &browser);
        total.add(counted(&mut command, ROUND_LIMIT, tap)?);
    }
    Ok(total)
}

/// The rounds in a browser, under `web/`.
const ROUNDS: &[&str] = &["rounds/chat_round.mjs", "rounds/groups_round.mjs", "rounds/files_round.mjs"];

/// What a build is made from.
const SOURCES: &[&str] =
    &["src", "public", "build", "index.html", "vite.config.ts", "package-lock.json", "tsconfig.json"];

fn folder() -> PathBuf {
    root().join("web")
}

fn npm() -> Command {
    let mut command = Command::new("npm");
    command.current_dir(folder());
    command
}

/// Puts the packages that the lock file names into `web/node_modules`, unless they are there.
fn install() -> Result<(), String> {
    output(Command::new("npm").arg("--version")).map_err(|_| {
        "The web client needs Node 20 or newer with npm: apt-get install nodejs npm".to_owned()
    })?;
    let web = folder();
    let lock = fs::read_to_string(web.join("package-lock.json")).unwrap_or_default();
    let stamp = web.join("node_modules/.merpati-installed");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    must(npm().args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    fs::write(&stamp, &lock).map_err(|error| format!("{}: {error}", stamp.display()))
}

/// When anything under `path` was changed last.
fn newest(path: &Path) -> SystemTime {
    let Ok(metadata) = fs::metadata(path) else { return SystemTime::UNIX_EPOCH };
    let own = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    let Ok(entries) = fs::read_dir(path) else { return own };
    entries.flatten().map(|entry| newest(&entry.path())).fold(own, SystemTime::max)
}

/// A Chromium: one that is there, or Debian's, which root may install.
fn browser() -> Result<PathBuf, String> {
    if let Some(found) = found_browser() {
        return Ok(found);
    }
    let install = || -> Result<(), String> {
        say("installing Chromium, once");
        let apt = |arguments: &[&str]| {
            let mut command = Command::new("apt-get");
            command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
            output(&mut command).map(drop)
        };
        apt(&["update", "-qq"])?;
        apt(&[
            "install",
            "-y",
            "-qq",
            "--no-install-recommends",
            "chromium",
            "fonts-noto-color-emoji",
            "fonts-inter",
        ])
    };
    let refused = install().err();
    found_browser().ok_or_else(|| {
        format!(
            "The rounds in a browser need Chromium: apt-get install chromium, or set MERPATI_BROWSER to one. {}",
            refused.unwrap_or_default()
        )
    })
}

fn found_browser() -> Option<PathBuf> {
    let named = std::env::var_os("MERPATI_BROWSER").map(PathBuf::from);
    let usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    named.into_iter().chain(usual.map(PathBuf::from)).find(|path| path.exists())
}
