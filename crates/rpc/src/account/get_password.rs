//! `account.getPassword = account.Password`: no account has a password yet. The algorithms for a new one are
//! told all the same: clients read them before they look whether there is one.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

/// Bytes that a client may mix into the random ones of its own.
const SECURE_RANDOM_BYTES: usize = 256;

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::GetPassword,
) -> Result<enums::account::Password, Error> {
    let chance = &call.services.world.chance;
    let salt1 = chance.bytes::<8>().to_vec();
    let salt2 = chance.bytes::<16>().to_vec();
    let prime = crypto::dh::prime().to_vec();
    let algo = types::PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow::new(
        salt1,
        salt2,
        i32::from(crypto::dh::GENERATOR),
        prime,
    );
    let secure = types::SecurePasswordKdfAlgoPBKDF2HMACSHA512iter100000::new(chance.bytes::<8>().to_vec());
    let random = chance.bytes::<SECURE_RANDOM_BYTES>().to_vec();
    let login_email_pattern = call.domain().accounts.login_mail_pattern(call.me()?).await?;
    let password = types::account::Password::new(algo.into(), secure.into(), random);
    Ok(types::account::Password { login_email_pattern, ..password }.into())
}
