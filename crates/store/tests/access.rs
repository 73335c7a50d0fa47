//! What the store promises to who reads and writes rows.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::Arc;

use kv::{
    CommitError,
    memory::{Fault, Memory},
};
use store::{
    Direction, MasterKey, Rows, Shard, Store, StoreError, Table,
    ids::{Owner, UserId},
    key::{Hashed, Key, Numbered, OfOwner},
    records::{auth_key::AuthKey, owner_head::OwnerHead},
    tables::{AuthKeys, OwnerHeads, OwnerKeys},
};
use support::{master, now, open, poll, world};

fn head(pts: i32) -> OwnerHead {
    OwnerHead {
        as_of_pts: pts,
        qts: 0,
        delivered_pts: 0,
        cut_pts: 0,
        date: None,
        unread_count: None,
        incarnation: None,
    }
}

fn put(store: &Store, owner: Owner, pts: i32) -> Result<(), StoreError> {
    let mut batch = store.batch();
    batch.put::<OwnerHeads>(&OfOwner(owner), &head(pts));
    now(store.commit(batch))
}

fn pts(store: &Store, owner: Owner) -> Option<i32> {
    now(store.get::<OwnerHeads>(&OfOwner(owner))).unwrap().map(|head| head.as_of_pts)
}

const ANNA: Owner = Owner::User(UserId(1));
const BUDI: Owner = Owner::User(UserId(2));

#[test]
fn what_is_written_is_read_again_also_after_a_kill() {
    let memory = Memory::new();
    let store = open(&memory).unwrap();
    assert_eq!(pts(&store, ANNA), None);
    put(&store, ANNA, 7).unwrap();
    put(&store, BUDI, 8).unwrap();
    assert_eq!((pts(&store, ANNA), pts(&store, BUDI)), (Some(7), Some(8)));
    let reopened = open(&memory.kill(0)).unwrap();
    assert_eq!((pts(&reopened, ANNA), pts(&reopened, BUDI)), (Some(7), Some(8)));
}

#[test]
fn another_master_key_opens_nothing() {
    let memory = Memory::new();
    open(&memory).unwrap();
    let opened = now(Store::open(Arc::new(memory.kill(0)), MasterKey::new([1; 32]), world()));
    assert_eq!(opened.err(), Some(StoreError::WrongMasterKey));
}

#[test]
fn a_batch_under_a_hold_is_queued_by_the_call() {
    let memory = Memory::held(Arc::new(|| {}));
    let opening = Store::open(Arc::new(memory.clone()), master(), world());
    let store = settled(&memory, opening).unwrap();
    let hold = now(store.hold(ANNA)).unwrap();
    let mut batch = store.batch();
    batch.under(&hold);
    batch.put::<OwnerHeads>(&OfOwner(ANNA), &head(1));
    let mut commit = store.commit(batch);
    assert_eq!(memory.queued(), 1);
    assert!(poll(&mut commit).is_none());
    assert_eq!(pts(&store, ANNA), None, "nobody sees what is not durable");
    memory.settle(1);
    assert_eq!(now(commit), Ok(()));
    assert_eq!(pts(&store, ANNA), Some(1));
}

#[test]
fn a_conflict_fails_everything_decided_before_it_was_known() {
    let memory = Memory::held(Arc::new(|| {}));
    let store = settled(&memory, Store::open(Arc::new(memory.clone()), master(), world())).unwrap();
    let hold = now(store.hold(ANNA)).unwrap();
    let write = |pts| {
        let mut batch = store.batch();
        batch.under(&hold);
        batch.put::<OwnerHeads>(&OfOwner(ANNA), &head(pts));
        store.commit(batch)
    };
    memory.fail_next(Some(ANNA.shard()), Fault::Conflict);
    let (first, second) = (write(1), write(2));
    memory.settle(2);
    assert_eq!(now(first), Err(CommitError::StaleEpoch.into()));
    assert_eq!(now(second), Err(CommitError::EarlierFailed.into()));
    assert!(!store.is_current(&hold));
    let third = write(3);
    memory.settle(1);
    assert_eq!(now(third), Err(CommitError::StaleEpoch.into()));
    let hold = now(store.hold(ANNA)).unwrap();
    let mut batch = store.batch();
    batch.under(&hold);
    batch.put::<OwnerHeads>(&OfOwner(ANNA), &head(4));
    let fourth = store.commit(batch);
    memory.settle(1);
    assert_eq!(now(fourth), Ok(()));
    assert_eq!(pts(&store, ANNA), Some(4));
}

