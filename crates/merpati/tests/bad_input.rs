//! What is wrong at the start is told in one sentence with exit code 2, or as a warning, and the data folder
//! stays as it was.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::{
    fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::Command,
};

use common::{Server, contents, merpati, run, sentence};

fn refused(arguments: &[&str], words: &str) {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty());
    let said = sentence(&output);
    assert!(said.contains(words), "`{said}` does not say `{words}`");
}

fn serve<'a>(data: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["serve", "--data", data, "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0"], more].concat()
}

/// A data folder that a server has used and left.
fn used() -> tempfile::TempDir {
    let data = tempfile::tempdir().unwrap();
    let (code, _) = Server::start(data.path(), &[]).stop();
    assert_eq!(code, Some(0));
    data
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn an_unknown_flag_is_refused_with_the_one_that_was_meant() {
    refused(&["serve", "--lisen", "127.0.0.1:0"], "--listen");
    refused(&["serv"], "serve");
    refused(&["serve", "--listen", "everywhere"], "must be an IP address and a port");
}

#[test]
fn an_unknown_key_or_variable_is_refused_and_nothing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    fs::write(&file, "lisen = \"127.0.0.1:0\"\n").unwrap();
    let data = folder.path().join("data");
    refused(&serve(text(&data), &["--config", text(&file)]), "unknown key `lisen`");
    assert!(!data.exists());
    let output = merpati().args(["config"]).env("MERPATI_LISEN", "x").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(sentence(&output).contains("MERPATI_LISEN"));
}

#[test]
fn a_port_that_is_taken_is_named_and_no_folder_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let arguments = ["serve", "--data", text(&data), "--listen", &address, "--http", "127.0.0.1:0"];
    refused(&arguments, &address);
    let arguments = ["serve", "--data", text(&data), "--listen", "127.0.0.1:0", "--http", &address];
    refused(&arguments, "another program listens there");
    assert!(!data.exists());
}

#[test]
fn a_folder_that_cannot_be_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    refused(&serve(text(&file), &[]), "is not a folder");
    refused(&serve(text(&file.join("below")), &[]), "is not a folder");
    // Even root cannot make a folder there.
    refused(&serve("/proc/merpati", &[]), "cannot make the data folder /proc/merpati");
}

#[test]
fn a_path_too_long_for_a_socket_is_told_and_no_folder_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("x".repeat(120));
    refused(&serve(text(&data), &[]), "too long for the admin socket");
    assert!(!data.exists());
}

#[test]
fn a_second_server_is_refused_and_changes_nothing() {
    let data = tempfile::tempdir().unwrap();
    let _first = Server::start(data.path(), &[]);
    // The first server writes its own: the store, and the time.
    let keys = |path: &Path| -> Vec<_> {
        let own = |name: &str| name.contains("/store/") || name.contains("/last-time");
        contents(path).into_iter().filter(|(name, _)| !own(name)).collect()
    };
    let before = keys(data.path());
    refused(&serve(text(data.path()), &[]), "in use by another running server");
    assert!(keys(data.path()) == before);
}

#[test]
fn a_folder_of_a_newer_version_is_refused_and_stays_as_it_was() {
    let data = used();
    fs::write(data.path().join("version"), "merpati data folder, format 2\n").unwrap();
    let before = contents(data.path());
    refused(&serve(text(data.path()), &[]), "written by a newer version");
    assert!(contents(data.path()) == before);
    fs::write(data.path().join("version"), "something else\n").unwrap();
    refused(&serve(text(data.path()), &[]), "belongs to something else");
}

#[test]
fn a_key_that_others_can_read_is_refused() {
    let data = used();
    let key = data.path().join("server_private.pem");
    for mode in [0o640, 0o604] {
        fs::set_permissions(&key, fs::Permissions::from_mode(mode)).unwrap();
        refused(&serve(text(data.path()), &[]), "can be read by others");
    }
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").unwrap();
    refused(&serve(text(data.path()), &[]), "the key in");
}

#[test]
fn a_weak_key_is_refused() {
    let data = used();
    let key = data.path().join("server_private.pem");
    let made = Command::new("openssl").args(["genrsa", "-out", text(&key), "1024"]).output().unwrap();
    assert!(made.status.success());
    refused(&serve(text(data.path()), &[]), "the key has 1024 bits");
}

#[test]
fn a_lost_master_key_is_not_replaced() {
    let data = used();
    fs::remove_file(data.path().join("master.key")).unwrap();
    let before = contents(data.path());
    refused(&serve(text(data.path()), &[]), "put it back from your backup");
    assert!(contents(data.path()) == before);
}

#[test]
fn half_a_certificate_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    refused(&serve(text(&data), &["--tls-cert", "cert.pem"]), "`tls_key` is not");
    let both = ["--tls-cert", "cert.pem", "--tls-key", "key.pem"];
    refused(&serve(text(&data), &both), "the TLS file cert.pem cannot be read");
    assert!(!data.exists());
}

#[test]
fn a_clock_before_the_last_record_is_a_warning() {
    let data = used();
    fs::write(data.path().join("last-time"), "4102444800000\n").unwrap();
    let mut server = Server::start(data.path(), &[]);
    assert!(server.wait_for_log("clock").contains("WARN"));
    let (code, _) = server.stop();
    assert_eq!(code, Some(0));
    assert_eq!(fs::read_to_string(data.path().join("last-time")).unwrap(), "4102444800000\n");
}

/// A plain req_pq in the abridged transport, which is answered with 84 bytes or more.
fn answers(stream: &mut TcpStream) -> bool {
    let mut packet = vec![0xef, 10];
    packet.extend_from_slice(&[0; 8]);
    packet.extend_from_slice(&(4_i64 << 32).to_le_bytes());
    packet.extend_from_slice(&20_i32.to_le_bytes());
    packet.extend_from_slice(&0x6046_9778_u32.to_le_bytes());
    packet.extend_from_slice(&[7; 16]);
    stream.write_all(&packet).unwrap();
    let mut answer = [0; 64];
    stream.read_exact(&mut answer).is_ok()
}

#[test]
fn at_the_limit_of_files_accepting_pauses_and_says_so_once() {
    let data = tempfile::tempdir().unwrap();
    let mut command = Command::new("sh");
    let call = format!(
        "ulimit -n 120; exec {} serve --data {} --listen 127.0.0.1:0 --http 127.0.0.1:0",
        env!("CARGO_BIN_EXE_merpati"),
        text(data.path())
    );
    command.args(["-c", &call]);
    let mut server = Server::started(command);
    let mut first = TcpStream::connect(server.mtproto).unwrap();
    let mut many: Vec<_> = (0..150).map(|_| TcpStream::connect(server.mtproto).unwrap()).collect();
    server.wait_for_log("accepting connections pauses");
    assert!(answers(&mut first), "a living connection goes on");
    let waiting = many.pop().unwrap();
    drop(many);
    let mut waiting = waiting;
    assert!(answers(&mut waiting), "the one that waited is served once there is room");
    let (code, logged) = server.stop();
    assert_eq!(code, Some(0));
    assert_eq!(logged.iter().filter(|line| line.contains("pauses")).count(), 1, "{logged:?}");
}
