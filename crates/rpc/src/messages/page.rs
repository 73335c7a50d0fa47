//! A page of messages as `messages.Messages`, with everybody whom it names; and the bounds of what may be asked.

use boxes::{HistoryPage, MessageId};
use tl::{enums, types};

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID, MESSAGE_IDS_EMPTY},
};

/// No answer holds more messages or dialogs (demand O-12).
pub(crate) const PAGE_ITEMS_MAX: usize = 100;

/// How many items an answer holds: what was asked for, within its bounds.
pub(crate) fn limit(asked: i32) -> i32 {
    // Fits: the bound is small.
    asked.clamp(0, PAGE_ITEMS_MAX as i32)
}

/// The ids of a request.
///
/// # Errors
/// `MESSAGE_IDS_EMPTY` for none, `LIMIT_INVALID` for more than a page.
pub(crate) fn ids(ids: &[MessageId]) -> Result<&[MessageId], Error> {
    match ids.len() {
        0 => Err(MESSAGE_IDS_EMPTY),
        1..=PAGE_ITEMS_MAX => Ok(ids),
        _ => Err(LIMIT_INVALID),
    }
}

/// A page of one chat or of a search.
pub(crate) async fn answer(call: &Call<'_>, page: HistoryPage) -> Result<enums::messages::Messages, Error> {
    let HistoryPage { messages, count, offset_id_offset } = page;
    let extras = render::Extras::of(call.domain(), call.me()?, &messages).await?;
    let peers = messages.iter().flat_map(render::peers_in).chain(extras.peers());
    let render::Named { users, chats } = render::named(call.domain(), call.me()?, peers).await?;
    let shown: Vec<_> = messages.iter().map(|message| render::message(message, &extras)).collect();
    if shown.len() >= count.max(0) as usize {
        return Ok(types::messages::Messages::new(shown, Vec::new(), chats, users).into());
    }
    let slice = types::messages::MessagesSlice::new(count, shown, Vec::new(), chats, users);
    Ok(types::messages::MessagesSlice { offset_id_offset: Some(offset_id_offset), ..slice }.into())
}
