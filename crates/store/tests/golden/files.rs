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
            with(Media::Document { id: 9, flags: spoiler, ttl_seconds: once, kind: 12 }),
        ),
    ]
}
