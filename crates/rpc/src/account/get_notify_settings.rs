//! `account.getNotifySettings peer:InputNotifyPeer = PeerNotifySettings`.

use tl::{enums, functions};

use crate::{Call, account::notify, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::GetNotifySettings,
) -> Result<enums::PeerNotifySettings, Error> {
    let target = notify::target(call, &request.peer).await?;
    let settings = call.domain().settings.notify(call.me()?, target).await?;
    Ok(render::notify_settings(&settings))
}
