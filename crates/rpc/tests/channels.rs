//! Channels by their methods: who is let in, who sees what, and what is refused.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "a test may start tasks")]

#[allow(dead_code, reason = "other tests use the rest")]
mod fixture;

use std::sync::Arc;

use boxes::By;
use domain::{ChannelAction, PeerKind};
use fixture::{Device, House};
use store::records::channels::Channel;
use tl::{enums, functions, types};

struct Town {
    house: Arc<House>,
    ani: Device,
    budi: Device,
}

impl Town {
    async fn new() -> Town {
        let house = Arc::new(House::open().await);
        let (ani, budi) = (house.person(1, "Ani").await, house.person(2, "Budi").await);
        let (ani, budi) = (house.device(ani, 1), house.device(budi, 1));
        Town { house, ani, budi }
    }

    /// A supergroup of Ani's.
    async fn group(&self) -> i64 {
        let make = functions::channels::CreateChannel {
            megagroup: true,
            ..functions::channels::CreateChannel::new("Kampung".into(), "kita".into())
        };
        let enums::Updates::Updates(made) = self.house.call(&self.ani, make).await.unwrap() else {
            panic!("updates")
        };
        let enums::Chat::Channel(channel) = &made.chats[0] else { panic!("a channel") };
        assert!(channel.creator && channel.megagroup);
        channel.id
    }

    fn hash(&self, viewer: &Device, channel: i64) -> i64 {
        let viewer = viewer.user.unwrap();
        self.house.services.domain.access.of(viewer, PeerKind::Channel, channel)
    }

    fn channel(&self, viewer: &Device, channel: i64) -> enums::InputChannel {
        types::InputChannel::new(channel, self.hash(viewer, channel)).into()
    }

    fn peer(&self, viewer: &Device, channel: i64) -> enums::InputPeer {
        types::InputPeerChannel::new(channel, self.hash(viewer, channel)).into()
    }

    async fn say(&self, by: &Device, channel: i64, text: &str) -> Result<i32, String> {
        let random_id = self.house.services.world.chance.long();
        let send = functions::messages::SendMessage::new(self.peer(by, channel), text.into(), random_id);
        let enums::Updates::Updates(done) = self.house.call(by, send).await? else { panic!("updates") };
        let id = done.updates.iter().find_map(|update| match update {
            enums::Update::UpdateMessageID(id) => Some(id.id),
            _ => None,
        });
        Ok(id.unwrap())
    }

    async fn link(&self, channel: i64, limit: Option<i32>) -> String {
        let peer = self.peer(&self.ani, channel);
        let export = functions::messages::ExportChatInvite {
            usage_limit: limit,
            ..functions::messages::ExportChatInvite::new(peer)
        };
        let made = self.house.call(&self.ani, export).await.unwrap();
        let enums::ExportedChatInvite::ChatInviteExported(made) = made else { panic!("a link") };
        made.link.rsplit('+').next().unwrap().to_owned()
    }

    async fn join(&self, who: &Device, hash: &str) -> Result<(), String> {
        let import = functions::messages::ImportChatInvite::new(hash.into());
        self.house.call(who, import).await.map(|_| ())
    }

    async fn history(&self, who: &Device, channel: i64) -> Result<Vec<i32>, String> {
        let get = functions::messages::GetHistory::new(self.peer(who, channel), 0, 0, 0, 100, 0, 0, 0);
        let enums::messages::Messages::ChannelMessages(page) = self.house.call(who, get).await? else {
            panic!("a channel's messages")
        };
        Ok(page.messages.iter().map(id_of).collect())
    }
}

fn id_of(message: &enums::Message) -> i32 {
    match message {
        enums::Message::Message(message) => message.id,
        enums::Message::MessageService(message) => message.id,
        enums::Message::MessageEmpty(message) => message.id,
    }
}

