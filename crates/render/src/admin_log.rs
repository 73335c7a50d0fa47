//! What was done in a channel, for one of its admins.

use std::sync::Arc;

use boxes::{Message, PartState, Peer, Post, UserId};
use domain::{Domain, Fault, Listed, Origin, Seen, TopicView};
use store::records::{
    account::{EmojiStatus, PersonColor},
    admin_log::{Deed, LoggedDeed, LoggedLink, LoggedMessage, LoggedTopic, Reactions},
    channels::{Participant, flag},
    looks::WornWallPaper,
};
use tl::{enums, types};

use crate::{
    channels::{participant, peers_of_participant},
    chats::{banned_rights, location},
    extras::Extras,
    invites::invite,
    messages::{message, peers_in},
    named::named,
    people::{emoji_status, peer_color},
    reactions::chat_reactions,
    topics::{peer_of_topic, topic},
};

/// Deeds with everybody whom they name. `now` is seconds since 1970.
///
/// # Errors
/// Where a record cannot be read.
pub async fn admin_log(
    domain: &Domain,
    viewer: UserId,
    seen: &Seen,
    deeds: &[(i64, LoggedDeed)],
    now: i32,
) -> Result<enums::channels::AdminLogResults, Fault> {
    let messages: Vec<Message> = deeds.iter().flat_map(|(_, row)| messages_of(viewer, &row.deed)).collect();
    let extras = Extras::of(domain, viewer, &messages).await?;
    let mut peers: Vec<Peer> = messages.iter().flat_map(peers_in).chain(extras.peers()).collect();
    peers.push(Peer::Channel(seen.id));
    let mut events = Vec::with_capacity(deeds.len());
    for (id, row) in deeds {
        peers.push(Peer::User(row.user));
        let shown = Shown { domain, viewer, seen, extras: &extras, now };
        let action = shown.deed(&row.deed, &mut peers).await?;
        events.push(types::ChannelAdminLogEvent::new(*id, row.date, row.user.0, action).into());
    }
    let named = named(domain, viewer, peers).await?;
    Ok(types::channels::AdminLogResults::new(events, named.chats, named.users).into())
}

/// For whom, and in what.
struct Shown<'a> {
    domain: &'a Domain,
    viewer: UserId,
    seen: &'a Seen,
    extras: &'a Extras,
    now: i32,
}

