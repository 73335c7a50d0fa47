//! `messages.setChatWallPaper flags:# for_both:flags.3?true revert:flags.4?true peer:InputPeer
//! wallpaper:flags.0?InputWallPaper settings:flags.2?WallPaperSettings id:flags.1?int = Updates`: what is behind a private
//! chat. Those of channels belong to boosts, which are not served.

use boxes::{Action, Peer, UserId};
use domain::looks::WornWallPaper;
use tl::{enums, functions, types};

use crate::{
    Call,
    account::looks,
    errors::{Error, WALLPAPER_INVALID, WALLPAPER_NOT_FOUND},
    input,
    messages::sent,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SetChatWallPaper,
) -> Result<enums::Updates, Error> {
    let to = input::person(input::peer(call, &request.peer).await?)?;
    if request.revert || request.wallpaper.is_none() && request.id.is_none() {
        return taken_down(call, to, request.revert).await;
    }
    let (worn, same) = match (&request.wallpaper, request.id) {
        (Some(named), _) => (looks::worn(call, named, request.settings.as_ref()).await?, false),
        (None, Some(id)) => told_of(call, to, id, request.settings.as_ref()).await?,
        (None, None) => return Err(WALLPAPER_INVALID),
    };
    let chats = &call.domain().chats;
    let told = chats.set_wallpaper(call.by()?, to, worn, same, request.for_both).await?;
    sent::answer(call, &[told]).await
}

/// The wallpaper of which a message tells, and whether it was the other side who put it up.
async fn told_of(
    call: &Call<'_>,
    to: UserId,
    id: i32,
    settings: Option<&enums::WallPaperSettings>,
) -> Result<(WornWallPaper, bool), Error> {
    let found = call.domain().chats.of_chat(call.me()?, Peer::User(to), &[id]).await?;
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
