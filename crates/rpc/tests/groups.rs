//! Basic groups by their methods: what many do at the same time, and what is refused.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "a test may start tasks")]

#[allow(dead_code, reason = "other tests use the rest")]
mod fixture;

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use boxes::{Peer, UserId};
use domain::PeerKind;
use fixture::{Device, House};
use kv::memory::Memory;
use store::ids::Owner;
use tl::{enums, functions, types};
use tokio::sync::Notify;

fn named(house: &House, viewer: UserId, user: UserId) -> enums::InputUser {
    let hash = house.services.domain.access.of(viewer, PeerKind::User, user.0);
    types::InputUser::new(user.0, hash).into()
}

struct Hall {
    house: Arc<House>,
    ani: Device,
    group: i64,
}

impl Hall {
    /// A group of Ani and Budi.
    async fn new() -> (Hall, Device) {
        Hall::within(Arc::new(House::open().await)).await
    }

    async fn within(house: Arc<House>) -> (Hall, Device) {
        let (ani, budi) = (house.person(1, "Ani").await, house.person(2, "Budi").await);
        let named = named(&house, ani, budi);
        let (ani, budi) = (house.device(ani, 1), house.device(budi, 1));
        let make = functions::messages::CreateChat::new(vec![named], "Arisan".into());
        let enums::messages::InvitedUsers::InvitedUsers(made) = house.call(&ani, make).await.unwrap();
        let enums::Updates::Updates(made) = made.updates else { panic!("updates") };
        let enums::Chat::Chat(chat) = &made.chats[0] else { panic!("a group") };
        let group = chat.id;
        (Hall { house, ani, group }, budi)
    }

    fn peer(&self) -> enums::InputPeer {
        types::InputPeerChat::new(self.group).into()
    }

    async fn link(&self, limit: Option<i32>, request_needed: bool) -> String {
        let export = functions::messages::ExportChatInvite {
            usage_limit: limit,
            request_needed,
            ..functions::messages::ExportChatInvite::new(self.peer())
        };
        let made = self.house.call(&self.ani, export).await.unwrap();
        let enums::ExportedChatInvite::ChatInviteExported(made) = made else { panic!("a link") };
        made.link.rsplit('+').next().unwrap().to_owned()
    }

    async fn join(&self, who: &Device, hash: &str) -> Result<(), String> {
        let import = functions::messages::ImportChatInvite::new(hash.into());
        self.house.call(who, import).await.map(|_| ())
    }

    async fn count(&self) -> usize {
        let seen = self.house.services.domain.groups.inside(self.ani.user.unwrap(), self.group).await;
        seen.unwrap().view.count()
    }
}

#[tokio::test]
async fn of_many_who_follow_a_link_of_a_group_for_one_at_the_same_time_one_gets_in() {
    let (hall, _) = Hall::new().await;
    let hall = Arc::new(hall);
    let hash = hall.link(Some(1), false).await;
    let mut joining = Vec::new();
    for number in 0..100 {
        let person = hall.house.person(100 + number, "Tamu").await;
        let (hall, device, hash) = (Arc::clone(&hall), hall.house.device(person, 1), hash.clone());
        joining.push(tokio::spawn(async move { hall.join(&device, &hash).await }));
    }
    let mut came = 0;
    for one in joining {
        match one.await.unwrap() {
            Ok(()) => came += 1,
            Err(error) => assert_eq!(error, "INVITE_HASH_EXPIRED"),
        }
    }
    assert_eq!((came, hall.count().await), (1, 3));
}

#[tokio::test]
async fn a_link_of_a_group_ends_at_its_time_and_with_the_group() {
    let (hall, _) = Hall::new().await;
    let cici = hall.house.device(hall.house.person(3, "Cici").await, 1);
    let export = functions::messages::ExportChatInvite {
        expire_date: Some(fixture::START as i32 + 60),
        ..functions::messages::ExportChatInvite::new(hall.peer())
    };
    let made = hall.house.call(&hall.ani, export.clone()).await.unwrap();
    let enums::ExportedChatInvite::ChatInviteExported(made) = made else { panic!("a link") };
    hall.house.pass(60);
    let ended = hall.join(&cici, made.link.rsplit('+').next().unwrap()).await;
    assert_eq!(ended.err().as_deref(), Some("INVITE_HASH_EXPIRED"));
    let past = hall.house.call(&hall.ani, export).await;
    assert_eq!(past.err().as_deref(), Some("LIMIT_INVALID"));
    let hash = hall.link(None, false).await;
    hall.house.call(&hall.ani, functions::messages::DeleteChat::new(hall.group)).await.unwrap();
    assert_eq!(hall.join(&cici, &hash).await.err().as_deref(), Some("INVITE_HASH_EXPIRED"));
}

#[tokio::test]
async fn a_request_to_be_let_in_survives_until_it_is_answered_once() {
    let (hall, budi) = Hall::new().await;
    let cici = hall.house.device(hall.house.person(3, "Cici").await, 1);
    let hash = hall.link(None, true).await;
    assert_eq!(hall.join(&cici, &hash).await.err().as_deref(), Some("INVITE_REQUEST_SENT"));
    let named = named(&hall.house, hall.ani.user.unwrap(), cici.user.unwrap());
    let approve = functions::messages::HideChatJoinRequest {
        approved: true,
        ..functions::messages::HideChatJoinRequest::new(hall.peer(), named)
    };
    let mut forbidden = approve.clone();
    forbidden.user_id = enums::InputUser::InputUserSelf;
    let refused = hall.house.call(&budi, forbidden).await;
    assert_eq!(refused.err().as_deref(), Some("CHAT_ADMIN_REQUIRED"));
    let (one, two) =
        tokio::join!(hall.house.call(&hall.ani, approve.clone()), hall.house.call(&hall.ani, approve));
    let refused: Vec<_> = [one.err(), two.err()].into_iter().flatten().collect();
    assert_eq!(refused, ["HIDE_REQUESTER_MISSING"]);
    assert_eq!(hall.count().await, 3);
    let (waiting, _) = hall.house.services.domain.invites.pending(Owner::Group(hall.group)).await.unwrap();
    assert_eq!(waiting, 0);
    // He has the group in his list, as from the day on which he came.
    let dialog = hall.house.services.boxes.dialog(cici.user.unwrap(), Peer::Group(hall.group)).await;
    assert!(dialog.unwrap().is_some());
}

