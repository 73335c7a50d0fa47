//! `account.initPasskeyRegistration = account.PasskeyRegistrationOptions`: what the client makes a passkey from, as
//! WebAuthn's `PublicKeyCredentialCreationOptions`.

use domain::{PASSKEY_ALGORITHMS, PASSKEY_ASKED_SECONDS, PasskeyOffer};
use serde_json::{Value, json};
use tl::{enums, functions, types};

use crate::{
    Call,
    account::passkeys::{options, written},
    errors::Error,
    help::this_dc,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::InitPasskeyRegistration,
) -> Result<enums::account::PasskeyRegistrationOptions, Error> {
    let user = call.me()?;
    let offer = call.domain().accounts.offer_passkey(user, call.caller.auth_key_id).await?;
    let PasskeyOffer { challenge, phone, full_name, known } = offer;
    let algorithms = PASSKEY_ALGORITHMS.map(|alg| json!({ "type": "public-key", "alg": alg }));
    let known = known.iter().map(|id| json!({ "type": "public-key", "id": written(id) }));
    // By this the client finds the data centre, and the server the person. Digits and a colon are the same in both kinds
    // of base64, of which some clients read the one and some the other.
    let handle = written(format!("{}:{}", this_dc(call), user.0).as_bytes());
    let public_key = json!({
        "rp": { "id": challenge.site, "name": "Merpati" },
        "user": { "id": handle, "name": format!("+{phone}"), "displayName": full_name },
        "challenge": written(&challenge.bytes),
        "pubKeyCredParams": algorithms,
        "timeout": PASSKEY_ASKED_SECONDS * 1000,
        "excludeCredentials": known.collect::<Vec<Value>>(),
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": true,
            "userVerification": "preferred",
        },
        "attestation": "none",
    });
    Ok(types::account::PasskeyRegistrationOptions::new(options(public_key)).into())
}
