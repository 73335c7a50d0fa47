//! What the tables of a store take: rows and bytes by the first byte of their keys, before the tree packs them.
//! `cargo run --release -p kv-fjall --example shares -- FOLDER`
#![expect(clippy::print_stdout, reason = "a measuring program speaks to the person who started it")]

use std::{collections::BTreeMap, error::Error};

use kv_fjall::{Config, Fjall};

#[derive(Default)]
struct Share {
    rows: u64,
    keys: u64,
    values: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("which folder?")?;
    let store = Fjall::open(Config::new(folder))?;
    let mut shares: BTreeMap<u8, Share> = BTreeMap::new();
    for row in store.export()? {
        let (_, (key, value)) = row?;
        let share = shares.entry(key.first().copied().unwrap_or_default()).or_default();
        share.rows += 1;
        share.keys += key.len() as u64;
        share.values += value.len() as u64;
    }
    println!("table       rows   key bytes  value bytes   a row");
    for (table, Share { rows, keys, values }) in shares {
        println!("{table:>5} {rows:>10} {keys:>11} {values:>12} {:>7.1}", values as f64 / rows as f64);
    }
    store.close();
    Ok(())
}
