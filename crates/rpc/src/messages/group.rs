//! What several methods of basic groups share: naming one, sending to it, and answering a change of it.

use boxes::{GroupChanged, Peer, UserId};
use domain::Draft;
use tl::{enums, types};

use crate::{
    Call,
    errors::{CHAT_ID_INVALID, Error},
    messages::{mentions, sent},
};

/// The basic group with this number, for a caller who is or was in it.
///
/// # Errors
/// `CHAT_ID_INVALID` for all others.
pub(crate) async fn named(call: &Call<'_>, id: i64) -> Result<i64, Error> {
    let seen = call.domain().groups.seen(call.me()?, id).await?;
    seen.map(|_| id).ok_or(CHAT_ID_INVALID)
}

/// Sends drafts to a group.
pub(crate) async fn send(
    call: &Call<'_>,
    group: i64,
    mut drafts: Vec<Draft>,
) -> Result<enums::Updates, Error> {
    for draft in &mut drafts {
        draft.mentions = mentions::of(call, &draft.content).await?;
    }
    sent::answer(call, &call.domain().groups.send(call.by()?, group, drafts).await?).await
}

/// A change of a group as the answer to the session that made it: its service message, and the group.
pub(crate) async fn changed(call: &Call<'_>, changed: &GroupChanged) -> Result<enums::Updates, Error> {
    let (domain, me) = (call.domain(), call.me()?);
    if let Some(entry) = &changed.entry {
        return Ok(render::entries(domain, me, std::slice::from_ref(entry)).await?);
    }
    let named = render::named(domain, me, [Peer::Group(changed.view.id)]).await?;
    let update = types::UpdateChat::new(changed.view.id).into();
    Ok(types::Updates::new(vec![update], named.users, named.chats, call.now().seconds(), 0).into())
}

/// People who do not want to be brought in by the caller.
pub(crate) fn missing(users: &[UserId]) -> Vec<enums::MissingInvitee> {
    users.iter().map(|user| types::MissingInvitee::new(user.0).into()).collect()
}