impl Shown<'_> {
    async fn deed(
        &self,
        deed: &Deed,
        peers: &mut Vec<Peer>,
    ) -> Result<enums::ChannelAdminLogEventAction, Fault> {
        use types as t;
        Ok(match deed {
            Deed::Title(before, after) => {
                t::ChannelAdminLogEventActionChangeTitle::new(before.clone(), after.clone()).into()
            }
            Deed::About(before, after) => {
                t::ChannelAdminLogEventActionChangeAbout::new(before.clone(), after.clone()).into()
            }
            Deed::Username(before, after) => {
                let name = |name: &Option<String>| name.clone().unwrap_or_default();
                t::ChannelAdminLogEventActionChangeUsername::new(name(before), name(after)).into()
            }
            Deed::Photo(before, after) => {
                let (before, after) = (self.photo(*before).await?, self.photo(*after).await?);
                t::ChannelAdminLogEventActionChangePhoto::new(before, after).into()
            }
            Deed::Flag { flag, on } => flag_set(*flag, *on),
            Deed::DefaultBanned(before, after) => {
                let (before, after) = (banned_rights(*before, 0), banned_rights(*after, 0));
                t::ChannelAdminLogEventActionDefaultBannedRights::new(before, after).into()
            }
            Deed::SlowMode(before, after) => {
                t::ChannelAdminLogEventActionToggleSlowMode::new(*before, *after).into()
            }
            Deed::Linked(before, after) => {
                peers.extend(before.iter().chain(after).copied().map(Peer::Channel));
                let (before, after) = (before.unwrap_or(0), after.unwrap_or(0));
                t::ChannelAdminLogEventActionChangeLinkedChat::new(before, after).into()
            }
            Deed::HistoryTtl(before, after) => {
                t::ChannelAdminLogEventActionChangeHistoryTTL::new(*before, *after).into()
            }
            Deed::Reactions(before, after) => {
                let (before, after) = (allowed(before), allowed(after));
                t::ChannelAdminLogEventActionChangeAvailableReactions::new(before, after).into()
            }
            Deed::Color(before, after) => {
                t::ChannelAdminLogEventActionChangePeerColor::new(color(*before), color(*after)).into()
            }
            Deed::ProfileColor(before, after) => {
                t::ChannelAdminLogEventActionChangeProfilePeerColor::new(color(*before), color(*after)).into()
            }
            Deed::EmojiStatus(before, after) => {
                let (before, after) = (status(*before), status(*after));
                t::ChannelAdminLogEventActionChangeEmojiStatus::new(before, after).into()
            }
            Deed::StickerSet(before, after) => {
                let (before, after) = (self.sticker_set(*before).await?, self.sticker_set(*after).await?);
                t::ChannelAdminLogEventActionChangeStickerSet::new(before, after).into()
            }
            Deed::EmojiSet(before, after) => {
                let (before, after) = (self.sticker_set(*before).await?, self.sticker_set(*after).await?);
                t::ChannelAdminLogEventActionChangeEmojiStickerSet::new(before, after).into()
            }
            Deed::WallPaper(before, after) => {
                let (before, after) =
                    (self.wallpaper(before.as_ref()).await?, self.wallpaper(after.as_ref()).await?);
                t::ChannelAdminLogEventActionChangeWallpaper::new(before, after).into()
            }
            Deed::Location(before, after) => {
                let (before, after) = (location(before.as_ref()), location(after.as_ref()));
                t::ChannelAdminLogEventActionChangeLocation::new(before, after).into()
            }
            Deed::Join => enums::ChannelAdminLogEventAction::ChannelAdminLogEventActionParticipantJoin,
            Deed::Leave => enums::ChannelAdminLogEventAction::ChannelAdminLogEventActionParticipantLeave,
            Deed::Invite { user, row } => {
                let one = self.person(*user, row, peers);
                t::ChannelAdminLogEventActionParticipantInvite::new(one).into()
            }
            Deed::Banned { user, before, after } => {
                let (was, is) = (self.person(*user, before, peers), self.person(*user, after, peers));
                t::ChannelAdminLogEventActionParticipantToggleBan::new(was, is).into()
            }
            // An admin's title is told with his rights.
            Deed::Admin { user, before, after } if before.admin.is_none() && after.admin.is_none() => {
                peers.push(Peer::User(*user));
                let called = |row: &Participant| row.rank.clone().unwrap_or_default();
                let (before, after) = (called(before), called(after));
                t::ChannelAdminLogEventActionParticipantEditRank::new(user.0, before, after).into()
            }
            Deed::Admin { user, before, after } => {
                let (was, is) = (self.person(*user, before, peers), self.person(*user, after, peers));
                t::ChannelAdminLogEventActionParticipantToggleAdmin::new(was, is).into()
            }
            Deed::JoinByLink(link) => {
                t::ChannelAdminLogEventActionParticipantJoinByInvite::new(self.link(link, peers)).into()
            }
            Deed::JoinByRequest { link, approved_by } => {
                peers.push(Peer::User(*approved_by));
                let link = match link {
                    Some(link) => self.link(link, peers),
                    None => enums::ExportedChatInvite::ChatInvitePublicJoinRequests,
                };
                t::ChannelAdminLogEventActionParticipantJoinByRequest::new(link, approved_by.0).into()
            }
            Deed::LinkEdited(before, after) => {
                let (before, after) = (self.link(before, peers), self.link(after, peers));
                t::ChannelAdminLogEventActionExportedInviteEdit::new(before, after).into()
            }
            Deed::LinkRevoked(link) => {
                t::ChannelAdminLogEventActionExportedInviteRevoke::new(self.link(link, peers)).into()
            }
            Deed::LinkDeleted(link) => {
                t::ChannelAdminLogEventActionExportedInviteDelete::new(self.link(link, peers)).into()
            }
            Deed::Edited(before, after) => {
                let (before, after) = (self.message(before), self.message(after));
                t::ChannelAdminLogEventActionEditMessage::new(before, after).into()
            }
            Deed::Deleted(message) => {
                t::ChannelAdminLogEventActionDeleteMessage::new(self.message(message)).into()
            }
            Deed::Pinned(message) => {
                t::ChannelAdminLogEventActionUpdatePinned::new(self.message(message)).into()
            }
            Deed::PollStopped(message) => {
                t::ChannelAdminLogEventActionStopPoll::new(self.message(message)).into()
            }
            Deed::TopicCreated(topic) => {
                t::ChannelAdminLogEventActionCreateTopic::new(self.topic(topic, false, peers)).into()
            }
            Deed::TopicEdited(before, after) => {
                let (before, after) = (self.topic(before, false, peers), self.topic(after, false, peers));
                t::ChannelAdminLogEventActionEditTopic::new(before, after).into()
            }
            Deed::TopicDeleted(topic) => {
                t::ChannelAdminLogEventActionDeleteTopic::new(self.topic(topic, false, peers)).into()
            }
            Deed::TopicPinned { topic, pinned } => {
                let shown = self.topic(topic, *pinned, peers);
                let mut action = t::ChannelAdminLogEventActionPinTopic::new();
                if *pinned {
                    action.new_topic = Some(shown)
                } else {
                    action.prev_topic = Some(shown)
                }
                action.into()
            }
        })
    }

    async fn photo(&self, id: Option<i64>) -> Result<enums::Photo, Fault> {
        let view = match id {
            Some(id) => self.domain.files.view(self.viewer, Origin::Channel(self.seen.id), id).await?,
            None => None,
        };
        let gone = || types::PhotoEmpty::new(id.unwrap_or(0)).into();
        Ok(view.as_ref().map_or_else(gone, crate::files::photo))
    }

    /// None, and one that is gone, are empty.
    async fn sticker_set(&self, id: Option<i64>) -> Result<enums::InputStickerSet, Fault> {
        let view = match id {
            Some(id) => self.domain.stickers.view(self.viewer, id).await?,
            None => None,
        };
        let named = view.map(|view| types::InputStickerSetID::new(view.id, view.access_hash).into());
        Ok(named.unwrap_or(enums::InputStickerSet::InputStickerSetEmpty))
    }

    async fn wallpaper(&self, worn: Option<&WornWallPaper>) -> Result<enums::WallPaper, Fault> {
        let view = match worn {
            Some(worn) => self.domain.looks.wallpaper(self.viewer, worn).await?,
            None => None,
        };
        let none = || types::WallPaperNoFile::new(0).into();
        Ok(view.as_ref().map_or_else(none, crate::looks::wallpaper))
    }

    fn person(&self, user: UserId, row: &Participant, peers: &mut Vec<Peer>) -> enums::ChannelParticipant {
        let listed = Listed { user, row: Arc::new(row.clone()) };
        peers.extend(peers_of_participant(&listed));
        participant(&self.seen.record, &listed, self.viewer, self.now)
    }

    fn link(&self, link: &LoggedLink, peers: &mut Vec<Peer>) -> enums::ExportedChatInvite {
        peers.push(Peer::User(link.invite.admin));
        invite(&link.hash, &link.invite)
    }

    fn message(&self, logged: &LoggedMessage) -> enums::Message {
        message(&seen_by(self.viewer, logged), self.extras)
    }

    fn topic(&self, logged: &LoggedTopic, pinned: bool, peers: &mut Vec<Peer>) -> enums::ForumTopic {
        let view = TopicView {
            id: logged.id,
            topic: Some(Arc::new(logged.topic.clone())),
            state: PartState::default(),
            read_max_id: 0,
            pinned,
            mentions: 0,
            reactions: 0,
            polls: 0,
        };
        peers.extend(peer_of_topic(self.seen.id, &view));
        topic(self.seen.id, self.viewer, &view, &domain::settings::NotifySettings::default(), None)
    }
}

