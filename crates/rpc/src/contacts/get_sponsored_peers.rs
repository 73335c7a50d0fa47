//! `contacts.getSponsoredPeers q:string = contacts.SponsoredPeers`: nobody can buy a place here.

use tl::{enums, functions};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::contacts::GetSponsoredPeers,
) -> Result<enums::contacts::SponsoredPeers, Error> {
    Ok(enums::contacts::SponsoredPeers::SponsoredPeersEmpty)
}
