//! Entries of a channel on their way to its many members: rendered once for all who are shown the same, in bytes of their
//! layer, into which each one's own values are written.
//!
//! Two viewers are of one class when what a rendering is made of is equal for both, but for the values that each has of
//! his own: access hashes, references of files, and since when he is a member. Nobody decides from rules who is alike: what each is shown is
//! made out as ever, and compared. Where these numbers stand is found by rendering with others in their place, and what
//! comes of it is held against the full rendering for the first viewer of each class; where anything is not as it should
//! be, and for whoever is shown more than others (an author, who is mentioned), each is rendered by himself.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use boxes::{Action, ChannelEntry, ChannelEvent, Media, Message, Peer, Post, UserId};
use domain::{ChannelView, Domain, Fault, FileView, Origin, Seen, UserView};
use tl::{Layer, enums};

use crate::{
    channels::{channel_entries, told},
    chats,
    extras::Extras,
    messages::peers_in,
    named::Named,
    people::user,
};

/// Entries of a channel for all who hear them.
pub struct ChannelPush {
    channel: i64,
    entries: Arc<[Arc<ChannelEntry>]>,
    /// Whether rendering once is worth it, and possible.
    shared: bool,
    /// What the entries say to nobody in particular; made by the first.
    plain: Mutex<Option<Arc<Plain>>>,
    classes: Mutex<Vec<Arc<Class>>>,
    renderings: AtomicUsize,
}

/// What one viewer is told, to be encoded for his sessions.
pub struct Told<'a> {
    push: &'a ChannelPush,
    what: What,
}

enum What {
    /// For him alone.
    Own(enums::Updates),
    /// As for others of his class.
    Shared { class: Arc<Class>, plain: Arc<Plain>, named: Views },
}

struct Plain {
    messages: Vec<Option<Message>>,
    people: Vec<UserId>,
    channels: Vec<i64>,
    files: Vec<i64>,
}

/// Everybody and everything that is named, as one viewer sees them.
#[derive(Clone)]
struct Views {
    people: Vec<UserView>,
    channels: Vec<ChannelView>,
    files: Vec<FileView>,
}

/// Those who are shown the same.
struct Class {
    /// As the first of them saw it.
    named: Views,
    templates: Mutex<Vec<(Layer, Option<Arc<Template>>)>>,
}

/// Bytes for everybody of a class, and where each one's own values go.
struct Template {
    bytes: Box<[u8]>,
    places: Vec<Place>,
}

struct Place {
    at: usize,
    /// Which of [`Views::own`].
    value: usize,
}

/// A value that each viewer has of his own, as it is encoded.
enum Own {
    Long([u8; 8]),
    Int([u8; 4]),
    /// Behind a byte that says its length.
    Bytes(Vec<u8>),
}

impl ChannelPush {
    /// Entries of `channel`, in order of its pts, for so many people.
    pub fn new(channel: i64, entries: &[Arc<ChannelEntry>], receivers: usize) -> Self {
        ChannelPush {
            channel,
            entries: entries.into(),
            shared: receivers >= SHARED_MIN && entries.iter().all(|entry| is_shareable(entry)),
            plain: Mutex::default(),
            classes: Mutex::default(),
            renderings: AtomicUsize::new(0),
        }
    }

    /// How often anything was rendered so far.
    pub fn renderings(&self) -> usize {
        self.renderings.load(Ordering::Relaxed)
    }

