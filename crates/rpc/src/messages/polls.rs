//! What a call about a poll is answered: the poll as it is now, with everybody whom it names.

use domain::PollView;
use tl::{enums, types};

use crate::{Call, errors::Error};

pub(crate) async fn answer(call: &Call<'_>, view: &PollView) -> Result<enums::Updates, Error> {
    let users = render::people(call.domain(), call.me()?, render::people_of_poll(view)).await?;
    let update = render::poll_update(view);
    Ok(types::Updates::new(vec![update], users, Vec::new(), call.now().seconds(), 0).into())
}
