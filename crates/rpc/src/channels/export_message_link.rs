//! `channels.exportMessageLink grouped:flags.0?true thread:flags.1?true channel:InputChannel id:int
//! = ExportedMessageLink`

use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, MSG_ID_INVALID},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::ExportMessageLink,
) -> Result<enums::ExportedMessageLink, Error> {
    let me = call.me()?;
    let id = input::channel(call, &request.channel).await?;
    let channels = &call.domain().channels;
    let seen = channels.seen(id, me).await?;
    let found = channels.messages(me, id, &[request.id]).await?;
    let message = found.into_iter().flatten().next().ok_or(MSG_ID_INVALID)?;
    let place = match &seen.record.username {
        Some(username) => username.clone(),
        None => format!("c/{id}"),
    };
    let link = format!("https://t.me/{place}/{}", message.id);
    Ok(types::ExportedMessageLink::new(link, String::new()).into())
}