    /// What a member is told who stands to the channel as `seen` says.
    ///
    /// # Errors
    /// Where a record cannot be read.
    pub async fn to(&self, domain: &Domain, viewer: UserId, seen: &Seen) -> Result<Told<'_>, Fault> {
        if self.shared && self.entries.iter().all(|entry| is_alike(entry, viewer)) {
            let plain = match self.known() {
                Some(plain) => plain,
                None => Box::pin(self.prepare(domain)).await?,
            };
            let mut channels = Vec::with_capacity(plain.channels.len());
            for channel in &plain.channels {
                match *channel == self.channel {
                    true => channels.push(domain.channels.view_of(viewer, seen)),
                    false => channels.extend(Box::pin(domain.channels.view(viewer, *channel)).await?),
                }
            }
            let mut files = Vec::with_capacity(plain.files.len());
            for file in &plain.files {
                let origin = Origin::Channel(self.channel);
                files.extend(Box::pin(domain.files.view(viewer, origin, *file)).await?);
            }
            let people = domain.users.views(viewer, &plain.people).await?;
            let named = Views { people, channels, files };
            if let Some(class) = self.class(&named) {
                return Ok(Told { push: self, what: What::Shared { class, plain, named } });
            }
        }
        // An edit of what is hidden from him would tell what it says.
        let hidden = |entry: &&Arc<ChannelEntry>| match &entry.event {
            ChannelEvent::Edited(post) => post.id >= seen.min_id,
            _ => true,
        };
        let shown: Vec<_> = self.entries.iter().filter(hidden).cloned().collect();
        self.renderings.fetch_add(1, Ordering::Relaxed);
        let updates = channel_entries(domain, viewer, self.channel, &shown, false, Vec::new());
        Ok(Told { push: self, what: What::Own(Box::pin(updates).await?) })
    }

    async fn prepare(&self, domain: &Domain) -> Result<Arc<Plain>, Fault> {
        let mut messages = Vec::with_capacity(self.entries.len());
        for entry in self.entries.iter() {
            let mut message = match &entry.event {
                ChannelEvent::New(post) => Some(post.seen_by(NOBODY)),
                _ => None,
            };
            if let Some(message) = &mut message {
                domain.channels.can_be_commented(self.channel, std::slice::from_mut(message)).await?;
            }
            messages.push(message);
        }
        let (mut people, mut channels) = (Vec::new(), Vec::new());
        for peer in messages.iter().flatten().flat_map(peers_in).chain([Peer::Channel(self.channel)]) {
            match peer {
                Peer::User(user) => people.push(user),
                Peer::Channel(channel) if !channels.contains(&channel) => channels.push(channel),
                // Basic groups are named by no entry that is shared.
                Peer::Channel(_) | Peer::Group(_) => {}
            }
        }
        let mut files = Vec::new();
        for message in messages.iter().flatten() {
            files.extend(message.content.file().filter(|file| !files.contains(file)));
        }
        let plain = Arc::new(Plain { messages, people, channels, files });
        *self.plain.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&plain));
        Ok(plain)
    }

    fn known(&self) -> Option<Arc<Plain>> {
        self.plain.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The class of who sees them so; none where there are so many that one more would help nobody.
    fn class(&self, named: &Views) -> Option<Arc<Class>> {
        let mut classes = self.classes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(class) = classes.iter().find(|class| class.named.shows_the_same(named)) {
            return Some(Arc::clone(class));
        }
        if classes.len() >= CLASSES_MAX {
            return None;
        }
        let class = Arc::new(Class { named: named.clone(), templates: Mutex::default() });
        classes.push(Arc::clone(&class));
        Some(class)
    }

    fn rendered(&self, plain: &Plain, named: &Views) -> enums::Updates {
        self.renderings.fetch_add(1, Ordering::Relaxed);
        let extras = Extras::of_files(named.files.clone());
        let named = Named {
            users: named.people.iter().map(user).collect(),
            chats: named.channels.iter().map(chats::channel).collect(),
        };
        told(self.channel, &self.entries, &plain.messages, &extras, named)
    }
}

