//! Posts of channels on their way to many members: what is rendered once and filled in for each is, byte for byte, what
//! rendering for him alone gives.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "other tests use the rest")]
mod fixture;

use std::{collections::BTreeSet, sync::Arc};

use boxes::{By, ChannelEntry, ChannelEvent, MessageId, UserId};
use domain::{
    PeerKind,
    settings::{PrivacyKey, PrivacyRule},
};
use fixture::{Device, House};
use render::ChannelPush;
use tl::{Layer, enums, functions, types};

const LAYERS: [i32; 7] = [144, 158, 166, 181, 198, 216, 230];
/// Member 1 made it, 2 is an admin, 3 may do less, 4 is mentioned, and so on: see `town`.
const MEMBERS: i64 = 60;

struct Town {
    house: House,
    devices: Vec<Device>,
    channel: i64,
}

impl Town {
    /// A supergroup (or a channel) whose members differ in all that decides what they are shown of each other.
    async fn new(broadcast: bool) -> Town {
        let house = House::open().await;
        let mut devices = Vec::new();
        for id in 1..=MEMBERS {
            let user = house.person(id, &format!("Orang {id}")).await;
            devices.push(house.device(user, 1));
        }
        let make = functions::channels::CreateChannel {
            megagroup: !broadcast,
            broadcast,
            ..functions::channels::CreateChannel::new("Kampung".into(), "kita".into())
        };
        let enums::Updates::Updates(made) = house.call(&devices[0], make).await.unwrap() else {
            panic!("updates")
        };
        let enums::Chat::Channel(channel) = &made.chats[0] else { panic!("a channel") };
        let town = Town { channel: channel.id, house, devices };
        let name = functions::channels::UpdateUsername::new(town.input(0), "kampung_kita".into());
        town.house.call(&town.devices[0], name).await.unwrap();
        for member in 1..MEMBERS as usize {
            town.house.pass(1);
            let join = functions::channels::JoinChannel::new(town.input(member));
            town.house.call(&town.devices[member], join).await.unwrap();
        }
        town.differ().await;
        town
    }

    async fn differ(&self) {
        let domain = &self.house.services.domain;
        let rights = types::ChatAdminRights {
            delete_messages: true,
            post_messages: true,
            pin_messages: true,
            ..types::ChatAdminRights::new()
        };
        let admin = self.input_user(0, 1);
        let promote = functions::channels::EditAdmin {
            rank: Some("wakil".into()),
            ..functions::channels::EditAdmin::new(self.input(0), admin, rights.into())
        };
        self.house.call(&self.devices[0], promote).await.unwrap();
        let bans = types::ChatBannedRights { send_media: true, ..types::ChatBannedRights::new(i32::MAX) };
        for restricted in [2, 30, 31] {
            let person = self.house.peer(UserId(1), UserId(restricted as i64 + 1));
            let ban = functions::channels::EditBanned::new(self.input(0), person, bans.clone().into());
            self.house.call(&self.devices[0], ban).await.unwrap();
        }
        for author in [UserId(1), UserId(5)] {
            for (number, other) in (6..=MEMBERS).map(UserId).enumerate() {
                let called = |name: &str| domain::NewContact {
                    first_name: name.into(),
                    last_name: String::new(),
                    phone: String::new(),
                    shares_phone: number % 3 == 0,
                };
                match number % 8 {
                    1 => domain.contacts.add(By::user(other), author, called("Tetangga")).await.unwrap(),
                    2 => domain.contacts.add(By::user(author), other, called("Bu RT")).await.unwrap(),
                    3 => {
                        domain.contacts.add(By::user(other), author, called("Kakak")).await.unwrap();
                        domain.contacts.add(By::user(author), other, called("Adik")).await.unwrap();
                    }
                    4 => drop(domain.blocks.set(By::user(author), other, true).await.unwrap()),
                    5 => {
                        let rules = vec![PrivacyRule::DisallowAll];
                        let key = PrivacyKey::StatusTimestamp;
                        domain.settings.set_privacy(By::user(other), key, rules).await.unwrap();
                    }
                    _ => {}
                }
            }
            let rules = vec![PrivacyRule::AllowUsers(vec![6, 20, 33]), PrivacyRule::DisallowAll];
            domain.settings.set_privacy(By::user(author), PrivacyKey::PhoneNumber, rules).await.unwrap();
            domain.presence.update(By::user(author), false).await.unwrap();
        }
    }

    fn hash(&self, viewer: usize) -> i64 {
        let viewer = self.devices[viewer].user.unwrap();
        self.house.services.domain.access.of(viewer, PeerKind::Channel, self.channel)
    }

    fn input(&self, viewer: usize) -> enums::InputChannel {
        types::InputChannel::new(self.channel, self.hash(viewer)).into()
    }