#[test]
fn an_owners_key_survives_whatever_becomes_of_its_first_commit() {
    for fault in [Fault::Conflict, Fault::UnknownApplied, Fault::UnknownLost, Fault::Full] {
        let memory = Memory::new();
        let store = open(&memory).unwrap();
        memory.fail_next(Some(ANNA.shard()), fault);
        assert!(put(&store, ANNA, 1).is_err());
        put(&store, ANNA, 2).unwrap();
        let reopened = open(&memory.kill(0)).unwrap();
        assert_eq!(pts(&reopened, ANNA), Some(2), "{fault:?}");
    }
}

#[test]
fn a_dependent_group_falls_with_its_first() {
    let memory = Memory::new();
    let store = open(&memory).unwrap();
    let (anna, budi) = (now(store.hold(ANNA)).unwrap(), now(store.hold(BUDI)).unwrap());
    memory.fail_next(Some(ANNA.shard()), Fault::Conflict);
    let mut batch = store.batch();
    let first = batch.under(&anna);
    batch.put::<OwnerHeads>(&OfOwner(ANNA), &head(1));
    let second = batch.under(&budi);
    batch.put::<OwnerHeads>(&OfOwner(BUDI), &head(1));
    batch.depends(second, first);
    let results = now(store.commit_groups(batch)).unwrap();
    assert_eq!(results, [Err(CommitError::StaleEpoch), Err(CommitError::DependencyFailed)]);
    assert_eq!(pts(&store, BUDI), None);
}

#[test]
fn a_batch_that_takes_another_in_is_one_with_it_and_falls_as_one() {
    for fault in [None, Some(Fault::Conflict)] {
        let memory = Memory::new();
        let store = open(&memory).unwrap();
        let (anna, budi) = (now(store.hold(ANNA)).unwrap(), now(store.hold(BUDI)).unwrap());
        let mut other = store.batch();
        let first = other.under(&anna);
        other.put::<OwnerHeads>(&OfOwner(ANNA), &head(2));
        let second = other.under(&budi);
        other.put::<OwnerHeads>(&OfOwner(BUDI), &head(3));
        other.depends(second, first);
        let mut batch = store.batch();
        batch.under(&anna);
        batch.put::<OwnerHeads>(&OfOwner(ANNA), &head(1));
        batch.join(other);
        if let Some(fault) = fault {
            memory.fail_next(Some(ANNA.shard()), fault);
        }
        let results = now(store.commit_groups(batch)).unwrap();
        let (written, found) = (fault.is_none(), (pts(&store, ANNA), pts(&store, BUDI)));
        // What was there already stands in the group of its shard, what was not in one that depends on that.
        assert_eq!(results.len(), 2);
        assert!(results.iter().all(|result| result.is_ok() == written));
        assert_eq!(found, if written { (Some(2), Some(3)) } else { (None, None) });
    }
}

/// Exchanges the values of a table's rows in two shards.
fn swap(memory: &Memory, tag: u8, shards: [Shard; 2]) {
    let rows = memory.dump();
    let [one, other] = shards.map(|shard| {
        let row = rows.iter().find(|(at, key, _)| *at == shard && key[0] == tag);
        row.expect("a row of the table in each shard")
    });
    memory.tamper(one.0, &one.1, other.2.clone());
    memory.tamper(other.0, &other.1, one.2.clone());
}

#[test]
fn rows_that_one_key_sealed_are_refused_when_swapped() {
    let memory = Memory::new();
    let store = open(&memory).unwrap();
    let mut batch = store.batch();
    for number in [1, 2] {
        let key = AuthKey { key: vec![number as u8; 256], created: 0, user: None };
        batch.put::<AuthKeys>(&Numbered(number), &key);
    }
    now(store.commit(batch)).unwrap();
    swap(&memory, AuthKeys::TAG, [1, 2].map(|number| Numbered(number).shard()));
    for number in [1, 2] {
        let error = now(store.get::<AuthKeys>(&Numbered(number))).err();
        assert_eq!(error, Some(StoreError::Refused { table: "auth_keys" }));
    }
}

#[test]
fn rows_of_two_owners_are_refused_when_swapped() {
    let memory = Memory::new();
    let store = open(&memory).unwrap();
    put(&store, ANNA, 1).unwrap();
    put(&store, BUDI, 2).unwrap();
    swap(&memory, OwnerHeads::TAG, [ANNA.shard(), BUDI.shard()]);
    for owner in [ANNA, BUDI] {
        let error = now(store.get::<OwnerHeads>(&OfOwner(owner))).err();
        assert_eq!(error, Some(StoreError::Refused { table: "owner_heads" }));
        let scanned = now(store.scan::<OwnerHeads>(Rows::of(owner), 1, Direction::Forward)).err();
        assert_eq!(scanned, Some(StoreError::Refused { table: "owner_heads" }));
    }
}

