//! Histories that people bring from another messenger: who may bring one into which chat, how it is prepared, and how it
//! is started. The messages are written piece by piece, from the due queue (`work`).
//!
//! An import is a row in its importer's shard. With it stand the files that it brings along, and their places, so that
//! none goes before the import does; and a row of the due queue: until it is started the one that lets it go, from then
//! on the one that works on it.

mod work;

use boxes::{Content, DueAt, DueWhat, Media, Peer, UserId};
use store::{
    Direction, Rows,
    ids::Owner,
    key::{ByNumber, Key},
    records::{
        channels::flag,
        due::Due,
        files::FilePlace,
        imports::{ByImportedName, Import, ImportedFile},
    },
    tables,
};

use super::{ChatError, Chats};
use crate::{
    ChannelError, Fault, FileError, Origin,
    channel_rights::admin,
    files::{Location, NewDocument},
    service::SERVICE_USER,
    whatsapp::{FILE_NAME_BYTES_MAX, ImportedChat, Scan, Unreadable},
};

/// Bytes of a text that is brought.
pub const IMPORT_BYTES_MAX: u64 = 32 << 20;
/// Files that one import brings along.
pub const IMPORT_FILES_MAX: i32 = 10_000;
/// Imports of one person that are prepared or under way.
const IMPORTS_MAX: usize = 5;
/// After so long an import that was not started goes.
const PREPARED_SECONDS: i32 = 24 * 60 * 60;
/// Who has to wait for another import looks again after so long.
const WAIT_MINUTES: u32 = 5;
/// Bytes that are looked at at a time.
const PIECE_BYTES: usize = 256 << 10;
/// Of what a file is said to be of before it is brought.
const HEAD_BYTES_MAX: usize = 1 << 20;

/// How a text's links, mentions and tags are found: `Vector<MessageEntity>` in TL of the newest layer, none for none.
pub type FindEntities = fn(&str) -> Option<Vec<u8>>;

/// Why something about an import was refused.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// No chat of a kind that is known.
    #[error("no chat of a kind that is known")]
    Format,
    /// Its dates cannot be.
    #[error("its dates cannot be")]
    Dates,
    /// The text is too long, or it shall bring too many files along.
    #[error("the text or the number of its files is too large")]
    TooLarge,
    /// Nothing is brought into a chat of this kind.
    #[error("nothing is brought into a chat of this kind")]
    PeerType,
    /// The two are not in each other's address books.
    #[error("the two do not know each other")]
    NotMutual,
    /// Only an admin who may change what the group is.
    #[error("only an admin who may change what the group is")]
    AdminRequired,
    /// There is no such import into this chat, or not any more.
    #[error("no such import")]
    NoSuchImport,
    /// A file without a name, with one that is too long, or one more than was said.
    #[error("a file too many, or one that cannot be named")]
    File,
    /// Another import has to come to its end first.
    #[error("another import is under way")]
    Busy {
        /// Minutes.
        minutes: u32,
    },
    /// As for any chat.
    #[error(transparent)]
    Chat(#[from] ChatError),
}

impl From<Fault> for ImportError {
    fn from(fault: Fault) -> Self {
        ImportError::Chat(fault.into())
    }
}

impl From<FileError> for ImportError {
    fn from(error: FileError) -> Self {
        ImportError::Chat(error.into())
    }
}

impl From<ChannelError> for ImportError {
    fn from(error: ChannelError) -> Self {
        ImportError::Chat(error.into())
    }
}

impl From<store::StoreError> for ImportError {
    fn from(error: store::StoreError) -> Self {
        ImportError::Chat(Fault::Store(error).into())
    }
}

impl From<Unreadable> for ImportError {
    fn from(error: Unreadable) -> Self {
        match error {
            Unreadable::Format => ImportError::Format,
            Unreadable::Dates => ImportError::Dates,
        }
    }
}

/// What kind of chat a text is of, by its first lines.
///
/// # Errors
/// [`ImportError::Format`] and [`ImportError::Dates`].
pub fn imported_chat(head: &str) -> Result<ImportedChat, ImportError> {
    let mut scan = Scan::default();
    scan.feed(head.as_bytes().get(..HEAD_BYTES_MAX).unwrap_or(head.as_bytes()));
    scan.end();
    Ok(scan.chat()?)
}

impl Chats {
    /// Says how links in what is imported are found. Only once; until then none are.
    pub fn find_entities_by(&self, find: FindEntities) {
        let _ = self.find_entities.set(find);
    }

