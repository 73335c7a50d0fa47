//! Records of files, and messages that carry them.

use std::sync::Arc;

use store::{
    ids::{Peer, UserId},
    records::{
        account,
        files::{
            Blob, BlobByHash, BlobFile, File, FileKeys, FileKind, FileOwner, FileUse, Kept, KeyOfBlob,
            PictureSize,
        },
        log::{Content, LogRecord, Media, MessageRecord, flag, media_flag},
        pages::{FoundPage, WebPage},
        stickers::{
            InstalledSet, RecentSticker, SetSticker, StickerKind, StickerLists, StickerName, StickerOf,
            StickerSet, StickerSetOf,
        },
    },
    tables,
};

use crate::samples::{Sample, of};

pub(crate) fn files() -> Vec<Sample> {
    let kept = Kept { blob: [7; 16], size: 1 << 33 };
    let photo = File {
        kind: FileKind::Photo,
        creator: UserId(5),
        date: 1_700_000_000,
        mime_type: String::new(),
        attributes: None,
        main: None,
        sizes: vec![PictureSize { letter: "m".into(), width: 320, height: 200, kept }],
        stripped: Some(vec![1, 2, 3]),
        sticker: None,
    };
    let document = File {
        kind: FileKind::Document,
        mime_type: "text/plain".into(),
        attributes: Some(vec![1]),
        main: Some(kept),
        sizes: Vec::new(),
        stripped: None,
        ..photo.clone()
    };
    let sticker = StickerOf {
        set: i64::MAX,
        kind: StickerKind::Emoji,
        emoji: "\u{1f54a}".into(),
        width: 512,
        height: 511,
        duration: Some(3_000),
        text_color: true,
        mask_coords: Some(vec![1, 2]),
    };
    let of_a_set = File { attributes: None, sticker: Some(sticker), ..document.clone() };
    let with = |media| {
        let content = Content { text: "Halo".into(), media: Some(media), ..Content::default() };
        let peer = Peer::User(UserId(1 << 39));
        LogRecord::Message(MessageRecord::new(peer, 1_700_000_000, flag::OUT, Arc::new(content)))
    };
    let (spoiler, once) = (media_flag::SPOILER, Some(i32::MAX));
    vec![
        of::<tables::Blobs>("some", Blob { size: 1 << 33, hash: [8; 16], files: 2 }),
        of::<tables::BlobsByHash>("some", BlobByHash { blob: [7; 16], hidden_key: [9; 32] }),
        of::<tables::Files>("photo", photo),
        of::<tables::Files>("document", document),
        of::<tables::Files>("sticker", of_a_set),
        of::<tables::FileKeys>(
            "one",
            FileKeys { keys: vec![KeyOfBlob { blob: [7; 16], key: [6; 32] }], traced: None },
        ),
        of::<tables::FileKeys>(
            "traced",
            FileKeys { keys: vec![KeyOfBlob { blob: [7; 16], key: [6; 32] }], traced: Some(true) },
        ),
        of::<tables::FileUses>("empty", FileUse {}),
        of::<tables::BlobFiles>("empty", BlobFile {}),
        of::<tables::FileOwners>("empty", FileOwner {}),
        of::<tables::Users>(
            "photo",
            account::User {
                first_name: "Ayu".into(),
                photo: Some(account::UserPhoto { file: 9, stripped: vec![1] }),
                ..account::User::default()
            },
        ),
        of::<tables::ProfilePhotos>(
            "two",
            account::ProfilePhotos {
                photos: vec![
                    account::ProfilePhoto { file: 9, date: 2 },
                    account::ProfilePhoto { file: 8, date: 1 },
                ],
            },
        ),
        of::<tables::Log>("photo", with(Media::Photo { id: i64::MIN, flags: 0, ttl_seconds: None })),
        of::<tables::Log>(
            "document",
            with(Media::Document { id: 9, flags: spoiler, ttl_seconds: once, kind: 12, plays: None }),
        ),
        of::<tables::Log>(
            "document-that-plays",
            with(Media::Document { id: 9, flags: 0, ttl_seconds: once, kind: 13, plays: Some(7) }),
        ),
        of::<tables::Log>("seen", with(Media::Seen { kind: 10, ttl_seconds: 10 })),
    ]
}

pub(crate) fn web_pages() -> Vec<Sample> {
    let found = FoundPage {
        url: "https://example.org/b".into(),
        kind: "article".into(),
        site_name: Some("Kabar".into()),
        title: Some("Pasar".into()),
        description: Some("Pagi".into()),
        author: Some("Ayu".into()),
        photo: Some(9),
    };
    let pending =
        WebPage { url: "https://example.org/a".into(), date: 1_700_000_000, pending: true, found: None };
    vec![
        of::<tables::WebPages>("pending", pending.clone()),
        of::<tables::WebPages>("found", WebPage { pending: false, found: Some(found), ..pending }),
    ]
}

pub(crate) fn stickers() -> Vec<Sample> {
    let installed = |set| InstalledSet { set, date: 1_700_000_000 };
    let recent = |file| RecentSticker { file, date: 1_700_000_000 };
    let set = StickerSet {
        creator: UserId(5),
        title: "Burung".into(),
        short_name: "burung".into(),
        kind: StickerKind::Mask,
        date: 1_700_000_000,
        version: 3,
        thumb: Some(9),
        text_color: true,
        stickers: vec![SetSticker { file: 7, emoji: vec!["\u{1f54a}".into()], keywords: vec!["pos".into()] }],
    };
    let lists = StickerLists {
        stickers: Some(vec![installed(1), installed(2)]),
        masks: Some(vec![installed(3)]),
        emoji: Some(vec![installed(4)]),
        archived: vec![installed(5)],
        recent: vec![recent(6)],
        recent_masks: vec![recent(7)],
        faved: vec![8],
        gifs: vec![i64::MIN],
        ringtones: None,
    };
    let ringtones = StickerLists { ringtones: Some(vec![9]), ..StickerLists::default() };
    vec![
        of::<tables::StickerSets>("full", set),
        of::<tables::StickerNames>("one", StickerName { set: i64::MIN }),
        of::<tables::StickerSetsOf>("empty", StickerSetOf {}),
        of::<tables::StickerLists>("full", lists),
        of::<tables::StickerLists>("ringtones", ringtones),
        of::<tables::StickerLists>("none", StickerLists::default()),
    ]
}