    fn peer(&self, viewer: usize) -> enums::InputPeer {
        types::InputPeerChannel::new(self.channel, self.hash(viewer)).into()
    }

    fn input_user(&self, viewer: usize, other: usize) -> enums::InputUser {
        let (viewer, other) = (self.devices[viewer].user.unwrap(), self.devices[other].user.unwrap());
        let hash = self.house.services.domain.access.of(viewer, PeerKind::User, other.0);
        types::InputUser::new(other.0, hash).into()
    }

    fn says(&self, by: usize, text: &str) -> functions::messages::SendMessage {
        let random_id = self.house.services.world.chance.long();
        functions::messages::SendMessage::new(self.peer(by), text.into(), random_id)
    }

    async fn send(&self, by: usize, request: functions::messages::SendMessage) -> MessageId {
        let enums::Updates::Updates(done) = self.house.call(&self.devices[by], request).await.unwrap() else {
            panic!("updates")
        };
        let id = done.updates.iter().find_map(|update| match update {
            enums::Update::UpdateMessageID(id) => Some(id.id),
            _ => None,
        });
        id.unwrap()
    }

    async fn entry(&self, id: MessageId) -> Arc<ChannelEntry> {
        let posts = self.house.services.boxes.channels().posts(self.channel, &[id]).await.unwrap();
        let post = posts.into_iter().flatten().next().unwrap();
        let (date, event) = (post.record.date, ChannelEvent::New(post));
        Arc::new(ChannelEntry { pts: id, pts_count: 1, date, event })
    }

    /// Tells all members, and holds what each gets against what he alone is rendered. How often it was rendered, and how
    /// many different updates there were.
    async fn tell(&self, entries: &[Arc<ChannelEntry>], layers: &[i32]) -> (usize, usize) {
        let domain = &self.house.services.domain;
        let push = ChannelPush::new(self.channel, entries, self.devices.len());
        let mut different = BTreeSet::new();
        for device in &self.devices {
            let viewer = device.user.unwrap();
            let seen = domain.channels.seen(self.channel, viewer).await.unwrap();
            let told = push.to(domain, viewer, &seen).await.unwrap();
            let own = render::channel_entries(domain, viewer, self.channel, entries, false, Vec::new());
            let own = own.await.unwrap();
            for layer in layers {
                let layer = Layer::new(*layer);
                let (told, own) = (told.encoded(layer), tl::encode(&own, layer));
                assert!(*told == *own, "{} is told otherwise at {layer:?}", viewer.0);
                different.insert(own);
            }
        }
        (push.renderings(), different.len())
    }
}

#[tokio::test]
async fn what_is_filled_in_for_each_member_is_what_rendering_for_him_alone_gives() {
    let town = Town::new(false).await;
    let plain = town.send(0, town.says(0, "Kabar untuk semua")).await;
    let by_fifth = town.send(4, town.says(4, "Kabar dari yang kelima")).await;
    let answer = functions::messages::SendMessage {
        reply_to: Some(types::InputReplyToMessage::new(plain).into()),
        ..town.says(0, "jawab")
    };
    let answer = town.send(0, answer).await;
    let mention = types::InputMessageEntityMentionName::new(0, 5, town.input_user(0, 3));
    let mention = functions::messages::SendMessage {
        entities: Some(vec![mention.into()]),
        ..town.says(0, "Orang keempat")
    };
    let mention = town.send(0, mention).await;
    for id in [plain, by_fifth, answer, mention] {
        let entry = town.entry(id).await;
        let (renderings, different) = town.tell(&[entry], &LAYERS).await;
        // Each has access hashes of his own at least.
        assert!(different >= MEMBERS as usize, "{different}");
        assert!(renderings < LAYERS.len() * 60 * 2 / 3, "{renderings}");
    }
    // All at once, in one update.
    let all = [town.entry(plain).await, town.entry(by_fifth).await, town.entry(answer).await];
    town.tell(&all, &LAYERS).await;
}

