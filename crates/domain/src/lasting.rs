//! Changes that are no entries of the box log, and of which a device that was away must hear: kept latest-wins,
//! with their time and in the commit of the change itself, and told again by `updates.getDifference`.
//!
//! What is kept is what a change was about; what it says is read when it is told, so an old row never tells old
//! news. What *others* did is told to who is there; the rest finds it where it looks.

use std::sync::Arc;

use boxes::{About, Boxes, Entry, Lasting, Peer, SessionRef, UserId};
use minicbor::{Decode, Encode};
use store::{Batch, Store};
use world::World;

use crate::{
    Domain, Fault, Live, Notice,
    chat_lists::peer_of_number,
    settings::{self, NotifyTarget, PrivacyKey},
};

/// What a sign-in says, which cannot be read elsewhere.
#[derive(Encode, Decode)]
#[cbor(array)]
pub(crate) struct Login {
    #[n(0)]
    pub(crate) device: String,
    #[n(1)]
    pub(crate) location: String,
}

/// Keeps, on their way, the notices of channels for the devices that are away.
///
/// The change itself is durable before. That it is told again to a device that is away now is written beside the
/// push, and a crash in between loses that and nothing else; whatever is no channel's is written with the change
/// (see [`keep`]).
pub(crate) struct Keeping {
    live: Arc<dyn Live>,
    boxes: Boxes,
    store: Store,
    world: World,
}

impl Keeping {
    pub(crate) fn around(live: Arc<dyn Live>, boxes: Boxes, store: Store, world: World) -> Arc<dyn Live> {
        Arc::new(Keeping { live, boxes, store, world })
    }
}

impl Live for Keeping {
    fn box_entries(&self, user: UserId, entries: &[Arc<Entry>], except: Option<SessionRef>) {
        self.live.box_entries(user, entries, except);
    }

    fn notice(&self, to: UserId, notice: Notice, except: Option<SessionRef>) {
        if let Some(about) = kept(&notice, except) {
            let (boxes, store) = (self.boxes.clone(), self.store.clone());
            self.world.spawn.spawn(Box::pin(async move {
                let mut batch = store.batch();
                let kept = match keep(&boxes, &mut batch, to, &[about]).await {
                    Ok(()) => store.commit(batch).await.map_err(Fault::from),
                    Err(fault) => Err(fault),
                };
                if let Err(error) = kept {
                    tracing::warn!(%error, "a change is not kept for devices that are away");
                }
            }));
        }
        self.live.notice(to, notice, except);
    }

    fn channel_entries(
        &self,
        channel: i64,
        entries: &[Arc<boxes::ChannelEntry>],
        except: Option<SessionRef>,
    ) {
        self.live.channel_entries(channel, entries, except);
    }

    fn channel_notice(&self, channel: i64, notice: Notice, except: Option<SessionRef>) {
        self.live.channel_notice(channel, notice, except);
    }

    fn membership(&self, user: UserId, channel: i64, member: bool) {
        self.live.membership(user, channel, member);
    }

    fn terminate(&self, auth_key_id: i64) {
        self.live.terminate(auth_key_id);
    }

    fn signed_in(&self, auth_key_id: i64, user: Option<UserId>) {
        self.live.signed_in(auth_key_id, user);
    }

    fn login_token_accepted(&self, auth_key_id: i64) {
        self.live.login_token_accepted(auth_key_id);
    }

    fn is_online(&self, user: UserId) -> bool {
        self.live.is_online(user)
    }
}

/// What a notice is about that is kept on its way.
fn kept(notice: &Notice, except: Option<SessionRef>) -> Option<About> {
    match notice {
        Notice::Channel { channel }
        | Notice::AvailableMessages { channel, .. }
        | Notice::ForumAsMessages { channel, .. } => Some(About::Channel(*channel)),
        Notice::ChannelRead { channel, .. } if except.is_some() => Some(About::ChannelRead(*channel)),
        _ => None,
    }
}

/// Puts into the batch of a change that it is told again to devices that are away.
pub(crate) async fn keep(
    boxes: &Boxes,
    batch: &mut Batch,
    user: UserId,
    about: &[About],
) -> Result<(), Fault> {
    for about in about {
        boxes.keep_lasting(batch, user, *about, Vec::new()).await?;
    }
    Ok(())
}

/// As [`keep`], of a sign-in.
pub(crate) async fn keep_login(
    boxes: &Boxes,
    batch: &mut Batch,
    user: UserId,
    hash: i64,
    login: &Login,
) -> Result<(), Fault> {
    // Writing into memory cannot fail.
    let payload = minicbor::to_vec(login).unwrap_or_default();
    Ok(boxes.keep_lasting(batch, user, About::NewAuthorization(hash), payload).await?)
}

