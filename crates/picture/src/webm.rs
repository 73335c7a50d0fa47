//! What a WebM file says of itself: sides and length of its one video, which has no sound. Nothing is unpacked.

/// A video.
pub(crate) struct Video {
    /// Pixels.
    pub(crate) width: u32,
    /// Pixels.
    pub(crate) height: u32,
    /// How long it runs.
    pub(crate) seconds: f64,
}

const HEAD: u32 = 0x1a45_dfa3;
const SEGMENT: u32 = 0x1853_8067;
const INFO: u32 = 0x1549_a966;
const TICK_NANOSECONDS: u32 = 0x002a_d7b1;
const DURATION: u32 = 0x4489;
const TRACKS: u32 = 0x1654_ae6b;
const TRACK: u32 = 0xae;
const CODEC: u32 = 0x86;
const PICTURE: u32 = 0xe0;
const WIDTH: u32 = 0xb0;
const HEIGHT: u32 = 0xba;
const TICK_DEFAULT: u64 = 1_000_000;
/// Elements of one level that are looked at.
const ELEMENTS_MAX: usize = 4_096;

/// What the file says; none where it is no such file, has sound or several videos.
pub(crate) fn look(file: &[u8]) -> Option<Video> {
    let mut top = Elements(file);
    if top.next()?.0 != HEAD {
        return None;
    }
    let segment = top.find(|(id, _)| *id == SEGMENT)?.1;
    let info = Elements(segment).take(ELEMENTS_MAX).find(|(id, _)| *id == INFO)?.1;
    let ticks = Elements(info).find(|(id, _)| *id == DURATION).and_then(|(_, bytes)| float(bytes))?;
    let tick = Elements(info).find(|(id, _)| *id == TICK_NANOSECONDS);
    let tick = tick.map_or(Some(TICK_DEFAULT), |(_, bytes)| number(bytes))?;
    let tracks = Elements(segment).take(ELEMENTS_MAX).find(|(id, _)| *id == TRACKS)?.1;
    let mut tracks = Elements(tracks).take(ELEMENTS_MAX).filter(|(id, _)| *id == TRACK);
    let (track, None) = (tracks.next()?.1, tracks.next()) else { return None };
    let codec = Elements(track).find(|(id, _)| *id == CODEC)?.1;
    if codec != b"V_VP9" && codec != b"V_VP8" {
        return None;
    }
    let picture = Elements(track).find(|(id, _)| *id == PICTURE)?.1;
    let side = |wanted| {
        let (_, bytes) = Elements(picture).find(|(id, _)| *id == wanted)?;
        u32::try_from(number(bytes)?).ok()
    };
    Some(Video { width: side(WIDTH)?, height: side(HEIGHT)?, seconds: ticks * tick as f64 / 1e9 })
}

/// The elements of one level: id and what is inside. What is cut off ends them.
struct Elements<'a>(&'a [u8]);

impl<'a> Iterator for Elements<'a> {
    type Item = (u32, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let first = *self.0.first()?;
        let length = first.leading_zeros() as usize + 1;
        let (id, rest) = self.0.split_at_checked(length).filter(|_| length <= 4)?;
        let id = id.iter().fold(0, |id, byte| id << 8 | u32::from(*byte));
        let first = *rest.first()?;
        let length = first.leading_zeros() as usize + 1;
        let (size, rest) = rest.split_at_checked(length).filter(|_| length <= 8)?;
        let plain = u64::from(first) & ((1 << (8 - length)) - 1);
        let size = size.iter().skip(1).fold(plain, |size, byte| size << 8 | u64::from(*byte));
        // All ones: it goes to the end of what is around it.
        let open = size == (1 << (7 * length)) - 1;
        let inside = if open { rest.len() } else { usize::try_from(size).ok()? };
        // A segment that is cut off still says what it is.
        let (inside, rest) = rest.split_at(inside.min(rest.len()));
        self.0 = rest;
        Some((id, inside))
    }
}

fn number(bytes: &[u8]) -> Option<u64> {
    (bytes.len() <= 8).then(|| bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

fn float(bytes: &[u8]) -> Option<f64> {
    match *bytes {
        [a, b, c, d] => Some(f64::from(f32::from_be_bytes([a, b, c, d]))),
        [a, b, c, d, e, f, g, h] => Some(f64::from_be_bytes([a, b, c, d, e, f, g, h])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(id: &[u8], inside: &[u8]) -> Vec<u8> {
        let size = (inside.len() as u32 | 0x1000_0000).to_be_bytes();
        [id, &size, inside].concat()
    }

    fn file(tracks: usize, codec: &[u8]) -> Vec<u8> {
        let sides = [element(&[0xb0], &[2, 0]), element(&[0xba], &[100])].concat();
        let track = element(&[0xae], &[element(&[0x86], codec), element(&[0xe0], &sides)].concat());
        let info = element(&[0x15, 0x49, 0xa9, 0x66], &element(&[0x44, 0x89], &2500.0_f32.to_be_bytes()));
        let tracks = element(&[0x16, 0x54, 0xae, 0x6b], &track.repeat(tracks));
        let segment = [&[0x18, 0x53, 0x80, 0x67, 0xff][..], &info, &tracks].concat();
        [element(&[0x1a, 0x45, 0xdf, 0xa3], &[]), segment].concat()
    }

    #[test]
    fn a_video_says_how_large_and_how_long_it_is() {
        let video = look(&file(1, b"V_VP9")).unwrap();
        assert_eq!((video.width, video.height), (512, 100));
        assert!((video.seconds - 2.5).abs() < 1e-9);
    }

    #[test]
    fn what_is_no_silent_video_is_none() {
        assert!(look(&file(2, b"V_VP9")).is_none());
        assert!(look(&file(1, b"A_OPUS")).is_none());
        let good = file(1, b"V_VP9");
        for end in 0..good.len() {
            let _ = look(&good[..end]);
        }
        assert!(look(&good[1..]).is_none() && look(&[0xff; 64]).is_none() && look(&[0; 64]).is_none());
    }
}
