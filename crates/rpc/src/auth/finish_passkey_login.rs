//! `auth.finishPasskeyLogin flags:# credential:InputPasskeyCredential from_dc_id:flags.0?int from_auth_key_id:flags.0?long =
//! auth.Authorization`: what a passkey has signed stands in for the code.

use domain::{Entered, PasskeyAssertion};
use store::ids::UserId;
use tl::{enums, functions, types};

use crate::{
    Call,
    account::passkeys::credential,
    auth::{authorization, device},
    errors::{CREDENTIAL_INVALID, Error, SESSION_PASSWORD_NEEDED},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::auth::FinishPasskeyLogin,
) -> Result<enums::auth::Authorization, Error> {
    let functions::auth::FinishPasskeyLogin { credential: given, from_dc_id: _, from_auth_key_id } = request;
    let (credential_id, response) = credential(given)?;
    let enums::InputPasskeyResponse::InputPasskeyResponseLogin(response) = response else {
        return Err(CREDENTIAL_INVALID);
    };
    let enums::DataJSON::DataJSON(client_data) = response.client_data;
    let assertion = PasskeyAssertion {
        credential_id,
        client_data: client_data.data,
        authenticator_data: response.authenticator_data,
        signature: response.signature,
        user: person(&response.user_handle).ok_or(CREDENTIAL_INVALID)?,
        // Telegram Desktop gives 0.
        asked_by: from_auth_key_id.filter(|key| *key != 0),
    };
    match call.domain().accounts.sign_in_by_passkey(&assertion, &device(call)).await? {
        Entered::SignedIn(user) => authorization(call, user).await,
        Entered::PasswordNeeded => Err(SESSION_PASSWORD_NEEDED),
        Entered::SignUpRequired => Ok(types::auth::AuthorizationSignUpRequired::new().into()),
    }
}

/// Whose passkey it is, of "DC:USER". All data centres are this server.
fn person(handle: &str) -> Option<UserId> {
    let (dc, user) = handle.split_once(':')?;
    dc.parse::<u32>().ok()?;
    user.parse().ok().map(UserId)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_names_a_data_centre_and_a_person() {
        assert_eq!(person("2:8589934600"), Some(UserId(8_589_934_600)));
        for wrong in ["", ":", "2:", ":5", "5", "a:5", "2:b", "2:5:6", "-1:5"] {
            assert!(person(wrong).is_none(), "{wrong}");
        }
    }
}
