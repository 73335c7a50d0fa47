//! Real clients as judges: installs them in the project's own folders, starts the built server for each round
//! and counts what the round finds.

use crate::{
    command::{cargo, complain, must, output, root, say, status, target},
    grammers,
    test::{Count, counted},
};
use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

/// The rounds: what runs it, and its file under `clients/`.
const ROUNDS: &[(Runner, &str)] = &[
    (Runner::Python, ACME),
    (Runner::Python, "python/backup_round.py"),
    (Runner::Python, "python/connect_round.py"),
    (Runner::Python, "python/operator_round.py"),
    (Runner::Python, "python/registration_round.py"),
    (Runner::Python, "python/telethon_round.py"),
    (Runner::Python, "python/telethon_channels_round.py"),
    (Runner::Python, "python/telethon_polls_round.py"),
    (Runner::Python, "python/telethon_public_round.py"),
    (Runner::Python, "python/telethon_reactions_round.py"),
    (Runner::Python, "python/telethon_search_round.py"),
    (Runner::Python, "python/telethon_later_round.py"),
    (Runner::Python, "python/telethon_lists_round.py"),
    (Runner::Python, "python/telethon_whole_round.py"),
    (Runner::Python, "python/telethon_groups_round.py"),
    (Runner::Python, "python/telethon_media_round.py"),
    (Runner::Python, "python/telethon_large_files_round.py"),
    (Runner::Python, "python/telethon_stickers_round.py"),
    (Runner::Python, "python/telethon_settings_round.py"),
    (Runner::Python, "python/kurigram_round.py"),
    (Runner::Python, "python/kurigram_channels_round.py"),
    (Runner::Python, "python/kurigram_media_round.py"),
    (Runner::Python, "python/kurigram_lists_round.py"),
    (Runner::Python, "python/kurigram_whole_round.py"),
    (Runner::Python, "python/kurigram_groups_round.py"),
    (Runner::Python, "python/telethon_password_round.py"),
    (Runner::Python, "python/kurigram_password_round.py"),
    (Runner::Pyrogram, "python/pyrogram158_round.py"),
    (Runner::Python, "python/codes_round.py"),
    (Runner::Python, "python/http_round.py"),
    (Runner::Python, "python/sign_round.py"),
    (Runner::Python, "python/transport_round.py"),
    (Runner::Node, "node/gramjs_transports.mjs"),
    (Runner::Node, "node/gramjs_round.mjs"),
    (Runner::Node, "node/gramjs_media_round.mjs"),
    (Runner::Node, "node/mtcute_round.mjs"),
    (Runner::Node, "node/mtcute_media_round.mjs"),
    (Runner::Node, "node/mtcute_large_files_round.mjs"),
    (Runner::Node, "node/mtcute_search_round.mjs"),
    (Runner::Node, "node/lists_round.mjs"),
    (Runner::Node, "node/whole_round.mjs"),
    (Runner::Node, "node/groups_round.mjs"),
    (Runner::Node, "node/channels_round.mjs"),
    (Runner::Node, "node/mixed_round.mjs"),
    (Runner::Node, "node/password_round.mjs"),
    (Runner::Grammers, "grammers"),
];

/// The round that needs an authority, which Debian packages.
const ACME: &str = "python/acme_round.py";

/// How long a round may take: none needs a minute and a half, and one that hangs must not hold up the others.
pub(crate) const ROUND_LIMIT: Duration = Duration::from_secs(8 * 60);

/// The same with `--long`, where files of gigabytes go up and down.
const LONG_ROUND_LIMIT: Duration = Duration::from_secs(90 * 60);

#[derive(Clone, Copy)]
enum Runner {
    Python,
    /// Pyrogram has an environment of its own, because kurigram took its name.
    Pyrogram,
    Node,
    /// A program of a workspace of its own.
    Grammers,
}

