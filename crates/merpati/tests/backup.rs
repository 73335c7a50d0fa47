//! A backup of a running server, and what is refused when it is put back. That people's clients converge after it
//! is judged by `clients/python/backup_round.py`.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use common::{Server, contents, run, sentence};

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A file that only its owner may read.
fn secret(path: &Path, words: &str) {
    fs::write(path, words).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

fn refused(arguments: &[&str], words: &str) {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    let said = sentence(&output);
    assert!(said.contains(words), "`{said}` does not say `{words}`");
}

#[test]
fn a_backup_of_a_running_server_starts_as_the_same_server() {
    let folder = tempfile::tempdir().unwrap();
    let (data, back) = (folder.path().join("data"), folder.path().join("back"));
    let (file, words) = (folder.path().join("backup"), folder.path().join("words"));
    secret(&words, "merpati pos\n");
    let server = Server::start(&data, &[]);
    let given = ["--passphrase-file", text(&words)];
    let output = run(&[&["backup", text(&file), "--data", text(&data)], &given[..]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("server_private.pem, master.key") && said.contains("pose as your server"),
        "{said}"
    );
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);

    let output = run(&[&["restore", text(&file), "--data", text(&back)], &given[..]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8(output.stdout).unwrap().contains("life 2 of the store"));
    let again = Server::start(&back, &[]);
    assert_eq!(again.fingerprint, server.fingerprint);
    for (name, mode) in [("server_private.pem", 0o600), ("master.key", 0o600), (".", 0o700)] {
        assert_eq!(fs::metadata(back.join(name)).unwrap().permissions().mode() & 0o777, mode, "{name}");
    }
    assert!(!back.join("unfinished").exists());
}

#[test]
fn a_key_file_is_made_once_and_opens_what_it_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (data, key) = (path("data"), path("key"));
    let _server = Server::start(&data, &[]);
    let backup = |file: &Path| run(&["backup", text(file), "--data", text(&data), "--key-file", text(&key)]);
    let said = String::from_utf8(backup(&path("one")).stdout).unwrap();
    assert!(said.contains("is the new key"), "{said}");
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    let made = fs::read(&key).unwrap();
    let said = String::from_utf8(backup(&path("two")).stdout).unwrap();
    assert!(!said.contains("new key") && fs::read(&key).unwrap() == made);
    // The same records, and yet no two files alike.
    assert_ne!(fs::read(path("one")).unwrap()[..100], fs::read(path("two")).unwrap()[..100]);
    let again = backup(&path("one"));
    assert_eq!(again.status.code(), Some(1));
    assert!(sentence(&again).contains("is there already"));
    let (one, back) = (path("one"), path("back"));
    refused(&["restore", text(&one), "--data", text(&back)], "is sealed with a key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let given = ["restore", text(&one), "--data", text(&back), "--key-file", text(&key)];
    refused(&given, "can be read by others");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(run(&given).status.code(), Some(0));
}

#[test]
fn what_does_not_open_to_its_end_leaves_the_folder_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (data, file, key) = (path("data"), path("backup"), path("key"));
    let server = Server::start(&data, &[]);
    let output = run(&["backup", text(&file), "--data", text(&data), "--key-file", text(&key)]);
    assert_eq!(output.status.code(), Some(0));
    drop(server);
    let whole = fs::read(&file).unwrap();
    let back = path("back");
    let restore = ["restore", text(&file), "--data", text(&back), "--key-file", text(&key)];
    for (bytes, words) in [
        (&whole[..whole.len() - 1], "the key is another, or the file is damaged"),
        (&whole[..50], "the key is another, or the file is damaged"),
        (&whole[..20], "is no backup of merpati"),
        (
            &b"PK\x03\x04 and so on, something of another program, of some length"[..],
            "is no backup of merpati",
        ),
    ] {
        fs::write(&file, bytes).unwrap();
        refused(&restore, words);
        assert!(!back.exists());
        fs::create_dir(&back).unwrap();
        refused(&restore, words);
        assert!(fs::read_dir(&back).unwrap().next().is_none());
        fs::remove_dir(&back).unwrap();
    }
    let mut newer = whole.clone();
    newer[15] = 9;
    fs::write(&file, newer).unwrap();
    refused(&restore, "was made by a newer version");
    fs::write(&file, &whole).unwrap();
    secret(&path("other"), &"7".repeat(64));
    refused(
        &["restore", text(&file), "--data", text(&back), "--key-file", text(&path("other"))],
        "is another",
    );
    refused(
        &["restore", text(&path("none")), "--data", text(&back), "--key-file", text(&key)],
        "cannot read",
    );
    fs::create_dir(&back).unwrap();
    fs::write(back.join("letter"), "mine").unwrap();
    let before = contents(&back);
    refused(&restore, "is not empty");
    assert!(contents(&back) == before);
    let before = contents(&data);
    refused(&["restore", text(&file), "--data", text(&data), "--key-file", text(&key)], "is not empty");
    assert!(contents(&data) == before);
}

#[test]
fn a_backup_without_a_server_or_a_secret_is_refused_and_makes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file, words) =
        (folder.path().join("data"), folder.path().join("backup"), folder.path().join("words"));
    refused(&["backup", text(&file), "--data", text(&data)], "there is no terminal");
    secret(&words, "\n");
    let given = ["backup", text(&file), "--data", text(&data), "--passphrase-file", text(&words)];
    refused(&given, "the passphrase is empty");
    secret(&words, "something\n");
    let output = run(&given);
    assert_eq!(output.status.code(), Some(1));
    assert!(sentence(&output).contains("no server runs on"));
    assert!(!file.exists());
}
