//! What a call about a poll is answered: the poll as it is now, with everybody whom it names.

use boxes::Peer;
use domain::PollView;
use tl::{enums, types};

use crate::{Call, errors::Error};

pub(crate) async fn answer(call: &Call<'_>, view: &PollView) -> Result<enums::Updates, Error> {
    let people = render::people_of_poll(view).into_iter().map(Peer::User);
    let peers = people.chain(render::chat_of_poll(view)).collect::<Vec<_>>();
    let named = render::named(call.domain(), call.me()?, peers).await?;
    let update = render::poll_update(view);
    Ok(types::Updates::new(vec![update], named.users, named.chats, call.now().seconds(), 0).into())
}
