//! People's files in a bucket, as the built program keeps them: sent, read again after a start, gone with their message;
//! a bucket that is away, and settings that lead to none.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../../blob-s3/tests/common/mod.rs"]
mod speaker;

mod common;

use std::{path::Path, sync::Arc, time::Duration};

use bench::{
    edge::LoadChance,
    files::{Content, bring, load},
    people::{self, Account},
    person::Person,
    process::Server,
};
use speaker::{BUCKET, KEY_ID, SECRET, Speaker};
use tl::functions;
use world::Chance;

/// More than goes into the bucket in one piece.
const MEBIBYTES: u64 = 9;

struct Place<'a> {
    endpoint: String,
    secret: &'a str,
}

impl Place<'_> {
    fn flags(&self) -> [&str; 8] {
        [
            "--s3-bucket",
            BUCKET,
            "--s3-endpoint",
            &self.endpoint,
            "--s3-key-id",
            KEY_ID,
            "--s3-secret-file",
            self.secret,
        ]
    }

    fn start(&self, data: &Path) -> Server {
        let flags = [&["--test-mode"][..], &self.flags()].concat();
        Server::start(Path::new(env!("CARGO_BIN_EXE_merpati")), data, &flags).unwrap()
    }

    /// The sentence with which a start is refused.
    fn refused(&self, data: &Path) -> String {
        let data =
            ["serve", "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0", "--data", data.to_str().unwrap()];
        common::sentence(&common::run(&[&data[..], &self.flags()].concat()))
    }
}

async fn connect(server: &Server, account: &Account, chance: &Arc<dyn Chance>) -> Person {
    Person::with_key(&server.mtproto, account.key.clone(), chance.clone()).await.unwrap()
}

async fn soon(what: &str, condition: impl Fn() -> bool) {
    for _ in 0..3_000 {
        if condition() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("never happened: {what}");
}

fn kept_here(data: &Path) -> usize {
    let shelves = data.join("files/kept");
    if shelves.exists() { common::contents(&shelves).len() } else { 0 }
}

/// A file with the key, which only its owner can read.
fn secret(folder: &Path, name: &str, secret: &str) -> String {
    use std::{fs, os::unix::fs::PermissionsExt};
    let path = folder.join(name);
    fs::write(&path, format!("{secret}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn files_go_into_a_bucket_come_back_from_it_and_leave_it_with_their_message() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let secret = secret(folder.path(), "secret", SECRET);
        let speaker = Speaker::start(&folder.path().join("far"), "127.0.0.1:0");
        let (address, place) =
            (speaker.address.to_string(), Place { endpoint: speaker.endpoint(), secret: &secret });
        let chance: Arc<dyn Chance> = Arc::new(LoadChance::new());

        let server = place.start(&data);
        let program = Path::new(env!("CARGO_BIN_EXE_merpati"));
        let account = people::sign_up(&server, program, &data, 1).await.unwrap().pop().unwrap();
        let mut person = connect(&server, &account, &chance).await;
        let content = Content::new(1, MEBIBYTES, &*chance);
        let (message, document) = bring(&mut person, &content).await.unwrap();
        soon("the file is in the bucket", || kept_here(&data) == 0 && speaker.objects().len() == 1).await;
        load(&mut person, &content, &document).await.unwrap();
        server.stop().unwrap();
        let log = || std::fs::read_to_string(data.with_extension("log")).unwrap();
        let mut logged = log();

        let server = place.start(&data);
        let mut person = connect(&server, &account, &chance).await;
        load(&mut person, &content, &document).await.unwrap();
        // While the bucket is away people send and read what they sent.
        drop(speaker);
        let other = Content::new(2, 1, &*chance);
        let (_, small) = bring(&mut person, &other).await.unwrap();
        load(&mut person, &other, &small).await.unwrap();
        server.kill();
        logged += &log();
        let server = place.start(&data);
        let mut person = connect(&server, &account, &chance).await;
        load(&mut person, &other, &small).await.unwrap();
        let speaker = Speaker::start(&folder.path().join("far"), &address);
        soon("what waited is in the bucket", || kept_here(&data) == 0 && speaker.objects().len() == 2).await;
        load(&mut person, &content, &document).await.unwrap();
        load(&mut person, &other, &small).await.unwrap();

        let delete = functions::messages::DeleteMessages::new(vec![message]);
        person.call(&delete).await.map_err(|error| error.message).unwrap();
        soon("its bytes leave the bucket", || speaker.objects().len() == 1).await;
        server.stop().unwrap();

        logged += &log();
        assert!(logged.contains("bucket"), "nobody was told that it was away");
        assert!(!logged.contains(SECRET) && !logged.contains(KEY_ID), "a key stands in the log");
        // The files are found nowhere else.
        let data_words = ["serve", "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0", "--data"];
        let without = common::run(&[&data_words[..], &[data.to_str().unwrap()]].concat());
        assert!(common::sentence(&without).contains("`s3_bucket` is not set"));
        let elsewhere = Place { endpoint: "http://127.0.0.1:9".to_owned(), secret: &secret };
        assert!(elsewhere.refused(&data).contains("set it back"));
    });
}

#[test]
fn a_start_that_leads_to_no_bucket_is_refused_with_a_sentence_and_the_doctor_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let speaker = Speaker::start(&folder.path().join("far"), "127.0.0.1:0");
    let data = folder.path().join("data");
    let wrong = secret(folder.path(), "wrong", "not-the-key");
    let refused = Place { endpoint: speaker.endpoint(), secret: &wrong };
    let sentence = refused.refused(&data);
    assert!(
        sentence.contains("the bucket refuses the key") && !sentence.contains("not-the-key"),
        "{sentence}"
    );
    let missing = Place { endpoint: speaker.endpoint(), secret: "/nowhere/secret" };
    assert!(missing.refused(&data).contains("which is not there"));
    let right = secret(folder.path(), "right", SECRET);
    let right = Place { endpoint: speaker.endpoint(), secret: &right };
    let doctor = |place: &Place<'_>| {
        let words =
            ["doctor", "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0", "--data", data.to_str().unwrap()];
        String::from_utf8(common::run(&[&words[..], &place.flags()].concat()).stdout).unwrap()
    };
    let line = |text: &str| text.lines().find(|line| line.contains("people's files")).unwrap().to_owned();
    assert!(line(&doctor(&right)).starts_with("ok"));
    assert!(line(&doctor(&refused)).starts_with("bad"));
    let endpoint = speaker.endpoint();
    drop(speaker);
    let silent = Place { endpoint, secret: right.secret };
    assert!(silent.refused(&data).contains("does not answer"), "the first start needs the bucket");
}