#[test]
fn owners_keys_are_refused_when_swapped() {
    let memory = Memory::new();
    let store = open(&memory).unwrap();
    put(&store, ANNA, 1).unwrap();
    put(&store, BUDI, 2).unwrap();
    swap(&memory, OwnerKeys::TAG, [ANNA.shard(), BUDI.shard()]);
    let reopened = open(&memory.kill(0)).unwrap();
    for owner in [ANNA, BUDI] {
        let error = now(reopened.get::<OwnerHeads>(&OfOwner(owner))).err();
        assert_eq!(error, Some(StoreError::Refused { table: "owner_keys" }));
    }
}

/// A limit, not a promise: SECURITY.md tells it, and changes with this test.
#[test]
fn an_older_value_put_back_at_its_own_place_is_taken_for_the_newest() {
    let memory = Memory::new();
    let store = open(&memory).unwrap();
    put(&store, ANNA, 1).unwrap();
    let rows = memory.dump();
    let old = rows.iter().find(|(at, key, _)| *at == ANNA.shard() && key[0] == OwnerHeads::TAG).unwrap();
    put(&store, ANNA, 2).unwrap();
    memory.tamper(old.0, &old.1, old.2.clone());
    assert_eq!(pts(&open(&memory.kill(0)).unwrap(), ANNA), Some(1));
}

#[test]
fn no_row_shows_what_it_holds() {
    let memory = Memory::new();
    let store = open(&memory).unwrap();
    let phone = b"+6281234567890";
    let secret = [0xc5; 256];
    let mut batch = store.batch();
    batch.put::<AuthKeys>(&Numbered(9), &AuthKey { key: secret.to_vec(), created: 0, user: None });
    now(store.commit(batch)).unwrap();
    let hashed = Hashed(store.keyed_hash("phone", phone));
    assert!(!hashed.0.windows(4).any(|part| phone.windows(4).any(|other| part == other)));
    let canary = &secret[..8];
    for (_, key, value) in memory.dump() {
        assert!(!key.windows(8).any(|part| part == canary));
        assert!(!value.windows(8).any(|part| part == canary));
    }
}

#[test]
fn keyed_hashes_differ_by_domain_and_by_store_and_stay_after_a_restart() {
    let memory = Memory::new();
    let store = open(&memory).unwrap();
    let hash = store.keyed_hash("phone", b"1");
    assert_ne!(hash, store.keyed_hash("username", b"1"));
    assert_ne!(hash, store.keyed_hash("phone", b"2"));
    assert_eq!(hash, open(&memory.kill(0)).unwrap().keyed_hash("phone", b"1"));
}

#[test]
fn rows_are_scanned_in_order_from_both_ends() {
    use store::{key::ByNumber, records::account::Block, tables::Blocks};
    let memory = Memory::new();
    let store = open(&memory).unwrap();
    let user = UserId(5);
    let key = |number| ByNumber { user, number };
    let mut batch = store.batch();
    for number in [3, -1, 700, 2] {
        batch.put::<Blocks>(&key(number), &Block { date: number as i32 });
    }
    now(store.commit(batch)).unwrap();
    let scan = |rows, limit, direction| -> Vec<i64> {
        let found = now(store.scan::<Blocks>(rows, limit, direction)).unwrap();
        found.into_iter().map(|(key, _)| key.number).collect()
    };
    assert_eq!(scan(Rows::of(user.into()), 9, Direction::Forward), [-1, 2, 3, 700]);
    assert_eq!(scan(Rows::of(user.into()), 2, Direction::Backward), [700, 3]);
    assert_eq!(scan(Rows::between(&key(2), &key(700)), 9, Direction::Forward), [2, 3]);
    assert_eq!(scan(Rows::since(&key(3)), 9, Direction::Forward), [3, 700]);
    assert_eq!(scan(Rows::before(&key(3)), 9, Direction::Backward), [2, -1]);
    let mut batch = store.batch();
    batch.delete_rows::<Blocks>(Rows::since(&key(3)));
    now(store.commit(batch)).unwrap();
    assert_eq!(scan(Rows::of(user.into()), 9, Direction::Forward), [-1, 2]);
}

/// Opens a store on a model that waits to be told.
fn settled<T>(memory: &Memory, future: impl Future<Output = T>) -> T {
    let mut future = Box::pin(future);
    loop {
        if let Some(value) = poll(&mut future) {
            return value;
        }
        memory.settle(1);
    }
}