impl Domain {
    /// What has changed for `user` since that second (and a little before), each with what holds now, oldest
    /// first.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn lasting_since(&self, user: UserId, date: i32) -> Result<Vec<Notice>, Fault> {
        let mut notices = Vec::new();
        for change in self.boxes.lasting_since(user, date).await? {
            notices.extend(self.told(user, &change).await?);
        }
        Ok(notices)
    }

    /// The notice of a kept change, with what holds now.
    async fn told(&self, user: UserId, change: &Lasting) -> Result<Option<Notice>, Fault> {
        Ok(Some(match change.about {
            About::Name(id) => Notice::Name { user: UserId(id) },
            About::User(id) => Notice::User { user: UserId(id) },
            About::Blocked(id) => {
                let peer = UserId(id);
                Notice::Blocked { peer, blocked: self.blocks.has(user, peer).await? }
            }
            About::PeerSettings(id) => Notice::PeerSettings { user: UserId(id) },
            About::ContactsReset => Notice::ContactsReset,
            About::Notify(number) => {
                let Some(target) = NotifyTarget::of_number(number) else { return Ok(None) };
                Notice::Notify { target, settings: self.settings.notify(user, target).await? }
            }
            About::TopicNotify(channel, topic) => {
                let target = NotifyTarget::Topic(channel, topic);
                Notice::Notify { target, settings: self.settings.notify(user, target).await? }
            }
            About::Privacy(number) => {
                let Some(key) = PrivacyKey::of_number(number) else { return Ok(None) };
                Notice::Privacy { key, rules: settings::rules(&*self.settings.of(user).await?, key).to_vec() }
            }
            About::RecentReactions => Notice::RecentReactions,
            About::SavedReactionTags => Notice::SavedReactionTags,
            About::StickerSets(kind) => Notice::StickerSets { kind },
            About::StickerSetsOrder(kind) => {
                let sets = self.stickers.installed(user, kind).await?;
                Notice::StickerSetsOrder { kind, order: sets.iter().map(|view| view.id).collect() }
            }
            About::RecentStickers => Notice::RecentStickers,
            About::FavedStickers => Notice::FavedStickers,
            About::SavedGifs => Notice::SavedGifs,
            About::SavedRingtones => Notice::SavedRingtones,
            About::Theme(id) => Notice::Theme { id },
            About::AutoSave => Notice::AutoSave,
            About::Browser => {
                let kept = self.preferences.of(user).await?;
                Notice::Browser { browser: Box::new(kept.browser.clone()) }
            }
            About::RecentEmojiStatuses => Notice::RecentEmojiStatuses,
            About::WallPaper(id) => Notice::WallPaper { user: UserId(id) },
            About::Scheduled(peer, id) => match self.boxes.scheduled_message(user, id).await? {
                Some(message) => Notice::Scheduled(Box::new(message)),
                None => Notice::Unscheduled { peer, ids: vec![id], sent: Vec::new() },
            },
            About::Draft(number) => {
                let Some(peer) = peer_of_number(number) else { return Ok(None) };
                Notice::Draft { peer, topic: None, draft: self.chat_lists.draft(user, peer, None).await? }
            }
            About::TopicDraft(channel, topic) => {
                let (peer, topic) = (Peer::Channel(channel), Some(topic));
                Notice::Draft { peer, topic, draft: self.chat_lists.draft(user, peer, topic).await? }
            }
            About::PinnedDialogs(folder) => {
                Notice::PinnedDialogs { folder, order: self.chat_lists.pinned(user, folder).await? }
            }
            About::PinnedSavedDialogs => {
                Notice::PinnedSavedDialogs { order: self.chat_lists.pinned_saved(user).await? }
            }
            About::UnreadMark(number) => {
                let Some(peer) = peer_of_number(number) else { return Ok(None) };
                let unread = self.chat_lists.of(user).await?.unread_marks.contains(&peer);
                Notice::UnreadMark { peer, unread }
            }
            About::Filter(id) => {
                let filter = self.chat_lists.filter(user, id).await?.map(|filter| (*filter).clone());
                Notice::Filter { id, filter }
            }
            About::FilterOrder => {
                let filters = self.chat_lists.filters(user).await?;
                Notice::FilterOrder { order: filters.into_iter().map(|(id, _)| id).collect() }
            }
            About::Filters => Notice::Filters,
            About::Channel(channel) => Notice::Channel { channel },
            About::ChannelRead(channel) => match self.channels.dialog(user, channel).await {
                Ok(found) => Notice::ChannelRead {
                    channel,
                    max_id: found.dialog.read_inbox_max_id,
                    still_unread: found.dialog.unread_count,
                    pts: found.dialog.pts.unwrap_or(1),
                },
                Err(_) => return Ok(None),
            },
            About::DiscussionRead(channel, root) => {
                let Ok(thread) = self.channels.thread(user, channel, root).await else { return Ok(None) };
                let Ok(read) = self.channels.thread_read(user, &thread).await else { return Ok(None) };
                let max_id = read.read_max_id.unwrap_or(0);
                Notice::DiscussionRead { channel, root, max_id, of_post: thread.of_post }
            }
            About::NewAuthorization(hash) => {
                let Ok(Login { device, location }) = minicbor::decode(&change.payload) else {
                    return Ok(None);
                };
                Notice::NewAuthorization { hash, date: change.date, device, location }
            }
        }))
    }
}
