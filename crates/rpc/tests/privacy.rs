//! Privacy, key by key: what a viewer gets, in each relation to the person, under each rule and exception, against a
//! small reference that was written apart from the server (demand A-8).

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[allow(dead_code, reason = "other tests use the rest")]
mod fixture;

use boxes::UserId;
use domain::PrivacyKey;
use fixture::{Device, House, chat::Chat};
use tl::{enums, functions, types};

use enums::{InputPrivacyKey as Key, InputPrivacyRule as Rule};

/// What the person has set for everybody.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Base {
    Everybody,
    Contacts,
    CloseFriends,
    Nobody,
    AllButContacts,
}

/// And for the viewer by name.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Exception {
    None,
    Allowed,
    Refused,
}

/// What the viewer is to the person.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Relation {
    Stranger,
    Contact,
    CloseFriend,
    Blocked,
    BlockedContact,
}

const BASES: [Base; 5] =
    [Base::Everybody, Base::Contacts, Base::CloseFriends, Base::Nobody, Base::AllButContacts];
const EXCEPTIONS: [Exception; 3] = [Exception::None, Exception::Allowed, Exception::Refused];
const RELATIONS: [Relation; 5] = [
    Relation::Stranger,
    Relation::Contact,
    Relation::CloseFriend,
    Relation::Blocked,
    Relation::BlockedContact,
];
const KEYS: [(Key, PrivacyKey); 14] = [
    (Key::InputPrivacyKeyStatusTimestamp, PrivacyKey::StatusTimestamp),
    (Key::InputPrivacyKeyChatInvite, PrivacyKey::ChatInvite),
    (Key::InputPrivacyKeyPhoneCall, PrivacyKey::PhoneCall),
    (Key::InputPrivacyKeyPhoneP2P, PrivacyKey::PhoneP2P),
    (Key::InputPrivacyKeyForwards, PrivacyKey::Forwards),
    (Key::InputPrivacyKeyProfilePhoto, PrivacyKey::ProfilePhoto),
    (Key::InputPrivacyKeyPhoneNumber, PrivacyKey::PhoneNumber),
    (Key::InputPrivacyKeyAddedByPhone, PrivacyKey::AddedByPhone),
    (Key::InputPrivacyKeyVoiceMessages, PrivacyKey::VoiceMessages),
    (Key::InputPrivacyKeyAbout, PrivacyKey::About),
    (Key::InputPrivacyKeyBirthday, PrivacyKey::Birthday),
    (Key::InputPrivacyKeyStarGiftsAutoSave, PrivacyKey::StarGiftsAutoSave),
    (Key::InputPrivacyKeyNoPaidMessages, PrivacyKey::NoPaidMessages),
    (Key::InputPrivacyKeySavedMusic, PrivacyKey::SavedMusic),
];

/// The reference: whether the viewer gets the thing.
fn gets(base: Base, exception: Exception, relation: Relation) -> bool {
    if matches!(relation, Relation::Blocked | Relation::BlockedContact) {
        return false;
    }
    match exception {
        Exception::Allowed => true,
        Exception::Refused => false,
        Exception::None => match base {
            Base::Everybody => true,
            Base::Contacts => relation != Relation::Stranger,
            Base::CloseFriends => relation == Relation::CloseFriend,
            Base::Nobody => false,
            Base::AllButContacts => relation == Relation::Stranger,
        },
    }
}

fn rules(base: Base, exception: Exception, viewer: enums::InputUser) -> Vec<Rule> {
    let mut rules = match exception {
        Exception::None => Vec::new(),
        Exception::Allowed => vec![types::InputPrivacyValueAllowUsers::new(vec![viewer]).into()],
        Exception::Refused => vec![types::InputPrivacyValueDisallowUsers::new(vec![viewer]).into()],
    };
    rules.extend(match base {
        Base::Everybody => vec![Rule::InputPrivacyValueAllowAll],
        Base::Contacts => vec![Rule::InputPrivacyValueAllowContacts, Rule::InputPrivacyValueDisallowAll],
        Base::CloseFriends => {
            vec![Rule::InputPrivacyValueAllowCloseFriends, Rule::InputPrivacyValueDisallowAll]
        }
        Base::Nobody => vec![Rule::InputPrivacyValueDisallowAll],
        Base::AllButContacts => {
            vec![Rule::InputPrivacyValueDisallowContacts, Rule::InputPrivacyValueAllowAll]
        }
    });
    rules
}

