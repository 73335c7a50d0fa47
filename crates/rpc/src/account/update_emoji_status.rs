//! `account.updateEmojiStatus emoji_status:EmojiStatus = Bool`: what stands beside the caller's name. Everybody may: there
//! is nothing to subscribe to here.

use domain::{EmojiStatus, preferences::RECENT_STATUSES_MAX};
use tl::{enums, functions};

use crate::{
    Call,
    errors::{DOCUMENT_INVALID, Error, UNTIL_DATE_INVALID},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::UpdateEmojiStatus,
) -> Result<bool, Error> {
    let status = checked(call, &request.emoji_status).await?;
    let (domain, by) = (call.domain(), call.by()?);
    domain.users.set_emoji_status(by, status).await?;
    if let Some(status) = status {
        let used = |recent: &mut Vec<i64>| {
            recent.retain(|known| *known != status.document);
            recent.insert(0, status.document);
            recent.truncate(RECENT_STATUSES_MAX);
        };
        domain.preferences.change_recent_statuses(by, used).await?;
    }
    Ok(true)
}

/// What is to stand beside a name from now on.
///
/// # Errors
/// `DOCUMENT_INVALID` for what is no custom emoji, `UNTIL_DATE_INVALID` for what is over.
pub(crate) async fn checked(
    call: &Call<'_>,
    given: &enums::EmojiStatus,
) -> Result<Option<EmojiStatus>, Error> {
    let status = match given {
        enums::EmojiStatus::EmojiStatusEmpty => return Ok(None),
        enums::EmojiStatus::EmojiStatus(given) => {
            EmojiStatus { document: given.document_id, until: given.until }
        }
        // Nobody has such gifts here.
        _ => return Err(DOCUMENT_INVALID),
    };
    if !call.domain().stickers.is_emoji(status.document).await? {
        return Err(DOCUMENT_INVALID);
    }
    if status.until.is_some_and(|until| until <= call.now().seconds()) {
        return Err(UNTIL_DATE_INVALID);
    }
    Ok(Some(status))
}
