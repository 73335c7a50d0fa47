//! The bytes of every record, fixed: what was written once is read for ever.
//!
//! `records.txt` has a line for each sample of `samples.rs`: table, sample, bytes. A line is never changed or
//! removed; a new field gets a new sample, and thereby a new line.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod files;
mod samples;

use std::collections::BTreeMap;

use samples::{Sample, samples};

const LINES: &str = include_str!("records.txt");

struct Line {
    table: &'static str,
    sample: &'static str,
    bytes: Vec<u8>,
}

fn lines() -> Vec<Line> {
    let lines = LINES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let [table, sample, hex] = line.split(' ').collect::<Vec<_>>()[..] else {
                panic!("a line has a table, a sample and bytes: {line}")
            };
            let digits = (0..hex.len()).step_by(2);
            let bytes = digits.map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
            Line { table, sample, bytes }
        })
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn every_table_has_golden_bytes() {
    let samples = samples();
    let lacking: Vec<_> = store::tables::ALL
        .iter()
        .filter(|table| !samples.iter().any(|sample| sample.table == table.name))
        .map(|table| table.name)
        .collect();
    assert!(lacking.is_empty(), "add a sample to tests/golden/samples.rs for: {lacking:?}");
}

#[test]
fn every_sample_is_written_as_it_always_was() {
    let lines = lines();
    let mut missing = Vec::new();
    for Sample { table, name, bytes, .. } in samples() {
        match lines.iter().find(|line| line.table == table && line.sample == name) {
            Some(line) => assert_eq!(hex(&bytes), hex(&line.bytes), "{table} {name} is written differently"),
            None => missing.push(format!("{table} {name} {}", hex(&bytes))),
        }
    }
    assert!(missing.is_empty(), "add to tests/golden/records.txt:\n{}", missing.join("\n"));
}

#[test]
fn every_line_ever_written_is_read_and_written_again() {
    let readers: BTreeMap<_, _> = samples().into_iter().map(|sample| (sample.table, sample.again)).collect();
    for Line { table, sample, bytes } in lines() {
        let again = readers.get(table).unwrap_or_else(|| panic!("no table {table}"));
        let written = again(&bytes).unwrap_or_else(|error| panic!("{table} {sample} is not read: {error}"));
        // A newer form may add absent fields at the end, nothing else.
        assert!(again(&written) == Ok(written.clone()), "{table} {sample}");
    }
}

#[test]
fn a_line_cut_anywhere_is_an_error_and_no_panic() {
    let readers: BTreeMap<_, _> = samples().into_iter().map(|sample| (sample.table, sample.again)).collect();
    for Line { table, bytes, .. } in lines() {
        for end in 0..bytes.len() {
            assert!(readers[table](&bytes[..end]).is_err(), "{table}: {}", hex(&bytes[..end]));
        }
    }
}
