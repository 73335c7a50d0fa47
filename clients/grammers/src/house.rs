//! What the round stands on: where the server is, devices, login codes, and checks that are counted.

use std::{
    env, fs,
    net::{Ipv4Addr, Ipv6Addr, SocketAddrV4, SocketAddrV6},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use grammers_client::{Client, client::UpdateStream, update::Update};
use grammers_mtsender::{SenderPool, UpdatesConfiguration};
use grammers_session::{
    Session,
    storages::MemorySession,
    types::{DcOption, PeerAuth, PeerId, PeerRef},
};
use grammers_tl_types as tl;
use num_bigint::BigUint;
use tokio::sync::mpsc;

pub const API_ID: i32 = 1;
pub const API_HASH: &str = "0123456789abcdef0123456789abcdef";

/// How long a push may take before the check counts as failed; far above what is ever seen.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why a check failed.
pub type Outcome = Box<dyn std::error::Error + Send + Sync>;
/// How others are addressed.
pub type Person = PeerRef;

/// Whom this id and hash name.
pub fn person(id: i64, access_hash: i64) -> Person {
    PeerRef { id: PeerId::user_unchecked(id), auth: PeerAuth::from_hash(access_hash) }
}

static FAILED: AtomicBool = AtomicBool::new(false);

/// One counted check.
pub async fn check(name: &str, work: impl Future<Output = Result<(), Outcome>>) {
    match work.await {
        Ok(()) => println!("ok {name}"),
        Err(reason) => {
            FAILED.store(true, Ordering::Relaxed);
            println!("not ok {name}: {}", reason.to_string().replace('\n', " "));
        }
    }
}

pub fn has_failed() -> bool {
    FAILED.load(Ordering::Relaxed)
}

/// Ends the program with the round's verdict.
pub fn finish() {
    std::process::exit(i32::from(has_failed()));
}

/// Waits until `condition` holds.
pub async fn soon(condition: impl AsyncFn() -> Result<bool, Outcome>) -> Result<(), Outcome> {
    let until = tokio::time::Instant::now() + PATIENCE;
    while !condition().await? {
        if tokio::time::Instant::now() > until {
            return Err("it never happened".into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

fn told(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("the runner sets {name}"))
}

/// Has Telethon give this number's account a two-step password, which grammers itself cannot.
pub fn set_password(phone: &str, password: &str, hint: &str) -> Result<(), Outcome> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../python/set_password.py");
    let ended = Command::new(told("ROUND_PYTHON")).arg(script).args([phone, password, hint]).status()?;
    if ended.success() { Ok(()) } else { Err("Telethon could not set the password".into()) }
}

/// The code that waits for this number, from the operator's command.
pub fn login_code(phone: &str) -> Result<String, Outcome> {
    let data = told("ROUND_DATA");
    let run =
        Command::new(told("ROUND_PROGRAM")).args(["admin", "login-code", "--data", &data, phone]).output()?;
    let code = String::from_utf8(run.stdout)?.trim().to_owned();
    if code.len() == 5 { Ok(code) } else { Err(String::from_utf8_lossy(&run.stderr).into()) }
}

/// A client with a session of its own.
pub struct Device {
    pub client: Client,
    receiver: Option<mpsc::UnboundedReceiver<Update>>,
    updates: Option<Updates>,
}

type Updates = mpsc::Receiver<grammers_session::updates::UpdatesLike>;

impl Device {
    pub async fn connect() -> Device {
        let session = Arc::new(MemorySession::default());
        let port = told("ROUND_PORT").parse().unwrap();
        let ipv4 = SocketAddrV4::new(Ipv4Addr::LOCALHOST, port);
        let ipv6 = SocketAddrV6::new(Ipv6Addr::LOCALHOST, port, 0, 0);
        session.set_dc_option(&DcOption { id: 2, ipv4, ipv6, auth_key: None }).await.unwrap();
        session.set_home_dc_id(2).await.unwrap();
        let SenderPool { runner, updates, handle } = SenderPool::new(session, API_ID);
        tokio::spawn(runner.run());
        Device { client: Client::new(handle), receiver: None, updates: Some(updates) }
    }

    /// A new account; grammers signs in only, so this goes by the calls themselves.
    pub async fn sign_up(&self, phone: &str, first_name: &str) -> Result<(), Outcome> {
        let settings = tl::types::CodeSettings {
            allow_flashcall: false,
            current_number: false,
            allow_app_hash: false,
            allow_missed_call: false,
            allow_firebase: false,
            logout_tokens: None,
            token: None,
            app_sandbox: None,
            unknown_number: false,
        };
        let request = tl::functions::auth::SendCode {
            phone_number: phone.into(),
            api_id: API_ID,
            api_hash: API_HASH.into(),
            settings: settings.into(),
        };
        let tl::enums::auth::SentCode::Code(sent) = self.client.invoke(&request).await? else {
            return Err("no code was sent".into());
        };
        let sign_in = tl::functions::auth::SignIn {
            phone_number: phone.into(),
            phone_code_hash: sent.phone_code_hash.clone(),
            phone_code: Some(login_code(phone)?),
            email_verification: None,
        };
        let tl::enums::auth::Authorization::SignUpRequired(_) = self.client.invoke(&sign_in).await? else {
            return Err("a free number signed in without sign-up".into());
        };
        let sign_up = tl::functions::auth::SignUp {
            no_joined_notifications: false,
            phone_number: phone.into(),
            phone_code_hash: sent.phone_code_hash,
            first_name: first_name.into(),
            last_name: String::new(),
        };
        self.client.invoke(&sign_up).await?;
        Ok(())
    }

    /// Adds somebody by number.
    pub async fn befriend(&self, phone: &str) -> Result<Person, Outcome> {
        let contact = tl::types::InputPhoneContact {
            client_id: 1,
            phone: phone.into(),
            first_name: if phone.ends_with('2') { "Budi".into() } else { "Ayu".into() },
            last_name: String::new(),
            note: None,
        };
        let request = tl::functions::contacts::ImportContacts { contacts: vec![contact.into()] };
        let imported: tl::types::contacts::ImportedContacts = self.client.invoke(&request).await?.into();
        match imported.users.into_iter().next() {
            Some(tl::enums::User::User(user)) => {
                Ok(person(user.id, user.access_hash.ok_or("no access hash")?))
            }
            _ => Err("nobody has the number".into()),
        }
    }

    /// Takes updates from now on.
    pub async fn listen(&mut self) -> Result<(), Outcome> {
        let updates = self.updates.take().ok_or("it listens already")?;
        let configuration = UpdatesConfiguration::default();
        let mut stream: UpdateStream = self.client.stream_updates(updates, configuration).await?;
        let (give, receiver) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok(update) = stream.next().await {
                if give.send(update).is_err() {
                    return;
                }
            }
        });
        self.receiver = Some(receiver);
        Ok(())
    }

    /// Waits for an update; those before it are let go.
    pub async fn hears(&mut self, what: &str, is_it: impl Fn(&Update) -> bool) -> Result<(), Outcome> {
        let receiver = self.receiver.as_mut().ok_or("it does not listen")?;
        let hear = async {
            while let Some(update) = receiver.recv().await {
                if is_it(&update) {
                    return true;
                }
            }
            false
        };
        match tokio::time::timeout(PATIENCE, hear).await {
            Ok(true) => Ok(()),
            _ => Err(format!("it never heard of {what}").into()),
        }
    }
}

/// Starts this program once more with the server's key in the variable where the patched grammers looks for it,
/// and ends as that ends. Returns where the variable is set.
pub fn with_key() {
    const MODULUS: &str = "GRAMMERS_RSA_MODULUS";
    if env::var_os(MODULUS).is_some() {
        return;
    }
    let pem = fs::read_to_string(format!("{}/server_public.pem", told("ROUND_DATA"))).unwrap();
    let modulus = BigUint::from_bytes_be(&modulus(&pem).expect("a PKCS#1 key of 2048 bits"));
    let program = env::current_exe().unwrap();
    let ended = Command::new(program).env(MODULUS, modulus.to_string()).status().unwrap();
    std::process::exit(ended.code().unwrap_or(1));
}

/// The modulus of a PKCS#1 key of 2048 bits: 256 bytes behind the heads of a sequence and of an integer.
fn modulus(pem: &str) -> Option<Vec<u8>> {
    let text: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let (mut der, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for sign in text.bytes().filter(|sign| *sign != b'=') {
        let value = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            der.push((bits >> count) as u8);
        }
    }
    let head = der.get(4..9)? == [0x02, 0x82, 0x01, 0x01, 0x00];
    der.get(9..265).filter(|_| head).map(<[u8]>::to_vec)
}