fn user_of(house: &House, viewer: UserId, other: UserId) -> enums::InputUser {
    let enums::InputPeer::InputPeerUser(peer) = house.peer(viewer, other) else { panic!("not a person") };
    types::InputUser::new(peer.user_id, peer.access_hash).into()
}

/// Anna is the person, Budi the viewer; she has written to him before anything was set.
async fn stage(relation: Relation) -> Chat {
    let chat = Chat::open().await;
    chat.send(&chat.phone, "halo").await;
    let mut profile = functions::account::UpdateProfile::new();
    profile.about = Some("tentang saya".into());
    chat.house.call(&chat.phone, profile).await.unwrap();
    let birthday = types::Birthday::new(17, 8).into();
    let update = functions::account::UpdateBirthday { birthday: Some(birthday) };
    chat.house.call(&chat.phone, update).await.unwrap();
    chat.house.call(&chat.phone, functions::account::UpdateStatus::new(false)).await.unwrap();
    let budi = user_of(&chat.house, chat.anna, chat.budi);
    if !matches!(relation, Relation::Stranger | Relation::Blocked) {
        let add = functions::contacts::AddContact::new(budi, "Budi".into(), String::new(), String::new());
        chat.house.call(&chat.phone, add).await.unwrap();
    }
    if relation == Relation::CloseFriend {
        let close = functions::contacts::EditCloseFriends::new(vec![chat.budi.0]);
        chat.house.call(&chat.phone, close).await.unwrap();
    }
    if matches!(relation, Relation::Blocked | Relation::BlockedContact) {
        let block = functions::contacts::Block::new(chat.peer(&chat.phone));
        chat.house.call(&chat.phone, block).await.unwrap();
    }
    chat
}

async fn seen(chat: &Chat, by: &Device, other: UserId) -> types::User {
    let input = user_of(&chat.house, by.user.unwrap(), other);
    let users = chat.house.call(by, functions::users::GetUsers::new(vec![input])).await.unwrap();
    match users.into_iter().next() {
        Some(enums::User::User(user)) => *user,
        _ => panic!("nobody"),
    }
}

async fn page(chat: &Chat, by: &Device, other: UserId) -> types::UserFull {
    let input = user_of(&chat.house, by.user.unwrap(), other);
    let enums::users::UserFull::UserFull(answer) =
        chat.house.call(by, functions::users::GetFullUser::new(input)).await.unwrap();
    let enums::UserFull::UserFull(full) = answer.full_user;
    *full
}

/// Whether Budi gets what a key is about; none where this server has nothing to show for it yet.
async fn shown(chat: &Chat, key: PrivacyKey) -> Option<bool> {
    let budis = &chat.budis;
    Some(match key {
        PrivacyKey::StatusTimestamp => {
            matches!(seen(chat, budis, chat.anna).await.status, Some(enums::UserStatus::UserStatusOnline(_)))
        }
        PrivacyKey::PhoneNumber => seen(chat, budis, chat.anna).await.phone.is_some(),
        PrivacyKey::AddedByPhone => {
            let resolve = functions::contacts::ResolvePhone::new(fixture::number(chat.anna.0));
            match chat.house.call(budis, resolve).await {
                Ok(_) => true,
                Err(error) if error == "PHONE_NOT_OCCUPIED" => false,
                Err(error) => panic!("{error}"),
            }
        }
        PrivacyKey::About => page(chat, budis, chat.anna).await.about.is_some(),
        PrivacyKey::Birthday => page(chat, budis, chat.anna).await.birthday.is_some(),
        PrivacyKey::PhoneCall => !page(chat, budis, chat.anna).await.phone_calls_private,
        PrivacyKey::VoiceMessages => !page(chat, budis, chat.anna).await.voice_messages_forbidden,
        PrivacyKey::Forwards => {
            let named = page(chat, budis, chat.anna).await.private_forward_name;
            let linked = forwarded_link(chat).await;
            assert_eq!(named.is_none(), linked);
            linked
        }
        _ => return None,
    })
}

