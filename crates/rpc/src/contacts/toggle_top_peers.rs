//! `contacts.toggleTopPeers enabled:Bool = Bool`

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::contacts::ToggleTopPeers,
) -> Result<bool, Error> {
    let disabled = (!request.enabled).then_some(true);
    call.domain().settings.change(call.me()?, |settings| settings.top_peers_disabled = disabled).await?;
    Ok(true)
}
