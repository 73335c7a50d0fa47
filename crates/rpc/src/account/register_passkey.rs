//! `account.registerPasskey credential:InputPasskeyCredential = Passkey`: keeps the passkey that the client has made.

use domain::NewPasskey;
use tl::{enums, functions};

use crate::{
    Call,
    account::passkeys::{credential, passkey},
    auth::device,
    errors::{CREDENTIAL_INVALID, Error},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::RegisterPasskey,
) -> Result<enums::Passkey, Error> {
    let (credential_id, response) = credential(request.credential)?;
    let enums::InputPasskeyResponse::InputPasskeyResponseRegister(response) = response else {
        return Err(CREDENTIAL_INVALID);
    };
    let enums::DataJSON::DataJSON(client_data) = response.client_data;
    let new =
        NewPasskey { credential_id, client_data: client_data.data, attestation: response.attestation_data };
    Ok(passkey(call.domain().accounts.add_passkey(call.me()?, new, &device(call)).await?))
}