#[tokio::test]
async fn other_entries_are_told_as_alone_as_well() {
    let town = Town::new(false).await;
    let first = town.send(0, town.says(0, "sematkan")).await;
    let date = 1_700_000_000;
    for event in [
        ChannelEvent::Deleted(vec![first, 7]),
        ChannelEvent::Pinned { ids: vec![first], pinned: true },
        ChannelEvent::Step,
    ] {
        let entry = ChannelEntry { pts: 99, pts_count: 2, date, event };
        town.tell(&[Arc::new(entry)], &LAYERS).await;
    }
    let post = town.house.services.boxes.channels().posts(town.channel, &[first]).await.unwrap();
    let event = ChannelEvent::Edited(post.into_iter().flatten().next().unwrap());
    town.tell(&[Arc::new(ChannelEntry { pts: 99, pts_count: 1, date, event })], &LAYERS).await;
    // What says more than words: contacts, dice, places, polls.
    let media: [enums::InputMedia; 4] = [
        types::InputMediaContact::new("+628123".into(), "Pak".into(), "RT".into(), String::new()).into(),
        types::InputMediaDice::new("\u{1f3b2}".into()).into(),
        types::InputMediaGeoPoint::new(types::InputGeoPoint::new(-6.2, 106.8).into()).into(),
        types::InputMediaPoll::new(
            types::Poll::new(
                0,
                types::TextWithEntities::new("Siapa ikut?".into(), Vec::new()).into(),
                ["saya", "tidak"]
                    .into_iter()
                    .map(|text| {
                        let text = types::TextWithEntities::new(text.into(), Vec::new()).into();
                        types::PollAnswer::new(text, text_bytes()).into()
                    })
                    .collect(),
                0,
            )
            .into(),
        )
        .into(),
    ];
    for media in media {
        let random_id = town.house.services.world.chance.long();
        let send = functions::messages::SendMedia::new(town.peer(0), media, String::new(), random_id);
        town.house.call(&town.devices[0], send).await.unwrap();
        let top = town.house.services.boxes.channels().state(town.channel).await.unwrap().top_message;
        let entry = town.entry(top).await;
        town.tell(&[entry], &[158, 216, 230]).await;
    }
    // Whoever joined, and the message that made it all.
    for id in [1, 2, 3] {
        let entry = town.entry(id).await;
        town.tell(&[entry], &[144, 198, 230]).await;
    }
}

fn text_bytes() -> Vec<u8> {
    use std::sync::atomic::{AtomicU8, Ordering};
    static NEXT: AtomicU8 = AtomicU8::new(1);
    vec![NEXT.fetch_add(1, Ordering::Relaxed)]
}

#[tokio::test]
async fn files_are_shown_to_each_with_what_proves_that_he_has_seen_them() {
    let town = Town::new(true).await;
    for (file_id, name) in [(1, "kabar.txt"), (2, "kabar lain.txt")] {
        let part = functions::upload::SaveFilePart::new(file_id, 0, vec![7; 100 + file_id as usize]);
        town.house.call(&town.devices[0], part).await.unwrap();
        let file = types::InputFile::new(file_id, 1, name.into(), String::new());
        let named = types::DocumentAttributeFilename::new(name.into());
        let media =
            types::InputMediaUploadedDocument::new(file.into(), "text/plain".into(), vec![named.into()]);
        let random_id = town.house.services.world.chance.long();
        let send = functions::messages::SendMedia::new(town.peer(0), media.into(), "baca".into(), random_id);
        town.house.call(&town.devices[0], send).await.unwrap();
        let top = town.house.services.boxes.channels().state(town.channel).await.unwrap().top_message;
        let (renderings, different) = town.tell(&[town.entry(top).await], &LAYERS).await;
        assert!(different >= MEMBERS as usize && renderings <= 8 * LAYERS.len(), "{renderings}");
        let (both, _) = town.tell(&[town.entry(top - 1).await, town.entry(top).await], &[158, 230]).await;
        assert!(both <= 16, "{both}");
    }
}

#[tokio::test]
async fn a_post_of_a_channel_is_rendered_a_few_times_for_members_who_are_strangers_to_each_other() {
    let town = Town::new(true).await;
    let id = town.send(0, town.says(0, "Pengumuman")).await;
    let (renderings, different) = town.tell(&[town.entry(id).await], &[230]).await;
    assert_eq!(different, MEMBERS as usize);
    // The channel speaks for itself: its maker, an admin, those who may do less, and all others; each class twice, with
    // the maker by himself, who wrote it.
    assert!(renderings <= 8, "{renderings}");
}

#[tokio::test]
async fn numbers_in_a_post_that_look_like_what_is_filled_in_change_nothing() {
    let town = Town::new(false).await;
    let id = town.send(0, town.says(0, "x")).await;
    let plain = town.entry(id).await;
    let ChannelEvent::New(post) = &plain.event else { panic!("a post") };
    // What stands for each one's own values while it is rendered, as the ids of custom emoji.
    let mark: i64 = 0x5bd1_e995_1b87_3593;
    for number in 1..6 {
        let entity = types::MessageEntityCustomEmoji::new(0, 1, mark.wrapping_mul(2 * number + 1));
        let entities: Vec<enums::MessageEntity> = vec![entity.into()];
        let mut record = (*post.record).clone();
        let content = boxes::Content {
            entities: Some(tl::encode(&entities, Layer::NEWEST)),
            ..(*record.content).clone()
        };
        record.content = Arc::new(content);
        let event = ChannelEvent::New(boxes::Post { id, record: Arc::new(record) });
        town.tell(&[Arc::new(ChannelEntry { event, ..(*plain).clone() })], &[158, 230]).await;
    }
}
