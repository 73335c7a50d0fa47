//! `users.suggestBirthday id:InputUser birthday:Birthday = Updates`: a contact may put it on his page; a message tells him.

use domain::birthdays;
use tl::{enums, functions};

use crate::{
    Call,
    account::update_birthday::given,
    errors::{BIRTHDAY_INVALID, Error},
    input,
    messages::sent,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::users::SuggestBirthday,
) -> Result<enums::Updates, Error> {
    let user = input::user(call, &request.id).await?;
    let birthday = given(request.birthday)?;
    if !birthdays::is_a_day(birthday, call.now().seconds()) {
        return Err(BIRTHDAY_INVALID);
    }
    let told = call.domain().chats.suggest_birthday(call.by()?, user, birthday).await?;
    sent::answer(call, &[told]).await
}
