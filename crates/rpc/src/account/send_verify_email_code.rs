//! `account.sendVerifyEmailCode purpose:EmailVerifyPurpose email:string = account.SentEmailCode`: a code goes to the
//! address that a sign-in sets up, or that a person changes to.

use tl::{enums, functions, types};

use crate::{
    Call,
    auth::device,
    errors::{EMAIL_NOT_ALLOWED, Error},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::SendVerifyEmailCode,
) -> Result<enums::account::SentEmailCode, Error> {
    use enums::EmailVerifyPurpose::{
        EmailVerifyPurposeLoginChange, EmailVerifyPurposeLoginSetup, EmailVerifyPurposePassport,
    };
    let (accounts, device) = (&call.domain().accounts, device(call));
    let sent = match request.purpose {
        EmailVerifyPurposeLoginSetup(setup) => {
            let (phone, hash) = (&setup.phone_number, &setup.phone_code_hash);
            accounts.send_mail_for_sign_in(phone, hash, &request.email, &device).await?
        }
        EmailVerifyPurposeLoginChange => {
            accounts.send_mail_for_change(call.me()?, &request.email, &device).await?
        }
        // There is no passport here.
        EmailVerifyPurposePassport => return Err(EMAIL_NOT_ALLOWED),
    };
    let length = i32::try_from(sent.length).unwrap_or_default();
    Ok(types::account::SentEmailCode::new(sent.pattern, length).into())
}
