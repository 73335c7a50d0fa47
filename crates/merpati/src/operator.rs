//! `merpati admin …`: asks the running server over the socket in its data folder and prints the answer.

use std::{
    io::{BufRead, BufReader, ErrorKind, Write},
    os::unix::net::UnixStream,
    path::Path,
    time::Duration,
};

use clap::ArgMatches;
use serde_json::{Value, json};
use server::data_folder::DataFolder;

use crate::{Failure, print, settings};

/// Runs one admin command.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let unknown =
        || Failure { sentence: "no such admin command; see merpati admin --help".to_owned(), code: 2 };
    let (name, flags) = matches.subcommand().ok_or_else(unknown)?;
    let text = |flags: &ArgMatches, name: &str| flags.get_one::<String>(name).cloned().unwrap_or_default();
    match name {
        "login-code" => {
            let code = ask(flags, json!({ "do": "login-code", "phone": text(flags, "phone") }))?;
            print(&format!("{}\n", code.as_str().unwrap_or_default()))
        }
        "invite" => {
            let answer = ask(flags, json!({ "do": "invite", "phone": text(flags, "phone") }))?;
            let told = |name: &str| answer.get(name).and_then(Value::as_str);
            match (told("number"), told("link")) {
                (Some(number), Some(link)) => print(&format!("{number}\n{link}\n")),
                _ => Ok(()),
            }
        }
        "user" => {
            let (name, flags) = flags.subcommand().ok_or_else(unknown)?;
            let answer = ask(flags, json!({ "do": format!("user-{name}"), "user": named(flags) }))?;
            match name {
                "list" => print(&table(
                    &answer,
                    &["id", "phone", "first_name", "last_name", "username", "blocked", "operator"],
                )),
                "sessions" => {
                    print(&table(&answer, &["hash", "device", "system", "app", "api_id", "since", "active"]))
                }
                "show" => print(&fields(&answer)),
                "delete" => print(&format!("user {answer} is deleted\n")),
                "reset-password" => print(&format!("user {answer} has no two-step password any more\n")),
                _ => Ok(()),
            }
        }
        "report" => {
            let (name, flags) = flags.subcommand().ok_or_else(unknown)?;
            let number = match flags.try_get_one::<String>("report") {
                Ok(Some(number)) => number.clone(),
                _ => String::new(),
            };
            let answer = ask(flags, json!({ "do": format!("report-{name}"), "report": number }))?;
            match name {
                "list" => print(&table(
                    &answer,
                    &["number", "reported", "by", "where", "what", "people", "reason", "comment"],
                )),
                "close" => print(&format!("report {answer} is closed\n")),
                _ => Ok(()),
            }
        }
        _ => Err(unknown()),
    }
}

/// What a running server says about itself; none when no server runs on that folder.
pub(crate) fn info(data: &Path) -> Option<Value> {
    exchange(data, &json!({ "do": "info" })).ok()
}

/// Everything that the server on this folder keeps, unsealed, as it streams it.
pub(crate) fn backup(data: &Path) -> Result<impl std::io::Read, Failure> {
    let failed = |sentence: String| Failure { sentence, code: 1 };
    let stream = connect(data).map_err(failed)?;
    let (line, rest) = begin(stream, &json!({ "do": "backup" }))
        .map_err(|error| failed(format!("the server did not answer: {error}")))?;
    answer(&line).map_err(failed)?;
    Ok(rest)
}

fn named(flags: &ArgMatches) -> String {
    match flags.try_get_one::<String>("user") {
        Ok(Some(user)) => user.clone(),
        _ => String::new(),
    }
}

fn ask(flags: &ArgMatches, request: Value) -> Result<Value, Failure> {
    let data = settings::config(flags)?.data;
    exchange(&data, &request).map_err(|sentence| Failure { sentence, code: 1 })
}

/// One request and its answer, or one sentence about what went wrong.
fn exchange(data: &Path, request: &Value) -> Result<Value, String> {
    let stream = connect(data)?;
    let (line, _) = begin(stream, request).map_err(|error| format!("the server did not answer: {error}"))?;
    answer(&line)
}

fn connect(data: &Path) -> Result<UnixStream, String> {
    let path = DataFolder::at(data).socket();
    UnixStream::connect(&path).map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::ConnectionRefused => {
            format!("no server runs on {}; start one with: merpati serve --data {0}", data.display())
        }
        ErrorKind::PermissionDenied => {
            format!("only the owner of {} may do this", data.display())
        }
        _ => format!("the server on {} cannot be asked: {error}", data.display()),
    })
}

/// What stands in the line of an answer.
fn answer(line: &str) -> Result<Value, String> {
    let mut answer: Value =
        serde_json::from_str(line).map_err(|_| "the server's answer cannot be read".to_owned())?;
    match answer.get("error").and_then(Value::as_str) {
        Some(reason) => Err(reason.to_owned()),
        None => Ok(answer.get_mut("ok").map(Value::take).unwrap_or_default()),
    }
}

/// Asks; gives the line of the answer, and what may come behind it.
fn begin(mut stream: UnixStream, request: &Value) -> std::io::Result<(String, BufReader<UnixStream>)> {
    stream.set_read_timeout(Some(ANSWER_WITHIN))?;
    stream.write_all(format!("{request}\n").as_bytes())?;
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    stream.read_line(&mut line)?;
    Ok((line, stream))
}

/// Rows under a head, each column as wide as it needs to be.
fn table(rows: &Value, columns: &[&str]) -> String {
    let head: Vec<String> = columns.iter().map(|column| (*column).to_owned()).collect();
    let body = rows.as_array().map(Vec::as_slice).unwrap_or_default();
    let body = body.iter().map(|row| columns.iter().map(|column| cell(column, row.get(*column))).collect());
    let lines: Vec<Vec<String>> = std::iter::once(head).chain(body).collect();
    let width = |column: usize| {
        lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let mut text = String::new();
    for line in &lines {
        let cells: Vec<String> =
            line.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

fn fields(object: &Value) -> String {
    let fields = object.as_object().into_iter().flatten();
    fields.map(|(name, value)| format!("{name}: {}\n", cell(name, Some(value)))).collect()
}

fn cell(name: &str, value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "-".to_owned(),
        Some(Value::String(text)) => shown(text),
        Some(Value::Number(seconds)) if DATES.contains(&name) => {
            seconds.as_i64().map(date).unwrap_or_else(|| seconds.to_string())
        }
        Some(other) => other.to_string(),
    }
}

/// Names are other people's words: what would move the cursor is not printed.
fn shown(text: &str) -> String {
    text.chars().map(|sign| if sign.is_control() { '\u{fffd}' } else { sign }).collect()
}

/// Seconds since 1970 as a date and a time of UTC. Source: the civil calendar's 400-year cycle of 146 097 days.
pub(crate) fn date(seconds: i64) -> String {
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let shifted = days + 719_468;
    let (cycle, day_of_cycle) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_cycle =
        (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36_524 - day_of_cycle / 146_096) / 365;
    let day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_cycle + cycle * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60)
}

/// Columns that hold seconds since 1970.
const DATES: &[&str] = &["since", "active", "blocked", "deleted", "operator", "reported"];

/// A server that takes longer is not well.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_shown_as_dates() {
        assert_eq!(date(0), "1970-01-01T00:00:00Z");
        assert_eq!(date(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(date(1_795_354_496), "2026-11-22T13:34:56Z");
    }

    #[test]
    fn a_name_cannot_write_to_the_terminal() {
        assert_eq!(shown("a\u{1b}[2Jb"), "a\u{fffd}[2Jb");
    }
}
