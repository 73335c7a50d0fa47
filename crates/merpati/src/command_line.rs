//! The commands and their help. The flags of settings are made from `server`'s one list of settings.

use clap::{
    Arg, ArgAction, Command, Error,
    error::{ContextKind, ContextValue, ErrorKind},
};
use server::config::{KEYS, Key, Kind};

use crate::{Failure, print};

/// The whole command line.
pub(crate) fn command() -> Command {
    Command::new("merpati")
        .version(env!("CARGO_PKG_VERSION"))
        .about(
            "Merpati: a messaging server that the apps, libraries and bots of Telegram's protocol work with",
        )
        .long_about(ABOUT)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            settings(Command::new("serve")).about("Start the server").long_about(SERVE).after_help(SETTINGS),
        )
        .subcommand(
            settings(Command::new("config"))
                .about("Show every setting, its value and where the value comes from")
                .after_help(SETTINGS),
        )
        .subcommand(
            folder(Command::new("connect"))
                .about("Show the address, the key and a ready program for each client library")
                .arg(
                    Arg::new("client").long("client").value_name("NAME").help(
                        "Print only the program for this library: telethon, kurigram, gramjs or mtcute",
                    ),
                ),
        )
        .subcommand(
            sealed(Command::new("backup"))
                .about("Seal everything that the running server keeps in one file")
                .long_about(BACKUP),
        )
        .subcommand(
            sealed(Command::new("restore"))
                .about("Put a backup into an empty data folder")
                .long_about(RESTORE),
        )
        .subcommand(
            settings(Command::new("doctor"))
                .about("Look at everything that the server needs and say what to do")
                .long_about(DOCTOR)
                .after_help(SETTINGS),
        )
        .subcommand(admin())
}

/// A call that clap refused: help and version are what was asked for, all else is one sentence.
pub(crate) fn refused(error: &Error) -> Result<(), Failure> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => print(&error.to_string()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Err(Failure { sentence: format!("what should be done?\n\n{error}"), code: 2 })
        }
        _ => Err(Failure { sentence: sentence(error), code: 2 }),
    }
}

fn sentence(error: &Error) -> String {
    let rendered = error.to_string();
    let first = rendered.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    let meant =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand].into_iter().find_map(
            |kind| match error.get(kind) {
                Some(ContextValue::String(meant)) => Some(meant.clone()),
                Some(ContextValue::Strings(all)) => all.first().cloned(),
                _ => None,
            },
        );
    match meant {
        Some(meant) => format!("{first}, did you mean `{meant}`?"),
        None => format!("{first}; see --help"),
    }
}

/// A command that takes every setting as a flag.
fn settings(command: Command) -> Command {
    KEYS.iter().fold(command.arg(config_file()), |command, key| command.arg(flag(key)))
}

/// A command that only needs to find the data folder.
fn folder(command: Command) -> Command {
    let data = KEYS.iter().filter(|key| key.name == "data").map(flag);
    command.arg(config_file()).args(data)
}

/// A command about a backup.
fn sealed(command: Command) -> Command {
    folder(command)
        .arg(Arg::new("file").value_name("FILE").required(true).help("The backup"))
        .arg(
            Arg::new("passphrase-file")
                .long("passphrase-file")
                .value_name("PATH")
                .conflicts_with("key-file")
                .help("A file, mode 0600, whose first line is the passphrase; without it the terminal asks"),
        )
        .arg(
            Arg::new("key-file")
                .long("key-file")
                .value_name("PATH")
                .help("A file, mode 0600, with the key; `backup` makes it when it is not there"),
        )
}

fn flag(key: &'static Key) -> Arg {
    let mut help = format!("{} [env: {}]", key.help, key.env());
    if !key.default.is_empty() {
        help = format!("{help} [default: {}]", key.default);
    }
    let arg = Arg::new(key.name).long(key.flag()).help(help).action(ArgAction::Set);
    match key.kind {
        Kind::Switch => {
            arg.num_args(0..=1).require_equals(true).default_missing_value("true").value_name("true|false")
        }
        Kind::Address => arg.value_name("IP:PORT"),
        Kind::Path => arg.value_name("PATH"),
        Kind::Count => arg.value_name("NUMBER"),
        Kind::Word => arg.value_name("WORD"),
        Kind::Text | Kind::Secret => arg.value_name("TEXT"),
    }
}

fn config_file() -> Arg {
    Arg::new("config").long("config").value_name("FILE").help(
        "The settings file [env: MERPATI_CONFIG] [default: merpati.toml in the data folder, if it is there]",
    )
}