#[tokio::test]
async fn a_wrong_hash_is_answered_as_a_missing_channel() {
    let town = Town::new().await;
    let channel = town.group().await;
    let right = town.hash(&town.budi, channel);
    let get = |id: i64, hash: i64| {
        functions::channels::GetFullChannel::new(types::InputChannel::new(id, hash).into())
    };
    for hash in [0, right + 1, right - 1, town.hash(&town.ani, channel)] {
        let refused = town.house.call(&town.budi, get(channel, hash)).await;
        assert_eq!(refused.err().as_deref(), Some("CHANNEL_INVALID"));
    }
    let missing = town.house.call(&town.budi, get(channel + 1, right)).await;
    assert_eq!(missing.err().as_deref(), Some("CHANNEL_INVALID"));
    // The right one proves that it was shown, not that he may look in.
    let private = town.house.call(&town.budi, get(channel, right)).await;
    assert_eq!(private.err().as_deref(), Some("CHANNEL_PRIVATE"));
}

#[tokio::test]
async fn of_a_thousand_who_follow_a_link_for_one_at_the_same_time_one_gets_in() {
    let town = Arc::new(Town::new().await);
    let channel = town.group().await;
    let hash = town.link(channel, Some(1)).await;
    let mut joining = Vec::new();
    for number in 0..1_000 {
        let person = town.house.person(100 + number, "Tamu").await;
        let (town, device, hash) = (Arc::clone(&town), town.house.device(person, 1), hash.clone());
        joining.push(tokio::spawn(async move { town.join(&device, &hash).await }));
    }
    let mut came = 0;
    for one in joining {
        match one.await.unwrap() {
            Ok(()) => came += 1,
            Err(error) => assert_eq!(error, "INVITE_HASH_EXPIRED"),
        }
    }
    assert_eq!(came, 1);
    let record = town.house.services.domain.channels.record(channel).await.unwrap().unwrap();
    assert_eq!(record.participants, 2);
}

#[tokio::test]
async fn in_a_group_that_was_made_one_for_very_many_admins_alone_write() {
    let town = Town::new().await;
    let channel = town.group().await;
    let hash = town.link(channel, None).await;
    town.join(&town.budi, &hash).await.unwrap();
    town.say(&town.budi, channel, "masih boleh").await.unwrap();
    let convert = functions::channels::ConvertToGigagroup::new(town.channel(&town.ani, channel));
    let refused = town.house.call(&town.ani, convert.clone()).await;
    assert_eq!(refused.err().as_deref(), Some("PARTICIPANTS_TOO_FEW"));
    // As if so many had come.
    let channels = &town.house.services.domain.channels;
    let (by, many) = (By::user(town.ani.user.unwrap()), |record: &mut Channel| record.participants = 200_000);
    channels.change_record(by, channel, ChannelAction::Own, many).await.unwrap();
    let theirs = functions::channels::ConvertToGigagroup::new(town.channel(&town.budi, channel));
    assert_eq!(town.house.call(&town.budi, theirs).await.err().as_deref(), Some("CHAT_ADMIN_REQUIRED"));
    let enums::Updates::Updates(done) = town.house.call(&town.ani, convert.clone()).await.unwrap() else {
        panic!("updates")
    };
    let enums::Chat::Channel(shown) = &done.chats[0] else { panic!("a channel") };
    assert!(shown.gigagroup && shown.megagroup);
    let refused = town.say(&town.budi, channel, "tidak lagi").await;
    assert_eq!(refused.err().as_deref(), Some("CHAT_WRITE_FORBIDDEN"));
    town.say(&town.ani, channel, "dari pengurus").await.unwrap();
    // Nor does it end by what members may do.
    let free = functions::messages::EditChatDefaultBannedRights::new(
        town.peer(&town.ani, channel),
        types::ChatBannedRights::new(0).into(),
    );
    assert_eq!(town.house.call(&town.ani, free).await.err().as_deref(), Some("CHAT_NOT_MODIFIED"));
    assert_eq!(town.house.call(&town.ani, convert).await.err().as_deref(), Some("CHAT_NOT_MODIFIED"));
    let topics = functions::channels::ToggleForum::new(town.channel(&town.ani, channel), true, false);
    assert_eq!(town.house.call(&town.ani, topics).await.err().as_deref(), Some("CHAT_DISCUSSION_UNALLOWED"));
}

