//! How many older forms map by name, by rule, and not at all. ARCHITECTURE.md quotes these numbers.

use tl_gen::Counts;

#[test]
fn the_forms_are_counted() {
    let (_, plan) = super::schema();
    for (name, id, reason) in &plan.dead {
        println!("dead: {name}#{id:x}: {reason}");
    }
    let counted = Counts { by_name: 353, by_rule: 293, dead: 52, results: 25, fallbacks: 11 };
    assert_eq!(plan.counts, counted, "say the new numbers here and in ARCHITECTURE.md");
}
