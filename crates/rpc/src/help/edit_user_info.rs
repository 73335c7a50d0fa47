//! `help.editUserInfo user_id:InputUser message:string entities:Vector<MessageEntity> = help.UserInfo`: as
//! `help.getUserInfo`.

use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, USER_INVALID},
};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::help::EditUserInfo,
) -> Result<enums::help::UserInfo, Error> {
    Err(USER_INVALID)
}
