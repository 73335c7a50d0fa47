//! The one program: it reads the command line and hands over. What the commands do stands in `server` and, for
//! those that ask a running server, in `operator`.

mod backup;
mod command_line;
mod connect;
mod doctor;
mod operator;
mod settings;

use std::{io::Write, process::ExitCode};

use clap::ArgMatches;
use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// What ends a command early: one sentence and an exit code.
pub(crate) struct Failure {
    /// For the person at the terminal.
    pub(crate) sentence: String,
    /// 2 for a wrong call or a server that cannot start, 1 for everything else.
    pub(crate) code: u8,
}

fn main() -> ExitCode {
    let command = command_line::command();
    let outcome = match command.try_get_matches() {
        Ok(matches) => run(&matches),
        Err(error) => command_line::refused(&error),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // A terminal that is gone cannot be told.
            let _ = writeln!(std::io::stderr(), "merpati: {}", failure.sentence);
            ExitCode::from(failure.code)
        }
    }
}

fn run(matches: &ArgMatches) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("serve", flags)) => serve(flags),
        Some(("config", flags)) => print(&settings::layers(flags)?.shown()),
        Some(("connect", flags)) => connect::run(flags),
        Some(("backup", flags)) => backup::run(flags),
        Some(("restore", flags)) => backup::restore(flags),
        Some(("doctor", flags)) => doctor::run(flags),
        Some(("admin", flags)) => operator::run(flags),
        _ => Err(Failure { sentence: "no command; see merpati --help".to_owned(), code: 2 }),
    }
}

fn serve(flags: &ArgMatches) -> Result<(), Failure> {
    let config = settings::config(flags)?;
    settings::start_log(&config.log)?;
    server::program::run(config).map_err(|error| Failure { sentence: error.to_string(), code: 2 })
}

/// Prints an answer on standard output.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| Failure { sentence: format!("cannot print: {error}"), code: 1 })
}
