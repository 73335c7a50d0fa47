//! `stats.*`: channels, supergroups, posts and polls in figures, for those who look after them. Stories have none.

mod chart;
mod graphs;

pub(crate) mod get_broadcast_stats;
pub(crate) mod get_megagroup_stats;
pub(crate) mod get_message_public_forwards;
pub(crate) mod get_message_stats;
pub(crate) mod get_poll_stats;
pub(crate) mod load_async_graph;

use domain::{DAY_SECONDS, Figures, Language};
use tl::{enums, types};

use crate::Call;

/// The language that the client speaks.
fn language(call: &Call<'_>) -> Language {
    let client = call.caller.init.as_ref();
    client.map_or(Language::English, |client| Language::of(&client.lang_code))
}

/// A figure now and before; what is not known of before is 0, and clients show no change.
fn compared(current: f64, previous: Option<f64>) -> enums::StatsAbsValueAndPrev {
    types::StatsAbsValueAndPrev::new(current, previous.unwrap_or(0.0)).into()
}

/// The days that figures are of.
fn period(figures: &Figures) -> enums::StatsDateRangeDays {
    let first = figures.period_first().saturating_mul(DAY_SECONDS);
    types::StatsDateRangeDays::new(first, figures.date).into()
}

fn int(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
