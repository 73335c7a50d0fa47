//! `messages.getPollVotes flags:# peer:InputPeer id:int option:flags.0?bytes offset:flags.1?string limit:int
//! = messages.VotesList`

use boxes::UserId;
use domain::PollView;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::Error,
    input,
    messages::page::{self, PAGE_ITEMS_MAX},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetPollVotes,
) -> Result<enums::messages::VotesList, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let view = call.domain().chats.poll(call.by()?, peer, request.id).await?;
    // The offset is the last person of the page before.
    let after = request.offset.as_deref().and_then(|offset| offset.parse().ok()).map_or(UserId(0), UserId);
    let limit = usize::try_from(page::limit(request.limit)).unwrap_or(PAGE_ITEMS_MAX);
    let option = request.option.as_deref();
    let (choices, more) = call.domain().polls.voters(&view, option, after, limit).await?;
    let people = choices.iter().map(|choice| choice.user);
    let users = render::people(call.domain(), call.me()?, people).await?;
    let votes = choices.iter().map(|choice| render::poll_vote(&view, choice, option.is_some())).collect();
    let next_offset = choices.last().filter(|_| more).map(|choice| choice.user.0.to_string());
    let list = types::messages::VotesList::new(count(&view, option), votes, Vec::new(), users);
    Ok(types::messages::VotesList { next_offset, ..list }.into())
}

fn count(view: &PollView, option: Option<&[u8]>) -> i32 {
    let chosen = option.and_then(|option| view.poll.answers.iter().find(|answer| answer.option == option));
    let voters = chosen.map_or(view.poll.voters, |answer| answer.voters);
    i32::try_from(voters).unwrap_or(i32::MAX)
}
