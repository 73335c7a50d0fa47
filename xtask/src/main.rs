//! The project's tasks, one word each: `cargo xtask run`, `test`, `bench`, `soak`. Nothing here is part of the
//! program that people run.

mod bench;
mod clients;
mod command;
mod deny;
mod grammers;
mod instructions;
mod profiled;
mod run;
mod test;
mod web;

use std::process::ExitCode;

const HELP: &str = "\
Usage: cargo xtask TASK

Tasks:
  run [ARGS]     Build the server and start it; ARGS go to `merpati serve`
  test           Install what the tests need and run them all
  test --long    The same, and what takes longer than a change should wait for
  test --only X  Only the stages whose name contains X
  profiled       Build the server with a profile of what it does, for where many use it; half an hour
  web            Build the web client, which the next build of the server takes in
  bench [ARGS]   Measure the server with real clients' load; see `cargo xtask bench --help`
  bench --profiled [ARGS]  The same of the server that `profiled` has built
  instructions   Count the instructions of a message; --landed keeps the figure
  soak [ARGS]    The wire's demands at full counts
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((task, rest)) = arguments.split_first() else {
        command::say(HELP);
        return ExitCode::from(2);
    };
    let outcome = match task.as_str() {
        "run" => run::run(rest),
        "test" => test::test(rest),
        "profiled" => profiled::profiled(),
        "web" => web::web(),
        "bench" => bench::bench(rest),
        "soak" => bench::soak(rest),
        "instructions" => {
            let landed = rest.iter().any(|argument| argument == "--landed");
            instructions::instructions(landed).map(|_| ExitCode::SUCCESS)
        }
        "help" | "--help" | "-h" => {
            command::say(HELP);
            return ExitCode::SUCCESS;
        }
        other => {
            command::complain(&format!("There is no task `{other}`.\n\n{HELP}"));
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(code) => code,
        Err(reason) => {
            command::complain(&reason);
            ExitCode::FAILURE
        }
    }
}
