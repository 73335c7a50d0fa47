//! Demand W-27: whatever bytes arrive, reading gives an error before it allocates for them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    alloc::System,
    sync::{Mutex, MutexGuard, PoisonError},
};

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tl::{Decode, DecodeError, Layer, Reader, enums, functions, types};

#[global_allocator]
static COUNTING: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The allocator counts for the whole process, so one test runs at a time.
fn alone() -> MutexGuard<'static, ()> {
    static LOCK: Mutex<()> = Mutex::new(());
    LOCK.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads within the bound of memory, or fails.
fn read<T: Decode>(bytes: &[u8]) -> Result<T, DecodeError> {
    let region = Region::new(COUNTING);
    let outcome = tl::decode(bytes);
    let taken = region.change().bytes_allocated;
    assert!(taken <= 16 * bytes.len() + 64 * 1024, "{taken} bytes for {}", bytes.len());
    outcome
}

fn error<T: Decode>(bytes: &[u8]) -> DecodeError {
    read::<T>(bytes).err().unwrap()
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|w| w.to_le_bytes()).collect()
}

const VECTOR: u32 = 0x1cb5_c415;

#[test]
fn a_vector_that_cannot_be_there_is_refused() {
    let _alone = alone();
    for count in [u32::MAX, 0x7fff_ffff, 0x8000_0000, 3, 1_000_000] {
        let bytes = words(&[VECTOR, count, 1, 2]);
        let expected = DecodeError::Count { at: 4, count: count as i32, left: 8 };
        assert_eq!(error::<Vec<i32>>(&bytes), expected);
        assert!(read::<Vec<enums::User>>(&bytes).is_err());
    }
    assert_eq!(read::<Vec<i32>>(&words(&[VECTOR, 2, 1, 2])), Ok(vec![1, 2]));
}

#[test]
fn a_string_past_the_end_is_refused() {
    let _alone = alone();
    assert_eq!(
        error::<String>(&[254, 255, 255, 255]),
        DecodeError::End { at: 4, needed: 0xff_ffff, left: 0 }
    );
    assert_eq!(error::<String>(&[9, b'a', b'b', b'c']), DecodeError::End { at: 1, needed: 9, left: 3 });
    assert!(read::<String>(&[255, 0, 0, 0]).is_err());
    assert_eq!(error::<String>(&[2, 0xc3, 0x28, 0]), DecodeError::Utf8 { at: 0 });
}

#[test]
fn values_that_lie_too_deep_in_each_other_are_refused() {
    let _alone = alone();
    let bold = types::TextBold::ID;
    for depth in [65usize, 10_000, 200_000] {
        let bytes = words(&vec![bold; depth]);
        assert!(matches!(error::<enums::RichText>(&bytes), DecodeError::Depth { .. }));
    }
}

#[test]
fn an_unknown_constructor_is_named_with_what_was_expected() {
    let _alone = alone();
    let expected = DecodeError::UnknownConstructor { id: 0xdead_beef, expected: "Peer" };
    assert_eq!(error::<enums::Peer>(&words(&[0xdead_beef, 1, 0])), expected);
    assert_eq!(expected.to_string(), "0xdeadbeef is no constructor of Peer");
    let expected = DecodeError::UnknownConstructor { id: 7, expected: "Bool" };
    assert_eq!(error::<bool>(&words(&[7])), expected);
}

#[test]
fn an_unknown_flag_is_refused() {
    let _alone = alone();
    let bytes = words(&[types::PeerColor::ID, 1 << 31]);
    assert_eq!(error::<enums::PeerColor>(&bytes), DecodeError::UnknownFlags { at: 4, bits: 1 << 31 });
}

#[test]
fn bytes_left_over_are_refused() {
    let _alone = alone();
    let mut bytes = tl::encode(&enums::Peer::from(types::PeerUser::new(1)), Layer::NEWEST);
    bytes.extend([0; 4]);
    assert_eq!(error::<enums::Peer>(&bytes), DecodeError::Trailing { count: 4 });
}

#[test]
fn many_small_elements_cannot_take_much_memory() {
    let _alone = alone();
    // Elements of four bytes each that are far bigger in memory.
    let mut bytes = words(&[VECTOR, 100_000]);
    bytes.extend(words(&vec![0x9664_f57f; 100_000]));
    assert!(matches!(read::<Vec<enums::InputMedia>>(&bytes), Err(DecodeError::Allocation { .. }) | Ok(_)));
}

#[test]
fn cut_anywhere_a_request_gives_an_error() {
    let _alone = alone();
    let peer = enums::InputPeer::from(types::InputPeerUser::new(5, 6));
    let request = functions::messages::SendMessage {
        entities: Some(vec![types::MessageEntityBold::new(0, 1).into()]),
        ..functions::messages::SendMessage::new(peer, "halo dunia".to_owned(), 9)
    };
    let bytes = tl::encode(&request, Layer::NEWEST);
    for cut in 0..bytes.len() {
        assert!(read::<functions::messages::SendMessage>(&bytes[..cut]).is_err());
    }
    assert!(read::<functions::messages::SendMessage>(&bytes).is_ok());
}

#[test]
fn flipped_bytes_never_break_the_bound() {
    let _alone = alone();
    let peer = enums::InputPeer::from(types::InputPeerUser::new(5, 6));
    let request = functions::messages::SendMessage::new(peer, "halo dunia".to_owned(), 9);
    let bytes = tl::encode(&request, Layer::NEWEST);
    for place in 0..bytes.len() {
        for value in 0..=255 {
            let mut changed = bytes.clone();
            changed[place] = value;
            let _: Result<functions::messages::SendMessage, _> = read(&changed);
        }
    }
}

#[test]
fn after_an_error_the_reader_stays_at_it() {
    let _alone = alone();
    let mut reader = Reader::new(&[1, 2]);
    assert!(i32::decode(&mut reader).is_err());
    assert!(i64::decode(&mut reader).is_err());
    assert!(reader.finish().is_err());
}
