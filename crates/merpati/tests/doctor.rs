//! `merpati doctor`: a line for each thing, what to do about it, and the exit code.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::{fs, net::TcpListener, os::unix::fs::PermissionsExt, path::Path, process::Output};

use common::{Server, contents, run};

fn doctor(data: &Path, more: &[&str]) -> Output {
    let always = ["doctor", "--data", data.to_str().unwrap()];
    let ports = ["--listen", "127.0.0.1:0", "--http", "127.0.0.1:0"];
    run(&[&always[..], if more.contains(&"--listen") { &ports[2..] } else { &ports[..] }, more].concat())
}

/// The verdict and the words about one thing.
fn line(output: &Output, about: &str) -> (String, String) {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let found = text.lines().find_map(|line| {
        let (verdict, rest) = line.split_at(5);
        rest.strip_prefix(about).map(|words| (verdict.trim().to_owned(), words.trim().to_owned()))
    });
    found.unwrap_or_else(|| panic!("nothing about {about} in {text}"))
}

fn verdict(output: &Output, about: &str) -> String {
    line(output, about).0
}

#[test]
fn a_fresh_machine_and_a_running_server_are_well() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let fresh = doctor(&data, &[]);
    assert!(!data.exists(), "looking makes nothing");
    for about in ["data folder", "clock", "port of clients", "HTTP port", "advertised address"] {
        assert_eq!(verdict(&fresh, about), "ok", "{about}");
    }
    let server = Server::start(&data, &[]);
    let running = doctor(&data, &[]);
    for about in ["data folder", "rights", "key", "clock", "port of clients", "HTTP port"] {
        assert_eq!(verdict(&running, about), "ok", "{about}");
    }
    assert!(line(&running, "key").1.contains(&server.fingerprint));
    assert!(line(&running, "port of clients").1.contains(&server.mtproto.to_string()));
    assert!(line(&running, "disk sync").1.contains("ms"));
    for output in [fresh, running] {
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn what_is_wrong_is_said_with_what_to_do_and_the_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (code, _) = Server::start(&data, &[]).stop();
    assert_eq!(code, Some(0));

    fs::set_permissions(data.join("master.key"), fs::Permissions::from_mode(0o644)).unwrap();
    fs::write(data.join("last-time"), "4102444800000\n").unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let before = contents(&data);
    let output = doctor(&data, &["--listen", &address, "--public-address", "0.0.0.0:4430"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("things are bad"));
    for (about, words) in [
        ("rights", "chmod 600"),
        ("clock", "NTP"),
        ("port of clients", "another program listens there"),
        ("advertised address", "names no machine"),
    ] {
        let (verdict, said) = line(&output, about);
        assert!(verdict == "bad" && said.contains(words), "{about}: {verdict} {said}");
    }
    assert_eq!(verdict(&output, "HTTP port"), "ok");
    assert!(contents(&data) == before, "looking changes nothing");

    fs::set_permissions(data.join("master.key"), fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(data.join("version"), "merpati data folder, format 99\n").unwrap();
    fs::remove_file(data.join("server_private.pem")).unwrap();
    let output = doctor(&data, &[]);
    assert!(line(&output, "data folder").1.contains("newer version"));
    assert_eq!(line(&output, "key").1, "there is none yet; the first start makes it");
    fs::remove_file(data.join("master.key")).unwrap();
    assert!(line(&doctor(&data, &[]), "key").1.contains("put it back from your backup"));

    let half = ["--tls-cert", "cert.pem", "--tls-key", "key.pem"];
    assert!(line(&doctor(&data, &half), "TLS").1.contains("cert.pem cannot be read"));
}
