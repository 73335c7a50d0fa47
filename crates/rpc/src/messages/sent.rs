//! What the session that sent is answered: the ids that its messages got, then the messages.

use boxes::Sent;
use tl::enums;

use crate::{Call, errors::Error};

pub(crate) async fn answer(call: &Call<'_>, sent: &[Sent]) -> Result<enums::Updates, Error> {
    let entries: Vec<_> = sent.iter().map(|sent| sent.entry.clone()).collect();
    Ok(render::sent(call.domain(), call.me()?, &entries).await?)
}
