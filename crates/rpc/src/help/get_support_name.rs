//! `help.getSupportName = help.SupportName`: for accounts that answer people in the server's name, and there are none.

use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, USER_INVALID},
};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::help::GetSupportName,
) -> Result<enums::help::SupportName, Error> {
    Err(USER_INVALID)
}
