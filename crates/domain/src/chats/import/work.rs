//! An import under way: a piece of its text becomes messages, then how far it has come is written down, then the next.
//!
//! A message's random id follows from the import and its place in the text, so a piece that was written and not noted
//! before a crash gives the same messages again and not a second time. What is at the end, was never started, or lost
//! its right goes, with the files that nobody used.

use boxes::{By, DueAt, DueWhat, Forward, Peer, SENT_AT_ONCE_MAX, UserId};
use store::{
    Direction, Rows,
    ids::Owner,
    key::ByNumber,
    records::{
        files::FilePlace,
        imports::{ByImportedName, Import, imported_prefix},
    },
    tables,
};

use super::{ImportError, due, place, words};
use crate::{
    ChatError, Draft, Fault,
    chats::{Chats, files_of},
    whatsapp::{self, Line, Order},
};

/// Pieces that are written before others in the shard have their turn.
const PIECES_AT_ONCE: usize = 5;
/// Messages of a piece.
const MESSAGES_AT_ONCE: usize = 100;
/// UTF-16 units of a message, as `config.message_length_max` tells clients.
const TEXT_CHARS_MAX: usize = 4096;
/// UTF-16 units beside a file, as `config.caption_length_max` does.
const CAPTION_CHARS_MAX: usize = 1024;
/// Well within the days for which a random id is remembered: what could not go on for so long has failed.
const GIVEN_UP_SECONDS: i32 = 5 * 24 * 60 * 60;
/// Files that go in one commit.
const FILES_AT_ONCE: usize = 100;

impl Chats {
    /// Does what a row of the due queue asks of an import. The row stays until the import has come to its end.
    pub(in crate::chats) async fn import_due(&self, row: DueAt) -> Result<(), ChatError> {
        let DueWhat::Import(number) = row.what else { return Ok(()) };
        let key = ByNumber { user: row.user, number };
        let _lock = self.imports.of(key.user.0).await;
        let import = self.store.get::<tables::Imports>(&key).await.map_err(Fault::Store)?;
        let Some(mut import) = import.filter(|import| due(key, import) == row) else {
            let mut batch = self.store.batch();
            batch.delete::<tables::DueQueue>(&row);
            return Ok(self.store.commit(batch).await.map_err(Fault::Store)?);
        };
        for _ in 0..PIECES_AT_ONCE {
            if !self.goes_on(key.user, &import).await? {
                // Said first: nobody adds to it while it goes.
                import.done = import.bytes;
                self.note_import(key, &import).await?;
                return self.let_import_go(key).await;
            }
            self.import_next(key, &mut import).await?;
        }
        Ok(())
    }

    /// Whether there is something to write that may be written.
    async fn goes_on(&self, user: UserId, import: &Import) -> Result<bool, ChatError> {
        let now = self.world.clock.now().seconds();
        let Some(started_at) = import.started_at else { return Ok(false) };
        if import.done >= import.bytes || now > started_at.saturating_add(GIVEN_UP_SECONDS) {
            return Ok(false);
        }
        let there = self.users.record(user).await?.is_some_and(|record| record.deleted_at.is_none());
        if !there {
            return Ok(false);
        }
        match self.may_import(user, import.peer).await {
            Ok(()) => Ok(true),
            Err(ImportError::Chat(error)) if is_fault(&error) => Err(error),
            Err(_) => Ok(false),
        }
    }

    /// Writes the next piece.
    async fn import_next(&self, key: ByNumber, import: &mut Import) -> Result<(), ChatError> {
        let piece = self.import_piece(key.user, import.file, import.done).await?;
        let last = import.done.saturating_add(piece.len() as u64) >= import.bytes || piece.is_empty();
        let order = if import.month_first { Order::MonthFirst } else { Order::DayFirst };
        let (lines, taken) = whatsapp::messages(&piece, order, last, MESSAGES_AT_ONCE);
        let mut drafts = Vec::with_capacity(lines.len());
        for line in lines {
            self.imported_drafts(key, import.done, line, &mut drafts).await?;
        }
        for part in drafts.chunks(SENT_AT_ONCE_MAX) {
            match self.write_imported(key.user, import.peer, part.to_vec()).await {
                Ok(()) => {}
                Err(error) if is_fault(&error) => return Err(error),
                Err(_) => self.write_each(key.user, import.peer, part).await?,
            }
        }
        import.done = if piece.is_empty() { import.bytes } else { import.done.saturating_add(taken as u64) };
        self.note_import(key, import).await
    }

