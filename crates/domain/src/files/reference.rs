//! How a viewer proves that a file was shown to him: an access hash, and a reference that says where he saw it and
//! is worth nothing after a day. Both are keyed functions of viewer and file, so none is stored (demand A-7).

use std::sync::Arc;

use store::{
    Store,
    ids::{Owner, Peer, UserId},
    records::files::{File, FileKind},
};
use subtle::ConstantTimeEq;

use super::{FileError, Files, code};
use crate::Fault;

/// Where a viewer saw a file; it decides whose keys open it, and who is asked whether he still may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In his own box.
    Own,
    /// On somebody's page.
    Profile(UserId),
    /// In a basic group.
    Group(i64),
    /// In a channel or supergroup.
    Channel(i64),
    /// In a set of stickers: everybody may.
    Stickers(i64),
    /// As the picture of a basic group, by a link that leads there.
    GroupInvite(i64),
    /// As the picture of a channel, by a link that leads there.
    ChannelInvite(i64),
    /// On a page of the web: whoever was shown the page may.
    Page(i64),
    /// As a wallpaper: whoever was shown it may.
    WallPaper(i64),
    /// As a theme: whoever was shown it may.
    Theme(i64),
    /// Among the music of somebody's page.
    Music(UserId),
}

/// A file as one viewer names it.
#[derive(Clone)]
pub struct FileView {
    /// Which.
    pub id: i64,
    /// What there is to see.
    pub file: Arc<File>,
    /// What the viewer has to show for it.
    pub access_hash: i64,
    /// And this, for a day at most.
    pub reference: Vec<u8>,
    /// What he has to show for the set of stickers in which it stands.
    pub set_access_hash: Option<i64>,
}

impl FileView {
    /// Whether another viewer is shown the same, but for what proves to each that he has seen it.
    pub fn shows_the_same(&self, other: &FileView) -> bool {
        self.id == other.id
            && Arc::ptr_eq(&self.file, &other.file)
            && self.reference.len() == other.reference.len()
            && self.set_access_hash.is_some() == other.set_access_hash.is_some()
    }
}

/// What somebody shows for a file.
pub struct Shown<'a> {
    /// Which.
    pub id: i64,
    /// As [`FileView::access_hash`].
    pub access_hash: i64,
    /// As [`FileView::reference`].
    pub reference: &'a [u8],
}

/// References are of half days and hold for the one after as well, so that most renderings of a file are the same.
const PERIOD_SECONDS: i32 = 12 * 60 * 60;
const VERSION: u8 = 1;
/// Version, kind and id of the origin, expiry.
const HEAD_BYTES: usize = 1 + 1 + 8 + 4;
const MAC_BYTES: usize = 12;

