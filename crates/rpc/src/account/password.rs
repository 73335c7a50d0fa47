//! What the methods about the two-step password share: how TL says a proof, and a new password.

use domain::{NewPassword, PasswordChange, PasswordProof};
use tl::enums;

use crate::errors::{Error, NEW_SALT_INVALID, NEW_SETTINGS_INVALID};

/// What a client proves the password with.
pub(crate) fn proof(input: enums::InputCheckPasswordSRP) -> PasswordProof {
    match input {
        enums::InputCheckPasswordSRP::InputCheckPasswordEmpty => PasswordProof::Nothing,
        enums::InputCheckPasswordSRP::InputCheckPasswordSRP(srp) => {
            PasswordProof::Srp { id: srp.srp_id, public: srp.a, proof: srp.m1 }
        }
    }
}

/// What a client wants to have changed.
pub(crate) fn change(input: enums::account::PasswordInputSettings) -> Result<PasswordChange, Error> {
    let enums::account::PasswordInputSettings::PasswordInputSettings(settings) = input;
    // There is no passport here, whose secrets would be sealed by the password.
    if settings.new_secure_settings.is_some() {
        return Err(NEW_SETTINGS_INVALID);
    }
    let password = match (settings.new_algo, settings.new_password_hash) {
        (None, None) => None,
        // Clients name an algorithm, or none, when the password goes.
        (_, Some(verifier)) if verifier.is_empty() => Some(None),
        (Some(algo), Some(verifier)) => {
            let (salt1, salt2) = salts(algo)?;
            let hint = settings.hint.unwrap_or_default();
            Some(Some(NewPassword { salt1, salt2, verifier, hint }))
        }
        (None, Some(_)) | (Some(_), None) => return Err(NEW_SETTINGS_INVALID),
    };
    Ok(PasswordChange { password, mail: settings.email })
}

/// The salts of the one algorithm that is told, over the one group that there is.
fn salts(algo: enums::PasswordKdfAlgo) -> Result<(Vec<u8>, Vec<u8>), Error> {
    use enums::PasswordKdfAlgo::{
        PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow as ModPow, PasswordKdfAlgoUnknown,
    };
    match algo {
        ModPow(algo) if algo.g == i32::from(crypto::dh::GENERATOR) && algo.p == crypto::dh::prime() => {
            Ok((algo.salt1, algo.salt2))
        }
        ModPow(_) | PasswordKdfAlgoUnknown => Err(NEW_SALT_INVALID),
    }
}
