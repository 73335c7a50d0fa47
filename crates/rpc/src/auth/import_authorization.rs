//! `auth.importAuthorization id:long bytes:bytes = auth.Authorization`: signs a key in with what another exported.

use tl::{enums, functions};

use crate::{
    Call,
    auth::{authorization, device},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::auth::ImportAuthorization,
) -> Result<enums::auth::Authorization, Error> {
    let accounts = &call.domain().accounts;
    let user = accounts.import_authorization(request.id, &request.bytes, &device(call)).await?;
    authorization(call, user).await
}
