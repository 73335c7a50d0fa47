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
    let birthday = match request.birthday {
        None => None,
        Some(enums::Birthday::Birthday(given)) => {
            let number = |number: i32| u8::try_from(number).map_err(|_| BIRTHDAY_INVALID);
            Some(Birthday { day: number(given.day)?, month: number(given.month)?, year: given.year })
        }
    };
    call.domain().users.set_birthday(call.by()?, birthday, call.now().seconds()).await?;
    Ok(true)
}
