//! `account.verifyEmail purpose:EmailVerifyPurpose verification:EmailVerification = account.EmailVerified`: the code
//! that went to an address.

use tl::{enums, functions, types};

use crate::{
    Call,
    auth::{device, sent_code},
    errors::{EMAIL_NOT_ALLOWED, Error, TOKEN_TYPE_INVALID},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::VerifyEmail,
) -> Result<enums::account::EmailVerified, Error> {
    use enums::EmailVerifyPurpose::{
        EmailVerifyPurposeLoginChange, EmailVerifyPurposeLoginSetup, EmailVerifyPurposePassport,
    };
    let accounts = &call.domain().accounts;
    let code = mail_code(request.verification)?;
    match request.purpose {
        EmailVerifyPurposeLoginSetup(setup) => {
            let (phone, hash) = (&setup.phone_number, &setup.phone_code_hash);
            let (address, sent) = accounts.prove_mail_for_sign_in(phone, hash, &code, &device(call)).await?;
            Ok(types::account::EmailVerifiedLogin::new(address, sent_code(sent)).into())
        }
        EmailVerifyPurposeLoginChange => {
            let address = accounts.prove_mail_for_change(call.me()?, &code).await?;
            Ok(types::account::EmailVerified::new(address).into())
        }
        EmailVerifyPurposePassport => Err(EMAIL_NOT_ALLOWED),
    }
}

/// The code in a verification; other companies' tokens are not served.
pub(crate) fn mail_code(verification: enums::EmailVerification) -> Result<String, Error> {
    match verification {
        enums::EmailVerification::EmailVerificationCode(verification) => Ok(verification.code),
        enums::EmailVerification::EmailVerificationGoogle(_)
        | enums::EmailVerification::EmailVerificationApple(_) => Err(TOKEN_TYPE_INVALID),
    }
}