fn admin() -> Command {
    let phone =
        || Arg::new("phone").value_name("+PHONE").required(true).help("With country code: +6281234567890");
    let user = || {
        Arg::new("user")
            .value_name("USER")
            .required(true)
            .help("An id, a phone number with +, or a @username")
    };
    let one = |name: &'static str, about: &'static str| folder(Command::new(name)).about(about);
    Command::new("admin")
        .about("Look after a running server: login codes, invitations, accounts, reports")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(one("login-code", "Print the login code that is waiting for a number").arg(phone()))
        .subcommand(one("invite", INVITE).arg(phone().required(false)))
        .subcommand(
            Command::new("user")
                .about(
                    "Accounts: list, show, sessions, block, unblock, delete, reset-password, make-operator",
                )
                .subcommand_required(true)
                .arg_required_else_help(true)
                .subcommand(one("list", "List all accounts"))
                .subcommand(one("show", "Show one account").arg(user()))
                .subcommand(one("block", "Keep an account out; its sessions end at once").arg(user()))
                .subcommand(one("unblock", "Let an account in again").arg(user()))
                .subcommand(
                    one(
                        "delete",
                        "Delete an account for good: its sessions end, its number and username are free",
                    )
                    .arg(user()),
                )
                .subcommand(
                    one(
                        "reset-password",
                        "Take an account's two-step password away, for who has forgotten it",
                    )
                    .arg(user()),
                )
                .subcommand(one("make-operator", OPERATOR).arg(user()))
                .subcommand(one("unmake-operator", "Write to that account no more").arg(user()))
                .subcommand(one("sessions", "List where an account is signed in").arg(user())),
        )
        .subcommand(
            Command::new("report")
                .about("What people report: list, close")
                .subcommand_required(true)
                .arg_required_else_help(true)
                .subcommand(one("list", "List the reports that are open"))
                .subcommand(
                    one("close", "Put a report away that was seen to").arg(
                        Arg::new("report").value_name("NUMBER").required(true).help("As the list has it"),
                    ),
                ),
        )
}

const INVITE: &str = "Let a number sign up where registration = invite; without a number, print one that is nobody's and \
                      a link where its code will stand";

const OPERATOR: &str = "Have the server write to an account what it cannot mend by itself: codes over a limit, a disk that \
                        fills up";

const ABOUT: &str = "\
Merpati is a messaging server that you run yourself. It speaks the protocol of Telegram's own clients, so the
apps, libraries and bots that people already use work with it once they know its address and key.

A first round:
  merpati serve                              start the server; its data goes to ./merpati-data
  merpati connect                            show how to point a client library at it
  merpati admin login-code +6281234567890    print the code that a client is asked for";

const SERVE: &str = "\
Starts the server and runs it until Ctrl-C or SIGTERM.

Without any setting it keeps its data in ./merpati-data, listens for clients at port 4430 and shows a page that
tells how to connect at http://localhost:8080. When it accepts connections it prints one line that begins with
`ready`; the log goes to standard error.";

const DOCTOR: &str = "\
Looks at the data folder, its rights, version and keys, the clock, the disk's room and speed, the limit of open files,
the ports, the address that clients are told, the certificate if there is one, and the mail server and the gateway that
carry codes, to which it connects and sends nothing. Works beside a running server and
without one. One line each: ok, look (it runs, but somebody should look) or bad; the exit code is 1 if something is bad.";

const BACKUP: &str = "\
Seals everything that the running server keeps, as of one moment, in one new file. People notice nothing.

The file holds every message and account, the server's RSA key (server_private.pem), the key that opens the store
(master.key) and merpati.toml if you made one: whoever opens it can read everything and pose as your server. It is
sealed with a passphrase, which the terminal asks for, or with a key file. Keep what opens it apart from the file;
without it nobody can open it, neither can you.";

const RESTORE: &str = "\
Puts a backup into a data folder that is empty or not there yet; anything else is refused and left as it is.

What was sent after the backup was taken is lost. Devices that have seen it are told so when they connect again:
the store begins a new life, in which no number of the old one is used twice. Sessions that were ended after the
backup was taken are signed in again; `merpati admin user sessions` shows them.";

const SETTINGS: &str = "\
Every setting can be given as a flag, as a variable MERPATI_…, or in the settings file (listen = \"0.0.0.0:4430\");
a flag goes before a variable, a variable before the file. `merpati config` shows what is in force.";
