//! `help.getTimezonesList hash:int = help.TimezonesList`: out of `data/timezones.txt`.

use tl::{enums, functions, types};

use crate::{
    Call,
    errors::Error,
    help::data::{hash, lines},
};

const TABLE: &str = include_str!("../../data/timezones.txt");

pub(crate) async fn handle(
    _: &Call<'_>,
    request: functions::help::GetTimezonesList,
) -> Result<enums::help::TimezonesList, Error> {
    let hash = hash(&[TABLE]);
    if request.hash == hash {
        return Ok(enums::help::TimezonesList::TimezonesListNotModified);
    }
    let zones = lines(TABLE).filter_map(zone).collect();
    Ok(types::help::TimezonesList::new(zones, hash).into())
}

/// A line of the table: its id, its name, and the minutes by which its clocks are ahead of UTC, summer time aside.
fn zone(line: &'static str) -> Option<enums::Timezone> {
    let mut parts = line.split(" | ");
    let (id, name, minutes) = (parts.next()?, parts.next()?, parts.next()?.parse::<i32>().ok()?);
    Some(types::Timezone::new(id.to_owned(), name.to_owned(), minutes * 60).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_they_go_once_around_the_earth() {
        let offsets: Vec<i32> = lines(TABLE)
            .map(|line| zone(line).unwrap_or_else(|| panic!("{line}")))
            .map(|enums::Timezone::Timezone(zone)| zone.utc_offset)
            .collect();
        assert!(offsets.is_sorted() && offsets.len() >= 40);
        assert!(offsets.first() == Some(&(-11 * 3600)) && offsets.last() == Some(&(14 * 3600)));
    }
}
