//! The methods of `account.*`, a file each; what several of them share stands in the last three.

pub(crate) mod cancel_password_email;
pub(crate) mod check_username;
pub(crate) mod confirm_password_email;
pub(crate) mod decline_password_reset;
pub(crate) mod delete_account;
pub(crate) mod get_account_ttl;
pub(crate) mod get_authorizations;
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
pub(crate) mod get_notify_exceptions;
pub(crate) mod get_notify_settings;
pub(crate) mod get_passkeys;
pub(crate) mod get_password;
pub(crate) mod get_password_settings;
pub(crate) mod get_privacy;
pub(crate) mod get_reactions_notify_settings;
pub(crate) mod get_recent_emoji_statuses;
pub(crate) mod get_saved_ringtones;
pub(crate) mod get_themes;
pub(crate) mod get_tmp_password;
pub(crate) mod get_wall_papers;
pub(crate) mod get_web_authorizations;
pub(crate) mod invalidate_sign_in_codes;
pub(crate) mod report_peer;
pub(crate) mod report_profile_photo;
pub(crate) mod resend_password_email;
pub(crate) mod reset_authorization;
pub(crate) mod reset_notify_settings;
pub(crate) mod reset_password;
pub(crate) mod reset_web_authorizations;
pub(crate) mod send_verify_email_code;
pub(crate) mod set_account_ttl;
pub(crate) mod set_authorization_ttl;
pub(crate) mod set_contact_sign_up_notification;
pub(crate) mod set_global_privacy_settings;
pub(crate) mod set_privacy;
pub(crate) mod set_reactions_notify_settings;
pub(crate) mod update_birthday;
pub(crate) mod update_notify_settings;
pub(crate) mod update_password_settings;
pub(crate) mod update_profile;
pub(crate) mod update_status;
pub(crate) mod update_username;
pub(crate) mod verify_email;

mod notify;
pub(crate) mod password;
mod privacy;

use tl::enums;

use crate::{
    Call,
    errors::{AUTH_KEY_UNREGISTERED, Error},
};

/// The caller as he sees himself.
async fn myself(call: &Call<'_>) -> Result<enums::User, Error> {
    let me = call.me()?;
    let view = call.domain().users.view(me, me).await?.ok_or(AUTH_KEY_UNREGISTERED)?;
    Ok(render::user(&view))
}
