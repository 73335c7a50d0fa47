//! A store with many accounts, written row by row instead of being signed up one after the other, and noise that
//! makes it as large as one wants. It scales itself to the free disk, and says so.

use crate::{
    edge::{LoadChance, now, world},
    people::Account,
};
use boxes::{Boxes, By, Content, NewMessage, Open, Options, Peer, Silent};
use kv::{Direction, Engine, Group, Op, Shard};
use kv_fjall::{Config, Fjall};
use mtproto::{auth_key::AuthKey, client::ClientKey};
use std::{fs, path::Path, sync::Arc};
use store::{
    MasterKey, Store,
    ids::UserId,
    key::{ByNumber, Hashed, Numbered, OfUser},
    records::{
        account::{Authorization, KeyOwner, Phone, User, kept},
        auth_key,
    },
    tables,
};
use tokio::task::JoinSet;
use world::Chance;

/// Writes `count` accounts into the store of a data folder whose keys are there, of which the first `signed_in`
/// have a key that is signed in; gives those.
///
/// # Errors
/// A sentence, if the folder cannot be written.
pub async fn people(data: &Path, count: usize, signed_in: usize) -> Result<Vec<Account>, String> {
    let room = free_bytes(data)?.saturating_sub(KEPT_FREE_BYTES) / ACCOUNT_BYTES;
    let fitting = count.min(usize::try_from(room).unwrap_or(usize::MAX));
    if fitting < count {
        println!("the disk has room for {fitting} accounts of {count}");
    }
    let (engine, store) = store(data).await?;
    let chance: &dyn Chance = &LoadChance::new();
    let mut accounts = Vec::new();
    for first in (0..fitting).step_by(AT_ONCE) {
        let mut batch = store.batch();
        for number in first..fitting.min(first + AT_ONCE) {
            let (user, at) = (self::user(number), now().seconds());
            let digits = format!("1555{:07}", 1_000_000 + number);
            let place = Hashed(store.keyed_hash("phone", digits.as_bytes()));
            batch.put::<tables::Phones>(&place, &Phone { user: user.0, claimed_at: at });
            let (phone, first_name) = (digits.clone(), format!("Person {number}"));
            let record =
                User { phone, first_name, registered_at: at, kept: Some(kept::NOTHING), ..User::default() };
            batch.put::<tables::Users>(&OfUser(user), &record);
            if number >= signed_in {
                continue;
            }
            let key = AuthKey::new(chance.bytes());
            let record = auth_key::AuthKey { key: key.bytes().to_vec(), created: at.into(), user: None };
            batch.put::<tables::AuthKeys>(&Numbered(key.id()), &record);
            let place = ByNumber { user, number: key.id() };
            batch.put::<tables::Authorizations>(&place, &authorization(key.id(), at));
            batch.put::<tables::KeyOwners>(&Numbered(key.id()), &KeyOwner { user: user.0 });
            let key = ClientKey { auth_key: key, salt: 0, time_offset: 0 };
            accounts.push(Account { key, phone: format!("+{digits}"), user_id: user.0 });
        }
        store.commit(batch).await.map_err(|error| error.to_string())?;
    }
    engine.close();
    Ok(accounts)
}

/// Gives each of the first `active` people a dialog with [`DIALOGS`] others of them, or with all if they are fewer:
/// each begins with a message.
///
/// # Errors
/// A sentence, if the folder cannot be written.
pub async fn dialogs(data: &Path, active: usize) -> Result<(), String> {
    let (engine, store) = store(data).await?;
    let opened = Boxes::open(store, world(), Arc::new(Silent), Arc::new(Open), Options::default()).await;
    let boxes = opened.map_err(|error| error.to_string())?;
    let chance: &dyn Chance = &LoadChance::new();
    // Each writes to those behind him in the ring, and so hears from as many before him.
    let each = (DIALOGS / 2).min(active.saturating_sub(1) / 2).max(1);
    for first in (0..active).step_by(WRITERS_AT_ONCE) {
        let mut sends = JoinSet::new();
        for from in first..active.min(first + WRITERS_AT_ONCE) {
            for to in (1..=each).map(|step| (from + step) % active) {
                let content = Content { text: format!("Hello {to}, this is {from}."), ..Content::default() };
                let (by, to) = (By::user(user(from)), Peer::User(user(to)));
                let new = NewMessage::new(by, to, chance.long(), now().seconds(), content);
                let boxes = boxes.clone();
                sends.spawn(async move { boxes.send(vec![new]).await });
            }
        }
        while let Some(sent) = sends.join_next().await {
            sent.map_err(|error| error.to_string())?.map_err(|error| error.to_string())?;
        }
    }
    boxes.close().await.map_err(|error| error.to_string())?;
    engine.close();
    Ok(())
}

