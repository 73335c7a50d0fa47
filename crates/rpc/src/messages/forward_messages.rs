//! `messages.forwardMessages … from_peer:InputPeer id:Vector<int> random_id:Vector<long> to_peer:InputPeer …
//! = Updates`

use std::collections::BTreeSet;

use boxes::Peer;
use domain::Forwarding;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{
        Error, RANDOM_ID_DUPLICATE, RANDOM_ID_EMPTY, RANDOM_ID_INVALID, REPLY_TO_INVALID, SHORTCUT_INVALID,
    },
    input,
    messages::{effects, page, reply, send_as, sent},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ForwardMessages,
) -> Result<enums::Updates, Error> {
    let from = input::peer(call, &request.from_peer).await?;
    let to = input::peer(call, &request.to_peer).await?;
    refuse_what_is_not_served(&request)?;
    let scheduled = request.schedule_date.is_some();
    let send_as = send_as::asked(call, to, request.send_as.as_ref(), scheduled).await?;
    let ids = page::ids(&request.id)?;
    check_random_ids(ids.len(), &request.random_id)?;
    let forwarding = Forwarding {
        from,
        messages: ids.iter().copied().zip(request.random_id.iter().copied()).collect(),
        to,
        drop_author: request.drop_author,
        silent: request.silent,
        no_forwards: request.noforwards,
    };
    let effect = effects::checked(to, request.effect)?;
    let reply_to = match reply::checked(call, to, request.reply_to.as_ref()).await {
        // As for texts: a forward that is repeated gets its first answer.
        Err(_) if sent::was_sent(call, to, request.random_id.first().copied().unwrap_or(0)).await? => None,
        checked => checked?,
    };
    let mut drafts = call.domain().chats.forwarded(call.by()?, &forwarding).await?;
    for draft in &mut drafts {
        (draft.effect, draft.reply_to, draft.send_as) = (effect, reply_to.clone(), send_as);
        draft.thread = request.top_msg_id.or_else(|| reply::thread(to, request.reply_to.as_ref()));
    }
    // A forward is sent again after a time only where it is scheduled.
    let when = match request.schedule_date {
        Some(date) => (Some(date), request.schedule_repeat_period),
        None => (None, None),
    };
    let answer = sent::send(call, to, drafts, when).await?;
    if let Peer::Channel(channel) = from {
        call.domain().channels.note_forwards(channel, ids);
    }
    Ok(answer)
}

fn check_random_ids(messages: usize, random_ids: &[i64]) -> Result<(), Error> {
    if random_ids.len() != messages {
        return Err(RANDOM_ID_INVALID);
    }
    if random_ids.contains(&0) {
        return Err(RANDOM_ID_EMPTY);
    }
    let different: BTreeSet<_> = random_ids.iter().collect();
    if different.len() == messages { Ok(()) } else { Err(RANDOM_ID_DUPLICATE) }
}

fn refuse_what_is_not_served(request: &functions::messages::ForwardMessages) -> Result<(), Error> {
    if request.quick_reply_shortcut.is_some() {
        return Err(SHORTCUT_INVALID);
    }
    if request.from_ephemeral || request.suggested_post.is_some() {
        return Err(REPLY_TO_INVALID);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_message_needs_a_random_id_of_its_own() {
        assert!(check_random_ids(2, &[1, 2]).is_ok());
        assert!(check_random_ids(2, &[1]) == Err(RANDOM_ID_INVALID));
        assert!(check_random_ids(2, &[1, 0]) == Err(RANDOM_ID_EMPTY));
        assert!(check_random_ids(2, &[1, 1]) == Err(RANDOM_ID_DUPLICATE));
    }
}
