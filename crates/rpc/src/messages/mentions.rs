//! Whom a text mentions, for groups, where that is news to them.

use boxes::{Content, Peer, UserId};
use tl::enums;

use crate::{Call, errors::Error};

/// Usernames of one text that are looked up.
const NAMES_MAX: usize = 20;

/// The people whom a text mentions, by name or by a link to them.
///
/// # Errors
/// Where the store fails.
pub(crate) async fn of(call: &Call<'_>, content: &Content) -> Result<Vec<UserId>, Error> {
    let Some(bytes) = content.entities.as_deref() else { return Ok(Vec::new()) };
    let entities: Vec<enums::MessageEntity> = tl::decode(bytes).unwrap_or_default();
    let mut mentioned = Vec::new();
    let mut names = 0;
    for entity in entities {
        match entity {
            enums::MessageEntity::MessageEntityMentionName(mention) => {
                mentioned.push(UserId(mention.user_id))
            }
            enums::MessageEntity::MessageEntityMention(mention) if names < NAMES_MAX => {
                names += 1;
                let (offset, length) = (mention.offset.max(0) as usize, mention.length.max(0) as usize);
                let units = content.text.encode_utf16().skip(offset).take(length);
                let name: String = char::decode_utf16(units).filter_map(Result::ok).collect();
                // A name that is none mentions nobody.
                if let Ok(Some(Peer::User(user))) =
                    call.domain().usernames.resolve(name.trim_start_matches('@')).await
                {
                    mentioned.push(user);
                }
            }
            _ => {}
        }
    }
    Ok(mentioned)
}
