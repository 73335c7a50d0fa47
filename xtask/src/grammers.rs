//! grammers as a judge: takes the crate that knows the servers' keys as it was published, lets a copy of it take
//! another key from the environment, and builds the round on that. Why is in `clients/grammers/README.md`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::command::{cargo, must, output, root, target};

/// The line that gives no key for a fingerprint that is not one of Telegram's own, as it was published.
const PUBLISHED: &str = "        _ => return None\n";
/// What stands there in the copy.
const PATCHED: &str =
    "        _ => return rsa::Key::new(&std::env::var(\"GRAMMERS_RSA_MODULUS\").ok()?, \"65537\"),\n";
/// Where that line is.
const FILE: &str = "src/authentication.rs";

/// Makes the patched copy and builds the round.
///
/// # Errors
/// A sentence, if the crate cannot be had, is not as it was, or does not build.
pub(crate) fn build() -> Result<(), String> {
    let workspace = root().join("clients/grammers");
    patched(&published(&workspace)?)?;
    must(
        cargo()
            .args(["build", "--quiet", "--manifest-path"])
            .arg(workspace.join("Cargo.toml"))
            .arg("--target-dir")
            .arg(target().join("grammers/build")),
    )
}

/// The program of the round.
pub(crate) fn program() -> PathBuf {
    target().join("grammers/build/debug/grammers-round")
}

/// Where cargo has put the crate as it was published.
fn published(workspace: &Path) -> Result<PathBuf, String> {
    let metadata = output(
        cargo()
            .args(["metadata", "--format-version", "1", "--manifest-path"])
            .arg(workspace.join("source/Cargo.toml"))
            .env("CARGO_TARGET_DIR", target().join("grammers/source")),
    )?;
    let manifest = metadata
        .split("\"manifest_path\":\"")
        .filter_map(|rest| rest.split_once('"').map(|(path, _)| path))
        .find(|path| path.contains("/grammers-mtproto-"))
        .ok_or("cargo does not know where grammers-mtproto is")?;
    Ok(Path::new(manifest).parent().map(Path::to_path_buf).unwrap_or_default())
}

/// Copies the crate, unless that was done, and changes the one line.
fn patched(published: &Path) -> Result<(), String> {
    // The workspace names this place, wherever else cargo builds.
    let copy = root().join("target/grammers/mtproto");
    let said = |error: std::io::Error| format!("{}: {error}", copy.display());
    let source = fs::read_to_string(published.join(FILE)).map_err(said)?;
    if source.matches(PUBLISHED).count() != 1 {
        return Err(format!("{} has no longer the one line that is patched", published.join(FILE).display()));
    }
    let wanted = source.replace(PUBLISHED, PATCHED);
    if fs::read_to_string(copy.join(FILE)).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    // What is there may be half a copy.
    let _ = fs::remove_dir_all(&copy);
    copy_folder(published, &copy).map_err(said)?;
    fs::write(copy.join(FILE), wanted).map_err(said)
}

fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() { copy_folder(&path, &to)? } else { fs::copy(&path, &to).map(drop)? }
    }
    Ok(())
}