/// Budi forwards Anna's first message to himself: whether the copy leads to her.
async fn forwarded_link(chat: &Chat) -> bool {
    chat.random.set(chat.random.get() + 1);
    let forward = functions::messages::ForwardMessages::new(
        chat.peer(&chat.budis),
        vec![2],
        vec![chat.random.get()],
        enums::InputPeer::InputPeerSelf,
    );
    let enums::Updates::Updates(done) = chat.house.call(&chat.budis, forward).await.unwrap() else {
        panic!("not updates")
    };
    let copy = done.updates.into_iter().find_map(|update| match update {
        enums::Update::UpdateNewMessage(new) => fixture::chat::plain(new.message),
        _ => None,
    });
    let Some(enums::MessageFwdHeader::MessageFwdHeader(header)) = copy.unwrap().fwd_from else {
        panic!("no header")
    };
    assert_eq!(header.from_id.is_none(), header.from_name.is_some());
    header.from_id.is_some()
}

#[tokio::test]
async fn every_key_under_every_rule_shows_what_the_reference_says() {
    for relation in RELATIONS {
        let chat = stage(relation).await;
        for (input, key) in KEYS {
            for base in BASES {
                for exception in EXCEPTIONS {
                    let budi = user_of(&chat.house, chat.anna, chat.budi);
                    let set = rules(base, exception, budi);
                    let request = functions::account::SetPrivacy::new(input.clone(), set.clone());
                    let enums::account::PrivacyRules::PrivacyRules(kept) =
                        chat.house.call(&chat.phone, request).await.unwrap();
                    assert_eq!(kept.rules.len(), set.len());
                    let wanted = gets(base, exception, relation);
                    let told = format!("{key:?} {base:?} {exception:?} {relation:?}");
                    let privacy = &chat.house.services.domain.privacy;
                    assert_eq!(privacy.allows(chat.anna, key, chat.budi).await.unwrap(), wanted, "{told}");
                    if let Some(shown) = shown(&chat, key).await {
                        assert_eq!(shown, wanted, "{told}");
                    }
                    assert!(privacy.allows(chat.anna, key, chat.anna).await.unwrap());
                }
            }
            // What one key says is not to touch the next one.
            let open = functions::account::SetPrivacy::new(input, vec![Rule::InputPrivacyValueAllowAll]);
            chat.house.call(&chat.phone, open).await.unwrap();
        }
    }
}

#[tokio::test]
async fn who_hides_when_he_was_there_learns_it_of_nobody_and_is_told_why() {
    let chat = stage(Relation::Stranger).await;
    chat.house.call(&chat.budis, functions::account::UpdateStatus::new(false)).await.unwrap();
    let key = Key::InputPrivacyKeyStatusTimestamp;
    let hide = functions::account::SetPrivacy::new(key, vec![Rule::InputPrivacyValueDisallowAll]);
    chat.house.call(&chat.phone, hide).await.unwrap();
    let of_anna = seen(&chat, &chat.budis, chat.anna).await.status;
    assert!(matches!(of_anna, Some(enums::UserStatus::UserStatusRecently(recently)) if !recently.by_me));
    let of_budi = seen(&chat, &chat.phone, chat.budi).await.status;
    assert!(matches!(of_budi, Some(enums::UserStatus::UserStatusRecently(recently)) if recently.by_me));
    chat.house.pass(4 * 24 * 3600);
    let of_anna = seen(&chat, &chat.budis, chat.anna).await.status;
    assert!(matches!(of_anna, Some(enums::UserStatus::UserStatusLastWeek(_))));
    chat.house.pass(7 * 24 * 3600);
    let of_anna = seen(&chat, &chat.budis, chat.anna).await.status;
    assert!(matches!(of_anna, Some(enums::UserStatus::UserStatusLastMonth(_))));
    let block = functions::contacts::Block::new(chat.peer(&chat.phone));
    chat.house.call(&chat.phone, block).await.unwrap();
    let of_anna = seen(&chat, &chat.budis, chat.anna).await.status;
    assert!(matches!(of_anna, Some(enums::UserStatus::UserStatusEmpty)));
}

