//! `account.getConnectedBots = account.ConnectedBots`: none can be connected yet.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::account::GetConnectedBots,
) -> Result<enums::account::ConnectedBots, Error> {
    Ok(types::account::ConnectedBots::new(Vec::new(), Vec::new()).into())
}
