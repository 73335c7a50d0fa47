//! `auth.checkPassword password:InputCheckPasswordSRP = auth.Authorization`: the two-step password, which the key waits
//! for.

use tl::{enums, functions};

use crate::{
    Call,
    account::password::proof,
    auth::{authorization, device},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::auth::CheckPassword,
) -> Result<enums::auth::Authorization, Error> {
    let user = call.entering().await?;
    call.domain().accounts.check_password(user, &proof(request.password), &device(call)).await?;
    authorization(call, user).await
}
