//! What is to leave the bucket: an empty file for each in a folder beside the files, on disk before anybody is told
//! that it is gone, and taken away once the bucket has let go of it.

use std::io;

use blob::{Disk, Folder};

/// Beside the folders of files that are whole and of those that come up.
const LEAVING: &str = "leaving";
/// Where it stands until its name is on disk; what is left there by a crash is swept with what comes up.
const COMING: &str = "coming";
const KEPT: &str = "kept";
const SHELF_DIGITS: usize = 2;

/// Notes durably that a finished file is to leave the bucket; once is enough.
pub(crate) fn note(near: &Folder, name: &str) -> io::Result<()> {
    let digits = digits_of(name);
    let (staged, noted) = (format!("{COMING}/{LEAVING}{digits}"), format!("{LEAVING}/{digits}"));
    near.write(&staged, 0, &[])?;
    near.sync(&staged)?;
    near.rename(&staged, &noted)
}

/// It has left.
pub(crate) fn strike(near: &Folder, name: &str) -> io::Result<()> {
    near.remove(&format!("{LEAVING}/{}", digits_of(name)))
}

/// The names of all that was noted.
pub(crate) fn noted(near: &Folder) -> io::Result<Vec<String>> {
    let listed = near.list(LEAVING)?.into_iter();
    let names = listed.filter_map(|listed| {
        let (shelf, rest) = listed.name.split_at_checked(SHELF_DIGITS)?;
        Some(format!("{KEPT}/{shelf}/{rest}"))
    });
    Ok(names.filter(|name| Folder::is_kept(name)).collect())
}

/// `kept/ab/cdef…` without what separates it.
fn digits_of(name: &str) -> String {
    name.trim_start_matches(KEPT).replace('/', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_noted_is_found_again_by_its_name_until_it_is_struck() {
        let folder = tempfile::tempdir().unwrap();
        let near = Folder::new(folder.path());
        assert!(noted(&near).unwrap().is_empty());
        let name = "kept/ab/0123456789abcdef0123456789abcd";
        note(&near, name).unwrap();
        note(&near, name).unwrap();
        assert_eq!(noted(&near).unwrap(), [name]);
        strike(&near, name).unwrap();
        strike(&near, name).unwrap();
        assert!(noted(&near).unwrap().is_empty());
    }
}
