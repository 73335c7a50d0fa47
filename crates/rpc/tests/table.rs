//! Holds the table of methods against the schema: each function is served, or stands in the list of what is not.

use std::collections::BTreeSet;

use rpc::{METHODS, Who};

/// Sorted; a line leaves when its method comes.
const NOT_SERVED: &str = include_str!("../src/not_served.txt");

/// Which work brings them.
const LATER: &str = include_str!("../src/later.txt");

/// The names in the list.
fn not_served() -> Vec<&'static str> {
    NOT_SERVED.lines().filter(|line| !line.starts_with('#')).collect()
}

#[test]
fn every_function_of_the_schema_is_in_the_table_or_in_the_list_and_never_in_both() {
    let served: BTreeSet<_> = METHODS.iter().map(|method| method.name).collect();
    let waiting: BTreeSet<_> = not_served().into_iter().collect();
    let both: Vec<_> = served.intersection(&waiting).collect();
    assert!(both.is_empty(), "served now, so they leave not_served.txt: {both:?}");
    let schema: BTreeSet<_> = tl::FUNCTIONS.iter().copied().collect();
    let neither: Vec<_> =
        schema.iter().filter(|name| !served.contains(*name) && !waiting.contains(*name)).collect();
    assert!(neither.is_empty(), "in neither: {neither:?}");
    let unknown: Vec<_> = served.union(&waiting).filter(|name| !schema.contains(*name)).collect();
    assert!(unknown.is_empty(), "not in the schema: {unknown:?}");
}

#[test]
fn table_and_list_are_sorted() {
    assert!(METHODS.windows(2).all(|pair| pair[0].name < pair[1].name));
    assert!(not_served().windows(2).all(|pair| pair[0] < pair[1]));
}

#[test]
fn of_each_name_in_the_list_it_is_said_what_brings_it() {
    let lines = LATER.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut under = None;
    let mut said: Vec<(&str, &str)> = Vec::new();
    for line in lines {
        match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            Some(heading) => under = Some(heading),
            None => said.push((line, under.unwrap_or_default())),
        }
    }
    let fits = |line: &str, name: &str| match line.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == line,
    };
    assert!(said.iter().all(|(_, heading)| !heading.is_empty()), "names stand under a heading");
    let unsaid: Vec<_> =
        not_served().into_iter().filter(|name| !said.iter().any(|(line, _)| fits(line, name))).collect();
    assert!(unsaid.is_empty(), "say in later.txt what brings: {unsaid:?}");
    let known: Vec<_> = said.iter().filter(|(line, _)| !line.ends_with('*')).map(|(line, _)| *line).collect();
    let over: Vec<_> = known.iter().filter(|name| !not_served().contains(*name)).collect();
    assert!(over.is_empty(), "served by now, or not in the schema: {over:?}");
}

#[test]
fn what_the_edge_answers_has_no_handler_and_everything_else_has_one() {
    for method in METHODS {
        assert_eq!(method.run.is_none(), method.who == Who::Edge, "{}", method.name);
    }
}
