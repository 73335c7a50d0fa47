//! What a running server shows: the ready line, the key files, the pages, the admin socket, and its end.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::{fs, io::Read, os::unix::fs::PermissionsExt, process::Command};

use common::{Server, get, run, sentence};

#[test]
fn the_keys_are_made_once_and_only_the_owner_can_read_them() {
    let data = tempfile::tempdir().unwrap();
    let data = data.path().join("fresh");
    let server = Server::start(&data, &[]);
    let fingerprint = server.fingerprint.clone();
    assert_eq!(fingerprint.len(), 16);
    assert_ne!(fingerprint.chars().next(), Some('0'));
    let mode = |name: &str| fs::metadata(data.join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("server_private.pem"), 0o600);
    assert_eq!(mode("master.key"), 0o600);
    assert_eq!(mode("admin.sock"), 0o600);
    assert_eq!(mode("."), 0o700);
    let public = fs::read_to_string(data.join("server_public.pem")).unwrap();
    assert!(public.starts_with("-----BEGIN RSA PUBLIC KEY-----\n"));
    let (code, _) = server.stop();
    assert_eq!(code, Some(0));
    assert!(!data.join("admin.sock").exists());

    let again = Server::start(&data, &[]);
    assert_eq!(again.fingerprint, fingerprint);
    assert_eq!(fs::read_to_string(data.join("server_public.pem")).unwrap(), public);
}

#[test]
fn the_pages_tell_how_to_connect() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path(), &[]);
    let root = server.get("/", "");
    // With the web client or, when it was built without, the word that it is missing.
    assert!(root.starts_with("HTTP/1.1 200 ") && root.contains("<title>Merpati</title>"));
    assert!(root.to_lowercase().contains("content-security-policy: default-src 'none'"));
    let page = server.get("/connect", "");
    assert!(page.contains(&server.fingerprint) && page.contains(&server.mtproto.to_string()));
    assert!(page.contains("<html lang=\"en\">"));
    assert!(server.get("/connect", "Accept-Language: id\r\n").contains("<html lang=\"id\">"));
    let known = server.get("/.well-known/merpati.json", "");
    let body = known.split("\r\n\r\n").nth(1).unwrap();
    let known: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(known["fingerprint"], server.fingerprint.as_str());
    assert_eq!(known["port"], server.mtproto.port());
    assert!(server.get("/nothing", "").starts_with("HTTP/1.1 404 "));
    // The MTProto port knows a request when it sees one.
    assert!(get(server.mtproto, "/connect", "").contains(&server.fingerprint));
}

#[test]
fn metrics_are_for_this_machine_or_for_the_token() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path(), &["--metrics-token", "hunter2"]);
    assert!(server.get("/metrics", "").contains("merpati_connections_total"));
    let proxied = "X-Forwarded-For: 203.0.113.9\r\n";
    assert!(server.get("/metrics", proxied).starts_with("HTTP/1.1 403 "));
    let wrong = format!("{proxied}Authorization: Bearer hunter3\r\n");
    assert!(server.get("/metrics", &wrong).starts_with("HTTP/1.1 403 "));
    let right = format!("{proxied}Authorization: Bearer hunter2\r\n");
    assert!(server.get("/metrics", &right).contains("merpati_connections_total"));
}

#[test]
fn a_websocket_opens_on_both_ports() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path(), &[]);
    let upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
                   Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: binary\r\n";
    for address in [server.http, server.mtproto] {
        for path in ["/apiws", "/apiws_test", "/apiws_premium"] {
            use std::io::Write;
            let mut stream = std::net::TcpStream::connect(address).unwrap();
            stream
                .write_all(format!("GET {path} HTTP/1.1\r\nHost: test\r\n{upgrade}\r\n").as_bytes())
                .unwrap();
            let mut answer = [0; 12];
            stream.read_exact(&mut answer).unwrap();
            assert_eq!(&answer, b"HTTP/1.1 101");
        }
    }
    assert!(server.get("/apiws", "").starts_with("HTTP/1.1 426 "));
}

#[test]
fn a_code_that_is_not_there_and_a_server_that_is_not_there_are_reasons() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().to_str().unwrap();
    let output = run(&["admin", "login-code", "--data", folder, "+15550001"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(sentence(&output).contains("no server runs on"));
    let _server = Server::start(data.path(), &[]);
    let output = run(&["admin", "login-code", "--data", folder, "+15550001"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    assert!(sentence(&output).contains("no code is waiting"));
    let output = run(&["admin", "login-code", "--data", folder, "+"]);
    assert!(sentence(&output).contains("not a phone number"));
    let output = run(&["admin", "user", "show", "--data", folder, "7"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(sentence(&output).contains("there is no user 7"));
    let output = run(&["admin", "user", "list", "--data", folder]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 1);
}

#[test]
fn the_settings_in_force_are_shown_with_their_places_and_without_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    fs::write(&file, "http = \"127.0.0.1:1\"\nmetrics_token = \"hunter2\"\n").unwrap();
    let output = common::merpati()
        .args(["config", "--test-mode", "--config"])
        .arg(&file)
        .env("MERPATI_REGISTRATION", "closed")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    let line = |key: &str| text.lines().find(|line| line.starts_with(key)).unwrap().to_owned();
    assert!(line("test_mode").contains("true") && line("test_mode").contains("the flag --test-mode"));
    assert!(line("registration").contains("the variable MERPATI_REGISTRATION"));
    assert!(line("http").contains(file.to_str().unwrap()));
    assert!(line("listen").contains("the default"));
    assert!(!text.contains("hunter2"));
}

#[test]
fn what_connect_prints_is_what_the_page_shows() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().to_str().unwrap();
    let output = run(&["connect", "--data", folder]);
    assert_eq!(output.status.code(), Some(1));
    assert!(sentence(&output).contains("start a server on this folder first"));
    let server = Server::start(data.path(), &[]);
    let text = String::from_utf8(run(&["connect", "--data", folder]).stdout).unwrap();
    assert!(text.contains(&server.fingerprint) && text.contains(&server.mtproto.to_string()));
    for client in ["telethon", "kurigram", "gramjs", "mtcute"] {
        let program = run(&["connect", "--data", folder, "--client", client]);
        let program = String::from_utf8(program.stdout).unwrap();
        assert!(text.contains(program.trim_end()), "{client}");
    }
}

#[test]
fn a_certificate_is_served_and_read_again_when_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    let make = |name: &str| {
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj"])
            .arg(format!("/CN={name}"))
            .args(["-keyout".as_ref(), key.as_os_str(), "-out".as_ref(), cert.as_os_str()])
            .output()
            .unwrap();
        assert!(made.status.success());
    };
    make("first");
    let data = folder.path().join("data");
    let arguments = ["--tls-cert", cert.to_str().unwrap(), "--tls-key", key.to_str().unwrap()];
    let server = Server::start(&data, &arguments);
    let shown = || {
        let address = server.http.to_string();
        let output = Command::new("openssl")
            .args(["s_client", "-connect", &address])
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(shown().contains("first"));
    make("second");
    // The files are looked at once a second.
    let changed = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(200));
        shown().contains("second")
    });
    assert!(changed);
}
