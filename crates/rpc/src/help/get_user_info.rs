//! `help.getUserInfo user_id:InputUser = help.UserInfo`: what those who answer people in the server's name noted about
//! somebody; there are none.

use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, USER_INVALID},
};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::help::GetUserInfo,
) -> Result<enums::help::UserInfo, Error> {
    Err(USER_INVALID)
}
