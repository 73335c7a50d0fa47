//! `account.getAutoDownloadSettings = account.AutoDownloadSettings`: what devices load by themselves; what clients begin
//! with, where nothing was set.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::GetAutoDownloadSettings,
) -> Result<enums::account::AutoDownloadSettings, Error> {
    let kept = call.domain().preferences.of(call.me()?).await?;
    let [low, medium, high] = DEFAULTS.map(|default| {
        let kept = kept.auto_download.get(default.place).and_then(|kept| tl::decode(kept).ok());
        kept.unwrap_or_else(|| default.settings())
    });
    Ok(types::account::AutoDownloadSettings::new(low, medium, high).into())
}

/// With little, some, and much to spare.
struct Default {
    place: usize,
    photo_bytes: i32,
    video_bytes: i64,
    file_bytes: i64,
    video_kilobits: i32,
}

const DEFAULTS: [Default; 3] = [
    Default {
        place: 0,
        photo_bytes: 1 << 20,
        video_bytes: 512 << 10,
        file_bytes: 512 << 10,
        video_kilobits: 50,
    },
    Default {
        place: 1,
        photo_bytes: 1 << 20,
        video_bytes: 10 << 20,
        file_bytes: 1 << 20,
        video_kilobits: 100,
    },
    Default {
        place: 2,
        photo_bytes: 1 << 20,
        video_bytes: 15 << 20,
        file_bytes: 3 << 20,
        video_kilobits: 100,
    },
];
/// Files that are loaded at a time, small and large.
const SMALL_AT_ONCE: i32 = 5;
const LARGE_AT_ONCE: i32 = 2;

impl Default {
    fn settings(&self) -> enums::AutoDownloadSettings {
        let settings = types::AutoDownloadSettings::new(
            self.photo_bytes,
            self.video_bytes,
            self.file_bytes,
            self.video_kilobits,
            SMALL_AT_ONCE,
            LARGE_AT_ONCE,
        );
        types::AutoDownloadSettings {
            audio_preload_next: true,
            phonecalls_less_data: self.place == 0,
            ..settings
        }
        .into()
    }
}