impl Told<'_> {
    /// The update in the form of `layer`.
    pub fn encoded(&self, layer: Layer) -> Arc<[u8]> {
        match &self.what {
            What::Own(updates) => tl::encode(updates, layer).into(),
            What::Shared { class, plain, named } => {
                let template =
                    class.templates().iter().find(|(of, _)| *of == layer).map(|(_, one)| one.clone());
                match template {
                    Some(Some(template)) => template.filled(&named.own()).into(),
                    Some(None) => tl::encode(&self.push.rendered(plain, named), layer).into(),
                    None => {
                        let bytes = tl::encode(&self.push.rendered(plain, named), layer);
                        let marked = tl::encode(&self.push.rendered(plain, &named.marked()), layer);
                        let template = Template::of(marked, &named.marked().own());
                        let template = template.filter(|template| template.filled(&named.own()) == bytes);
                        class.templates().push((layer, template.map(Arc::new)));
                        bytes.into()
                    }
                }
            }
        }
    }
}

impl Views {
    /// The values that each has of his own, in a fixed order.
    fn own(&self) -> Vec<Own> {
        let long = |value: i64| Own::Long(value.to_le_bytes());
        let people = self.people.iter().map(|view| long(view.access_hash));
        let hashes = self.channels.iter().map(|view| long(view.access_hash));
        let dates = self.channels.iter().filter_map(|view| view.member_since());
        let dates = dates.map(|date| Own::Int(date.to_le_bytes()));
        let files = self.files.iter().flat_map(|view| {
            let set = view.set_access_hash.map(long);
            [Some(long(view.access_hash)), set, Some(Own::Bytes(view.reference.clone()))]
        });
        people.chain(hashes).chain(dates).chain(files.flatten()).collect()
    }

    /// Whether another is shown the same, but for what each has of his own.
    fn shows_the_same(&self, other: &Views) -> bool {
        self.people.len() == other.people.len()
            && self.channels.len() == other.channels.len()
            && self.people.iter().zip(&other.people).all(|(one, other)| one.shows_the_same(other))
            && self.channels.iter().zip(&other.channels).all(|(one, other)| one.shows_the_same(other))
            && self.files.len() == other.files.len()
            && self.files.iter().zip(&other.files).all(|(one, other)| one.shows_the_same(other))
    }

    /// The same with marks where each has values of his own.
    fn marked(&self) -> Views {
        let mut number = 0;
        let mut mark = || {
            number += 1;
            MARK.wrapping_mul(2 * number + 1)
        };
        let mut marked = self.clone();
        marked.people.iter_mut().for_each(|view| view.access_hash = mark());
        for view in &mut marked.channels {
            view.access_hash = mark();
            // The upper half, without the sign: a date is positive.
            view.set_member_since((mark() >> 32) as i32 & i32::MAX);
        }
        for view in &mut marked.files {
            view.access_hash = mark();
            view.set_access_hash = view.set_access_hash.map(|_| mark());
            view.reference.chunks_mut(8).for_each(|part| {
                part.iter_mut().zip(mark().to_le_bytes()).for_each(|(to, from)| *to = from);
            });
        }
        marked
    }
}

