//! What one device changes reaches another one that was away, whenever the power goes: that the change is told is on
//! disk with the change itself.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use common::{Device, Place, Stopped};
use kv::{
    BoxFuture, ClaimError, CommitError, Direction, Engine, Epoch, Group, Pair, ReadError, Shard,
    memory::Memory,
};
use tl::{enums, functions, types};

/// An engine whose power goes after so many commits: the next one never ends.
struct Dying {
    memory: Arc<Memory>,
    left: AtomicUsize,
}

impl Engine for Dying {
    fn get<'a>(&'a self, shard: Shard, key: &'a [u8]) -> BoxFuture<'a, Result<Option<Vec<u8>>, ReadError>> {
        self.memory.get(shard, key)
    }

    fn get_many<'a>(
        &'a self,
        shard: Shard,
        keys: &'a [Vec<u8>],
    ) -> BoxFuture<'a, Result<Vec<Option<Vec<u8>>>, ReadError>> {
        self.memory.get_many(shard, keys)
    }

    fn scan<'a>(
        &'a self,
        shard: Shard,
        from: &'a [u8],
        to: &'a [u8],
        limit: usize,
        direction: Direction,
    ) -> BoxFuture<'a, Result<Vec<Pair>, ReadError>> {
        self.memory.scan(shard, from, to, limit, direction)
    }

    fn commit(&self, batch: Vec<Group>) -> BoxFuture<'static, Vec<Result<(), CommitError>>> {
        let took = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        match took {
            Ok(_) => self.memory.commit(batch),
            Err(_) => Box::pin(std::future::pending()),
        }
    }

    fn claim(&self, shard: Shard) -> BoxFuture<'_, Result<Epoch, ClaimError>> {
        self.memory.claim(shard)
    }
}

const AYU: &str = "+15550000001";
const BUDI: &str = "+15550000002";

/// What the first device changes.
#[derive(Clone, Copy, Debug)]
enum Change {
    Block,
    Notify,
    Privacy,
    Name,
    About,
    Username,
    Contact,
    Schedule,
    Edit,
    Unschedule,
    Recent,
    SignIn,
    Sets,
    Faved,
}

impl Change {
    const ALL: [Change; 14] = [
        Change::Notify,
        Change::Privacy,
        Change::Name,
        Change::About,
        Change::Username,
        Change::Contact,
        Change::Schedule,
        Change::Edit,
        Change::Unschedule,
        Change::Recent,
        Change::SignIn,
        Change::Sets,
        Change::Faved,
        // The last one: whoever is blocked is not written to.
        Change::Block,
    ];

    /// Whether a device learns of it by this.
    fn tells(self, update: &enums::Update) -> bool {
        match self {
            Change::Block => matches!(update, enums::Update::UpdatePeerBlocked(_)),
            Change::Notify => matches!(update, enums::Update::UpdateNotifySettings(_)),
            Change::Privacy => matches!(update, enums::Update::UpdatePrivacy(_)),
            Change::Name | Change::Username | Change::Contact => {
                matches!(update, enums::Update::UpdateUserName(_))
            }
            Change::About => matches!(update, enums::Update::UpdateUser(_)),
            Change::Schedule | Change::Edit => {
                matches!(update, enums::Update::UpdateNewScheduledMessage(_))
            }
            Change::Unschedule => matches!(update, enums::Update::UpdateDeleteScheduledMessages(_)),
            Change::Recent => matches!(update, enums::Update::UpdateRecentReactions),
            Change::SignIn => matches!(update, enums::Update::UpdateNewAuthorization(_)),
            Change::Sets => matches!(update, enums::Update::UpdateStickerSets(sets) if sets.emojis),
            Change::Faved => matches!(update, enums::Update::UpdateFavedStickers),
        }
    }
}

/// The server, and Ayu's two devices of which one is away.
struct Scene {
    place: Place,
    dying: Arc<Dying>,
    here: Device,
    away: Device,
    /// Somebody else's key, for sign-ins.
    third: Device,
}

