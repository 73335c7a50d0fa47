//! How long sounds play, read out of their bytes: MPEG audio frame by frame, Ogg by what its last page says. Nothing is
//! decoded.

/// Seconds that a sound plays; none where it is no sound of this kind.
pub(super) fn seconds(bytes: &[u8], mime_type: &str) -> Option<f64> {
    let seconds = match mime_type {
        "audio/mpeg" | "audio/mp3" => mpeg(bytes),
        "audio/ogg" => ogg(bytes),
        _ => None,
    };
    seconds.filter(|seconds| seconds.is_finite() && *seconds > 0.0)
}

/// Bytes that may stand before the first frame, beside a tag.
const BEFORE_FRAMES_MAX: usize = 4096;
/// Frames that a file has at least; fewer may be anything.
const FRAMES_MIN: u32 = 3;

fn mpeg(bytes: &[u8]) -> Option<f64> {
    let mut rest = behind_tag(bytes);
    let first = (0..rest.len().min(BEFORE_FRAMES_MAX)).find(|at| {
        // Two in a row: one alone may be chance.
        let next = rest.get(*at..).and_then(frame).and_then(|frame| rest.get(at + frame.bytes..));
        next.is_some_and(|next| next.is_empty() || frame(next).is_some())
    })?;
    rest = rest.get(first..)?;
    let (mut seconds, mut frames) = (0.0, 0);
    while let Some(frame) = frame(rest) {
        seconds += frame.seconds;
        frames += 1;
        rest = rest.get(frame.bytes..).unwrap_or_default();
    }
    (frames >= FRAMES_MIN).then_some(seconds)
}

struct Frame {
    bytes: usize,
    seconds: f64,
}

/// Kilobits a second of the third layer, by index: of the first version and of the later ones.
const BITRATES: [[u32; 15]; 2] = [
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];
/// Samples a second of the first version.
const RATES: [u32; 3] = [44_100, 48_000, 32_000];

/// The frame that begins here: of the third layer, as all players have it.
fn frame(bytes: &[u8]) -> Option<Frame> {
    let [sync, kind, rates, _] = *bytes.first_chunk::<4>()?;
    if sync != 0xff || kind & 0xe0 != 0xe0 || kind & 0x06 != 0x02 {
        return None;
    }
    // 3: the first version; 2: the second; 0: between the two and slower.
    let version = (kind >> 3) & 3;
    let first = version == 3;
    let divisor = match version {
        3 => 1,
        2 => 2,
        0 => 4,
        _ => return None,
    };
    let rate = RATES.get(usize::from((rates >> 2) & 3))? / divisor;
    let kilobits =
        BITRATES.get(usize::from(!first))?.get(usize::from(rates >> 4)).filter(|rate| **rate > 0)?;
    let samples: u32 = if first { 1152 } else { 576 };
    let padding = u32::from((rates >> 1) & 1);
    let length = samples / 8 * kilobits * 1000 / rate + padding;
    Some(Frame { bytes: usize::try_from(length).ok()?.max(4), seconds: f64::from(samples) / f64::from(rate) })
}

/// What stands behind the words that players write before the frames.
fn behind_tag(bytes: &[u8]) -> &[u8] {
    let Some(head) = bytes.first_chunk::<10>().filter(|head| head.starts_with(b"ID3")) else { return bytes };
    let length = head.iter().skip(6).fold(0, |sum, byte| sum << 7 | usize::from(byte & 0x7f));
    bytes.get(10 + length..).unwrap_or_default()
}

fn ogg(bytes: &[u8]) -> Option<f64> {
    let first = page(bytes, 0)?;
    let (rate, skipped) = match first.body {
        opus if opus.starts_with(b"OpusHead") => {
            (48_000, u64::from(u16::from_le_bytes(*opus.get(10..)?.first_chunk()?)))
        }
        vorbis if vorbis.starts_with(b"\x01vorbis") => {
            (u32::from_le_bytes(*vorbis.get(12..)?.first_chunk()?), 0)
        }
        _ => return None,
    };
    let (mut at, mut last) = (0, None);
    while let Some(page) = page(bytes, at) {
        // A page on which no packet ends has none.
        last = Some(page.samples).filter(|samples| *samples != u64::MAX).or(last);
        at = page.end;
    }
    let samples = last?.saturating_sub(skipped);
    #[expect(clippy::cast_precision_loss, reason = "a sound of so many samples is too long in any case")]
    Some(samples as f64 / f64::from(rate.max(1)))
}

struct Page<'a> {
    samples: u64,
    body: &'a [u8],
    end: usize,
}

fn page(bytes: &[u8], at: usize) -> Option<Page<'_>> {
    let head = bytes.get(at..)?.first_chunk::<27>().filter(|head| head.starts_with(b"OggS"))?;
    let samples = u64::from_le_bytes(*head.get(6..)?.first_chunk()?);
    let segments = at + 27..at + 27 + usize::from(*head.last()?);
    let length: usize = bytes.get(segments.clone())?.iter().map(|segment| usize::from(*segment)).sum();
    let end = segments.end + length;
    Some(Page { samples, body: bytes.get(segments.end..end)?, end })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mp3(frames: usize) -> Vec<u8> {
        let mut frame = vec![0; 417];
        frame[..4].copy_from_slice(&[0xff, 0xfb, 0x90, 0]);
        frame.repeat(frames)
    }

    fn page_of(samples: u64, body: &[u8]) -> Vec<u8> {
        let mut page = b"OggS\0\0".to_vec();
        page.extend(samples.to_le_bytes());
        page.extend([0; 12]);
        page.extend([1, u8::try_from(body.len()).unwrap()]);
        page.extend(body);
        page
    }

    #[test]
    fn frames_are_counted_behind_tags_and_junk() {
        let second = seconds(&mp3(100), "audio/mpeg").unwrap();
        assert!((second - 2.612).abs() < 0.01, "{second}");
        let tagged = [&b"ID3\x04\0\0\0\0\x01\0"[..], &[7; 128], &mp3(10)].concat();
        assert!(seconds(&tagged, "audio/mpeg").is_some());
        for no_sound in [&b"words"[..], &[0xff; 5000], &mp3(2), &[]] {
            assert!(seconds(no_sound, "audio/mpeg").is_none());
        }
        assert!(seconds(&mp3(100), "audio/wav").is_none() && seconds(&mp3(100), "audio/ogg").is_none());
    }

    #[test]
    fn the_last_page_says_how_long_it_is() {
        let opus = [page_of(0, b"OpusHead\x01\x01\x38\x01rest of it"), page_of(96_312, b"abc")].concat();
        assert_eq!(seconds(&opus, "audio/ogg"), Some(2.0));
        let vorbis = b"\x01vorbis\0\0\0\0\x02\x44\xac\0\0";
        let vorbis = [page_of(0, vorbis), page_of(44_100, b"x"), page_of(u64::MAX, b"y")].concat();
        assert_eq!(seconds(&vorbis, "audio/ogg"), Some(1.0));
        assert!(seconds(&page_of(5, b"nothing"), "audio/ogg").is_none());
        assert!(opus.iter().enumerate().all(|(end, _)| seconds(&opus[..end], "audio/ogg") != Some(2.0)));
    }
}
