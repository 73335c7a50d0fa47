//! From the command line to the settings in force, and the log.

use std::{io, path::PathBuf};

use clap::{ArgMatches, parser::ValueSource};
use server::config::{Config, ConfigError, KEYS, Layers};
use tracing_subscriber::EnvFilter;

use crate::Failure;

/// All values in force for this call.
pub(crate) fn layers(flags: &ArgMatches) -> Result<Layers, Failure> {
    let given: Vec<(&str, &str)> = KEYS
        .iter()
        .filter(|key| matches!(flags.try_contains_id(key.name), Ok(true)))
        .filter(|key| flags.value_source(key.name) == Some(ValueSource::CommandLine))
        .filter_map(|key| Some((key.name, flags.get_one::<String>(key.name)?.as_str())))
        .collect();
    let environment = |name: &str| std::env::var(name).ok();
    let file = flags.get_one::<String>("config").cloned().or_else(|| environment("MERPATI_CONFIG"));
    unknown_variable()?;
    Layers::resolve(&given, &environment, file.map(PathBuf::from).as_deref()).map_err(wrong)
}

/// The same, typed.
pub(crate) fn config(flags: &ArgMatches) -> Result<Config, Failure> {
    Config::from_layers(&layers(flags)?).map_err(wrong)
}

/// Logs to standard error what `filter` lets through. A panic is logged by its place alone: what it says could
/// be anything that the server was told.
pub(crate) fn start_log(filter: &str) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(filter).map_err(|error| Failure {
        sentence: format!("`log` cannot be `{filter}`: {error}; info or server=debug would be right"),
        code: 2,
    })?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a task panicked");
    }));
    Ok(())
}

/// A variable that looks like a setting and is none was meant to do something.
fn unknown_variable() -> Result<(), Failure> {
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    for name in names.filter(|name| name.starts_with("MERPATI_") && name != "MERPATI_CONFIG") {
        if !KEYS.iter().any(|key| key.env() == name) {
            let sentence =
                format!("the variable {name} sets nothing; see merpati serve --help for the settings");
            return Err(Failure { sentence, code: 2 });
        }
    }
    Ok(())
}

fn wrong(error: ConfigError) -> Failure {
    Failure { sentence: error.to_string(), code: 2 }
}