impl Scene {
    async fn new() -> Scene {
        let memory = Arc::new(Memory::new());
        let dying = Arc::new(Dying { memory: Arc::clone(&memory), left: AtomicUsize::new(usize::MAX) });
        let place = Place::over(
            Arc::clone(&dying) as Arc<dyn Engine>,
            memory,
            Arc::new(Stopped::at_the_start()),
            true,
        )
        .await;
        let _budi = place.person(BUDI, "Budi").await;
        let mut here = place.person(AYU, "Ayu").await;
        let away = place.another(AYU).await;
        let third = place.device(None).await;
        let contact = types::InputPhoneContact::new(1, BUDI.into(), "Budi".into(), String::new()).into();
        here.call_ok(&functions::contacts::ImportContacts::new(vec![contact])).await;
        Scene { place, dying, here, away, third }
    }

    /// The power goes and comes back.
    async fn restart(&mut self) {
        let memory = Arc::new(self.place.memory.kill(usize::MAX));
        self.dying = Arc::new(Dying { memory: Arc::clone(&memory), left: AtomicUsize::new(usize::MAX) });
        let engine = Arc::clone(&self.dying) as Arc<dyn Engine>;
        self.place = Place::over(engine, memory, Arc::clone(&self.place.clock), true).await;
        self.here = self.place.with_key(self.here.key());
        self.away = self.place.with_key(self.away.key());
        self.third = self.place.with_key(self.third.key());
    }

    async fn budi(&mut self) -> types::User {
        let contacts = self.away.call_ok(&functions::contacts::GetContacts::new(0)).await;
        let enums::contacts::Contacts::Contacts(contacts) = contacts else { panic!("no contacts") };
        match contacts.users.into_iter().next() {
            Some(enums::User::User(user)) => *user,
            _ => panic!("nobody"),
        }
    }

    async fn peer_of_budi(&mut self) -> enums::InputPeer {
        let budi = self.budi().await;
        types::InputPeerUser::new(budi.id, budi.access_hash.unwrap()).into()
    }

    async fn state(&mut self) -> types::updates::State {
        let enums::updates::State::State(state) =
            self.away.call_ok(&functions::updates::GetState::new()).await;
        state
    }

    async fn myself(&mut self) -> types::UserFull {
        let request = functions::users::GetFullUser::new(enums::InputUser::InputUserSelf);
        let enums::users::UserFull::UserFull(full) = self.away.call_ok(&request).await;
        let enums::UserFull::UserFull(full) = full.full_user;
        *full
    }

    async fn my_user(&mut self) -> types::User {
        let request = functions::users::GetUsers::new(vec![enums::InputUser::InputUserSelf]);
        match self.away.call_ok(&request).await.into_iter().next() {
            Some(enums::User::User(user)) => *user,
            _ => panic!("nobody"),
        }
    }

    async fn scheduled(&mut self) -> Vec<types::Message> {
        let request = functions::messages::GetScheduledHistory::new(self.peer_of_budi().await, 0);
        let enums::messages::Messages::Messages(page) = self.away.call_ok(&request).await else {
            panic!("a slice")
        };
        let message = |message| match message {
            enums::Message::Message(message) => Some(*message),
            _ => None,
        };
        page.messages.into_iter().filter_map(message).collect()
    }

    /// A sticker that ships with the program.
    async fn sticker(&mut self) -> enums::InputDocument {
        let set = types::InputStickerSetShortName::new("Merpati".into()).into();
        let set = self.here.call_ok(&functions::messages::GetStickerSet::new(set, 0)).await;
        let enums::messages::StickerSet::StickerSet(set) = set else { panic!("no set") };
        match set.documents.into_iter().next() {
            Some(enums::Document::Document(first)) => {
                types::InputDocument::new(first.id, first.access_hash, first.file_reference).into()
            }
            _ => panic!("no sticker"),
        }
    }

