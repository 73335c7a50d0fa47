//! `merpati doctor`: prints what `server::doctor` finds, a line each. Exit code 1 if something is bad.

use clap::ArgMatches;
use serde_json::Value;
use server::{
    doctor::{self, Running, Verdict},
    edge::SystemClock,
};

use crate::{Failure, operator, print, settings};

/// Looks at everything that a server needs.
pub(crate) fn run(flags: &ArgMatches) -> Result<(), Failure> {
    let config = settings::config(flags)?;
    let told = operator::info(&config.data);
    let address = |name: &str| told.as_ref()?.get(name).and_then(Value::as_str)?.parse().ok();
    let running = match (address("mtproto"), address("http")) {
        (Some(mtproto), Some(http)) => Some(Running { mtproto, http, records: records(told.as_ref()) }),
        _ => None,
    };
    let findings = doctor::examine(&config, running, &SystemClock::start());
    let width = findings.iter().map(|finding| finding.about.len()).max().unwrap_or(0);
    let mut text = String::new();
    for finding in &findings {
        let word = match finding.verdict {
            Verdict::Well => "ok  ",
            Verdict::Look => "look",
            Verdict::Bad => "bad ",
        };
        text.push_str(&format!("{word} {:width$}  {}\n", finding.about, finding.words));
    }
    print(&text)?;
    match findings.iter().filter(|finding| finding.verdict == Verdict::Bad).count() {
        0 => Ok(()),
        bad => Err(Failure { sentence: format!("{bad} of {} things are bad", findings.len()), code: 1 }),
    }
}

/// What the running server says of its store.
fn records(told: Option<&Value>) -> Option<(u64, u64)> {
    let records = told?.get("records")?;
    Some((records.get("format")?.as_u64()?, records.get("kinds")?.as_u64()?))
}