#[tokio::test]
async fn who_guesses_links_is_made_to_wait() {
    let town = Town::new().await;
    for guess in 0..20 {
        let refused = town.join(&town.budi, &format!("guess{guess}")).await;
        assert_eq!(refused.err().as_deref(), Some("INVITE_HASH_INVALID"));
    }
    let refused = town.join(&town.budi, "guess").await.unwrap_err();
    assert!(refused.starts_with("FLOOD_WAIT_"), "{refused}");
}

#[tokio::test]
async fn a_revoked_or_ended_link_leads_nowhere() {
    let town = Town::new().await;
    let channel = town.group().await;
    let hash = town.link(channel, None).await;
    let revoke = functions::messages::EditExportedChatInvite {
        revoked: true,
        ..functions::messages::EditExportedChatInvite::new(town.peer(&town.ani, channel), hash.clone())
    };
    let done = town.house.call(&town.ani, revoke).await.unwrap();
    assert!(matches!(done, enums::messages::ExportedChatInvite::ExportedChatInviteReplaced(_)));
    assert_eq!(town.join(&town.budi, &hash).await.err().as_deref(), Some("INVITE_HASH_EXPIRED"));
    let export = functions::messages::ExportChatInvite {
        expire_date: Some(fixture::START as i32 + 60),
        ..functions::messages::ExportChatInvite::new(town.peer(&town.ani, channel))
    };
    let enums::ExportedChatInvite::ChatInviteExported(made) =
        town.house.call(&town.ani, export).await.unwrap()
    else {
        panic!("a link")
    };
    town.house.pass(60);
    let hash = made.link.rsplit('+').next().unwrap();
    assert_eq!(town.join(&town.budi, hash).await.err().as_deref(), Some("INVITE_HASH_EXPIRED"));
}

#[tokio::test]
async fn who_asks_to_be_let_in_is_in_when_an_admin_says_so() {
    let town = Town::new().await;
    let channel = town.group().await;
    let export = functions::messages::ExportChatInvite {
        request_needed: true,
        ..functions::messages::ExportChatInvite::new(town.peer(&town.ani, channel))
    };
    let enums::ExportedChatInvite::ChatInviteExported(made) =
        town.house.call(&town.ani, export).await.unwrap()
    else {
        panic!("a link")
    };
    let hash = made.link.rsplit('+').next().unwrap();
    for _ in 0..2 {
        assert_eq!(town.join(&town.budi, hash).await.err().as_deref(), Some("INVITE_REQUEST_SENT"));
    }
    assert_eq!(town.history(&town.budi, channel).await.err().as_deref(), Some("CHANNEL_PRIVATE"));
    let budi = town.budi.user.unwrap();
    let named = types::InputUser::new(
        budi.0,
        town.house.services.domain.access.of(town.ani.user.unwrap(), PeerKind::User, budi.0),
    );
    let approve = functions::messages::HideChatJoinRequest {
        approved: true,
        ..functions::messages::HideChatJoinRequest::new(town.peer(&town.ani, channel), named.into())
    };
    town.house.call(&town.ani, approve.clone()).await.unwrap();
    assert!(!town.history(&town.budi, channel).await.unwrap().is_empty());
    let again = town.house.call(&town.ani, approve).await;
    assert_eq!(again.err().as_deref(), Some("HIDE_REQUESTER_MISSING"));
}