fn messages_of(viewer: UserId, deed: &Deed) -> Vec<Message> {
    let logged = match deed {
        Deed::Edited(before, after) => vec![before, after],
        Deed::Deleted(message) | Deed::Pinned(message) | Deed::PollStopped(message) => vec![message],
        _ => Vec::new(),
    };
    logged.into_iter().map(|logged| seen_by(viewer, logged)).collect()
}

fn seen_by(viewer: UserId, logged: &LoggedMessage) -> Message {
    Post { id: logged.id, record: Arc::new((*logged.record).clone()) }.seen_by(viewer)
}

fn color(color: Option<PersonColor>) -> enums::PeerColor {
    peer_color(color.unwrap_or_default())
}

fn status(status: Option<EmojiStatus>) -> enums::EmojiStatus {
    status.map_or(enums::EmojiStatus::EmojiStatusEmpty, emoji_status)
}

fn flag_set(flag: u32, on: bool) -> enums::ChannelAdminLogEventAction {
    match flag {
        flag::SIGNATURE_PROFILES => types::ChannelAdminLogEventActionToggleSignatureProfiles::new(on).into(),
        flag::NO_FORWARDS => types::ChannelAdminLogEventActionToggleNoForwards::new(on).into(),
        flag::HIDDEN_PREHISTORY => types::ChannelAdminLogEventActionTogglePreHistoryHidden::new(on).into(),
        flag::FORUM => types::ChannelAdminLogEventActionToggleForum::new(on).into(),
        flag::ANTI_SPAM => types::ChannelAdminLogEventActionToggleAntiSpam::new(on).into(),
        _ => types::ChannelAdminLogEventActionToggleSignatures::new(on).into(),
    }
}

fn allowed(reactions: &Reactions) -> enums::ChatReactions {
    let some = if reactions.none { Some(&[][..]) } else { reactions.some.as_deref() };
    chat_reactions(some, reactions.no_custom != Some(true))
}
