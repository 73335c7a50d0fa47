//! The methods of `help.*`, a file each; the last one is what several of them share.

pub(crate) mod accept_terms_of_service;
pub(crate) mod dismiss_suggestion;
pub(crate) mod edit_user_info;
pub(crate) mod get_app_config;
pub(crate) mod get_app_update;
pub(crate) mod get_cdn_config;
pub(crate) mod get_config;
pub(crate) mod get_countries_list;
pub(crate) mod get_deep_link_info;
pub(crate) mod get_invite_text;
pub(crate) mod get_nearest_dc;
pub(crate) mod get_peer_colors;
pub(crate) mod get_peer_profile_colors;
pub(crate) mod get_premium_promo;
pub(crate) mod get_promo_data;
pub(crate) mod get_recent_me_urls;
pub(crate) mod get_support;
pub(crate) mod get_support_name;
pub(crate) mod get_terms_of_service_update;
pub(crate) mod get_timezones_list;
pub(crate) mod get_user_info;
pub(crate) mod hide_promo_data;
pub(crate) mod peer_colors;
pub(crate) mod save_app_log;

pub(crate) mod data;

use crate::Call;

/// The data centre that the connection named; where it could name none, the one that clients are set up with.
pub(crate) fn this_dc(call: &Call<'_>) -> i32 {
    match call.caller.dc_id {
        ..=0 => DC_ID,
        named => named,
    }
}

/// As the snippets for clients say.
const DC_ID: i32 = 2;
