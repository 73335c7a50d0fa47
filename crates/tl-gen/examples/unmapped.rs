//! Prints the older forms that have neither mapping nor rule.
use std::{error::Error, fs};

use tl_gen::{Plan, Schema, Statements};

fn main() -> Result<(), Box<dyn Error>> {
    let read = |name: &str| fs::read_to_string(format!("schema/{name}"));
    let schema = Schema::with_history(&read("api.tl")?, &read("history.tl")?, &read("since.txt")?)?;
    let rules = Statements::parse(&fs::read_to_string("crates/tl/rules.txt")?)?;
    match Plan::new(&schema, rules) {
        Ok(plan) => println!("{:?}", plan.counts),
        Err(error) => println!("{error}"),
    }
    Ok(())
}
