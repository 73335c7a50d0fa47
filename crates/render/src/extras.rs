//! What messages carry that stands in records of its own and that each viewer sees otherwise: polls, files. Read before
//! messages are rendered.

use std::sync::Arc;

use boxes::{Action, Entry, Event, Media, Message, Peer, UserId};
use domain::{Domain, Fault, FileView, Origin, PageView, PollView, WallPaperView, looks::WornWallPaper};

use crate::polls::people_of_poll;

/// See the top of the file.
#[derive(Default)]
pub struct Extras {
    polls: Vec<PollView>,
    files: Vec<FileView>,
    /// And whether each is being looked at.
    pages: Vec<(PageView, bool)>,
    wallpapers: Vec<WallPaperView>,
}

impl Extras {
    /// What these messages carry, for `viewer`.
    ///
    /// # Errors
    /// Where a record cannot be read.
    pub async fn of<'a>(
        domain: &Domain,
        viewer: UserId,
        messages: impl IntoIterator<Item = &'a Message>,
    ) -> Result<Extras, Fault> {
        let mut extras = Extras::default();
        let carried: Vec<Carried<'_>> = messages.into_iter().filter_map(carried).collect();
        for carried in carried {
            match carried {
                Carried::Poll(id) if extras.poll(id).is_none() => {
                    extras.polls.extend(domain.polls.view(viewer, id).await?);
                }
                Carried::File(id, peer) if extras.file(id).is_none() => {
                    extras.files.extend(domain.files.view(viewer, Origin::of_dialog(peer), id).await?);
                }
                Carried::Page(id) if !extras.pages.iter().any(|(view, _)| view.id == id) => {
                    let view = domain.pages.view(viewer, id).await?;
                    extras.pages.extend(view.map(|view| {
                        let pending = domain.pages.is_pending(&view.page);
                        (view, pending)
                    }));
                }
                Carried::WallPaper(worn) => {
                    extras.wallpapers.extend(domain.looks.wallpaper(viewer, worn).await?);
                }
                Carried::Poll(_) | Carried::File(..) | Carried::Page(_) => {}
            }
        }
        Ok(extras)
    }

    /// These files, and nothing else.
    pub(crate) fn of_files(files: Vec<FileView>) -> Extras {
        Extras { files, ..Extras::default() }
    }

    /// As [`Extras::of`], for the messages of entries.
    ///
    /// # Errors
    /// Where a record cannot be read.
    pub async fn of_entries(
        domain: &Domain,
        viewer: UserId,
        entries: &[Arc<Entry>],
    ) -> Result<Extras, Fault> {
        Extras::of(domain, viewer, entries.iter().filter_map(|entry| message_of(entry))).await
    }

    /// Everybody whom they name.
    pub fn peers(&self) -> Vec<Peer> {
        self.polls.iter().flat_map(people_of_poll).map(Peer::User).collect()
    }

    pub(crate) fn poll(&self, id: i64) -> Option<&PollView> {
        self.polls.iter().find(|view| view.id == id)
    }

    pub(crate) fn pages(&self) -> &[(PageView, bool)] {
        &self.pages
    }

    pub(crate) fn wallpaper(&self, worn: &WornWallPaper) -> Option<&WallPaperView> {
        self.wallpapers.iter().find(|view| view.worn == *worn)
    }

    pub(crate) fn file(&self, id: i64) -> Option<&FileView> {
        self.files.iter().find(|view| view.id == id)
    }
}

enum Carried<'a> {
    Page(i64),
    Poll(i64),
    File(i64, Peer),
    WallPaper(&'a WornWallPaper),
}

fn carried(message: &Message) -> Option<Carried<'_>> {
    match &message.content.action {
        Some(Action::ChatEditPhoto { photo } | Action::SuggestProfilePhoto { photo }) => {
            return Some(Carried::File(*photo, message.peer));
        }
        Some(Action::SetChatWallPaper { wallpaper, .. }) => return Some(Carried::WallPaper(wallpaper)),
        _ => {}
    }
    match message.content.media {
        None => message.content.page.map(|page| Carried::Page(page.id)),
        Some(Media::Poll { id }) => Some(Carried::Poll(id)),
        Some(Media::Photo { id, .. } | Media::Document { id, .. }) => Some(Carried::File(id, message.peer)),
        _ => None,
    }
}

fn message_of(entry: &Entry) -> Option<&Message> {
    match &entry.event {
        Event::New(message) | Event::Edited(message) | Event::Reacted(message) => Some(message),
        _ => None,
    }
}
