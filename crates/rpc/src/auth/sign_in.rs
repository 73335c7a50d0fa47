//! `auth.signIn phone_number:string phone_code_hash:string phone_code:flags.0?string
//! email_verification:flags.1?EmailVerification = auth.Authorization`.

use domain::Entered;
use tl::{enums, functions, types};

use crate::{
    Call,
    account::verify_email::mail_code,
    auth::{authorization, device},
    errors::{Error, SESSION_PASSWORD_NEEDED},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::auth::SignIn,
) -> Result<enums::auth::Authorization, Error> {
    let functions::auth::SignIn { phone_number, phone_code_hash, phone_code, email_verification } = request;
    let code = match email_verification {
        Some(verification) => mail_code(verification)?,
        None => phone_code.unwrap_or_default(),
    };
    let accounts = &call.domain().accounts;
    match accounts.sign_in(&phone_number, &phone_code_hash, &code, &device(call)).await? {
        Entered::SignedIn(user) => authorization(call, user).await,
        Entered::PasswordNeeded => Err(SESSION_PASSWORD_NEEDED),
        Entered::SignUpRequired => Ok(types::auth::AuthorizationSignUpRequired::new().into()),
    }
}