impl Class {
    fn templates(&self) -> MutexGuard<'_, Vec<(Layer, Option<Arc<Template>>)>> {
        self.templates.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Template {
    /// Bytes with these marks in them; none if one of them stands there more than once. One that is not there at all is
    /// nothing that this layer says.
    fn of(bytes: Vec<u8>, marks: &[Own]) -> Option<Template> {
        let mut places = Vec::with_capacity(marks.len());
        for (value, mark) in marks.iter().enumerate() {
            let wanted = mark.bytes();
            // What is encoded lies at multiples of four; bytes lie behind their length.
            let first = usize::from(matches!(mark, Own::Bytes(_)));
            let mut found = (first..bytes.len())
                .step_by(4)
                .filter(|at| bytes.get(*at..).is_some_and(|rest| rest.starts_with(wanted)));
            places.extend(found.next().map(|at| Place { at, value }));
            if found.next().is_some() {
                return None;
            }
        }
        Some(Template { bytes: bytes.into(), places })
    }

    /// The bytes for a viewer with these values.
    fn filled(&self, own: &[Own]) -> Vec<u8> {
        let mut bytes = self.bytes.to_vec();
        for place in &self.places {
            let Some(value) = own.get(place.value).map(Own::bytes) else { continue };
            let to = bytes.get_mut(place.at..place.at + value.len());
            to.into_iter().flatten().zip(value).for_each(|(to, from)| *to = *from);
        }
        bytes
    }
}

impl Own {
    fn bytes(&self) -> &[u8] {
        match self {
            Own::Long(value) => value,
            Own::Int(value) => value,
            Own::Bytes(value) => value,
        }
    }
}

/// Whether an entry says the same to all but those whom [`is_alike`] names. Edits carry how far each has read in answers;
/// polls and places have more that is each viewer's own.
fn is_shareable(entry: &ChannelEntry) -> bool {
    let ChannelEvent::New(post) = &entry.event else {
        return !matches!(entry.event, ChannelEvent::Edited(_));
    };
    let message = post.seen_by(NOBODY);
    let plain = |media: &Media| match media {
        Media::Contact { .. } | Media::Dice { .. } | Media::Photo { .. } | Media::Document { .. } => true,
        Media::Poll { .. }
        | Media::Geo(_)
        | Media::GeoLive { .. }
        | Media::Todo(_)
        | Media::Venue { .. }
        | Media::Seen { .. } => false,
    };
    let elsewhere = message.reply_to.as_ref().and_then(|reply| reply.elsewhere.as_ref());
    let posted = message.posted.as_ref();
    message.content.media.as_ref().is_none_or(plain)
        // Their pictures are each viewer's own.
        && message.content.page.is_none()
        // And so is what a community is to each.
        && !matches!(
            message.content.action,
            Some(Action::SetChatWallPaper { .. } | Action::ChangeCommunity { .. })
        )
        && elsewhere.is_none_or(|elsewhere| elsewhere.media.is_none())
        && message.reactions.is_empty()
        && posted.is_none_or(|posted| posted.reacted.is_none())
        && !peers_in(&message).iter().any(|peer| matches!(peer, Peer::Group(_)))
}

/// Whether `viewer` is one of the many to whom an entry says the same.
fn is_alike(entry: &ChannelEntry, viewer: UserId) -> bool {
    let mentioned = |post: &Post| post.record.mentions.as_ref().is_some_and(|all| all.contains(&viewer));
    match &entry.event {
        ChannelEvent::New(post) | ChannelEvent::Edited(post) => post.author() != viewer && !mentioned(post),
        ChannelEvent::Deleted(_) | ChannelEvent::Pinned { .. } | ChannelEvent::Step => true,
    }
}

/// Who is no viewer.
const NOBODY: UserId = UserId(0);
/// Fewer are rendered one by one.
const SHARED_MIN: usize = 4;
/// Different things that are shown of one push, to so many kinds of viewers.
const CLASSES_MAX: usize = 32;
/// Odd multiples of this stand where each viewer's own values go. Whoever writes them into a post gets it rendered one by
/// one.
const MARK: i64 = 0x5bd1_e995_1b87_3593;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_go_where_the_marks_stood_and_a_mark_that_stands_twice_makes_no_template() {
        let long = |value: i64| Own::Long(value.to_le_bytes());
        let int = |value: i32| Own::Int(value.to_le_bytes());
        let marks = [long(MARK), int(77), Own::Bytes(vec![7, 8, 9])];
        let mark = MARK.to_le_bytes();
        let bytes = [&[1, 0, 0, 0][..], &mark, &77_i32.to_le_bytes(), &[3, 7, 8, 9]].concat();
        let template = Template::of(bytes.clone(), &marks).unwrap();
        assert_eq!(template.filled(&marks), bytes);
        let filled = template.filled(&[long(-2), int(5), Own::Bytes(vec![4, 5, 6])]);
        let wanted =
            [&[1, 0, 0, 0][..], &(-2_i64).to_le_bytes(), &5_i32.to_le_bytes(), &[3, 4, 5, 6]].concat();
        assert_eq!(filled, wanted);
        assert!(Template::of([&bytes[..], &mark[..]].concat(), &marks).is_none());
        assert!(Template::of(vec![0; 8], &marks).unwrap().places.is_empty());
    }
}
