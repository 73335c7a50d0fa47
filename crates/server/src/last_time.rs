//! When this server last ran, so that a start with a clock before that is noticed: dates would go backwards.

use std::{fs, path::Path, path::PathBuf, time::Duration};

use world::{UnixMillis, World};

/// Warns when the file says that the server ran later than `now`.
pub fn warn_if_ahead(path: &Path, now: UnixMillis) {
    let written = fs::read_to_string(path).ok().and_then(|text| text.trim().parse().ok()).map(UnixMillis);
    if let Some(written) = written.filter(|written| now.after(SLACK) < *written) {
        let seconds = written.since(now).as_secs();
        tracing::warn!(
            seconds,
            "this machine's clock is behind the last record of the data folder; set the clock"
        );
    }
}

/// Writes down that the server runs at `now`, unless a later time stands there.
pub fn write(path: &Path, now: UnixMillis) {
    let written = fs::read_to_string(path).ok().and_then(|text| text.trim().parse().ok()).map(UnixMillis);
    if written.is_some_and(|written| written > now) {
        return;
    }
    let unfinished = path.with_extension("new");
    let renamed = fs::write(&unfinished, format!("{}\n", now.0)).and_then(|()| fs::rename(&unfinished, path));
    if let Err(error) = renamed {
        tracing::debug!(%error, "the time could not be written down");
    }
}

/// Writes the time down now and then, for ever.
pub async fn keep(path: PathBuf, world: World) {
    loop {
        write(&path, world.clock.now());
        world.clock.sleep_until(world.clock.elapsed() + WRITE_EVERY).await;
    }
}

/// A clock may be set back this much without a word.
const SLACK: Duration = Duration::from_secs(5);

const WRITE_EVERY: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_time_is_not_overwritten_by_an_earlier_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("last-time");
        write(&path, UnixMillis(2000));
        write(&path, UnixMillis(1000));
        assert_eq!(fs::read_to_string(&path).unwrap(), "2000\n");
    }
}