    /// Whether `user` may bring a history into this chat, once it is a supergroup where it is a basic group.
    ///
    /// # Errors
    /// Why not.
    pub async fn may_import(&self, user: UserId, peer: Peer) -> Result<(), ImportError> {
        match peer {
            Peer::User(other) if other == user || other == SERVICE_USER => Err(ImportError::PeerType),
            Peer::User(other) => {
                self.may_write(user, other).await?;
                let knows = self.contacts.get(user, other).await?.is_some();
                let known = self.contacts.get(other, user).await?.is_some();
                if knows && known { Ok(()) } else { Err(ImportError::NotMutual) }
            }
            Peer::Group(group) => match self.channels.may_migrate(user, group).await? {
                true => Ok(()),
                false => Err(ImportError::AdminRequired),
            },
            Peer::Channel(channel) => {
                let seen = self.channels.seen(channel, user).await?;
                if seen.record.flags & flag::BROADCAST != 0 {
                    return Err(ImportError::PeerType);
                }
                let rights = seen.standing.rights();
                if !seen.standing.member || rights & admin::CHANGE_INFO == 0 {
                    return Err(ImportError::AdminRequired);
                }
                Ok(())
            }
        }
    }

    /// Prepares an import out of a text that was brought; gives its number. What is asked for again is the same.
    ///
    /// # Errors
    /// What is wrong with the text or stands against it in this chat.
    pub async fn prepare_import(
        &self,
        user: UserId,
        peer: Peer,
        text: NewDocument,
        files_max: i32,
    ) -> Result<i64, ImportError> {
        if matches!(peer, Peer::Group(_)) {
            // Clients make a supergroup of it first.
            return Err(ImportError::PeerType);
        }
        self.may_import(user, peer).await?;
        if !(0..=IMPORT_FILES_MAX).contains(&files_max) {
            return Err(ImportError::TooLarge);
        }
        let file = self.files.document(user, text).await?;
        let _held = self.files.hold([file]);
        let record = self.files.record(file).await?;
        let bytes = record.and_then(|record| record.main).map_or(0, |kept| kept.size);
        if bytes > IMPORT_BYTES_MAX {
            return Err(ImportError::TooLarge);
        }
        let order = self.scan_import(user, file, bytes).await?.order()?;
        let _lock = self.imports.of(user.0).await;
        let rows = Rows::<tables::Imports>::of(Owner::User(user));
        let mut others = self.store.scan(rows, IMPORTS_MAX + 1, Direction::Forward).await?;
        others.retain(|(_, import)| import.done < import.bytes);
        let now = self.world.clock.now().seconds();
        let same = others.iter().find(|(_, import)| {
            (import.file, import.peer, import.files_max) == (file, peer, files_max)
                && import.started_at.is_none()
                && good(import, now)
        });
        if let Some((key, _)) = same {
            return Ok(key.number);
        }
        if others.len() >= IMPORTS_MAX {
            // Who begins again and again, as after a client's crash, lets go of what he never started.
            let prepared = others.iter().filter(|(_, import)| import.started_at.is_none());
            let oldest = prepared.min_by_key(|(_, import)| import.created_at);
            let (key, _) = oldest.ok_or(ImportError::Busy { minutes: WAIT_MINUTES })?;
            self.let_import_go(*key).await?;
        }
        let number = loop {
            let drawn = self.world.chance.long() & i64::MAX;
            let key = ByNumber { user, number: drawn };
            if drawn != 0 && self.store.get::<tables::Imports>(&key).await?.is_none() {
                break drawn;
            }
        };
        let key = ByNumber { user, number };
        let import = Import {
            peer,
            created_at: now,
            file,
            bytes,
            month_first: order == crate::whatsapp::Order::MonthFirst,
            files_max,
            files: 0,
            started_at: None,
            done: 0,
        };
        let due = due(key, &import);
        let mut batch = self.store.batch();
        self.files.moved(&mut batch, user.into(), FilePlace::Import(number), &[], &[file]);
        batch.put::<tables::DueQueue>(&due, &Due::default());
        batch.put::<tables::Imports>(&key, &import);
        let done = self.store.commit(batch).await;
        self.boxes.due_queue().note(due.shard(), due.at);
        done?;
        Ok(number)
    }

    /// Looks at a text from its beginning to its end.
    async fn scan_import(&self, user: UserId, file: i64, bytes: u64) -> Result<Scan, ImportError> {
        let mut scan = Scan::default();
        let mut offset = 0;
        while offset < bytes {
            let piece = self.import_piece(user, file, offset).await?;
            if piece.is_empty() {
                break;
            }
            offset += piece.len() as u64;
            scan.feed(&piece);
        }
        scan.end();
        Ok(scan)
    }

    async fn import_piece(&self, user: UserId, file: i64, offset: u64) -> Result<Vec<u8>, FileError> {
        let location = Location { id: file, size: "" };
        Ok(self.files.read(user, Origin::Own, &location, offset, PIECE_BYTES).await?.bytes)
    }

    /// An import that is being prepared still takes a file of this name.
    ///
    /// # Errors
    /// [`ImportError::NoSuchImport`] and [`ImportError::File`].
    pub async fn takes_import(
        &self,
        user: UserId,
        peer: Peer,
        import: i64,
        name: &str,
    ) -> Result<(), ImportError> {
        self.prepared(user, peer, import).await?;
        let named = (1..=FILE_NAME_BYTES_MAX).contains(&name.len());
        if named { Ok(()) } else { Err(ImportError::File) }
    }

