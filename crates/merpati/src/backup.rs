//! `merpati backup` and `merpati restore`: asks the running server for everything and seals it in a file; puts such
//! a file into an empty folder. The seal and the file's form stand in `server::backup`.

use std::{
    io::{self, IsTerminal},
    path::PathBuf,
};

use clap::ArgMatches;
use server::{
    backup::{self, BackupError, Contents, Lock, Sealed, Secret},
    edge,
};

use crate::{Failure, operator, print, settings};

/// Takes a backup of the server that runs on the data folder.
pub(crate) fn run(flags: &ArgMatches) -> Result<(), Failure> {
    let data = settings::config(flags)?.data;
    let file = file(flags);
    let chance = edge::OsChance;
    let (secret, new_key) = match given(flags) {
        Given::Key(path) => {
            let (secret, is_new) = Secret::key_in_or_new(&path, &chance).map_err(refused)?;
            (secret, Some(path).filter(|_| is_new))
        }
        Given::PassphraseIn(path) => (Secret::passphrase_in(&path).map_err(refused)?, None),
        Given::Nothing => (asked_twice()?, None),
    };
    let from = operator::backup(&data)?;
    let contents = backup::seal(from, &secret, &file, &chance).map_err(failed)?;
    let mut text = format!("{}: {}\n", file.display(), told(&contents));
    if let Some(key) = new_key {
        text.push_str(&format!("{} is the new key that opens it.\n", key.display()));
    }
    text.push_str(
        "Whoever can open this file can read everything that is kept and pose as your server; keep what opens it apart from it.\n",
    );
    print(&text)
}

/// Puts a backup into an empty folder.
pub(crate) fn restore(flags: &ArgMatches) -> Result<(), Failure> {
    let data = settings::config(flags)?.data;
    let sealed = Sealed::open(&file(flags)).map_err(refused)?;
    let secret = match given(flags) {
        Given::Key(path) => Secret::key_in(&path).map_err(refused)?,
        Given::PassphraseIn(path) => Secret::passphrase_in(&path).map_err(refused)?,
        Given::Nothing if sealed.lock() == Lock::Key => {
            let sentence = "this backup is sealed with a key; say where it is: --key-file FILE".to_owned();
            return Err(Failure { sentence, code: 2 });
        }
        Given::Nothing => Secret::passphrase(asked("passphrase: ")?).map_err(refused)?,
    };
    let restored = backup::restore(sealed, &secret, &data, edge::world()).map_err(refused)?;
    print(&format!(
        "{0}: {1}, as of {2}. This is life {3} of the store: what came after is lost, and clients will notice.\n\
         Start it with: merpati serve --data {0}\n",
        data.display(),
        told(&restored.contents),
        operator::date(restored.taken),
        restored.incarnation,
    ))
}

/// Where the secret comes from.
enum Given {
    Key(PathBuf),
    PassphraseIn(PathBuf),
    Nothing,
}

fn given(flags: &ArgMatches) -> Given {
    let path = |name: &str| flags.get_one::<String>(name).map(PathBuf::from);
    match (path("key-file"), path("passphrase-file")) {
        (Some(key), _) => Given::Key(key),
        (None, Some(passphrase)) => Given::PassphraseIn(passphrase),
        (None, None) => Given::Nothing,
    }
}

fn file(flags: &ArgMatches) -> PathBuf {
    flags.get_one::<String>("file").map(PathBuf::from).unwrap_or_default()
}

fn told(contents: &Contents) -> String {
    let Contents { records, files, kept } = contents;
    format!("{records} records, {kept} files of people, and {}", files.join(", "))
}

fn asked_twice() -> Result<Secret, Failure> {
    let words = asked("passphrase: ")?;
    if words != asked("again: ")? {
        return Err(Failure { sentence: "these are two different passphrases".to_owned(), code: 2 });
    }
    Secret::passphrase(words).map_err(refused)
}

fn asked(question: &str) -> Result<String, Failure> {
    if !io::stdin().is_terminal() {
        let sentence = "there is no terminal to ask for a passphrase; give --passphrase-file or --key-file";
        return Err(Failure { sentence: sentence.to_owned(), code: 2 });
    }
    rpassword::prompt_password(question)
        .map_err(|error| Failure { sentence: format!("cannot ask for a passphrase: {error}"), code: 2 })
}

fn refused(error: BackupError) -> Failure {
    Failure { sentence: error.to_string(), code: 2 }
}

/// The call was right; something went wrong.
fn failed(error: BackupError) -> Failure {
    Failure { sentence: error.to_string(), code: 1 }
}
