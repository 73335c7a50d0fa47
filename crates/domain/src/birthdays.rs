//! Days of birth: what can be one, and which contacts have theirs about now.

use boxes::By;
use store::ids::UserId;

pub use store::records::account::Birthday;

use crate::{Contacts, Fault, Privacy, PrivacyKey, Users, users::ProfileError};

/// Seconds of a day.
const DAY_SECONDS: i64 = 86_400;
/// The first year that somebody can have been born in.
const YEAR_FIRST: i32 = 1800;

impl Users {
    /// Sets or takes away the day of birth; the person's other sessions are told.
    ///
    /// # Errors
    /// [`ProfileError::Birthday`] for what is no day, or lies ahead of `today` (seconds since 1970).
    pub async fn set_birthday(
        &self,
        by: By,
        birthday: Option<Birthday>,
        today: i32,
    ) -> Result<(), ProfileError> {
        if birthday.is_some_and(|birthday| !is_a_day(birthday, today)) {
            return Err(ProfileError::Birthday);
        }
        self.change_record(by, |record| record.birthday = birthday).await
    }
}

/// The contacts of `user` whose birthday is yesterday, today or tomorrow, as far as they show it to him.
///
/// # Errors
/// Where the store fails.
pub async fn near(
    users: &Users,
    contacts: &Contacts,
    privacy: &Privacy,
    user: UserId,
    today: i32,
) -> Result<Vec<(UserId, Birthday)>, Fault> {
    let day = i64::from(today).div_euclid(DAY_SECONDS);
    let days = [day - 1, day, day + 1].map(date_of);
    let mut near = Vec::new();
    for (contact, _) in contacts.all(user).await? {
        let Some(record) = users.record(contact).await? else { continue };
        let Some(birthday) = record.birthday.filter(|_| record.deleted_at.is_none()) else { continue };
        let is_near =
            days.iter().any(|(_, month, day)| (*month, *day) == (birthday.month.into(), birthday.day.into()));
        if is_near && privacy.allows(contact, PrivacyKey::Birthday, user).await? {
            near.push((contact, birthday));
        }
    }
    Ok(near)
}

/// Whether somebody can have been born on this day, and it does not lie ahead of `today` (seconds since 1970).
pub fn is_a_day(birthday: Birthday, today: i32) -> bool {
    // Without a year it may be the 29th of February.
    let year = birthday.year.unwrap_or(2000);
    let (this_year, month, day) = date_of(i64::from(today).div_euclid(DAY_SECONDS));
    let born = (i64::from(year), i64::from(birthday.month), i64::from(birthday.day));
    let lies_ahead = birthday.year.is_some() && born > (this_year, month, day);
    let days = match birthday.month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    };
    year >= YEAR_FIRST && !lies_ahead && (1..=days).contains(&birthday.day)
}

/// Year, month and day of a day since 1970 (Howard Hinnant's `civil_from_days`).
fn date_of(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar_and_not_ahead() {
        // 25 November 2026.
        let today = 1_795_564_800;
        assert_eq!(date_of(i64::from(today) / DAY_SECONDS), (2026, 11, 25));
        assert_eq!(date_of(0), (1970, 1, 1));
        assert_eq!(date_of(11_016), (2000, 2, 29));
        let day = |day, month, year| is_a_day(Birthday { day, month, year }, today);
        assert!(day(17, 8, Some(1945)) && day(29, 2, None) && day(29, 2, Some(2000)));
        assert!(!day(29, 2, Some(1900)) && !day(31, 4, None) && !day(0, 1, None) && !day(1, 13, None));
        assert!(day(25, 11, Some(2026)) && !day(26, 11, Some(2026)) && !day(1, 1, Some(1799)));
    }
}
