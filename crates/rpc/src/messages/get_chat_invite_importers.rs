//! `messages.getChatInviteImporters requested:flags.0?true … peer:InputPeer link:flags.1?string q:flags.2?string
//! offset_date:int offset_user:InputUser limit:int = messages.ChatInviteImporters`

use tl::{enums, functions, types};

use crate::{
    Call,
    errors::Error,
    input,
    messages::{links, page},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetChatInviteImporters,
) -> Result<enums::messages::ChatInviteImporters, Error> {
    let me = call.me()?;
    let chat = links::chat(call, &request.peer).await?;
    let hash = request.link.as_deref().map(links::hash);
    let found = call.domain().invites.importers(me, chat, hash, request.requested).await?;
    let count = i32::try_from(found.len()).unwrap_or(i32::MAX);
    let after = match &request.offset_user {
        enums::InputUser::InputUserEmpty => None,
        named => input::user(call, named).await.ok(),
    };
    let skip = after.and_then(|user| found.iter().position(|one| one.user == user)).map_or(0, |at| at + 1);
    let limit = usize::try_from(page::limit(request.limit)).unwrap_or(0);
    let page: Vec<_> = found.into_iter().skip(skip).take(limit).collect();
    let mut people: Vec<_> = page.iter().map(|one| one.user).collect();
    people.extend(page.iter().filter_map(|one| one.approved_by));
    let users = render::people(call.domain(), me, people).await?;
    let shown = page.iter().map(|one| {
        types::ChatInviteImporter {
            requested: one.waits,
            approved_by: one.approved_by.map(|admin| admin.0),
            ..types::ChatInviteImporter::new(one.user.0, one.date)
        }
        .into()
    });
    Ok(types::messages::ChatInviteImporters::new(count, shown.collect(), users).into())
}
