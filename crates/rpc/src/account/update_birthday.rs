//! `account.updateBirthday birthday:flags.0?Birthday = Bool`; without one, it is told no more.

use domain::birthdays::Birthday;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{BIRTHDAY_INVALID, Error},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::UpdateBirthday,
) -> Result<bool, Error> {
    let birthday = request.birthday.map(given).transpose()?;
    call.domain().users.set_birthday(call.by()?, birthday, call.now().seconds()).await?;
    Ok(true)
}

/// A day of birth as it is kept. That there is such a day, this does not say.
///
/// # Errors
/// `BIRTHDAY_INVALID` for numbers that no day has.
pub(crate) fn given(birthday: enums::Birthday) -> Result<Birthday, Error> {
    let enums::Birthday::Birthday(given) = birthday;
    let number = |number: i32| u8::try_from(number).map_err(|_| BIRTHDAY_INVALID);
    Ok(Birthday { day: number(given.day)?, month: number(given.month)?, year: given.year })
}
