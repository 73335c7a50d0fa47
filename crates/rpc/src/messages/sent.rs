//! What the session that sent is answered: the ids that its messages got, then the messages.

use boxes::Sent;
use tl::enums;

use crate::{Call, errors::Error};

pub(crate) async fn answer(call: &Call<'_>, sent: &[Sent]) -> Result<enums::Updates, Error> {
    let entries: Vec<_> = sent.iter().map(|sent| sent.entry.clone()).collect();
    let ids = entries.iter().filter_map(|entry| render::message_id(entry));
    let updates = ids
        .chain(
            entries.iter().flat_map(|entry| [Some(render::update(entry)), render::beside(entry)]).flatten(),
        )
        .collect();
    let date = entries.last().map_or(0, |entry| entry.date);
    Ok(render::wrap(call.domain(), call.me()?, &entries, updates, date).await?)
}
