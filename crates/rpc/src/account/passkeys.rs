//! Passkeys as clients carry them: JSON as WebAuthn defines it, names of credentials in base64url.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::Passkey;
use serde_json::{Value, json};
use tl::{enums, types};

use crate::errors::{CREDENTIAL_INVALID, Error};

/// Bytes as clients write them.
pub(crate) fn written(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Bytes as clients write them, some with padding.
pub(crate) fn read(written: &str) -> Result<Vec<u8>, Error> {
    URL_SAFE_NO_PAD.decode(written.trim_end_matches('=')).map_err(|_| CREDENTIAL_INVALID)
}

/// The options of WebAuthn, for the browser or what stands in for it.
pub(crate) fn options(public_key: Value) -> enums::DataJSON {
    types::DataJSON::new(json!({ "publicKey": public_key }).to_string()).into()
}

/// The name of a credential, which clients give twice, and what comes with it.
pub(crate) fn credential(
    credential: enums::InputPasskeyCredential,
) -> Result<(Vec<u8>, enums::InputPasskeyResponse), Error> {
    let enums::InputPasskeyCredential::InputPasskeyCredentialPublicKey(credential) = credential;
    let id = read(&credential.id)?;
    if read(&credential.raw_id)? != id {
        return Err(CREDENTIAL_INVALID);
    }
    Ok((id, credential.response))
}

/// A passkey in the list of its person.
pub(crate) fn passkey(passkey: Passkey) -> enums::Passkey {
    let Passkey { credential_id, name, created_at, used_at } = passkey;
    let shown = types::Passkey::new(written(&credential_id), name, created_at);
    types::Passkey { last_usage_date: used_at, ..shown }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_with_padding_and_without() {
        assert_eq!(read("-_8").ok(), Some(vec![0xfb, 0xff]));
        assert_eq!(read("-_8=").ok(), Some(vec![0xfb, 0xff]));
        assert_eq!(written(&[0xfb, 0xff]), "-_8");
        assert!(read("+/8").is_err() && read("-_8=a").is_err());
    }
}