/// Puts the Python and Node libraries into `clients/`, unless they are there as asked.
///
/// # Errors
/// A sentence that says what is missing on this machine and how to get it.
pub(crate) fn install() -> Result<(), String> {
    let clients = root().join("clients");
    output(Command::new("python3").arg("--version"))
        .map_err(|_| "The tests need Python 3 with venv: apt-get install python3-venv".to_owned())?;
    output(Command::new("npm").arg("--version"))
        .map_err(|_| "The tests need Node 20 or newer with npm: apt-get install nodejs npm".to_owned())?;
    environment(&clients, ".venv", "requirements.txt")?;
    environment(&clients, PYROGRAM.0, PYROGRAM.1)?;
    grammers::build()?;
    authority();
    let lock = read(&clients.join("package-lock.json"));
    let stamp = clients.join("node_modules/.merpati-installed");
    if read(&stamp) != lock {
        must(
            Command::new("npm")
                .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
                .current_dir(&clients),
        )?;
        write(&stamp, &lock)?;
    }
    Ok(())
}

/// Whether pebble, the authority for tests, is here; installs it where that can be done without asking anybody.
fn authority() -> bool {
    let here = || which("pebble");
    if !here() {
        let arguments = ["install", "--yes", "--quiet", "--no-install-recommends", "pebble"];
        // Only root may; whoever is not is told by the round that was not run.
        let _ = output(Command::new("apt-get").arg("update"));
        let _ = output(Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"));
    }
    here()
}

/// Whether a program of this name is found.
fn which(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

/// Pyrogram's environment and what stands in it.
const PYROGRAM: (&str, &str) = (".venv-pyrogram158", "tl-proof/pyrogram158.txt");

/// A Python environment of its own beside the clients, with exactly what `requirements` names.
///
/// # Errors
/// A sentence, if Python or its package index says no.
fn environment(clients: &Path, name: &str, requirements: &str) -> Result<(), String> {
    let folder = clients.join(name);
    let wanted = read(&clients.join(requirements));
    let stamp = folder.join("merpati-installed");
    if read(&stamp) == wanted {
        return Ok(());
    }
    must(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))
        .map_err(|error| format!("{error}\nPython lacks venv here: apt-get install python3-venv"))?;
    let pip = folder.join("bin/pip");
    must(Command::new(pip).args(["install", "--quiet", "--requirement", requirements]).current_dir(clients))?;
    write(&stamp, &wanted)
}

/// A library whose own types judge ours: the layer that it speaks, and what runs it.
struct Judge {
    layer: &'static str,
    /// The Python environment and its requirements; GramJS runs in Node.
    environment: Option<(&'static str, &'static str)>,
}

const JUDGES: &[Judge] = &[
    Judge { layer: "152", environment: Some((".venv-telethon152", "tl-proof/telethon152.txt")) },
    Judge { layer: "158", environment: Some(PYROGRAM) },
    Judge { layer: "198", environment: None },
    Judge { layer: "229", environment: Some((".venv", "requirements.txt")) },
];

/// What our types look like to the libraries that others generated from the schema: values that we write are
/// read there and compared, requests that they write are read here.
///
/// # Errors
/// A sentence, if a library cannot be installed or started.
pub(crate) fn wire_types() -> Result<Count, String> {
    must(cargo().args(["build", "--quiet", "--package", "tl-proof", "--bin", "vectors"]))?;
    let clients = root().join("clients");
    let work = clients.join(".work");
    std::fs::create_dir_all(&work).map_err(|error| format!("{}: {error}", work.display()))?;
    let vectors = target().join("debug/vectors");
    let mut total = Count::default();
    for Judge { layer, environment: of } in JUDGES {
        let mut judge = match of {
            Some((folder, requirements)) => {
                environment(&clients, folder, requirements)?;
                let mut python = Command::new(clients.join(folder).join("bin/python"));
                python.arg(clients.join("tl-proof/check.py"));
                python
            }
            None => {
                let mut node = Command::new("node");
                node.arg(clients.join("tl-proof/check.mjs")).env("GRAMJS_DIR", &clients);
                node
            }
        };
        let (values, requests) =
            (work.join(format!("values-{layer}")), work.join(format!("requests-{layer}")));
        let create = |path: &Path| std::fs::File::create(path).map_err(|error| error.to_string());
        let open = |path: &Path| std::fs::File::open(path).map_err(|error| error.to_string());
        say(&format!("-- layer {layer}"));
        must(Command::new(&vectors).arg(layer).stdout(create(&values)?))?;
        let read_there = status(judge.arg(layer).arg(&requests).stdin(open(&values)?))?.success();
        total.add(Count::one(read_there));
        let read_here = status(Command::new(&vectors).arg("--read").stdin(open(&requests)?))?.success();
        total.add(Count::one(read_here));
    }
    Ok(total)
}

/// Starts a fresh server for each round and lets the round judge it; `long` ones do also what takes minutes.
///
/// # Errors
/// A sentence, if the server does not come up.
pub(crate) fn rounds(long: bool) -> Result<Count, String> {
    let clients = root().join("clients");
    let python = clients.join(".venv/bin/python");
    let mut total = Count::default();
    for (runner, file) in ROUNDS {
        if *file == ACME && !which("pebble") {
            complain("ACME: not checked, there is no pebble here (`apt-get install pebble`)");
            continue;
        }
        say(&format!("-- {file}"));
        let name = file.replace(['/', '.'], "-");
        let server = Server::start(&clients.join(".work").join(name))?;
        let mut command = match runner {
            Runner::Python => Command::new(&python),
            Runner::Pyrogram => Command::new(clients.join(PYROGRAM.0).join("bin/python")),
            Runner::Node => Command::new("node"),
            Runner::Grammers => Command::new(grammers::program()),
        };
        if !matches!(runner, Runner::Grammers) {
            command.arg(clients.join(file));
        }
        server.tell(&mut command);
        command.env("ROUND_PYTHON", &python);
        if long {
            command.env("ROUND_LONG", "1");
        }
        let limit = if long { LONG_ROUND_LIMIT } else { ROUND_LIMIT };
        match counted(&mut command, limit, tap) {
            Ok(count) => total.add(count),
            Err(reason) => {
                say(&reason);
                total.add(Count::FAILED);
            }
        }
    }
    Ok(total)
}

/// Reads a line `ok NAME` or `not ok NAME: REASON`.
pub(crate) fn tap(line: &str) -> Option<Count> {
    if line.starts_with("ok ") {
        Some(Count::PASSED)
    } else if line.starts_with("not ok ") {
        Some(Count::FAILED)
    } else {
        None
    }
}

/// A server under test, with a data folder of its own; it ends when this is dropped.
pub(crate) struct Server {
    process: Child,
    program: PathBuf,
    data: PathBuf,
    mtproto: String,
    http: String,
}

impl Server {
    /// Starts the built program in an empty `folder` and waits for its word that it is ready.
    pub(crate) fn start(folder: &Path) -> Result<Server, String> {
        let _ = std::fs::remove_dir_all(folder);
        std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let program = target().join("release/merpati");
        let data = folder.join("data");
        let log = std::fs::File::create(folder.join("log")).map_err(|error| error.to_string())?;
        let mut process = Command::new(&program)
            .args(["serve", "--test-mode", "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0", "--data"])
            .arg(&data)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .map_err(|error| format!("Could not start {}: {error}", program.display()))?;
        let mut line = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output).read_line(&mut line).map_err(|error| error.to_string())?;
        }
        let word =
            |name: &str| line.split_whitespace().find_map(|word| word.strip_prefix(name)).map(str::to_owned);
        let (Some(mtproto), Some(http)) = (word("mtproto="), word("http=")) else {
            let _ = process.kill();
            return Err(format!(
                "the server did not come up; it said {line:?} and {}",
                read(&folder.join("log"))
            ));
        };
        Ok(Server { process, program, data, mtproto, http })
    }

    /// Tells a round where this server is.
    pub(crate) fn tell(&self, command: &mut Command) {
        let port = self.mtproto.rsplit(':').next().unwrap_or_default();
        command
            .env("ROUND_PORT", port)
            .env("ROUND_HTTP", &self.http)
            .env("ROUND_DATA", &self.data)
            .env("ROUND_PROGRAM", &self.program);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The text of a file; empty if there is none.
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
