//! The methods of `channels.*`, a file each; what several of them share stands here.

pub(crate) mod check_search_posts_flood;
pub(crate) mod check_username;
pub(crate) mod convert_to_gigagroup;
pub(crate) mod create_channel;
pub(crate) mod deactivate_all_usernames;
pub(crate) mod delete_channel;
pub(crate) mod delete_history;
pub(crate) mod delete_messages;
pub(crate) mod delete_participant_history;
pub(crate) mod edit_admin;
pub(crate) mod edit_banned;
pub(crate) mod edit_location;
pub(crate) mod edit_photo;
pub(crate) mod edit_title;
pub(crate) mod export_message_link;
pub(crate) mod get_admin_log;
pub(crate) mod get_admined_public_channels;
pub(crate) mod get_channel_recommendations;
pub(crate) mod get_channels;
pub(crate) mod get_full_channel;
pub(crate) mod get_groups_for_discussion;
pub(crate) mod get_inactive_channels;
pub(crate) mod get_left_channels;
pub(crate) mod get_message_author;
pub(crate) mod get_messages;
pub(crate) mod get_participant;
pub(crate) mod get_participants;
pub(crate) mod get_send_as;
pub(crate) mod invite_to_channel;
pub(crate) mod join_channel;
pub(crate) mod leave_channel;
pub(crate) mod read_history;
pub(crate) mod read_message_contents;
pub(crate) mod reorder_usernames;
pub(crate) mod report_anti_spam_false_positive;
pub(crate) mod report_spam;
pub(crate) mod search_posts;
pub(crate) mod set_discussion_group;
pub(crate) mod set_emoji_stickers;
pub(crate) mod set_main_profile_tab;
pub(crate) mod set_stickers;
pub(crate) mod toggle_anti_spam;
pub(crate) mod toggle_autotranslation;
pub(crate) mod toggle_forum;
pub(crate) mod toggle_join_request;
pub(crate) mod toggle_join_to_send;
pub(crate) mod toggle_participants_hidden;
pub(crate) mod toggle_pre_history_hidden;
pub(crate) mod toggle_signatures;
pub(crate) mod toggle_slow_mode;
pub(crate) mod toggle_username;
pub(crate) mod toggle_view_forum_as_messages;
pub(crate) mod update_color;
pub(crate) mod update_emoji_status;
pub(crate) mod update_username;

use store::records::stickers::StickerKind;
use tl::{enums, types};

use crate::{
    Call,
    errors::{Error, STICKERSET_INVALID},
    messages::{channel, sticker_sets},
};

/// Sets or takes away one of a channel's flags.
async fn toggled(call: &Call<'_>, id: i64, flag: u32, enabled: bool) -> Result<enums::Updates, Error> {
    call.domain().channels.set_flag(call.by()?, id, flag, enabled).await?;
    changed(call, id).await
}

/// That a channel is another than before, to the session that made it so.
async fn changed(call: &Call<'_>, id: i64) -> Result<enums::Updates, Error> {
    channel::entries_and(call, id, &[], vec![types::UpdateChannel::new(id).into()]).await
}

/// The set that the caller names, if it is of this kind; none for none.
async fn set_of_kind(
    call: &Call<'_>,
    named: &enums::InputStickerSet,
    kind: StickerKind,
) -> Result<Option<i64>, Error> {
    if matches!(named, enums::InputStickerSet::InputStickerSetEmpty) {
        return Ok(None);
    }
    let view = sticker_sets::named(call, named).await?;
    if view.set.kind == kind { Ok(Some(view.id)) } else { Err(STICKERSET_INVALID) }
}
