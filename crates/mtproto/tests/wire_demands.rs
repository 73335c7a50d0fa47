//! docs/wire-demands.md names the tests that there are.

#![allow(clippy::unwrap_used, reason = "a file that cannot be read fails the test")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Names that begin with w and two digits, after `before`.
fn names(text: &str, before: &str) -> BTreeSet<String> {
    let name =
        |rest: &str| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().map(str::to_owned);
    let is_row = |name: &String| {
        let digits = name.strip_prefix('w').and_then(|rest| rest.split_once('_')).map(|(digits, _)| digits);
        digits.is_some_and(|digits| digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    text.split(before).skip(1).filter_map(name).filter(is_row).collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn the_table_of_wire_demands_names_every_test_and_no_other() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = fs::read_to_string(here.join("../../docs/wire-demands.md")).unwrap();
    let named = names(&table, "`");
    let none: Vec<&String> = Vec::new();
    assert_eq!(named.difference(&tests(&here.join(".."))).collect::<Vec<_>>(), none, "named, but not there");
    assert_eq!(tests(here).difference(&named).collect::<Vec<_>>(), none, "here, but not named");
}

/// The tests of rows in all sources below `folder`.
fn tests(folder: &Path) -> BTreeSet<String> {
    let mut files = Vec::new();
    sources(folder, &mut files);
    files.iter().flat_map(|file| names(&fs::read_to_string(file).unwrap(), "fn ")).collect()
}
