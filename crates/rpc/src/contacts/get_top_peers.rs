//! `contacts.getTopPeers … = contacts.TopPeers`: nobody's habits are counted here.

use tl::{enums, functions};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::contacts::GetTopPeers,
) -> Result<enums::contacts::TopPeers, Error> {
    Ok(enums::contacts::TopPeers::TopPeersDisabled)
}
