//! What several methods say about scheduled messages: the answers, and the change of one.

use boxes::{Message, NewSchedule, Peer};
use domain::{ChannelError, ChatError, Draft, Edit, GroupError, When};
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, SCHEDULE_DATE_INVALID},
    messages::{channel, pages, sent, text},
};

/// Schedules messages in place of sending them, where `when` (the date and after what time again) asks for that;
/// the answer tells which ids they got. None where they are to be sent now.
pub(crate) async fn instead(
    call: &Call<'_>,
    to: Peer,
    drafts: &[Draft],
    when: (Option<i32>, Option<i32>),
) -> Result<Option<enums::Updates>, Error> {
    if when == (None, None) {
        return Ok(None);
    }
    let random_ids: Vec<i64> = drafts.iter().map(|draft| draft.random_id).collect();
    match Box::pin(later(call, to, &random_ids, when)).await? {
        Some(schedule) => Box::pin(self::schedule(call, to, drafts, schedule)).await,
        None => Ok(None),
    }
}

/// The first half of [`instead`], for messages that are not made before it is known: when they are to be sent;
/// none for now.
pub(crate) async fn later(
    call: &Call<'_>,
    to: Peer,
    random_ids: &[i64],
    when: (Option<i32>, Option<i32>),
) -> Result<Option<NewSchedule>, Error> {
    if when == (None, None) {
        return Ok(None);
    }
    // A repeated call whose messages' time has come meanwhile gets what became of them.
    for random_id in random_ids {
        if *random_id != 0 && sent::was_sent(call, to, *random_id).await? {
            return Ok(None);
        }
    }
    match at(call, to, when).await? {
        When::Later(schedule) => Ok(Some(schedule)),
        When::Now => Ok(None),
    }
}

/// The second half; none where they have been sent meanwhile.
pub(crate) async fn schedule(
    call: &Call<'_>,
    to: Peer,
    drafts: &[Draft],
    schedule: NewSchedule,
) -> Result<Option<enums::Updates>, Error> {
    let drafts = drafts.to_vec();
    let scheduled = match to {
        Peer::User(to) => call.domain().chats.schedule(call.by()?, to, drafts, schedule).await,
        Peer::Group(group) => {
            match call.domain().groups.schedule(call.by()?, group, drafts, schedule).await {
                Err(GroupError::Chat(error)) => Err(error),
                scheduled => Ok(scheduled?),
            }
        }
        Peer::Channel(id) => {
            let mut written = Vec::with_capacity(drafts.len());
            for draft in drafts {
                let mentions = channel::mentioned(call, &draft.content).await;
                written.push((draft, mentions));
            }
            match call.domain().channels.schedule(call.by()?, id, written, schedule).await {
                Err(ChannelError::Chat(error)) => Err(error),
                scheduled => Ok(scheduled?),
            }
        }
    };
    match scheduled {
        Err(ChatError::SentAlready) => Ok(None),
        scheduled => answer(call, &scheduled?, true).await.map(Some),
    }
}

/// When a message to this chat is sent. In a group nobody is waited for, as in the chat with oneself.
async fn at(call: &Call<'_>, peer: Peer, when: (Option<i32>, Option<i32>)) -> Result<When, Error> {
    let to = match peer {
        Peer::User(to) => to,
        Peer::Group(_) | Peer::Channel(_) => call.me()?,
    };
    Ok(call.domain().chats.when(call.me()?, to, when.0, when.1).await?)
}

/// `messages.editMessage` of a scheduled message: its words, its time, or both.
pub(crate) async fn edit(
    call: &Call<'_>,
    peer: Peer,
    request: functions::messages::EditMessage,
) -> Result<enums::Updates, Error> {
    let edit = match &request.message {
        None => None,
        Some(words) => {
            let text = text::checked(call, words, request.entities.unwrap_or_default()).await?;
            let page = pages::linked(call, peer, &text.text, &text.entities, request.no_webpage).await?;
            let page = page.map(|(page, _)| page);
            Some(Edit { entities: text.stored_entities(), text: text.text, page })
        }
    };
    let date = request.schedule_date;
    let schedule = match at(call, peer, (date, request.schedule_repeat_period)).await? {
        When::Later(schedule) => schedule,
        // Due at once: it stays scheduled, and the queue sends it in a moment.
        When::Now => match date {
            Some(at) if at > 0 => NewSchedule { at: at.min(call.now().seconds()), repeat_period: None },
            _ => return Err(SCHEDULE_DATE_INVALID),
        },
    };
    let message = call.domain().chats.edit_scheduled(call.by()?, peer, request.id, edit, schedule).await?;
    answer(call, &[message], false).await
}

/// Scheduled messages as updates; `new`: with the numbers that the client drew for them.
async fn answer(call: &Call<'_>, messages: &[Message], new: bool) -> Result<enums::Updates, Error> {
    let id = |message: &Message| {
        let random_id = message.random_id.filter(|_| new)?;
        Some(types::UpdateMessageID::new(message.id, random_id).into())
    };
    let extras = render::Extras::of(call.domain(), call.me()?, messages).await?;
    let told = messages
        .iter()
        .map(|message| types::UpdateNewScheduledMessage::new(render::message(message, &extras)).into());
    let updates = messages.iter().filter_map(id).chain(told).collect();
    let peers = messages.iter().flat_map(render::peers_in).chain(extras.peers());
    let named = render::named(call.domain(), call.me()?, peers).await?;
    Ok(types::Updates::new(updates, named.users, named.chats, call.now().seconds(), 0).into())
}

/// Scheduled messages as a page.
pub(crate) async fn page(call: &Call<'_>, messages: &[Message]) -> Result<enums::messages::Messages, Error> {
    let extras = render::Extras::of(call.domain(), call.me()?, messages).await?;
    let peers = messages.iter().flat_map(render::peers_in).chain(extras.peers());
    let named = render::named(call.domain(), call.me()?, peers).await?;
    let shown = messages.iter().map(|message| render::message(message, &extras)).collect();
    Ok(types::messages::Messages::new(shown, Vec::new(), named.chats, named.users).into())
}

/// That messages of a chat are no longer scheduled.
pub(crate) fn gone(peer: Peer, ids: Vec<i32>, sent: Vec<i32>) -> enums::Update {
    let update = types::UpdateDeleteScheduledMessages::new(render::peer(peer), ids);
    let sent_messages = Some(sent).filter(|sent| !sent.is_empty());
    types::UpdateDeleteScheduledMessages { sent_messages, ..update }.into()
}
