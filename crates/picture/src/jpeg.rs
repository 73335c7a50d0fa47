//! Writing JPEG, and taking from one what its author need not show: where and with what it was taken.

use image::RgbImage;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use crate::Refused;

pub(crate) fn encode(pixels: &RgbImage, quality: u8) -> Result<Vec<u8>, Refused> {
    let mut jpeg = Vec::new();
    let (Ok(width), Ok(height)) = (u16::try_from(pixels.width()), u16::try_from(pixels.height())) else {
        return Err(Refused::Dimensions { width: pixels.width(), height: pixels.height() });
    };
    let mut encoder = Encoder::new(&mut jpeg, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.encode(pixels.as_raw(), width, height, ColorType::Rgb).map_err(|_| Refused::Failed)?;
    Ok(jpeg)
}

/// Quality at which the tables of a stripped thumbnail are those that all clients put in front of it.
const STRIPPED_QUALITY: u8 = 20;

/// A stripped thumbnail: version, height, width, and what stands behind the head of the JPEG.
pub(crate) fn stripped(pixels: &RgbImage) -> Result<Vec<u8>, Refused> {
    let jpeg = encode(pixels, STRIPPED_QUALITY)?;
    let scan = scan(&jpeg).ok_or(Refused::Failed)?;
    let (Ok(height), Ok(width)) = (u8::try_from(pixels.height()), u8::try_from(pixels.width())) else {
        return Err(Refused::Failed);
    };
    let mut stripped = vec![1, height, width];
    stripped.extend_from_slice(scan);
    Ok(stripped)
}

/// What stands behind the head of the scan, without the end mark.
fn scan(jpeg: &[u8]) -> Option<&[u8]> {
    let mut rest = jpeg.get(2..)?;
    loop {
        let (mark, length, behind) = segment(rest)?;
        rest = behind.get(length..)?;
        if mark == SCAN {
            return rest.strip_suffix(&[0xff, 0xd9]);
        }
    }
}

/// The same picture without what is said about it. None for a file that is no plain JPEG.
pub(crate) fn without_words(jpeg: &[u8]) -> Option<Vec<u8>> {
    let mut rest = jpeg.strip_prefix(&[0xff, 0xd8])?;
    let mut plain = Vec::with_capacity(jpeg.len());
    plain.extend_from_slice(&[0xff, 0xd8]);
    loop {
        let (mark, length, behind) = segment(rest)?;
        let whole = rest.get(..4 + length - 2)?;
        if mark == SCAN {
            // The rest is the picture; what some cameras put behind its end goes.
            let end = rest.windows(2).rposition(|pair| pair == [0xff, 0xd9])?;
            plain.extend_from_slice(rest.get(..end + 2)?);
            return Some(plain);
        }
        if !SAYS_SOMETHING.contains(&mark) {
            plain.extend_from_slice(whole);
        }
        rest = behind.get(length..)?;
    }
}

/// The segment that `rest` begins with: its mark, its length with the two bytes of the length itself, and the bytes
/// from these on.
fn segment(rest: &[u8]) -> Option<(u8, usize, &[u8])> {
    let (&[0xff, mark], behind) = rest.split_first_chunk::<2>()? else { return None };
    let length = usize::from(u16::from_be_bytes(*behind.first_chunk()?));
    (length >= 2).then_some((mark, length, behind))
}

const SCAN: u8 = 0xda;
/// Exif and XMP, all further applications' but the profile of colours and Adobe's, and comments.
const SAYS_SOMETHING: &[u8] =
    &[0xe1, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xeb, 0xec, 0xed, 0xef, 0xfe];