#[tokio::test]
async fn an_author_learns_when_his_message_was_read_unless_one_of_both_hides_that() {
    let chat = stage(Relation::Stranger).await;
    let peer = || chat.peer(&chat.phone);
    let when = async |id| {
        let asked =
            chat.house.call(&chat.phone, functions::messages::GetOutboxReadDate::new(peer(), id)).await;
        asked.map(|enums::OutboxReadDate::OutboxReadDate(read)| i64::from(read.date) - fixture::START)
    };
    let read = async || {
        let last = chat.history(&chat.budis).await[0].id;
        let read = functions::messages::ReadHistory::new(chat.peer(&chat.budis), last);
        chat.house.call(&chat.budis, read).await.unwrap();
    };
    let first = chat.send(&chat.phone, "Halo").await.id;
    let second = chat.send(&chat.phone, "Sudah makan?").await.id;
    assert_eq!(when(first).await, Err("MESSAGE_NOT_READ_YET".into()));
    chat.house.pass(100);
    read().await;
    chat.house.pass(100);
    let third = chat.send(&chat.phone, "Belum?").await.id;
    // The entry stands far behind the message: the box went on.
    for _ in 0..600 {
        chat.send(&chat.budis, "Sebentar").await;
    }
    read().await;
    assert_eq!((when(first).await, when(second).await, when(third).await), (Ok(100), Ok(100), Ok(200)));
    let theirs = chat.history(&chat.phone).await[0].id;
    assert_eq!(when(theirs).await, Err("MESSAGE_ID_INVALID".into()), "somebody else's message");
    assert_eq!(when(9999).await, Err("MESSAGE_ID_INVALID".into()));
    let own = functions::messages::GetOutboxReadDate::new(enums::InputPeer::InputPeerSelf, first);
    assert_eq!(chat.house.call(&chat.phone, own).await.err().as_deref(), Some("PEER_ID_INVALID"));

    // Hiding when one reads holds for whoever may not know when one was there either.
    let hides = async |device: &Device, marks, presence| {
        let settings =
            types::GlobalPrivacySettings { hide_read_marks: marks, ..types::GlobalPrivacySettings::new() };
        let set = functions::account::SetGlobalPrivacySettings::new(settings.into());
        chat.house.call(device, set).await.unwrap();
        let rule =
            if presence { Rule::InputPrivacyValueDisallowAll } else { Rule::InputPrivacyValueAllowAll };
        let set = functions::account::SetPrivacy::new(Key::InputPrivacyKeyStatusTimestamp, vec![rule]);
        chat.house.call(device, set).await.unwrap();
    };
    for (device, told) in [(&chat.budis, "USER_PRIVACY_RESTRICTED"), (&chat.phone, "YOUR_PRIVACY_RESTRICTED")]
    {
        hides(device, true, false).await;
        assert_eq!(when(first).await, Ok(100));
        hides(device, false, true).await;
        assert_eq!(when(first).await, Ok(100));
        hides(device, true, true).await;
        assert_eq!(when(first).await, Err(told.into()));
        let private = page(&chat, &chat.phone, chat.budi).await.read_dates_private;
        assert_eq!(private, told == "USER_PRIVACY_RESTRICTED");
        hides(device, false, false).await;
    }
    chat.house.pass(7 * 24 * 3600);
    assert_eq!(when(first).await, Err("MESSAGE_TOO_OLD".into()));
}