#[tokio::test]
async fn hidden_history_is_hidden_on_every_way() {
    let town = Town::new().await;
    let channel = town.group().await;
    let hide = functions::channels::TogglePreHistoryHidden::new(town.channel(&town.ani, channel), true);
    town.house.call(&town.ani, hide).await.unwrap();
    let secret = town.say(&town.ani, channel, "rahasia sekali").await.unwrap();
    let hash = town.link(channel, None).await;
    town.join(&town.budi, &hash).await.unwrap();
    let open = town.say(&town.ani, channel, "terbuka").await.unwrap();
    let seen = town.history(&town.budi, channel).await.unwrap();
    assert!(seen.contains(&open) && !seen.contains(&secret), "{seen:?}");
    let ids = vec![types::InputMessageID::new(secret).into()];
    let get = functions::channels::GetMessages::new(town.channel(&town.budi, channel), ids);
    let enums::messages::Messages::ChannelMessages(got) = town.house.call(&town.budi, get).await.unwrap()
    else {
        panic!("a channel's messages")
    };
    assert!(matches!(got.messages[0], enums::Message::MessageEmpty(_)));
    let peer = || town.peer(&town.budi, channel);
    let search = functions::messages::Search::new(
        peer(),
        "rahasia".into(),
        enums::MessagesFilter::InputMessagesFilterEmpty,
        0,
        0,
        0,
        0,
        100,
        0,
        0,
        0,
    );
    let enums::messages::Messages::ChannelMessages(got) = town.house.call(&town.budi, search).await.unwrap()
    else {
        panic!("a channel's messages")
    };
    assert_eq!((got.count, got.messages.len()), (0, 0));
    let forward = functions::messages::ForwardMessages::new(
        peer(),
        vec![secret],
        vec![5],
        enums::InputPeer::InputPeerSelf,
    );
    assert_eq!(town.house.call(&town.budi, forward).await.err().as_deref(), Some("MESSAGE_ID_INVALID"));
    let reply = functions::messages::SendMessage {
        reply_to: Some(types::InputReplyToMessage::new(secret).into()),
        ..functions::messages::SendMessage::new(peer(), "ya".into(), 6)
    };
    assert_eq!(town.house.call(&town.budi, reply).await.err().as_deref(), Some("REPLY_MESSAGE_ID_INVALID"));
    let difference = functions::updates::GetChannelDifference::new(
        town.channel(&town.budi, channel),
        enums::ChannelMessagesFilter::ChannelMessagesFilterEmpty,
        1,
        100,
    );
    let enums::updates::ChannelDifference::ChannelDifference(got) =
        town.house.call(&town.budi, difference).await.unwrap()
    else {
        panic!("a difference")
    };
    assert!(got.r#final && got.new_messages.iter().all(|message| id_of(message) > secret));
}

#[tokio::test]
async fn who_was_thrown_out_is_refused_everything() {
    let town = Town::new().await;
    let channel = town.group().await;
    let hash = town.link(channel, None).await;
    town.join(&town.budi, &hash).await.unwrap();
    town.say(&town.budi, channel, "halo").await.unwrap();
    let budi = town.budi.user.unwrap();
    let named = town.house.peer(town.ani.user.unwrap(), budi);
    let bans = types::ChatBannedRights { view_messages: true, ..types::ChatBannedRights::new(0) };
    let kick = functions::channels::EditBanned::new(town.channel(&town.ani, channel), named, bans.into());
    town.house.call(&town.ani, kick).await.unwrap();
    let banned = Some("USER_BANNED_IN_CHANNEL");
    assert_eq!(town.say(&town.budi, channel, "lagi").await.err().as_deref(), banned);
    assert_eq!(town.history(&town.budi, channel).await.err().as_deref(), banned);
    assert_eq!(town.join(&town.budi, &hash).await.err().as_deref(), banned);
    let difference = functions::updates::GetChannelDifference::new(
        town.channel(&town.budi, channel),
        enums::ChannelMessagesFilter::ChannelMessagesFilterEmpty,
        1,
        100,
    );
    assert_eq!(town.house.call(&town.budi, difference).await.err().as_deref(), banned);
    let get = functions::channels::GetChannels::new(vec![town.channel(&town.budi, channel)]);
    let enums::messages::Chats::Chats(got) = town.house.call(&town.budi, get).await.unwrap() else {
        panic!("chats")
    };
    assert!(matches!(got.chats[0], enums::Chat::ChannelForbidden(_)));
}

#[tokio::test]
async fn slow_mode_makes_members_wait_and_admins_not() {
    let town = Town::new().await;
    let channel = town.group().await;
    let hash = town.link(channel, None).await;
    town.join(&town.budi, &hash).await.unwrap();
    let slow = functions::channels::ToggleSlowMode::new(town.channel(&town.ani, channel), 10);
    town.house.call(&town.ani, slow).await.unwrap();
    town.say(&town.budi, channel, "satu").await.unwrap();
    town.house.pass(3);
    assert_eq!(town.say(&town.budi, channel, "dua").await.err().as_deref(), Some("SLOWMODE_WAIT_7"));
    town.say(&town.ani, channel, "tiga").await.unwrap();
    town.say(&town.ani, channel, "empat").await.unwrap();
    town.house.pass(7);
    town.say(&town.budi, channel, "lima").await.unwrap();
}

#[tokio::test]
async fn a_public_channel_is_found_looked_at_and_joined_and_its_name_is_free_when_it_goes() {
    let town = Town::new().await;
    let channel = town.group().await;
    let name =
        |name: &str| functions::channels::UpdateUsername::new(town.channel(&town.ani, channel), name.into());
    assert!(town.house.call(&town.ani, name("kampung_kita")).await.unwrap());
    let taken = functions::account::UpdateUsername::new("Kampung_Kita".into());
    assert_eq!(town.house.call(&town.budi, taken).await.err().as_deref(), Some("USERNAME_OCCUPIED"));
    let resolve = functions::contacts::ResolveUsername::new("kampung_kita".into());
    let enums::contacts::ResolvedPeer::ResolvedPeer(found) =
        town.house.call(&town.budi, resolve).await.unwrap();
    let enums::Chat::Channel(shown) = &found.chats[0] else { panic!("a channel") };
    assert!(shown.left && !shown.min && shown.id == channel);
    assert!(!town.history(&town.budi, channel).await.unwrap().is_empty());
    assert_eq!(town.say(&town.budi, channel, "halo").await.err().as_deref(), Some("USER_NOT_PARTICIPANT"));
    let join = functions::channels::JoinChannel::new(town.channel(&town.budi, channel));
    town.house.call(&town.budi, join).await.unwrap();
    town.say(&town.budi, channel, "halo").await.unwrap();
    let delete = functions::channels::DeleteChannel::new(town.channel(&town.ani, channel));
    town.house.call(&town.ani, delete).await.unwrap();
    assert_eq!(town.history(&town.budi, channel).await.err().as_deref(), Some("CHANNEL_INVALID"));
    let free = functions::account::CheckUsername::new("kampung_kita".into());
    assert!(town.house.call(&town.budi, free).await.unwrap());
}

#[tokio::test]
async fn a_post_does_not_tell_who_wrote_it() {
    let town = Town::new().await;
    let make = functions::channels::CreateChannel {
        broadcast: true,
        ..functions::channels::CreateChannel::new("Warta".into(), String::new())
    };
    let enums::Updates::Updates(made) = town.house.call(&town.ani, make).await.unwrap() else {
        panic!("updates")
    };
    let enums::Chat::Channel(channel) = &made.chats[0] else { panic!("a channel") };
    let id = channel.id;
    town.say(&town.ani, id, "kabar").await.unwrap();
    let hash = town.link(id, None).await;
    town.join(&town.budi, &hash).await.unwrap();
    let get = functions::messages::GetHistory::new(town.peer(&town.budi, id), 0, 0, 0, 100, 0, 0, 0);
    let enums::messages::Messages::ChannelMessages(page) = town.house.call(&town.budi, get).await.unwrap()
    else {
        panic!("a channel's messages")
    };
    assert!(page.users.is_empty());
    for message in &page.messages {
        match message {
            enums::Message::Message(message) => assert!(message.from_id.is_none() && message.post),
            enums::Message::MessageService(message) => assert!(message.from_id.is_none()),
            enums::Message::MessageEmpty(_) => panic!("a message"),
        }
    }
    let people = functions::channels::GetParticipants::new(
        town.channel(&town.budi, id),
        enums::ChannelParticipantsFilter::ChannelParticipantsRecent,
        0,
        100,
        0,
    );
    assert_eq!(town.house.call(&town.budi, people).await.err().as_deref(), Some("CHAT_ADMIN_REQUIRED"));
}

#[tokio::test]
async fn a_post_that_did_not_reach_its_discussion_reaches_it_later_and_once() {
    let town = Town::new().await;
    let group = town.group().await;
    let make = functions::channels::CreateChannel {
        broadcast: true,
        ..functions::channels::CreateChannel::new("Warta".into(), "kita".into())
    };
    let enums::Updates::Updates(made) = town.house.call(&town.ani, make).await.unwrap() else {
        panic!("updates")
    };
    let enums::Chat::Channel(channel) = &made.chats[0] else { panic!("a channel") };
    let channel = channel.id;
    // As if the program had died between the post and its way to the group: nothing took it there.
    let post = town.say(&town.ani, channel, "warta").await.unwrap();
    let link = functions::channels::SetDiscussionGroup::new(
        town.channel(&town.ani, channel),
        town.channel(&town.ani, group),
    );
    town.house.call(&town.ani, link).await.unwrap();
    assert_eq!(town.history(&town.ani, group).await.unwrap(), [1]);
    let what = boxes::DueWhat::Discussion(channel, post);
    let row = boxes::DueAt { at: 1, user: boxes::UserId(0), what };
    for _ in 0..2 {
        town.house.services.domain.channels.discuss_due(row).await.unwrap();
        assert_eq!(town.history(&town.ani, group).await.unwrap(), [2, 1]);
    }
    // What is gone by then is gone there as well, and a row of a channel that is not linked does nothing.
    let gone = functions::channels::DeleteMessages::new(town.channel(&town.ani, channel), vec![post]);
    town.house.call(&town.ani, gone).await.unwrap();
    town.house.services.domain.channels.discuss_due(row).await.unwrap();
    assert_eq!(town.history(&town.ani, group).await.unwrap(), [1]);
    let missing = boxes::DueAt { what: boxes::DueWhat::Discussion(group, 1), ..row };
    town.house.services.domain.channels.discuss_due(missing).await.unwrap();
}

#[tokio::test]
async fn all_that_somebody_wrote_goes_when_an_admin_says_so_and_nothing_else() {
    let town = Town::new().await;
    let group = town.group().await;
    let link = town.link(group, None).await;
    town.join(&town.budi, &link).await.unwrap();
    let kept = town.say(&town.ani, group, "tetap").await.unwrap();
    for text in ["satu", "dua"] {
        town.say(&town.budi, group, text).await.unwrap();
    }
    let before = town.history(&town.ani, group).await.unwrap();
    let budi = town.budi.user.unwrap();
    let to_budi = |viewer: &Device| -> enums::InputPeer {
        let access = &town.house.services.domain.access;
        let hash = access.of(viewer.user.unwrap(), PeerKind::User, budi.0);
        types::InputPeerUser::new(budi.0, hash).into()
    };
    let delete = |viewer: &Device| {
        let channel = town.channel(viewer, group);
        functions::channels::DeleteParticipantHistory::new(channel, to_budi(viewer))
    };
    let refused = town.house.call(&town.budi, delete(&town.budi)).await;
    assert_eq!(refused.err().as_deref(), Some("CHAT_ADMIN_REQUIRED"));
    assert_eq!(town.history(&town.ani, group).await.unwrap(), before);
    town.house.call(&town.ani, delete(&town.ani)).await.unwrap();
    let left = town.history(&town.ani, group).await.unwrap();
    assert!(left.contains(&kept) && left.len() < before.len());
    // Once more there is nothing to be deleted.
    town.house.call(&town.ani, delete(&town.ani)).await.unwrap();
    assert_eq!(town.history(&town.ani, group).await.unwrap(), left);
}

#[tokio::test]
async fn pages_of_members_go_on_where_the_one_before_ended() {
    let town = Town::new().await;
    let group = town.group().await;
    let link = town.link(group, None).await;
    for number in 0..25 {
        let person = town.house.person(100 + number, "Warga").await;
        town.join(&town.house.device(person, 1), &link).await.unwrap();
    }
    let page = async |offset: i32| {
        let recent = enums::ChannelParticipantsFilter::ChannelParticipantsRecent;
        let channel = town.channel(&town.ani, group);
        let get = functions::channels::GetParticipants::new(channel, recent, offset, 10, 0);
        match town.house.call(&town.ani, get).await.unwrap() {
            enums::channels::ChannelParticipants::ChannelParticipants(page) => {
                assert_eq!(page.count, 26);
                let who = |one: &enums::ChannelParticipant| match one {
                    enums::ChannelParticipant::ChannelParticipant(one) => one.user_id,
                    enums::ChannelParticipant::ChannelParticipantCreator(one) => one.user_id,
                    _ => panic!("a member"),
                };
                page.participants.iter().map(who).collect::<Vec<_>>()
            }
            enums::channels::ChannelParticipants::ChannelParticipantsNotModified => panic!("a page"),
        }
    };
    // Somebody who jumps in finds the same as who turns page by page, and a second time as the first.
    let jumped = page(10).await;
    for _ in 0..2 {
        let mut all = page(0).await;
        let second = page(10).await;
        assert_eq!(second, jumped);
        all.extend(second);
        all.extend(page(20).await);
        let mut once = all.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!((all.len(), once.len()), (26, 26));
    }
}

#[tokio::test]
async fn a_message_has_no_more_different_reactions_than_its_chat_allows() {
    let town = Town::new().await;
    let group = town.group().await;
    let link = town.link(group, None).await;
    town.join(&town.budi, &link).await.unwrap();
    let limit = |limit: i32| functions::messages::SetChatAvailableReactions {
        reactions_limit: Some(limit),
        ..functions::messages::SetChatAvailableReactions::new(
            town.peer(&town.ani, group),
            types::ChatReactionsAll { allow_custom: false }.into(),
        )
    };
    for wrong in [-1, 12] {
        let refused = town.house.call(&town.ani, limit(wrong)).await;
        assert_eq!(refused.err().as_deref(), Some("LIMIT_INVALID"));
    }
    town.house.call(&town.ani, limit(1)).await.unwrap();
    let said = town.say(&town.ani, group, "halo").await.unwrap();
    let react = async |by: &Device, emoji: &str| {
        let reaction = types::ReactionEmoji::new(emoji.into()).into();
        let request = functions::messages::SendReaction {
            reaction: Some(vec![reaction]),
            ..functions::messages::SendReaction::new(town.peer(by, group), said)
        };
        town.house.call(by, request).await.map(|_| ())
    };
    react(&town.ani, "\u{1f44d}").await.unwrap();
    assert_eq!(react(&town.budi, "\u{1f525}").await.err().as_deref(), Some("REACTIONS_TOO_MANY"));
    react(&town.budi, "\u{1f44d}").await.unwrap();
}

#[tokio::test]
async fn each_member_is_told_of_a_post_as_he_alone_sees_it() {
    let town = Town::new().await;
    let group = town.group().await;
    let link = town.link(group, None).await;
    let citra = town.house.person(3, "Citra").await;
    town.join(&town.budi, &link).await.unwrap();
    town.join(&town.house.device(citra, 1), &link).await.unwrap();
    let (ani, budi) = (town.ani.user.unwrap(), town.budi.user.unwrap());
    let domain = &town.house.services.domain;
    let content = boxes::Content { text: "halo Budi".into(), ..boxes::Content::default() };
    let drafts = vec![(domain::Draft::new(7, content), vec![budi])];
    let posted = domain.channels.post(boxes::By::user(ani), group, drafts).await.unwrap();
    let entries = [Arc::clone(&posted[0].entry)];
    for viewer in [ani, budi, citra] {
        let told = render::channel_entries(domain, viewer, group, &entries, false, Vec::new()).await.unwrap();
        let enums::Updates::Updates(told) = told else { panic!("updates") };
        let [enums::Update::UpdateNewChannelMessage(new)] = &told.updates[..] else { panic!("one update") };
        let enums::Message::Message(message) = &new.message else { panic!("a message") };
        assert_eq!((message.out, message.mentioned), (viewer == ani, viewer == budi));
        let enums::Chat::Channel(channel) = &told.chats[0] else { panic!("a channel") };
        assert_eq!(channel.access_hash, Some(domain.access.of(viewer, PeerKind::Channel, group)));
        assert_eq!(channel.creator, viewer == ani);
        let enums::User::User(author) = &told.users[0] else { panic!("a person") };
        assert_eq!(author.access_hash, Some(domain.access.of(viewer, PeerKind::User, ani.0)));
        assert_eq!(author.is_self, viewer == ani);
    }
}

#[tokio::test]
async fn who_was_thrown_out_is_found_behind_ten_thousand_members() {
    use store::records::channels::{ByMember, Participant};
    let town = Town::new().await;
    let group = town.group().await;
    let people: Vec<i64> = (1_000..11_500).collect();
    for part in people.chunks(400) {
        let mut batch = town.house.store().batch();
        for number in part {
            let row = Participant { member: true, ..Participant::default() };
            let key = ByMember { channel: group, user: boxes::UserId(*number) };
            batch.put::<store::tables::Participants>(&key, &row);
        }
        town.house.store().commit(batch).await.unwrap();
    }
    let link = town.link(group, None).await;
    let channels = &town.house.services.domain.channels;
    let by = boxes::By::user(town.ani.user.unwrap());
    for (number, bans) in [(90_000, 1), (90_001, 2), (90_002, 1)] {
        let person = town.house.person(number, "Jauh").await;
        town.join(&town.house.device(person, 1), &link).await.unwrap();
        channels.set_banned(by, group, person, bans, 0).await.unwrap();
    }
    channels.set_banned(by, group, boxes::UserId(90_002), 0, 0).await.unwrap();
    let listed = async |filter: enums::ChannelParticipantsFilter| {
        let get = functions::channels::GetParticipants::new(town.channel(&town.ani, group), filter, 0, 10, 0);
        match town.house.call(&town.ani, get).await.unwrap() {
            enums::channels::ChannelParticipants::ChannelParticipants(page) => {
                let who = |one: &enums::ChannelParticipant| match one {
                    enums::ChannelParticipant::ChannelParticipantBanned(one) => one.peer.clone(),
                    _ => panic!("somebody who may do less"),
                };
                page.participants.iter().map(who).collect::<Vec<_>>()
            }
            enums::channels::ChannelParticipants::ChannelParticipantsNotModified => panic!("a page"),
        }
    };
    let kicked = types::ChannelParticipantsKicked::new(String::new()).into();
    let restricted = types::ChannelParticipantsBanned::new("jauh".into()).into();
    assert!(listed(kicked).await == [types::PeerUser::new(90_000).into()]);
    assert!(listed(restricted).await == [types::PeerUser::new(90_001).into()]);
}

#[tokio::test]
async fn more_pins_than_one_commit_takes_are_taken_away_at_once() {
    let town = Town::new().await;
    let group = town.group().await;
    let channels = &town.house.services.domain.channels;
    let by = boxes::By::user(town.ani.user.unwrap());
    for number in 0..1_001 {
        let id = town.say(&town.ani, group, &format!("pesan {number}")).await.unwrap();
        channels.pin(by, group, id, true, true).await.unwrap();
    }
    let unpin = functions::messages::UnpinAllMessages::new(town.peer(&town.ani, group));
    town.house.call(&town.ani, unpin).await.unwrap();
    assert!(channels.pinned(by.user, group).await.unwrap().is_empty());
}