impl Files {
    /// A file as `viewer` sees it at `origin`; none if there is no such file.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn view(&self, viewer: UserId, origin: Origin, id: i64) -> Result<Option<FileView>, Fault> {
        let Some(file) = self.record(id).await? else { return Ok(None) };
        let access_hash = self.access_hash(viewer, file.kind, id);
        let reference = self.reference(viewer, origin, id);
        let set_access_hash =
            file.sticker.as_ref().map(|sticker| sticker_set_hash(&self.store, viewer, sticker.set));
        Ok(Some(FileView { id, file, access_hash, reference, set_access_hash }))
    }

    /// The file that `viewer` shows to have seen, and where.
    ///
    /// # Errors
    /// [`FileError::NoSuchFile`] for a wrong access hash; the three errors of references, also for what has gone.
    pub async fn proven(
        &self,
        viewer: UserId,
        kind: FileKind,
        shown: &Shown<'_>,
    ) -> Result<(Origin, Arc<File>), FileError> {
        let expected = self.access_hash(viewer, kind, shown.id);
        if !bool::from(expected.to_le_bytes().ct_eq(&shown.access_hash.to_le_bytes())) {
            return Err(FileError::NoSuchFile);
        }
        let origin = self.opened_reference(viewer, shown.id, shown.reference)?;
        let file = self.record(shown.id).await?.filter(|file| file.kind == kind);
        // Who shows hash and reference has seen it; that it has gone since, he learns by asking anew where he saw it.
        Ok((origin, file.ok_or(FileError::ReferenceInvalid)?))
    }

    fn access_hash(&self, viewer: UserId, kind: FileKind, id: i64) -> i64 {
        let subject = [&viewer.0.to_le_bytes()[..], &id.to_le_bytes(), &[code(kind)]].concat();
        let hash = self.store.keyed_hash("file access hash", &subject);
        let half = hash.first_chunk::<8>().map_or(1, |half| i64::from_le_bytes(*half));
        if half == 0 { 1 } else { half }
    }

    fn reference(&self, viewer: UserId, origin: Origin, id: i64) -> Vec<u8> {
        let expires = (self.now() / PERIOD_SECONDS).saturating_add(2).saturating_mul(PERIOD_SECONDS);
        let (kind, of) = parts(origin);
        let mut reference = vec![VERSION, kind];
        reference.extend_from_slice(&of.to_le_bytes());
        reference.extend_from_slice(&expires.to_le_bytes());
        let mac = self.mac(viewer, id, &reference);
        reference.extend_from_slice(&mac);
        reference
    }

    fn opened_reference(&self, viewer: UserId, id: i64, reference: &[u8]) -> Result<Origin, FileError> {
        if reference.is_empty() {
            return Err(FileError::ReferenceEmpty);
        }
        let (head, mac) = reference.split_at_checked(HEAD_BYTES).ok_or(FileError::ReferenceInvalid)?;
        if !bool::from(self.mac(viewer, id, head).as_slice().ct_eq(mac)) {
            return Err(FileError::ReferenceInvalid);
        }
        let of = head.get(2..10).and_then(|of| of.first_chunk::<8>()).map(|of| i64::from_le_bytes(*of));
        let expires = head.get(10..).and_then(|at| at.first_chunk::<4>()).map(|at| i32::from_le_bytes(*at));
        let (&[VERSION, kind, ..], Some(of), Some(expires)) = (head, of, expires) else {
            return Err(FileError::ReferenceInvalid);
        };
        if self.now() >= expires {
            return Err(FileError::ReferenceExpired);
        }
        origin_of(kind, of).ok_or(FileError::ReferenceInvalid)
    }

    fn mac(&self, viewer: UserId, id: i64, head: &[u8]) -> [u8; MAC_BYTES] {
        let subject = [&viewer.0.to_le_bytes()[..], &id.to_le_bytes(), head].concat();
        let hash = self.store.keyed_hash("file reference", &subject);
        let mut mac = [0; MAC_BYTES];
        mac.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        mac
    }
}

impl Origin {
    /// Where a viewer sees what stands in a dialog of his.
    pub fn of_dialog(peer: Peer) -> Self {
        match peer {
            Peer::User(_) => Origin::Own,
            Peer::Group(id) => Origin::Group(id),
            Peer::Channel(id) => Origin::Channel(id),
        }
    }

    /// Whose keys open a file that `viewer` saw here.
    pub(super) fn owner(self, viewer: UserId) -> Owner {
        match self {
            Origin::Own => Owner::User(viewer),
            Origin::Profile(user) | Origin::Music(user) => Owner::User(user),
            Origin::Group(id) | Origin::GroupInvite(id) => Owner::Group(id),
            Origin::Channel(id) | Origin::ChannelInvite(id) => Owner::Channel(id),
            Origin::Stickers(_) | Origin::Page(_) | Origin::WallPaper(_) | Origin::Theme(_) => Owner::System,
        }
    }
}

/// What `viewer` has to show for a set of stickers.
pub(crate) fn sticker_set_hash(store: &Store, viewer: UserId, set: i64) -> i64 {
    let subject = [viewer.0.to_le_bytes(), set.to_le_bytes()].concat();
    let hash = store.keyed_hash("sticker set access hash", &subject);
    let half = hash.first_chunk::<8>().map_or(1, |half| i64::from_le_bytes(*half));
    if half == 0 { 1 } else { half }
}

fn parts(origin: Origin) -> (u8, i64) {
    match origin {
        Origin::Own => (0, 0),
        Origin::Profile(UserId(id)) => (1, id),
        Origin::Group(id) => (2, id),
        Origin::Channel(id) => (3, id),
        Origin::Stickers(id) => (4, id),
        Origin::GroupInvite(id) => (5, id),
        Origin::ChannelInvite(id) => (6, id),
        Origin::Page(id) => (7, id),
        Origin::WallPaper(id) => (8, id),
        Origin::Theme(id) => (9, id),
        Origin::Music(UserId(id)) => (10, id),
    }
}

fn origin_of(kind: u8, of: i64) -> Option<Origin> {
    match kind {
        0 => Some(Origin::Own),
        1 => Some(Origin::Profile(UserId(of))),
        2 => Some(Origin::Group(of)),
        3 => Some(Origin::Channel(of)),
        4 => Some(Origin::Stickers(of)),
        5 => Some(Origin::GroupInvite(of)),
        6 => Some(Origin::ChannelInvite(of)),
        7 => Some(Origin::Page(of)),
        8 => Some(Origin::WallPaper(of)),
        9 => Some(Origin::Theme(of)),
        10 => Some(Origin::Music(UserId(of))),
        _ => None,
    }
}