    /// What there is of it, so that it can be seen whether it changed.
    async fn holds(&mut self, change: Change) -> String {
        match change {
            Change::Block => {
                let blocked = self.away.call_ok(&functions::contacts::GetBlocked::new(0, 10)).await;
                match blocked {
                    enums::contacts::Blocked::Blocked(blocked) => blocked.blocked.len().to_string(),
                    enums::contacts::Blocked::BlockedSlice(blocked) => blocked.blocked.len().to_string(),
                }
            }
            Change::Notify => {
                let peer = enums::InputNotifyPeer::InputNotifyUsers;
                let settings = self.away.call_ok(&functions::account::GetNotifySettings::new(peer)).await;
                let enums::PeerNotifySettings::PeerNotifySettings(settings) = settings;
                format!("{:?}", settings.mute_until)
            }
            Change::Privacy => {
                let key = enums::InputPrivacyKey::InputPrivacyKeyAbout;
                let rules = self.away.call_ok(&functions::account::GetPrivacy::new(key)).await;
                let enums::account::PrivacyRules::PrivacyRules(rules) = rules;
                let everybody =
                    |rule: &enums::PrivacyRule| matches!(rule, enums::PrivacyRule::PrivacyValueAllowAll);
                rules.rules.iter().any(everybody).to_string()
            }
            Change::Name => self.my_user().await.first_name.unwrap(),
            Change::About => self.myself().await.about.unwrap_or_default(),
            Change::Username => self.my_user().await.username.unwrap_or_default(),
            Change::Contact => self.budi().await.first_name.unwrap(),
            Change::Schedule | Change::Unschedule => self.scheduled().await.len().to_string(),
            Change::Edit => self.scheduled().await.into_iter().map(|message| message.message).collect(),
            Change::Recent => {
                let request = functions::messages::GetRecentReactions::new(10, 0);
                match self.away.call_ok(&request).await {
                    enums::messages::Reactions::Reactions(found) => match found.reactions.first() {
                        Some(enums::Reaction::ReactionEmoji(first)) => first.emoticon.clone(),
                        _ => String::new(),
                    },
                    enums::messages::Reactions::ReactionsNotModified => String::new(),
                }
            }
            Change::SignIn => {
                let all = self.away.call_ok(&functions::account::GetAuthorizations::new()).await;
                let enums::account::Authorizations::Authorizations(all) = all;
                all.authorizations.len().to_string()
            }
            Change::Sets => {
                let sets = self.away.call_ok(&functions::messages::GetEmojiStickers::new(0)).await;
                let enums::messages::AllStickers::AllStickers(sets) = sets else { panic!("no sets") };
                sets.sets.len().to_string()
            }
            Change::Faved => {
                let faved = self.away.call_ok(&functions::messages::GetFavedStickers::new(0)).await;
                let enums::messages::FavedStickers::FavedStickers(faved) = faved else { panic!("no list") };
                faved.stickers.len().to_string()
            }
        }
    }

