//! The people of a bench: signed up over the protocol once, then kept in a file beside the store, with their keys.

use crate::{edge::LoadChance, person::Person, process::Server};
use crypto::RsaPublicKey;
use mtproto::{
    auth_key::AuthKey,
    client::{ClientKey, Wish},
};
use std::{
    fs,
    path::Path,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tl::{enums, functions, types};
use world::Chance;

/// One account that is signed in.
#[derive(Clone)]
pub struct Account {
    /// Its key.
    pub key: ClientKey,
    /// Its number, with the plus.
    pub phone: String,
    /// Its id.
    pub user_id: i64,
}

/// As many sign up at the same time.
const AT_ONCE: usize = 16;

/// Signs `count` people up, over the protocol, with codes from the operator's command.
///
/// # Errors
/// A sentence from the first who could not.
pub async fn sign_up(
    server: &Server,
    program: &Path,
    data: &Path,
    count: usize,
) -> Result<Vec<Account>, String> {
    let pem = data.join("server_public.pem");
    let pem = fs::read_to_string(&pem).map_err(|error| format!("{}: {error}", pem.display()))?;
    let key = RsaPublicKey::from_pem(&pem).map_err(|error| error.to_string())?;
    let chance: Arc<dyn Chance> = Arc::new(LoadChance::new());
    let next = Arc::new(AtomicUsize::new(0));
    let mut tasks = Vec::new();
    for _ in 0..AT_ONCE {
        let (address, program, data) = (server.mtproto.clone(), program.to_owned(), data.to_owned());
        let (key, chance, next) = (key.clone(), chance.clone(), next.clone());
        tasks.push(tokio::spawn(async move {
            let mut accounts = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    return Ok::<_, String>(accounts);
                }
                let wish = Wish::permanent(key.clone());
                let person = Person::with_new_key(&address, wish, chance.clone()).await?;
                accounts.push((number, one(person, number, &program, &data).await?));
            }
        }));
    }
    let mut accounts = Vec::with_capacity(count);
    for task in tasks {
        accounts.extend(task.await.map_err(|error| error.to_string())??);
    }
    accounts.sort_by_key(|(number, _)| *number);
    Ok(accounts.into_iter().map(|(_, account)| account).collect())
}

async fn one(mut person: Person, number: usize, program: &Path, data: &Path) -> Result<Account, String> {
    let phone = format!("+1555{:07}", 1_000_000 + number);
    let failed =
        |what: &str, error: mtproto::client::RpcError| format!("{what} of {phone}: {}", error.message);
    let settings = enums::CodeSettings::CodeSettings(types::CodeSettings::new());
    let send_code = functions::auth::SendCode::new(phone.clone(), 1, "bench".to_owned(), settings);
    let sent = person.call(&send_code).await.map_err(|error| failed("auth.sendCode", error))?;
    let enums::auth::SentCode::SentCode(sent) = sent else {
        return Err("an unexpected auth.sentCode".to_owned());
    };
    let printed =
        Command::new(program).args(["admin", "login-code", "--data"]).arg(data).arg(&phone).output();
    let printed = printed.map_err(|error| error.to_string())?;
    let code = String::from_utf8_lossy(&printed.stdout).trim().to_owned();
    let hash = sent.phone_code_hash;
    let sign_in = functions::auth::SignIn {
        phone_code: Some(code),
        ..functions::auth::SignIn::new(phone.clone(), hash.clone())
    };
    person.call(&sign_in).await.map_err(|error| failed("auth.signIn", error))?;
    let sign_up =
        functions::auth::SignUp::new(phone.clone(), hash, format!("Person {number}"), String::new());
    let answer = person.call(&sign_up).await.map_err(|error| failed("auth.signUp", error))?;
    let enums::auth::Authorization::Authorization(authorization) = answer else {
        return Err("an unexpected auth.authorization".to_owned());
    };
    let enums::User::User(user) = authorization.user else { return Err("an unexpected user".to_owned()) };
    let key = person.key().cloned().ok_or("no key")?;
    Ok(Account { key, phone, user_id: user.id })
}

/// Writes the accounts, a line each.
///
/// # Errors
/// A sentence, if the file cannot be written.
pub fn write(path: &Path, accounts: &[Account]) -> Result<(), String> {
    let mut text = String::new();
    for account in accounts {
        let key: String = account.key.auth_key.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        text.push_str(&format!("{} {} {key}\n", account.phone, account.user_id));
    }
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Reads what [`write`] wrote; `None` if it is not there or not whole.
pub fn read(path: &Path) -> Option<Vec<Account>> {
    fs::read_to_string(path).ok()?.lines().map(parse).collect()
}

fn parse(line: &str) -> Option<Account> {
    let mut words = line.split(' ');
    let (phone, user_id, hex) = (words.next()?, words.next()?.parse().ok()?, words.next()?);
    let mut bytes = [0; 256];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    let key = ClientKey { auth_key: AuthKey::new(bytes), salt: 0, time_offset: 0 };
    Some(Account { key, phone: phone.to_owned(), user_id })
}
