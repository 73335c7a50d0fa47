//! Promise 5, its second half in a first form: memory stays within its bound, whatever bytes arrive. Thousands of
//! connections bring junk to one server; what the process holds does not grow with them.

#![allow(clippy::print_stdout, reason = "a run tells what happened in it")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

/// Bytes of memory that the process holds, as Linux counts them; none elsewhere.
fn held() -> Option<u64> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = statm.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * 4096)
}

/// Connections that bring junk before the measure is taken, and after.
const BEFORE: u32 = 1_000;
const AFTER: u32 = 4_000;
/// Far below what 4 000 connections would hold if each left something behind.
const GROWTH_BYTES_MAX: u64 = 24 << 20;

#[test]
fn junk_makes_nothing_panic_and_leaves_nothing_behind() {
    let (mut first, mut last) = (None, None);
    sim::rain(5, BEFORE + AFTER, |number| match number {
        BEFORE => first = held(),
        _ => last = held(),
    })
    .unwrap();
    let (Some(first), Some(last)) = (first, last) else {
        println!("memory is not counted here");
        return;
    };
    println!("{} KiB after {BEFORE} connections, {} KiB after {}", first >> 10, last >> 10, BEFORE + AFTER);
    assert!(last < first + GROWTH_BYTES_MAX, "{first} bytes became {last}");
}
