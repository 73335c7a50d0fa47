//! `account.setContactSignUpNotification silent:Bool = Bool`.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::SetContactSignUpNotification,
) -> Result<bool, Error> {
    let silent = request.silent;
    call.domain()
        .settings
        .change(call.me()?, |settings| settings.contact_sign_up_silent = Some(silent))
        .await?;
    Ok(true)
}
