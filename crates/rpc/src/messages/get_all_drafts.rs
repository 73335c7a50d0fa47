//! `messages.getAllDrafts = Updates`: an update for each draft of a chat or a topic.

use boxes::{MessageId, Peer};
use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::messages::GetAllDrafts,
) -> Result<enums::Updates, Error> {
    let me = call.me()?;
    let drafts = call.domain().chat_lists.all_drafts(me).await?;
    let named = render::named(call.domain(), me, drafts.iter().map(|(peer, ..)| *peer)).await?;
    let update = |(peer, topic, draft): &(Peer, Option<MessageId>, domain::SavedDraft)| {
        types::UpdateDraftMessage {
            top_msg_id: *topic,
            ..types::UpdateDraftMessage::new(render::peer(*peer), render::draft(Some(draft)))
        }
        .into()
    };
    let updates = drafts.iter().map(update).collect();
    Ok(types::Updates::new(updates, named.users, named.chats, call.now().seconds(), 0).into())
}
