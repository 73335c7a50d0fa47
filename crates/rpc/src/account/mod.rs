//! The methods of `account.*`, a file each; what several of them share stands in the last ones.

pub(crate) mod cancel_password_email;
pub(crate) mod change_phone;
pub(crate) mod check_username;
pub(crate) mod clear_recent_emoji_statuses;
pub(crate) mod confirm_password_email;
pub(crate) mod create_theme;
pub(crate) mod decline_password_reset;
pub(crate) mod delete_account;
pub(crate) mod delete_auto_save_exceptions;
pub(crate) mod delete_passkey;
pub(crate) mod delete_web_browser_settings_exceptions;
pub(crate) mod finish_takeout_session;
pub(crate) mod get_account_ttl;
pub(crate) mod get_authorizations;
pub(crate) mod get_auto_download_settings;
pub(crate) mod get_auto_save_settings;
pub(crate) mod get_business_chat_links;
pub(crate) mod get_channel_default_emoji_statuses;
pub(crate) mod get_channel_restricted_status_emojis;
pub(crate) mod get_chat_themes;
pub(crate) mod get_collectible_emoji_statuses;
pub(crate) mod get_connected_bots;
pub(crate) mod get_contact_sign_up_notification;
pub(crate) mod get_content_settings;
pub(crate) mod get_default_background_emojis;
pub(crate) mod get_default_emoji_statuses;
pub(crate) mod get_default_group_photo_emojis;
pub(crate) mod get_default_profile_photo_emojis;
pub(crate) mod get_global_privacy_settings;
pub(crate) mod get_multi_wall_papers;
pub(crate) mod get_notify_exceptions;
pub(crate) mod get_notify_settings;
pub(crate) mod get_passkeys;
pub(crate) mod get_password;
pub(crate) mod get_password_settings;
pub(crate) mod get_privacy;
pub(crate) mod get_reactions_notify_settings;
pub(crate) mod get_recent_emoji_statuses;
pub(crate) mod get_saved_music_ids;
pub(crate) mod get_saved_ringtones;
pub(crate) mod get_theme;
pub(crate) mod get_themes;
pub(crate) mod get_tmp_password;
pub(crate) mod get_wall_paper;
pub(crate) mod get_wall_papers;
pub(crate) mod get_web_authorizations;
pub(crate) mod get_web_browser_settings;
pub(crate) mod init_passkey_registration;
pub(crate) mod init_takeout_session;
pub(crate) mod install_theme;
pub(crate) mod install_wall_paper;
pub(crate) mod invalidate_sign_in_codes;
pub(crate) mod register_device;
pub(crate) mod register_passkey;
pub(crate) mod reorder_usernames;
pub(crate) mod report_peer;
pub(crate) mod report_profile_photo;
pub(crate) mod resend_password_email;
pub(crate) mod reset_authorization;
pub(crate) mod reset_notify_settings;
pub(crate) mod reset_password;
pub(crate) mod reset_wall_papers;
pub(crate) mod reset_web_authorizations;
pub(crate) mod save_auto_download_settings;
pub(crate) mod save_auto_save_settings;
pub(crate) mod save_music;
pub(crate) mod save_theme;
pub(crate) mod save_wall_paper;
pub(crate) mod send_change_phone_code;
pub(crate) mod send_verify_email_code;
pub(crate) mod set_account_ttl;
pub(crate) mod set_authorization_ttl;
pub(crate) mod set_contact_sign_up_notification;
pub(crate) mod set_content_settings;
pub(crate) mod set_global_privacy_settings;
pub(crate) mod set_main_profile_tab;
pub(crate) mod set_privacy;
pub(crate) mod set_reactions_notify_settings;
pub(crate) mod toggle_username;
pub(crate) mod toggle_web_browser_settings_exception;
pub(crate) mod unregister_device;
pub(crate) mod update_birthday;
pub(crate) mod update_color;
pub(crate) mod update_device_locked;
pub(crate) mod update_emoji_status;
pub(crate) mod update_notify_settings;
pub(crate) mod update_password_settings;
pub(crate) mod update_personal_channel;
pub(crate) mod update_profile;
pub(crate) mod update_status;
pub(crate) mod update_theme;
pub(crate) mod update_username;
pub(crate) mod update_web_browser_settings;
pub(crate) mod upload_theme;
pub(crate) mod upload_wall_paper;
pub(crate) mod verify_email;

mod browser;
pub(crate) mod looks;
mod notify;
pub(crate) mod passkeys;
pub(crate) mod password;
mod privacy;
pub(crate) mod save_ringtone;
pub(crate) mod upload_ringtone;

use tl::{enums, types};

use crate::{
    Call,
    contacts::hash_of,
    errors::{AUTH_KEY_UNREGISTERED, Error},
};

/// Emoji that may stand beside a name, as a list that a client may have already.
fn emoji_statuses(documents: &[i64], has: i64) -> enums::account::EmojiStatuses {
    let hash = hash_of(documents.iter().copied());
    if has == hash && hash != 0 {
        return enums::account::EmojiStatuses::EmojiStatusesNotModified;
    }
    let statuses = documents.iter().map(|document| types::EmojiStatus::new(*document).into()).collect();
    types::account::EmojiStatuses::new(hash, statuses).into()
}

/// The caller as he sees himself.
async fn myself(call: &Call<'_>) -> Result<enums::User, Error> {
    let me = call.me()?;
    let view = call.domain().users.view(me, me).await?.ok_or(AUTH_KEY_UNREGISTERED)?;
    Ok(render::user(&view))
}