    /// Asks for the change on the first device; the power goes after so many commits.
    async fn attempt(&mut self, change: Change, turn: usize, commits: usize) {
        let to = self.peer_of_budi().await;
        let budi = self.budi().await;
        let text = format!("turn {turn}");
        let date = self.place.world.clock.now().seconds() + 86_400;
        let schedule = functions::messages::SendMessage {
            schedule_date: Some(date),
            ..functions::messages::SendMessage::new(to.clone(), text.clone(), 1000 + turn as i64)
        };
        let waiting = match change {
            Change::Edit | Change::Unschedule if self.scheduled().await.is_empty() => {
                self.here.call_ok(&schedule).await;
                self.scheduled().await
            }
            Change::Edit | Change::Unschedule => self.scheduled().await,
            _ => Vec::new(),
        };
        let sent = match change {
            Change::Recent => {
                let send =
                    functions::messages::SendMessage::new(to.clone(), text.clone(), 5000 + turn as i64);
                match self.here.call_ok(&send).await {
                    enums::Updates::UpdateShortSentMessage(sent) => sent.id,
                    _ => panic!("no short answer"),
                }
            }
            _ => 0,
        };
        // What the difference gives from here on is of the change.
        self.place.clock.forward(Duration::from_secs(3600));
        let since = self.state().await;
        let code = match change {
            Change::SignIn => {
                self.third = self.place.device(None).await;
                let sent = self.third.send_code(AYU).await;
                let code = self.place.node.services().domain.accounts.waiting_code(AYU).unwrap();
                Some((sent, code))
            }
            _ => None,
        };
        let before = self.holds(change).await;
        let sticker = match change {
            Change::Faved => Some(self.sticker().await),
            _ => None,
        };

        self.dying.left.store(commits, Ordering::Relaxed);
        let here = &mut self.here;
        let profile = functions::account::UpdateProfile::new();
        match change {
            Change::Block if before == "0" => drop(here.begin(&functions::contacts::Block::new(to))),
            Change::Block => drop(here.begin(&functions::contacts::Unblock::new(to))),
            Change::Notify => {
                let settings = types::InputPeerNotifySettings {
                    mute_until: Some(1000 + turn as i32),
                    ..types::InputPeerNotifySettings::new()
                };
                let peer = enums::InputNotifyPeer::InputNotifyUsers;
                here.begin(&functions::account::UpdateNotifySettings::new(peer, settings.into()));
            }
            Change::Privacy => {
                let rule = match before.as_str() {
                    "true" => enums::InputPrivacyRule::InputPrivacyValueDisallowAll,
                    _ => enums::InputPrivacyRule::InputPrivacyValueAllowAll,
                };
                let key = enums::InputPrivacyKey::InputPrivacyKeyAbout;
                here.begin(&functions::account::SetPrivacy::new(key, vec![rule]));
            }
            Change::Name => {
                here.begin(&functions::account::UpdateProfile { first_name: Some(text), ..profile });
            }
            Change::About => {
                here.begin(&functions::account::UpdateProfile { about: Some(text), ..profile });
            }
            Change::Username => {
                here.begin(&functions::account::UpdateUsername::new(format!("ayu_turn_{turn}")));
            }
            Change::Contact => {
                let id = types::InputUser::new(budi.id, budi.access_hash.unwrap()).into();
                here.begin(&functions::contacts::AddContact::new(id, text, String::new(), String::new()));
            }
            Change::Schedule => drop(here.begin(&schedule)),
            Change::Edit => {
                here.begin(&functions::messages::EditMessage {
                    message: Some(text),
                    schedule_date: Some(date + 3600),
                    ..functions::messages::EditMessage::new(to, waiting[0].id)
                });
            }
            Change::Unschedule => {
                let ids = waiting.iter().map(|message| message.id).collect();
                here.begin(&functions::messages::DeleteScheduledMessages::new(to, ids));
            }
            Change::Recent => {
                let emoji = if turn.is_multiple_of(2) { "\u{1f44d}" } else { "\u{1f525}" };
                let reaction = types::ReactionEmoji::new(emoji.into()).into();
                here.begin(&functions::messages::SendReaction {
                    add_to_recent: true,
                    reaction: Some(vec![reaction]),
                    ..functions::messages::SendReaction::new(to, sent)
                });
            }
            Change::SignIn => {
                let (sent, code) = code.unwrap();
                let request = functions::auth::SignIn {
                    phone_code: Some(code),
                    ..functions::auth::SignIn::new(AYU.into(), sent)
                };
                self.third.begin(&request);
                self.third.turn().await.unwrap();
            }
            Change::Sets => {
                let set = types::InputStickerSetShortName::new("MerpatiEmoji".into()).into();
                match before.as_str() {
                    "0" => drop(here.begin(&functions::messages::InstallStickerSet::new(set, false))),
                    _ => drop(here.begin(&functions::messages::UninstallStickerSet::new(set))),
                }
            }
            Change::Faved => {
                let unfave = before != "0";
                here.begin(&functions::messages::FaveSticker::new(sticker.unwrap(), unfave));
            }
        }
        self.here.turn().await.unwrap();
        self.restart().await;

        let after = self.holds(change).await;
        let request = functions::updates::GetDifference::new(since.pts, since.date, since.qts);
        let told = match self.away.call_ok(&request).await {
            enums::updates::Difference::Difference(difference) => {
                difference.other_updates.iter().any(|update| change.tells(update))
            }
            _ => false,
        };
        assert_eq!(before != after, told, "{change:?} in turn {turn}, the power gone after {commits}");
        if commits >= ENOUGH_COMMITS {
            assert!(told, "{change:?} in turn {turn} was not told");
        }
    }
}

/// After so many, each of the changes is whole.
const ENOUGH_COMMITS: usize = 8;

#[tokio::test]
async fn what_changed_is_told_to_a_device_that_was_away_wherever_the_power_goes() {
    let mut scene = Scene::new().await;
    for change in Change::ALL {
        for commits in 0..=ENOUGH_COMMITS {
            scene.attempt(change, commits, commits).await;
        }
    }
}
