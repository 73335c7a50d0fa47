//! Rows that say where a log refers to files: they come and go in the commit that writes the entry, so a file's owner
//! lets go of it with its last place and not before. What follows when one goes is `domain`'s, which the due queue
//! tells; here nothing is read for it but the bodies of messages with files that are deleted.

use store::{
    Batch,
    ids::{MessageId, Owner, Peer, Pts, UserId},
    records::{
        due::{Due, DueAt, DueWhat},
        files::{ByFileUse, FilePlace, FileUse},
        log::{LogRecord, MessageKind},
    },
    tables,
};

/// That a place has another file than before.
pub(crate) struct FileChange {
    pub(crate) place: FilePlace,
    pub(crate) before: Option<i64>,
    pub(crate) after: Option<i64>,
}

impl FileChange {
    /// What a new record of an entry changes; none for nearly all.
    pub(crate) fn of_entry(pts: Pts, before: Option<&LogRecord>, after: &LogRecord) -> Option<Self> {
        let (before, after) = (before.and_then(file), file(after));
        (before != after).then_some(FileChange { place: FilePlace::Message(pts), before, after })
    }
}

/// The file that an entry of a log refers to. A group's message belongs to the group's log, not to those of members.
pub(crate) fn file(record: &LogRecord) -> Option<i64> {
    match record {
        LogRecord::Message(message) if message.in_group.is_none() => message.content.file(),
        _ => None,
    }
}

/// Whether what is to become a stub may have referred to a file, so that its body has to be known.
pub(crate) fn had_file(record: &LogRecord) -> bool {
    match record {
        LogRecord::Stub(stub) => !matches!(stub.peer, Peer::Group(_)) && is_file(stub.kind),
        _ => false,
    }
}

fn is_file(kind: u8) -> bool {
    !matches!(
        MessageKind::from_code(kind),
        MessageKind::Text
            | MessageKind::Contact
            | MessageKind::Geo
            | MessageKind::Poll
            | MessageKind::Dice
            | MessageKind::Todo
    )
}

/// Writes what changes of the places of `owner`; gives the rows of the due queue that ask whether he still refers to
/// what was there before. They are sealed by the server's key.
pub(crate) fn put(batch: &mut Batch, owner: Owner, changes: &[FileChange], now: i32) -> Vec<DueAt> {
    let mut due: Vec<DueAt> = Vec::new();
    for FileChange { place, before, after } in changes {
        if let Some(file) = *before {
            batch.delete::<tables::FileUses>(&ByFileUse { owner, file, place: *place });
            let key = DueAt { at: now, user: UserId(0), what: DueWhat::FileOf(owner, file) };
            if !due.contains(&key) {
                batch.put::<tables::DueQueue>(&key, &Due::default());
                due.push(key);
            }
        }
        if let Some(file) = *after {
            batch.put::<tables::FileUses>(&ByFileUse { owner, file, place: *place }, &FileUse {});
        }
    }
    due
}

/// The place of a scheduled message.
pub(crate) fn scheduled(id: MessageId) -> FilePlace {
    FilePlace::Scheduled(id)
}
