//! `auth.initPasskeyLogin api_id:int api_hash:string = auth.PasskeyLoginOptions`: what a passkey is to sign, as WebAuthn's
//! `PublicKeyCredentialRequestOptions`. Whose passkey it will be is not known yet: the authenticator says.

use domain::PASSKEY_ASKED_SECONDS;
use serde_json::json;
use tl::{enums, functions, types};

use crate::{
    Call,
    account::passkeys::{options, written},
    errors::{API_ID_INVALID, Error},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::auth::InitPasskeyLogin,
) -> Result<enums::auth::PasskeyLoginOptions, Error> {
    if call.caller.init.as_deref().is_some_and(|init| init.api_id != request.api_id) {
        return Err(API_ID_INVALID);
    }
    let challenge = call.domain().accounts.ask_for_passkey(call.caller.auth_key_id)?;
    let public_key = json!({
        "challenge": written(&challenge.bytes),
        "timeout": PASSKEY_ASKED_SECONDS * 1000,
        "rpId": challenge.site,
        "allowCredentials": [],
        "userVerification": "preferred",
    });
    Ok(types::auth::PasskeyLoginOptions::new(options(public_key)).into())
}
