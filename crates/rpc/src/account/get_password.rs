//! `account.getPassword = account.Password`: whether there is a two-step password, the question that proves it, and
//! what a new one is made of. Clients read the algorithms before they look whether there is a password.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

/// Bytes that a client may mix into the random ones of its own.
const SECURE_RANDOM_BYTES: usize = 256;

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::GetPassword,
) -> Result<enums::account::Password, Error> {
    let (user, chance) = (call.entering().await?, &call.services.world.chance);
    let accounts = &call.domain().accounts;
    let state = accounts.password_state(user).await?;
    let (salt1, salt2) = state.next_salts;
    let secure = types::SecurePasswordKdfAlgoPBKDF2HMACSHA512iter100000::new(chance.bytes::<8>().to_vec());
    let random = chance.bytes::<SECURE_RANDOM_BYTES>().to_vec();
    let password = types::account::Password::new(algo(salt1.to_vec(), salt2.to_vec()), secure.into(), random);
    let password = types::account::Password {
        has_recovery: state.has_recovery,
        email_unconfirmed_pattern: state.unproven_pattern,
        pending_reset_date: state.reset_at,
        login_email_pattern: accounts.login_mail_pattern(user).await?,
        ..password
    };
    let Some(question) = state.current else { return Ok(password.into()) };
    let password = types::account::Password {
        has_password: true,
        current_algo: Some(algo(question.salt1, question.salt2)),
        srp_b: Some(question.public),
        srp_id: Some(question.id),
        hint: Some(question.hint).filter(|hint| !hint.is_empty()),
        ..password
    };
    Ok(password.into())
}

fn algo(salt1: Vec<u8>, salt2: Vec<u8>) -> enums::PasswordKdfAlgo {
    types::PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow::new(
        salt1,
        salt2,
        i32::from(crypto::dh::GENERATOR),
        crypto::dh::prime().to_vec(),
    )
    .into()
}