/// A disk that can be made to wait.
struct Disk {
    memory: Arc<Mutex<Memory>>,
    waits: Arc<AtomicBool>,
    queued: Arc<Notify>,
}

impl Disk {
    fn new() -> Disk {
        let queued = Arc::new(Notify::new());
        let told = queued.clone();
        let memory = Arc::new(Mutex::new(Memory::held(Arc::new(move || told.notify_one()))));
        let disk = Disk { memory, waits: Arc::default(), queued };
        let (memory, waits, queued) = (disk.memory.clone(), disk.waits.clone(), disk.queued.clone());
        tokio::spawn(async move {
            loop {
                queued.notified().await;
                if !waits.load(Ordering::Relaxed) {
                    memory.lock().unwrap().settle(usize::MAX);
                }
            }
        });
        disk
    }

    fn memory(&self) -> Memory {
        self.memory.lock().unwrap().clone()
    }

    fn wait(&self) {
        self.waits.store(true, Ordering::Relaxed);
    }

    fn go_on(&self) {
        self.waits.store(false, Ordering::Relaxed);
        self.queued.notify_one();
    }
}

/// Until whatever can go on without the disk has done so.
async fn quiet() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}

/// How a migration breaks off.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    /// The process is killed: so many of the batches that wait have reached the disk, and so many groups of the next.
    Killed(usize, usize),
    /// The connection is gone, the server goes on.
    Dropped,
}

/// Does what is due five seconds later.
async fn later(house: &House) {
    house.pass(5);
    let now = house.services.world.clock.now().seconds();
    while let Some(due) = house.services.boxes.due_queue().take(now) {
        house.services.domain.chats.do_due(due).await;
    }
}

#[tokio::test]
async fn a_migration_that_breaks_off_anywhere_leaves_one_whole_state() {
    let (mut before, mut behind) = (0, 0);
    for end in [End::Killed(0, 0), End::Killed(1, 0), End::Killed(0, 1), End::Dropped] {
        for steps in 0.. {
            let (became, ended) = broken_off(end, steps).await;
            *if became { &mut behind } else { &mut before } += 1;
            if ended {
                assert!(became);
                break;
            }
        }
    }
    assert!(before > 8 && behind > 8, "{before} before the group's event, {behind} behind it");
}

/// Breaks a migration off behind so many writes and looks at what is left; gives whether the group is a supergroup,
/// and whether the migration was at its end.
async fn broken_off(end: End, steps: usize) -> (bool, bool) {
    let disk = Disk::new();
    let clock = Arc::new(fixture::Hands::new());
    let first = Arc::new(House::over(disk.memory(), clock.clone(), 1).await);
    let (hall, budi) = Hall::within(first).await;
    quiet().await;
    let migrate = functions::messages::MigrateChat::new(hall.group);
    disk.wait();
    let (house, ani, request) = (hall.house.clone(), hall.ani.clone(), migrate.clone());
    let call = tokio::spawn(async move { house.call(&ani, request).await });
    for _ in 0..steps {
        quiet().await;
        disk.memory().settle(1);
    }
    quiet().await;
    let ended = call.is_finished();
    call.abort();
    let house = match end {
        End::Dropped => hall.house.clone(),
        End::Killed(batches, groups) => {
            let killed = disk.memory().kill_torn(batches, groups);
            *disk.memory.lock().unwrap() = killed.clone();
            disk.go_on();
            Arc::new(House::over(killed, clock, 1 << 40).await)
        }
    };
    disk.go_on();
    quiet().await;
    later(&house).await;
    let channels = &house.services.domain.channels;
    let group = house.services.domain.groups.inside(hall.ani.user.unwrap(), hall.group).await.unwrap();
    let became = group.view.record.migrated_to;
    let peer: enums::InputPeer = types::InputPeerChat::new(hall.group).into();
    let said = house.call(&budi, functions::messages::SendMessage::new(peer, "halo".into(), 7)).await;
    for device in [&hall.ani, &budi] {
        let user = device.user.unwrap();
        let dialogs = channels.dialogs(user).await.unwrap();
        assert_eq!(dialogs.len(), usize::from(became.is_some()), "{end:?} behind {steps} writes");
        let Some(channel) = became else { continue };
        let dialog = &dialogs[0].dialog;
        assert_eq!(dialog.peer, Peer::Channel(channel));
        assert_eq!((dialog.top_message, dialog.unread_count), (1, 0));
        let seen = channels.seen(channel, user).await.unwrap();
        assert!(seen.standing.member && seen.record.participants == 2);
        assert_eq!(seen.record.migrated_from, Some((hall.group, 0)));
    }
    match became {
        Some(_) => assert_eq!(said.err().as_deref(), Some("CHAT_WRITE_FORBIDDEN")),
        None => {
            said.unwrap();
            // It can be tried again.
            house.call(&hall.ani, migrate).await.unwrap();
        }
    }
    (became.is_some(), ended)
}