#[tokio::test]
async fn rules_that_say_nothing_or_name_strangers_change_nothing() {
    let chat = stage(Relation::Stranger).await;
    let key = || Key::InputPrivacyKeyAbout;
    let set = async |rules: Vec<Rule>| {
        chat.house.call(&chat.phone, functions::account::SetPrivacy::new(key(), rules)).await.err()
    };
    assert_eq!(set(vec![]).await.as_deref(), Some("PRIVACY_VALUE_INVALID"));
    let stranger = types::InputUser::new(4242, 1).into();
    let named = types::InputPrivacyValueAllowUsers::new(vec![stranger]).into();
    assert_eq!(set(vec![named]).await.as_deref(), Some("USER_ID_INVALID"));
    let many = vec![Rule::InputPrivacyValueAllowAll; 17];
    assert_eq!(set(many).await.as_deref(), Some("PRIVACY_TOO_LONG"));
    let enums::account::PrivacyRules::PrivacyRules(kept) =
        chat.house.call(&chat.phone, functions::account::GetPrivacy::new(key())).await.unwrap();
    assert!(matches!(kept.rules.as_slice(), [enums::PrivacyRule::PrivacyValueAllowAll]));
}

#[tokio::test]
async fn the_address_book_takes_notes_and_close_friends_and_says_whom_one_writes_to_most() {
    let chat = stage(Relation::CloseFriend).await;
    assert!(seen(&chat, &chat.phone, chat.budi).await.close_friend);
    let budi = || user_of(&chat.house, chat.anna, chat.budi);
    let note = |text: &str| types::TextWithEntities::new(text.into(), Vec::new()).into();
    let write = functions::contacts::UpdateContactNote::new(budi(), note("suka kopi"));
    assert!(chat.house.call(&chat.phone, write).await.unwrap());
    assert!(page(&chat, &chat.phone, chat.budi).await.note.is_some());
    assert!(page(&chat, &chat.budis, chat.anna).await.note.is_none());
    let anna = user_of(&chat.house, chat.budi, chat.anna);
    let none = functions::contacts::UpdateContactNote::new(anna, note("x"));
    assert_eq!(chat.house.call(&chat.budis, none).await.err().as_deref(), Some("CONTACT_MISSING"));
    let long = functions::contacts::UpdateContactNote::new(budi(), note(&"x".repeat(129)));
    assert_eq!(chat.house.call(&chat.phone, long).await.err().as_deref(), Some("MESSAGE_TOO_LONG"));

    let top = || functions::contacts::GetTopPeers {
        correspondents: true,
        ..functions::contacts::GetTopPeers::new(0, 10, 0)
    };
    let count = async || match chat.house.call(&chat.phone, top()).await.unwrap() {
        enums::contacts::TopPeers::TopPeers(found) => Some((found.categories.len(), found.users.len())),
        _ => None,
    };
    assert_eq!(count().await, Some((1, 1)));
    let category = enums::TopPeerCategory::TopPeerCategoryCorrespondents;
    let forget = functions::contacts::ResetTopPeerRating::new(category, chat.peer(&chat.phone));
    chat.house.call(&chat.phone, forget).await.unwrap();
    assert_eq!(count().await, Some((1, 0)));
    chat.house.call(&chat.phone, functions::contacts::ToggleTopPeers::new(false)).await.unwrap();
    assert_eq!(count().await, None);
}

#[tokio::test]
async fn a_list_of_the_blocked_is_replaced_as_a_whole() {
    let chat = Chat::open().await;
    let cici = chat.house.person(33, "Cici").await;
    let block = functions::contacts::Block::new(chat.peer(&chat.phone));
    chat.house.call(&chat.phone, block).await.unwrap();
    let cici = chat.house.peer(chat.anna, cici);
    let replace = |peers| functions::contacts::SetBlocked::new(peers, 100);
    assert!(chat.house.call(&chat.phone, replace(vec![cici])).await.unwrap());
    let enums::contacts::Blocked::Blocked(blocked) =
        chat.house.call(&chat.phone, functions::contacts::GetBlocked::new(0, 10)).await.unwrap()
    else {
        panic!("a slice")
    };
    assert!(matches!(blocked.blocked.as_slice(), [enums::PeerBlocked::PeerBlocked(one)]
        if matches!(&one.peer_id, enums::Peer::PeerUser(user) if user.user_id == 33)));
    let own = replace(vec![enums::InputPeer::InputPeerSelf]);
    assert_eq!(chat.house.call(&chat.phone, own).await.err().as_deref(), Some("PEER_ID_INVALID"));
}
