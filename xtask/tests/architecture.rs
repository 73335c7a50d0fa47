//! The crate table in ARCHITECTURE.md is data: this holds it against the workspace's real dependency edges.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// A row of the table. A crate without a floor stands beside the house (tools and tests).
struct Row {
    floor: Option<u32>,
    depends_on: BTreeSet<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace").to_path_buf()
}

/// Rows of the form `| floor | `crate` | what it is | depends on |`.
fn table() -> BTreeMap<String, Row> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md is there");
    let mut rows = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with("| ") && line.matches('|').count() == 5) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let (floor, name) = (cells[1], cells[2].trim_matches('`'));
        if floor == "floor" || name.is_empty() || name.starts_with('-') {
            continue;
        }
        let depends_on = cells[4].split([' ', ',', '`']).filter(|word| !word.is_empty() && *word != "–");
        let row = Row { floor: floor.parse().ok(), depends_on: depends_on.map(str::to_owned).collect() };
        assert!(rows.insert(name.to_owned(), row).is_none(), "{name} stands twice in the table");
    }
    rows
}

/// Each crate's dependencies within the workspace, as its Cargo.toml has them; tests' own are left out.
fn edges() -> BTreeMap<String, BTreeSet<String>> {
    let mut folders: Vec<PathBuf> = fs::read_dir(root().join("crates"))
        .expect("crates/ is there")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    folders.push(root().join("xtask"));
    folders.retain(|folder| folder.join("Cargo.toml").exists());
    let name =
        |folder: &PathBuf| folder.file_name().expect("a folder has a name").to_string_lossy().into_owned();
    let names: BTreeSet<String> = folders.iter().map(name).collect();
    folders
        .iter()
        .map(|folder| {
            let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("a crate has a Cargo.toml");
            let mut section = String::new();
            let mut found = BTreeSet::new();
            for line in manifest.lines() {
                if let Some(title) = line.strip_prefix('[') {
                    section = title.trim_end_matches(']').to_owned();
                }
                let key = line.split(['.', '=', ' ']).next().unwrap_or_default();
                let counts = section == "dependencies" || section == "build-dependencies";
                if counts && names.contains(key) {
                    found.insert(key.to_owned());
                }
            }
            (name(folder), found)
        })
        .collect()
}

#[test]
fn the_crate_table_names_every_crate_and_its_real_dependencies() {
    let (table, edges) = (table(), edges());
    assert!(!edges.is_empty());
    assert_eq!(
        table.keys().collect::<Vec<_>>(),
        edges.keys().collect::<Vec<_>>(),
        "crates in table and workspace"
    );
    for (name, row) in &table {
        assert_eq!(row.depends_on, edges[name], "dependencies of {name}, in the table and in its Cargo.toml");
    }
}

#[test]
fn a_crate_depends_on_strictly_lower_floors() {
    let (table, edges) = (table(), edges());
    for (name, depends_on) in &edges {
        let Some(floor) = table.get(name).and_then(|row| row.floor) else { continue };
        for below in depends_on {
            let lower = table.get(below).and_then(|row| row.floor);
            assert!(
                lower.is_some_and(|lower| lower < floor),
                "{name} (floor {floor}) depends on {below} ({lower:?})"
            );
        }
    }
}

#[test]
fn the_page_fits_three_hundred_lines() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md is there");
    assert!(text.lines().count() <= 300);
}

#[test]
fn every_source_file_opens_with_what_it_is() {
    let mut pending: Vec<PathBuf> = vec![root().join("crates"), root().join("xtask")];
    let mut seen = 0;
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(&folder).expect("a folder can be read").flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("target") {
                pending.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a source file can be read");
                assert!(text.starts_with("//!"), "{} does not open with //!", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 20);
}