    /// What is refused among others is left out, and the others are written.
    async fn write_each(&self, user: UserId, peer: Peer, drafts: &[Draft]) -> Result<(), ChatError> {
        for draft in drafts {
            match self.write_imported(user, peer, vec![draft.clone()]).await {
                Err(error) if is_fault(&error) => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    async fn write_imported(&self, user: UserId, peer: Peer, drafts: Vec<Draft>) -> Result<(), ChatError> {
        let by = By::user(user);
        match peer {
            Peer::User(to) => self.send(by, to, drafts).await.map(drop),
            Peer::Channel(channel) => {
                let ids = files_of(&drafts);
                let _held = self.files.hold(ids.iter().copied());
                for id in ids {
                    self.files.shared(id, user.into(), &[Owner::Channel(channel)]).await?;
                }
                let drafts = drafts.into_iter().map(|draft| (draft, Vec::new())).collect();
                self.channels.post(by, channel, drafts).await.map(drop).map_err(ChatError::from)
            }
            Peer::Group(_) => Err(ChatError::NoSuchPeer),
        }
    }

    /// The messages that one of the text becomes: with its file where it came along, in parts where it is long.
    async fn imported_drafts(
        &self,
        key: ByNumber,
        piece_at: u64,
        line: Line,
        drafts: &mut Vec<Draft>,
    ) -> Result<(), ChatError> {
        let at = piece_at.saturating_add(line.at as u64);
        let mut text = line.text.trim();
        let mut part = 0;
        let mut push = |mut content: boxes::Content, part: u32| {
            if !content.text.is_empty() {
                content.entities = self.find_entities.get().and_then(|find| find(&content.text));
            }
            let forward = Forward {
                date: line.date,
                from: None,
                from_name: Some(line.name.clone()),
                saved_from_peer: None,
                saved_from_id: None,
                channel_post: None,
                post_author: None,
                imported: Some(true),
            };
            let random_id = self.imported_random_id(key.number, at, part);
            drafts.push(Draft { forward: Some(forward), silent: true, ..Draft::new(random_id, content) });
        };
        if let Some((name, rest)) = whatsapp::attached(text) {
            let name = self.imported_name(key.number, name);
            let named = ByImportedName { user: key.user, import: key.number, name };
            let file = self.store.get::<tables::ImportedFiles>(&named).await.map_err(Fault::Store)?;
            if let Some(file) = file {
                let rest = rest.trim();
                let caption = if units(rest) <= CAPTION_CHARS_MAX { rest } else { "" };
                push(boxes::Content { media: Some(file.media), ..words(caption.to_owned(), None) }, part);
                part += 1;
                text = if caption.is_empty() { rest } else { "" };
            }
        }
        while !text.is_empty() {
            let (now, later) = split(text, TEXT_CHARS_MAX);
            if !now.trim().is_empty() {
                push(words(now.trim().to_owned(), None), part);
                part += 1;
            }
            text = later;
        }
        Ok(())
    }

    /// The same for the same message of the same import.
    fn imported_random_id(&self, import: i64, at: u64, part: u32) -> i64 {
        let subject = [&import.to_le_bytes()[..], &at.to_le_bytes(), &part.to_le_bytes()].concat();
        let [a, b, c, d, e, f, g, h, ..] = self.store.keyed_hash("imported message", &subject);
        i64::from_le_bytes([a, b, c, d, e, f, g, h]) | 1
    }

    async fn note_import(&self, key: ByNumber, import: &Import) -> Result<(), ChatError> {
        let mut batch = self.store.batch();
        batch.put::<tables::Imports>(&key, import);
        Ok(self.store.commit(batch).await.map_err(Fault::Store)?)
    }

    /// Takes an import away with what it brought; what messages carry stays theirs. To be called with the importer's
    /// lock.
    pub(super) async fn let_import_go(&self, key: ByNumber) -> Result<(), ChatError> {
        let owner = Owner::User(key.user);
        loop {
            let prefix = imported_prefix(key.number);
            let rows = Rows::<tables::ImportedFiles>::starting_with(owner.shard(), owner, &prefix);
            let found =
                self.store.scan(rows, FILES_AT_ONCE, Direction::Forward).await.map_err(Fault::Store)?;
            if found.is_empty() {
                break;
            }
            let mut batch = self.store.batch();
            let mut moved = Vec::new();
            for (named, file) in &found {
                let before = file.media.file();
                moved.extend(self.files.moved(&mut batch, owner, place(named), before.as_slice(), &[]));
                batch.delete::<tables::ImportedFiles>(named);
            }
            let done = self.store.commit(batch).await;
            self.files.note(&moved);
            done.map_err(Fault::Store)?;
        }
        let import = self.store.get::<tables::Imports>(&key).await.map_err(Fault::Store)?;
        let Some(import) = import else { return Ok(()) };
        let mut batch = self.store.batch();
        let moved = self.files.moved(&mut batch, owner, FilePlace::Import(key.number), &[import.file], &[]);
        batch.delete::<tables::DueQueue>(&due(key, &import));
        batch.delete::<tables::Imports>(&key);
        let done = self.store.commit(batch).await;
        self.files.note(&moved);
        Ok(done.map_err(Fault::Store)?)
    }
}

/// Whether it may succeed later.
fn is_fault(error: &ChatError) -> bool {
    match error {
        ChatError::Fault(_) => true,
        ChatError::File(error) => {
            matches!(error, crate::FileError::Fault(_) | crate::FileError::Disk(_) | crate::FileError::NoRoom)
        }
        ChatError::Channel(error) => matches!(**error, crate::ChannelError::Fault(_)),
        _ => false,
    }
}

/// Length in UTF-16 units.
fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The beginning of a text that fits, and the rest: at the end of a line where there is one in its second half.
fn split(text: &str, max: usize) -> (&str, &str) {
    let (mut used, mut end, mut line) = (0, 0, None);
    for (at, character) in text.char_indices() {
        used += character.len_utf16();
        if used > max {
            break;
        }
        end = at + character.len_utf8();
        if character == '\n' && used > max / 2 {
            line = Some(end);
        }
    }
    if end == text.len() {
        return (text, "");
    }
    text.split_at(line.unwrap_or(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_split_between_lines_or_characters() {
        assert_eq!(split("short", 8), ("short", ""));
        assert_eq!(split("aaaaaa\nbbbb", 8), ("aaaaaa\n", "bbbb"));
        assert_eq!(split("a\nbbbbbbbbb", 8), ("a\nbbbbbb", "bbb"));
        assert_eq!(split("aaa\u{1f54a}", 4), ("aaa", "\u{1f54a}"));
    }
}
