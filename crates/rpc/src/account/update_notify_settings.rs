//! `account.updateNotifySettings peer:InputNotifyPeer settings:InputPeerNotifySettings = Bool`.

use tl::functions;

use crate::{Call, account::notify, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::UpdateNotifySettings,
) -> Result<bool, Error> {
    let target = notify::target(call, &request.peer).await?;
    call.domain().settings.set_notify(call.by()?, target, notify::settings(&request.settings)).await?;
    Ok(true)
}
