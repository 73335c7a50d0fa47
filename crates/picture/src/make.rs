//! Which sizes there are of what.

use image::{
    RgbImage,
    imageops::{self, FilterType},
};

use crate::{
    Made, Refused, Sized,
    decode::{Decoded, decode},
    jpeg,
};

/// The boxes that photos are fitted into, with their letters.
const BOXES: &[(char, u32)] = &[('s', 100), ('m', 320), ('x', 800), ('y', 1280), ('w', 2560)];
/// The squares of a profile's photo.
const SQUARES: &[(char, u32)] = &[('a', 160), ('b', 320), ('c', 640)];
const THUMBNAIL_SIDE: u32 = 320;
const STRIPPED_SIDE: u32 = 40;
const QUALITY: u8 = 87;
/// The stripped thumbnail stands in for the smallest box, unless the photo itself is so small.
const SPARED: char = 's';

/// A photo in all sizes that are not larger than it is. A JPEG that lies upright and fits stays as it is, without
/// what is said about it.
///
/// # Errors
/// [`Refused`].
pub fn photo(bytes: &[u8]) -> Result<Made, Refused> {
    let Decoded { pixels, upright, jpeg: is_jpeg } = decode(bytes)?;
    let side = pixels.width().max(pixels.height());
    let (letter, largest) = BOXES
        .iter()
        .copied()
        .find(|(_, largest)| side <= *largest)
        .or(BOXES.last().copied())
        .ok_or(Refused::Failed)?;
    let kept = if is_jpeg && upright && side <= largest { jpeg::without_words(bytes) } else { None };
    let mut sizes = Vec::new();
    for (letter, side) in BOXES.iter().copied().filter(|(letter, side)| *letter != SPARED && *side < largest)
    {
        sizes.push(sized(letter, &fitted(&pixels, side))?);
    }
    sizes.push(match kept {
        Some(jpeg) => Sized { letter, width: pixels.width(), height: pixels.height(), jpeg },
        None => sized(letter, &fitted(&pixels, largest))?,
    });
    Ok(Made { sizes, stripped: stripped(&pixels)? })
}

/// The middle of a picture, as squares.
///
/// # Errors
/// [`Refused`].
pub fn avatar(bytes: &[u8]) -> Result<Made, Refused> {
    let pixels = decode(bytes)?.pixels;
    let side = pixels.width().min(pixels.height());
    let (x, y) = ((pixels.width() - side) / 2, (pixels.height() - side) / 2);
    let square = imageops::crop_imm(&pixels, x, y, side, side).to_image();
    let sizes = SQUARES.iter().map(|(letter, side)| {
        // Clients count on each of the squares, also where the picture is smaller.
        sized(*letter, &imageops::resize(&square, *side, *side, FilterType::Triangle))
    });
    let sizes: Result<Vec<_>, _> = sizes.collect();
    Ok(Made { sizes: sizes?, stripped: stripped(&square)? })
}

/// One small picture.
///
/// # Errors
/// [`Refused`].
pub fn thumbnail(bytes: &[u8]) -> Result<Made, Refused> {
    let pixels = decode(bytes)?.pixels;
    let small = fitted(&pixels, THUMBNAIL_SIDE);
    Ok(Made { sizes: vec![sized('m', &small)?], stripped: stripped(&small)? })
}

fn sized(letter: char, pixels: &RgbImage) -> Result<Sized, Refused> {
    let jpeg = jpeg::encode(pixels, QUALITY)?;
    Ok(Sized { letter, width: pixels.width(), height: pixels.height(), jpeg })
}

fn stripped(pixels: &RgbImage) -> Result<Vec<u8>, Refused> {
    jpeg::stripped(&fitted(pixels, STRIPPED_SIDE))
}

/// Within a box; never made larger.
fn fitted(pixels: &RgbImage, side: u32) -> RgbImage {
    let (width, height) = pixels.dimensions();
    let long = width.max(height);
    if long <= side {
        return pixels.clone();
    }
    let scaled = |length: u32| (u64::from(length) * u64::from(side) / u64::from(long)).max(1) as u32;
    imageops::resize(pixels, scaled(width), scaled(height), FilterType::Triangle)
}
