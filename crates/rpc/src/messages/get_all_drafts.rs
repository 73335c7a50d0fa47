//! `messages.getAllDrafts = Updates`: an update for each draft.

use boxes::{Peer, UserId};
use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::messages::GetAllDrafts,
) -> Result<enums::Updates, Error> {
    let me = call.me()?;
    let drafts = call.domain().chat_lists.all_drafts(me).await?;
    let people: Vec<UserId> = drafts
        .iter()
        .filter_map(|(peer, _)| match peer {
            Peer::User(user) => Some(*user),
            _ => None,
        })
        .collect();
    let users = render::people(call.domain(), me, people).await?;
    let update = |(peer, draft): &(Peer, domain::SavedDraft)| {
        types::UpdateDraftMessage::new(render::peer(*peer), render::draft(Some(draft))).into()
    };
    let updates = drafts.iter().map(update).collect();
    Ok(types::Updates::new(updates, users, Vec::new(), call.now().seconds(), 0).into())
}
