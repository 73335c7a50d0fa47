//! `account.getPasskeys = account.Passkeys`: none can be registered yet.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::account::GetPasskeys,
) -> Result<enums::account::Passkeys, Error> {
    Ok(types::account::Passkeys::new(Vec::new()).into())
}