    /// Keeps a file for the message that names it. Of two with one name the later one counts.
    ///
    /// # Errors
    /// As [`Chats::takes_import`].
    pub async fn keep_imported(
        &self,
        user: UserId,
        peer: Peer,
        number: i64,
        name: &str,
        media: Media,
    ) -> Result<(), ImportError> {
        self.takes_import(user, peer, number, name).await?;
        let file = media.file().ok_or(ImportError::File)?;
        let _held = self.files.hold([file]);
        let _lock = self.imports.of(user.0).await;
        let import = self.prepared(user, peer, number).await?;
        let hash = self.imported_name(number, name);
        let key = ByImportedName { user, import: number, name: hash };
        let before = self.store.get::<tables::ImportedFiles>(&key).await?;
        let files = import.files + i32::from(before.is_none());
        if files > import.files_max {
            return Err(ImportError::File);
        }
        // The file has to be his still.
        self.files.shared(file, user.into(), &[]).await?;
        let before = before.and_then(|before| before.media.file());
        let mut batch = self.store.batch();
        let place = place(&key);
        let moved = self.files.moved(&mut batch, user.into(), place, before.as_slice(), &[file]);
        batch.put::<tables::ImportedFiles>(&key, &ImportedFile { media });
        batch.put::<tables::Imports>(&ByNumber { user, number }, &Import { files, ..import });
        let done = self.store.commit(batch).await;
        self.files.note(&moved);
        Ok(done?)
    }

    /// Starts an import: its messages are written from here on, whatever breaks. To start it again changes nothing.
    ///
    /// # Errors
    /// [`ImportError::NoSuchImport`], [`ImportError::Busy`], and what stands against it in this chat.
    pub async fn start_import(&self, user: UserId, peer: Peer, number: i64) -> Result<(), ImportError> {
        let key = ByNumber { user, number };
        let _lock = self.imports.of(user.0).await;
        let import = self.store.get::<tables::Imports>(&key).await?.filter(|import| import.peer == peer);
        let import = import.ok_or(ImportError::NoSuchImport)?;
        if import.started_at.is_some() {
            return Ok(());
        }
        let now = self.world.clock.now().seconds();
        if !good(&import, now) {
            return Err(ImportError::NoSuchImport);
        }
        self.may_import(user, peer).await?;
        let rows = Rows::<tables::Imports>::of(Owner::User(user));
        let others = self.store.scan(rows, IMPORTS_MAX + 1, Direction::Forward).await?;
        let busy =
            |other: &Import| other.peer == peer && other.started_at.is_some() && other.done < other.bytes;
        if others.iter().any(|(_, other)| busy(other)) {
            return Err(ImportError::Busy { minutes: WAIT_MINUTES });
        }
        let before = due(key, &import);
        let import = Import { started_at: Some(now), ..import };
        let due = due(key, &import);
        let mut batch = self.store.batch();
        batch.delete::<tables::DueQueue>(&before);
        batch.put::<tables::DueQueue>(&due, &Due::default());
        batch.put::<tables::Imports>(&key, &import);
        let done = self.store.commit(batch).await;
        self.boxes.due_queue().note(due.shard(), due.at);
        Ok(done?)
    }

    /// An import into this chat that was not started yet.
    async fn prepared(&self, user: UserId, peer: Peer, number: i64) -> Result<Import, ImportError> {
        let found = self.store.get::<tables::Imports>(&ByNumber { user, number }).await?;
        let now = self.world.clock.now().seconds();
        let found =
            found.filter(|import| import.peer == peer && import.started_at.is_none() && good(import, now));
        found.ok_or(ImportError::NoSuchImport)
    }

    /// What stands for a file's name in keys.
    fn imported_name(&self, import: i64, name: &str) -> [u8; 16] {
        self.store.keyed_hash("imported file", &[&import.to_le_bytes(), name.as_bytes()].concat())
    }
}

/// Whether it may still be started.
fn good(import: &Import, now: i32) -> bool {
    now < import.created_at.saturating_add(PREPARED_SECONDS) && import.done < import.bytes
}

/// The row of the due queue that stands for an import.
fn due(key: ByNumber, import: &Import) -> DueAt {
    let at = import.started_at.unwrap_or(import.created_at.saturating_add(PREPARED_SECONDS));
    DueAt { at, user: key.user, what: DueWhat::Import(key.number) }
}

/// Where the importer refers to a file that an import brings along.
fn place(key: &ByImportedName) -> FilePlace {
    let [a, b, c, d, e, f, g, h, ..] = key.name;
    FilePlace::Import(i64::from_le_bytes([a, b, c, d, e, f, g, h]))
}

/// A message without a file.
fn words(text: String, entities: Option<Vec<u8>>) -> Content {
    Content { text, entities, ..Content::default() }
}
