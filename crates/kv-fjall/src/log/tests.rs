//! What a power cut, a rotten disk and an earlier use of a file may leave in the log.

use std::{
    fs::{self, File},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use kv::{Op, Shard};

use super::*;
use crate::{error::OpenError, log::replay::replay};

/// A record that is recognized by its number and longer than a block now and then.
fn ops(number: u64) -> Vec<Op> {
    let length = (number * 7919 % 9000) as usize;
    vec![Op::Set { key: number.to_be_bytes().to_vec(), value: vec![number as u8; length] }]
}

fn append(log: &mut Log, numbers: std::ops::Range<u64>) {
    for number in numbers {
        let ops = ops(number);
        assert!(log.append(std::iter::once((Shard(3), ops.as_slice()))).is_ok());
    }
}

fn new(folder: &Path, start: u32, next: u64) -> (Arc<Pool>, Log) {
    let pool = Arc::new(Pool::new(folder.to_path_buf(), Vec::new(), u64::from(start) * 1000));
    (pool.clone(), Log::new(pool, Hooks::default(), start, next))
}

/// The numbers of the batches that are read back, each checked.
fn numbers(folder: &Path, handed: u64) -> Result<Vec<u64>, OpenError> {
    let mut found = Vec::new();
    replay(folder, handed, |parts| {
        for part in parts {
            let [Op::Set { key, .. }] = part.ops.as_slice() else { panic!("not what was written") };
            let number = u64::from_be_bytes(key.as_slice().try_into().unwrap());
            assert!(part.ops == ops(number) && part.shard == Shard(3));
            found.push(number);
        }
    })?;
    Ok(found)
}

fn to(last: u64) -> Vec<u64> {
    (1..=last).collect()
}

/// A log of one file of about a mebibyte, with the places where its records begin.
fn mebibyte() -> (tempfile::TempDir, PathBuf, Vec<u64>) {
    let folder = tempfile::tempdir().unwrap();
    let (pool, mut log) = new(folder.path(), 1, 1);
    pool.want(256 << 10);
    pool.make_wanted().unwrap();
    let mut places = Vec::new();
    while places.last().is_none_or(|last| *last < 1000 << 10) {
        places.push(log.active.as_ref().map_or(BLOCK as u64, |active| active.at));
        let next = log.next;
        append(&mut log, next..next + 1);
    }
    log.end();
    let path = folder.path().join("1000.log");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    (folder, path, places)
}

#[test]
fn a_log_cut_at_every_byte_gives_exactly_the_batches_before_the_cut() {
    let (folder, path, places) = mebibyte();
    let bytes = fs::read(&path).unwrap();
    let file = File::open(&path).unwrap();
    let salt = salt(&file);
    let mut end = bytes.len() as u64;
    for (index, place) in places.iter().enumerate().rev() {
        let number = index as u64 + 1;
        for cut in *place..end {
            let whole = replay::whole_at(&file, salt, *place, number, cut).unwrap();
            assert_eq!(whole, cut >= place + length(number), "batch {number} in a file of {cut} bytes");
        }
        end = *place;
        // The whole reading, of files that really end there.
        for cut in [*place, place + 1, place + length(number) - 1] {
            fs::write(&path, &bytes[..cut as usize]).unwrap();
            assert_eq!(numbers(folder.path(), 0).unwrap(), to(number - 1));
        }
        fs::write(&path, &bytes[..(place + length(number)) as usize]).unwrap();
        assert_eq!(numbers(folder.path(), 0).unwrap(), to(number));
        fs::write(&path, &bytes).unwrap();
    }
    for cut in (0..=BLOCK).step_by(64) {
        fs::write(&path, &bytes[..cut]).unwrap();
        assert_eq!(numbers(folder.path(), 0).unwrap(), to(0));
    }
}

#[test]
fn a_log_that_reads_zeros_from_any_byte_on_gives_exactly_the_batches_before() {
    let (folder, path, places) = mebibyte();
    let mut bytes = fs::read(&path).unwrap();
    let file = File::options().read(true).write(true).open(&path).unwrap();
    let salt = salt(&file);
    for (index, place) in places.iter().enumerate().rev() {
        let number = index as u64 + 1;
        let end = (place + length(number)) as usize;
        assert!(replay::whole_at(&file, salt, *place, number, u64::MAX).unwrap());
        let mut whole = true;
        for from in (*place as usize..end).rev() {
            // A byte that was zero is nobody's loss.
            whole &= bytes[from] == 0;
            bytes[from] = 0;
            file.write_all_at(&[0], from as u64).unwrap();
            let found = replay::whole_at(&file, salt, *place, number, u64::MAX).unwrap();
            assert_eq!(found, whole, "zeros from {from}");
        }
        if number > 1 {
            assert_eq!(numbers(folder.path(), 0).unwrap(), to(number - 1));
        }
    }
}

fn salt(file: &File) -> u64 {
    let Ok(segment::Labelled::Yes(label)) = Label::read(file) else { panic!("no label") };
    label.salt
}

/// Bytes of a record: its head, its group's, its operation's, key and value.
fn length(number: u64) -> u64 {
    let [Op::Set { key, value }] = &ops(number)[..] else { return 0 };
    24 + 6 + 7 + (key.len() + value.len()) as u64
}

#[test]
fn what_an_earlier_use_of_a_file_has_left_is_never_read() {
    let folder = tempfile::tempdir().unwrap();
    let (pool, mut log) = new(folder.path(), 1, 1);
    // Of the size that is used again.
    pool.want(16 << 20);
    pool.make_wanted().unwrap();
    append(&mut log, 1..60);
    log.end();
    assert_eq!(numbers(folder.path(), 0).unwrap(), to(59));
    for round in 1..4u64 {
        // The tree has all of it; the file is written again from its front, and less far.
        let next = log.next;
        pool.release(next - 1).unwrap();
        append(&mut log, next..next + 40 - 9 * round);
        log.end();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(numbers(folder.path(), next - 1).unwrap(), (next..log.next).collect::<Vec<_>>());
    }
}

#[test]
fn several_files_are_read_in_order_and_a_missing_or_shortened_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut log) = new(folder.path(), 1, 1);
    append(&mut log, 1..200);
    let all = numbers(folder.path(), 0).unwrap();
    assert_eq!(all, to(199));
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 3, "{}", files.len());
    for (index, path) in files.iter().enumerate() {
        let bytes = fs::read(path).unwrap();
        let is_last = index + 1 == files.len();
        fs::remove_file(path).unwrap();
        assert_eq!(numbers(folder.path(), 0).is_ok(), is_last, "without file {index}");
        fs::write(path, &bytes).unwrap();
        fs::write(path, &bytes[..2 * BLOCK - 1]).unwrap();
        assert_eq!(numbers(folder.path(), 0).is_ok(), is_last, "a shortened file {index}");
        fs::write(path, &bytes).unwrap();
    }
    // What the tree has is not missed, and goes.
    fs::remove_file(&files[0]).unwrap();
    assert!(matches!(numbers(folder.path(), 0), Err(OpenError::Damaged { .. })));
    assert_eq!(numbers(folder.path(), 150).unwrap(), (151..200).collect::<Vec<_>>());
    assert!(fs::read_dir(folder.path()).unwrap().count() < files.len() - 1);
}

#[test]
fn a_batch_that_was_torn_is_written_anew_in_another_file_and_stays_gone() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut log) = new(folder.path(), 1, 1);
    append(&mut log, 1..6);
    let torn = folder.path().join("1000.log");
    let mut bytes = fs::read(&torn).unwrap();
    let whole = bytes.clone();
    let at = bytes.iter().rposition(|byte| *byte != 0).unwrap();
    bytes[at] ^= 1;
    fs::write(&torn, &bytes).unwrap();
    assert_eq!(numbers(folder.path(), 0).unwrap(), to(4));
    let (_, mut log) = new(folder.path(), 2, 5);
    append(&mut log, 5..8);
    assert_eq!(numbers(folder.path(), 0).unwrap(), to(7));
    // Even if the disk gives the torn batch back later: the new one counts.
    fs::write(&torn, whole).unwrap();
    assert_eq!(numbers(folder.path(), 0).unwrap(), to(7));
}
