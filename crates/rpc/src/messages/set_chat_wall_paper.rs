//! `messages.setChatWallPaper flags:# for_both:flags.3?true revert:flags.4?true peer:InputPeer
//! wallpaper:flags.0?InputWallPaper settings:flags.2?WallPaperSettings id:flags.1?int = Updates`: what is behind a private
//! chat, or behind the messages of a channel or supergroup, where it is up for all.

use boxes::{Action, Peer, UserId};
use domain::looks::WornWallPaper;
use tl::{enums, functions, types};

use crate::{
    Call,
    account::looks,
    errors::{Error, WALLPAPER_INVALID, WALLPAPER_NOT_FOUND},
    input,
    messages::{channel, sent},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SetChatWallPaper,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    if let Peer::Channel(id) = peer {
        return of_channel(call, id, &request).await;
    }
    let to = input::person(peer)?;
    if request.revert || request.wallpaper.is_none() && request.id.is_none() {
        return taken_down(call, to, request.revert).await;
    }
    let (worn, same) = match (&request.wallpaper, request.id) {
        (Some(named), _) => (looks::worn(call, named, request.settings.as_ref()).await?, false),
        (None, Some(id)) => told_of(call, peer, id, request.settings.as_ref()).await?,
        (None, None) => return Err(WALLPAPER_INVALID),
    };
    let chats = &call.domain().chats;
    let told = chats.set_wallpaper(call.by()?, to, worn, same, request.for_both).await?;
    sent::answer(call, &[told]).await
}

/// The same in a channel; without a wallpaper it is taken down.
async fn of_channel(
    call: &Call<'_>,
    id: i64,
    request: &functions::messages::SetChatWallPaper,
) -> Result<enums::Updates, Error> {
    let settings = request.settings.as_ref();
    let worn = match (&request.wallpaper, request.id) {
        _ if request.revert => None,
        (Some(named), _) => Some(looks::worn(call, named, settings).await?),
        (None, Some(told)) => Some(told_of(call, Peer::Channel(id), told, settings).await?.0),
        (None, None) => None,
    };
    let told = call.domain().channels.set_wallpaper(call.by()?, id, worn).await?;
    channel::entries_and(call, id, &told, vec![types::UpdateChannel::new(id).into()]).await
}

/// The wallpaper of which a message tells, and whether it was the other side who put it up.
async fn told_of(
    call: &Call<'_>,
    chat: Peer,
    id: i32,
    settings: Option<&enums::WallPaperSettings>,
) -> Result<(WornWallPaper, bool), Error> {
    let found = call.domain().chats.of_chat(call.me()?, chat, &[id]).await?;
    let message = found.into_iter().flatten().next().ok_or(WALLPAPER_NOT_FOUND)?;
    let Some(Action::SetChatWallPaper { wallpaper, .. }) = &message.content.action else {
        return Err(WALLPAPER_NOT_FOUND);
    };
    let settings = settings.map(looks::stored).transpose()?.flatten();
    let settings = settings.or_else(|| wallpaper.settings.clone());
    Ok((WornWallPaper { settings, ..wallpaper.clone() }, !message.out))
}

async fn taken_down(call: &Call<'_>, to: UserId, revert: bool) -> Result<enums::Updates, Error> {
    let (domain, by) = (call.domain(), call.by()?);
    let rules = domain.chats.take_wallpaper(by, to, revert).await?;
    let update = render::wallpaper_update(domain, by.user, to, &rules).await?;
    let users = render::people(domain, by.user, [to]).await?;
    Ok(types::Updates::new(vec![update], users, Vec::new(), call.now().seconds(), 0).into())
}
