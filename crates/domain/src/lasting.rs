//! Changes that are no entries of the box log, and of which a device that was away must hear: kept latest-wins,
//! with their time, and told again by `updates.getDifference`.
//!
//! What is kept is what a change was about; what it says is read when it is told, so an old row never tells old
//! news.

use std::sync::Arc;

use boxes::{Boxes, Entry, Lasting, MessageId, Peer, SessionRef, UserId};
use minicbor::{Decode, Encode};
use store::Batch;
use world::World;

use crate::{
    Domain, Fault, Live, Notice,
    chat_lists::peer_of_number,
    settings::{self, NotifyTarget, PrivacyKey},
};

/// What a change was about; encoded, it is the row's name.
#[derive(Encode, Decode, Clone, Copy)]
pub(crate) enum About {
    #[n(0)]
    Name(#[n(0)] i64),
    #[n(1)]
    User(#[n(0)] i64),
    #[n(2)]
    Blocked(#[n(0)] i64),
    #[n(3)]
    PeerSettings(#[n(0)] i64),
    #[n(4)]
    ContactsReset,
    #[n(5)]
    Notify(#[n(0)] i64),
    #[n(6)]
    Privacy(#[n(0)] u8),
    #[n(7)]
    NewAuthorization(#[n(0)] i64),
    #[n(90)]
    RecentReactions,
    #[n(91)]
    SavedReactionTags,
    #[n(80)]
    Scheduled(#[n(0)] Peer, #[n(1)] MessageId),
    #[n(60)]
    Draft(#[n(0)] i64),
    #[n(61)]
    PinnedDialogs(#[n(0)] i32),
    #[n(62)]
    PinnedSavedDialogs,
    #[n(63)]
    UnreadMark(#[n(0)] i64),
    #[n(64)]
    Filter(#[n(0)] i32),
    #[n(65)]
    FilterOrder,
    #[n(66)]
    Filters,
    #[n(40)]
    Channel(#[n(0)] i64),
    #[n(41)]
    ChannelRead(#[n(0)] i64),
}

/// What a change says, where that cannot be read elsewhere.
#[derive(Encode, Decode)]
#[cbor(array)]
struct Login {
    #[n(0)]
    device: String,
    #[n(1)]
    location: String,
}

/// Keeps, on their way, the notices to a person's other sessions of what one of his sessions did.
///
/// The change itself is durable before. That it is told again to a device that is away now is written beside the
/// push, and a crash in between loses that and nothing else; what concerns the list of chats is written with the
/// change (see [`keep`]).
pub(crate) struct Keeping {
    live: Arc<dyn Live>,
    boxes: Boxes,
    world: World,
}

impl Keeping {
    pub(crate) fn around(live: Arc<dyn Live>, boxes: Boxes, world: World) -> Arc<dyn Live> {
        Arc::new(Keeping { live, boxes, world })
    }
}

impl Live for Keeping {
    fn box_entries(&self, user: UserId, entries: &[Arc<Entry>], except: Option<SessionRef>) {
        self.live.box_entries(user, entries, except);
    }

    fn notice(&self, to: UserId, notice: Notice, except: Option<SessionRef>) {
        // What others did is told to who is there; the rest finds it where it looks.
        let always =
            matches!(notice, Notice::Scheduled(_) | Notice::Unscheduled { .. } | Notice::Channel { .. });
        let own = except.is_some() || always;
        for (name, payload) in own.then(|| kept(&notice)).into_iter().flatten() {
            let boxes = self.boxes.clone();
            self.world.spawn.spawn(Box::pin(async move {
                if let Err(error) = boxes.note_lasting(to, &name, payload).await {
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

/// Name and payload of the rows of a notice; none for passing ones.
fn kept(notice: &Notice) -> Vec<(Vec<u8>, Vec<u8>)> {
    let about = match notice {
        // A poll stands in its messages as it is now.
        Notice::ChatTyping { .. }
        | Notice::Chat { .. }
        | Notice::ChatAdmin { .. }
        | Notice::ChatBanned { .. }
        | Notice::JoinRequests { .. }
        | Notice::ChannelTyping { .. }
        // What is left to be seen stands with the dialog.
        | Notice::ChannelContentsRead { .. }
        | Notice::ChannelReactions { .. }
        | Notice::Typing { .. }
        | Notice::Status { .. }
        | Notice::Poll { .. } => return Vec::new(),
        Notice::Channel { channel } => About::Channel(*channel),
        Notice::ChannelRead { channel, .. } => About::ChannelRead(*channel),
        // Kept with the change itself, see `keep`.
        Notice::Draft { .. }
        | Notice::DialogPinned { .. }
        | Notice::PinnedDialogs { .. }
        | Notice::SavedDialogPinned { .. }
        | Notice::PinnedSavedDialogs { .. }
        | Notice::UnreadMark { .. }
        | Notice::Filter { .. }
        | Notice::FilterOrder { .. }
        | Notice::Filters => return Vec::new(),
        Notice::Scheduled(message) => About::Scheduled(message.peer, message.id),
        Notice::Unscheduled { peer, ids, .. } => {
            let name = |id: &MessageId| (encoded(&About::Scheduled(*peer, *id)), Vec::new());
            return ids.iter().map(name).collect();
        }
        Notice::Name { user } => About::Name(user.0),
        Notice::User { user } => About::User(user.0),
        Notice::Blocked { peer, .. } => About::Blocked(peer.0),
        Notice::PeerSettings { user } => About::PeerSettings(user.0),
        Notice::ContactsReset => About::ContactsReset,
        Notice::Notify { target, .. } => About::Notify(target.number()),
        Notice::Privacy { key, .. } => About::Privacy(*key as u8),
        Notice::RecentReactions => About::RecentReactions,
        Notice::SavedReactionTags => About::SavedReactionTags,
        Notice::NewAuthorization { hash, .. } => About::NewAuthorization(*hash),
    };
    let payload = match notice {
        Notice::NewAuthorization { device, location, .. } => {
            encoded(&Login { device: device.clone(), location: location.clone() })
        }
        _ => Vec::new(),
    };
    vec![(encoded(&about), payload)]
}

/// Puts into the batch of a change that it is told again to devices that are away.
pub(crate) async fn keep(
    boxes: &Boxes,
    batch: &mut Batch,
    user: UserId,
    about: &[About],
) -> Result<(), Fault> {
    for about in about {
        boxes.keep_lasting(batch, user, &encoded(about), Vec::new()).await?;
    }
    Ok(())
}

fn encoded(value: &impl Encode<()>) -> Vec<u8> {
    // Writing into memory cannot fail.
    minicbor::to_vec(value).unwrap_or_default()
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
        let Ok(about) = minicbor::decode::<About>(&change.name) else { return Ok(None) };
        Ok(Some(match about {
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
            About::Privacy(number) => {
                let Some(key) = PrivacyKey::of_number(number) else { return Ok(None) };
                Notice::Privacy { key, rules: settings::rules(&*self.settings.of(user).await?, key) }
            }
            About::RecentReactions => Notice::RecentReactions,
            About::SavedReactionTags => Notice::SavedReactionTags,
            About::Scheduled(peer, id) => match self.boxes.scheduled_message(user, id).await? {
                Some(message) => Notice::Scheduled(Box::new(message)),
                None => Notice::Unscheduled { peer, ids: vec![id], sent: Vec::new() },
            },
            About::Draft(number) => {
                let Some(peer) = peer_of_number(number) else { return Ok(None) };
                Notice::Draft { peer, draft: self.chat_lists.draft(user, peer).await? }
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
            About::NewAuthorization(hash) => {
                let Ok(Login { device, location }) = minicbor::decode(&change.payload) else {
                    return Ok(None);
                };
                Notice::NewAuthorization { hash, date: change.date, device, location }
            }
        }))
    }
}