/// Adds `bytes` of rows that nobody reads, in the logs of people who are not there.
///
/// # Errors
/// A sentence, if the folder cannot be written.
pub async fn noise(data: &Path, bytes: u64) -> Result<(), String> {
    // What was merged lies there twice until it is.
    let room = free_bytes(data)?.saturating_sub(KEPT_FREE_BYTES) / 2;
    let fitting = bytes.min(room);
    if fitting < bytes {
        println!("the disk has room for {} MB of {}", fitting >> 20, bytes >> 20);
    }
    let engine = open(data)?;
    let chance = LoadChance::new();
    for round in 0..fitting / (NOISE_ROW_BYTES * NOISE_ROWS) {
        let shard = Shard((round % u64::from(kv::SHARDS)) as u16);
        let epoch = engine.claim(shard).await.map_err(|error| error.to_string())?;
        let row = |number: u64| {
            // As the keys of logs are, of an owner that nobody is.
            let mut key = vec![10, 1];
            key.extend_from_slice(&(round | 1 << 62).to_be_bytes());
            key.extend_from_slice(&number.to_be_bytes());
            let mut value = vec![0; NOISE_ROW_BYTES as usize];
            chance.fill(&mut value);
            Op::Set { key, value }
        };
        let ops = (0..NOISE_ROWS).map(row).collect();
        let written = engine.commit(vec![Group { shard, epoch, ops, depends_on: None }]).await;
        for result in written {
            result.map_err(|error| error.to_string())?;
        }
    }
    engine.close();
    Ok(())
}

/// Who was written as number `number`.
pub(crate) fn user(number: usize) -> UserId {
    UserId(FIRST_USER + number as i64)
}

/// The store of a data folder whose keys are there, and its engine, which is to be closed.
pub(crate) async fn store(data: &Path) -> Result<(Arc<Fjall>, Store), String> {
    let engine = open(data)?;
    let opened = Store::open(engine.clone() as Arc<dyn Engine>, master_key(data)?, world()).await;
    Ok((engine, opened.map_err(|error| error.to_string())?))
}

/// The bytes of all rows that a store holds, keys and values.
pub(crate) async fn row_bytes(data: &Path) -> Result<u64, String> {
    let engine = open(data)?;
    let mut bytes = 0;
    for shard in (0..kv::SHARDS).map(Shard) {
        let mut from = vec![0];
        loop {
            let rows = engine.scan(shard, &from, &[0xff], COUNTED_AT_ONCE, Direction::Forward).await;
            let rows = rows.map_err(|error| error.to_string())?;
            bytes += rows.iter().map(|(key, value)| (key.len() + value.len()) as u64).sum::<u64>();
            match rows.last() {
                Some((key, _)) if rows.len() == COUNTED_AT_ONCE => from = [key.as_slice(), &[0]].concat(),
                _ => break,
            }
        }
    }
    engine.close();
    Ok(bytes)
}

fn authorization(key: i64, at: i32) -> Authorization {
    let word = |text: &str| text.to_owned();
    Authorization {
        hash: key | 1,
        api_id: 1,
        device_model: word("bench"),
        system_version: word("1"),
        app_version: word("1"),
        lang_code: word("en"),
        ip: word("127.0.0.1"),
        created_at: at,
        active_at: at,
        of: None,
    }
}

fn open(data: &Path) -> Result<Arc<Fjall>, String> {
    let opened = Fjall::open(Config::new(data.join("store")));
    opened.map(Arc::new).map_err(|error| format!("the store cannot be opened: {error}"))
}

/// The key that seals the store: 64 hexadecimal digits.
fn master_key(data: &Path) -> Result<MasterKey, String> {
    let path = data.join("master.key");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        let digits = text.get(2 * at..2 * at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
        *byte = digits.ok_or_else(|| format!("{} holds no key", path.display()))?;
    }
    Ok(MasterKey::new(bytes))
}

fn free_bytes(folder: &Path) -> Result<u64, String> {
    let disk = rustix::fs::statvfs(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// The first account number that a server gives.
const FIRST_USER: i64 = 1 << 33;
/// Rows of one look.
const COUNTED_AT_ONCE: usize = 2_000;
/// Accounts of one commit.
const AT_ONCE: usize = 500;
/// People whose first messages are written at once.
const WRITERS_AT_ONCE: usize = 20;
/// Of each who is active.
const DIALOGS: usize = 50;
/// About what an account takes while its rows are merged.
const ACCOUNT_BYTES: u64 = 1024;
/// Left to others.
const KEPT_FREE_BYTES: u64 = 4 << 30;
const NOISE_ROW_BYTES: u64 = 1024;
const NOISE_ROWS: u64 = 900;
