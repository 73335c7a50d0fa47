//! `account.setGlobalPrivacySettings settings:GlobalPrivacySettings = GlobalPrivacySettings`: what costs money
//! elsewhere is not kept.

use domain::settings::GlobalPrivacy;
use tl::{enums, functions};

use crate::{Call, account::privacy, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::SetGlobalPrivacySettings,
) -> Result<enums::GlobalPrivacySettings, Error> {
    let enums::GlobalPrivacySettings::GlobalPrivacySettings(wanted) = request.settings;
    let kept = GlobalPrivacy {
        archive_and_mute_strangers: wanted.archive_and_mute_new_noncontact_peers,
        keep_archived_unmuted: wanted.keep_archived_unmuted,
        keep_archived_folders: wanted.keep_archived_folders,
        hide_read_marks: wanted.hide_read_marks,
    };
    let shown = kept.clone();
    call.domain().settings.change(call.me()?, |settings| settings.global_privacy = Some(kept)).await?;
    Ok(privacy::global(shown))
}
