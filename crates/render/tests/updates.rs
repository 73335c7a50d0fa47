//! Holds `updates.txt` against the schema: each Update constructor has its class, and the class fits its fields.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

/// The published schema of the newest layer.
const SCHEMA: &str = include_str!("../../../schema/api.tl");
/// The classes.
const CLASSES: &str = include_str!("../updates.txt");

/// Name and class of each line.
fn classes() -> Vec<(&'static str, &'static str)> {
    CLASSES
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split_once(char::is_whitespace).map(|(name, class)| (name, class.trim())).unwrap())
        .collect()
}

/// Name and fields of each Update constructor of the schema.
fn constructors() -> Vec<(&'static str, &'static str)> {
    SCHEMA
        .lines()
        .filter(|line| line.ends_with(" = Update;"))
        .map(|line| line.split_once('#').unwrap())
        .collect()
}

#[test]
fn every_update_of_the_schema_has_one_class() {
    let mut names: Vec<_> = constructors().into_iter().map(|(name, _)| name).collect();
    names.sort_unstable();
    let listed: Vec<_> = classes().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, listed);
}

#[test]
fn what_takes_pts_is_what_has_a_count_of_it() {
    let classes = classes();
    for (name, fields) in constructors() {
        let (_, class) = classes.iter().find(|(listed, _)| *listed == name).unwrap();
        let counted = fields.contains("pts_count:int");
        assert_eq!(counted, matches!(*class, "pts" | "channel"), "{name}");
        assert_eq!(fields.contains(" qts:int"), *class == "qts", "{name}");
        assert!(["pts", "channel", "qts", "lasting", "ephemeral"].contains(class), "{name}");
    }
    let of = |wanted| classes.iter().filter(|(_, class)| *class == wanted).count();
    assert_eq!((of("pts"), of("channel")), (9, 5));
}
