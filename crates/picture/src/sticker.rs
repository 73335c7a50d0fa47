//! What may become a sticker: pictures of fixed sides, animations out of shapes, and short videos. Everything is held
//! against its limit before it is unpacked; a PNG is made a WebP, which is what clients show.

use std::io::{Cursor, Read};

use flate2::read::GzDecoder;
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbaImage,
    codecs::webp::WebPEncoder,
    imageops::{self, FilterType},
};

use crate::webm;

/// Bytes of a picture.
pub const STICKER_BYTES_MAX: usize = 512 << 10;
/// Bytes of an animation out of shapes.
pub const TGS_BYTES_MAX: usize = 64 << 10;
/// Bytes of a video.
pub const WEBM_BYTES_MAX: usize = 256 << 10;

/// The side that a sticker fits into, in pixels.
const SIDE: u32 = 512;
/// The sides of a custom emoji, and of what stands for a set.
const SMALL_SIDE: u32 = 100;
/// The longer side of a thumbnail.
const THUMBNAIL_SIDE: u32 = 128;
/// Bytes that reading a picture may take.
const UNPACKED_BYTES_MAX: u64 = 8 << 20;
/// Bytes of an animation's text.
const TGS_TEXT_BYTES_MAX: u64 = 1 << 20;
/// Seconds that an animation or a video runs at most.
const SECONDS_MAX: f64 = 3.0;
/// What clocks and rounding may add.
const SECONDS_SLACK: f64 = 0.05;
const FRAMES_A_SECOND_MAX: f64 = 60.0;

/// Which sides are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StickerSides {
    /// One of 512, the other not longer.
    Sticker,
    /// 512 by 512.
    Mask,
    /// 100 by 100.
    Small,
}

/// A sticker that was looked into.
#[derive(Clone, PartialEq, Eq)]
pub struct Sticker {
    /// What the file is from here on.
    pub mime_type: &'static str,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Milliseconds, of a video.
    pub duration: Option<u32>,
    /// The file; it may be another than the one that was given.
    pub bytes: Vec<u8>,
    /// Of a picture: a small one of it, through which one sees as well.
    pub thumbnail: Option<StickerThumbnail>,
}

/// A small picture of a sticker, as WebP.
#[derive(Clone, PartialEq, Eq)]
pub struct StickerThumbnail {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// The file.
    pub webp: Vec<u8>,
}

/// Why something is no sticker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSticker {
    /// Of a kind that no sticker is of.
    #[error("no kind of sticker")]
    Kind,
    /// More bytes than such a file may have.
    #[error("too many bytes")]
    TooLarge,
    /// No picture that can be read.
    #[error("no picture that can be read")]
    Picture,
    /// Other sides than those that are asked for.
    #[error("a picture of {width} by {height} pixels")]
    Dimensions {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
    },
    /// No animation that clients can play.
    #[error("no animation that can be played")]
    Animation,
    /// No video that clients can play.
    #[error("no video that can be played")]
    Video,
    /// Whoever looks is busy or failed.
    #[error("it could not be looked into now")]
    Failed,
}

/// Looks into a file that is to be a sticker.
///
/// # Errors
/// Why it is none.
pub fn sticker(bytes: &[u8], mime_type: &str, sides: StickerSides) -> Result<Sticker, NoSticker> {
    match mime_type {
        "image/png" | "image/webp" => still(bytes, sides),
        TGS if sides != StickerSides::Mask => animation(bytes, sides),
        WEBM if sides != StickerSides::Mask => video(bytes, sides),
        _ => Err(NoSticker::Kind),
    }
}

const TGS: &str = "application/x-tgsticker";
const WEBM: &str = "video/webm";
const WEBP: &str = "image/webp";

fn still(bytes: &[u8], sides: StickerSides) -> Result<Sticker, NoSticker> {
    within(bytes, STICKER_BYTES_MAX)?;
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| NoSticker::Picture)?;
    let format = reader.format().filter(|format| matches!(format, ImageFormat::Png | ImageFormat::WebP));
    let format = format.ok_or(NoSticker::Picture)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(UNPACKED_BYTES_MAX);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|_| NoSticker::Picture)?;
    let (width, height) = decoder.dimensions();
    let fits = match sides {
        StickerSides::Sticker => width.max(height) == SIDE && width.min(height) > 0,
        StickerSides::Mask => (width, height) == (SIDE, SIDE),
        StickerSides::Small => (width, height) == (SMALL_SIDE, SMALL_SIDE),
    };
    if !fits {
        return Err(NoSticker::Dimensions { width, height });
    }
    // Also where it stays as it is: what cannot be read here is not handed on to those who look at it.
    let picture = DynamicImage::from_decoder(decoder).map_err(|_| NoSticker::Picture)?;
    let pixels = picture.into_rgba8();
    let bytes = match format {
        ImageFormat::WebP => bytes.to_vec(),
        _ => webp(&pixels)?,
    };
    // What is as small itself needs none.
    let thumbnail = if sides == StickerSides::Small { None } else { Some(thumbnail(&pixels)?) };
    Ok(Sticker { mime_type: WEBP, width, height, duration: None, bytes, thumbnail })
}

fn thumbnail(pixels: &RgbaImage) -> Result<StickerThumbnail, NoSticker> {
    let (width, height) = pixels.dimensions();
    let scaled = |length: u32| (length * THUMBNAIL_SIDE / width.max(height)).max(1);
    let (width, height) = (scaled(width), scaled(height));
    let webp = webp(&imageops::resize(pixels, width, height, FilterType::Triangle))?;
    Ok(StickerThumbnail { width, height, webp })
}

fn webp(pixels: &RgbaImage) -> Result<Vec<u8>, NoSticker> {
    let mut webp = Vec::new();
    WebPEncoder::new_lossless(&mut webp)
        .encode(pixels, pixels.width(), pixels.height(), image::ExtendedColorType::Rgba8)
        .map_err(|_| NoSticker::Picture)?;
    Ok(webp)
}

/// A Lottie animation, packed: 512 by 512 also where it is shown small.
fn animation(bytes: &[u8], sides: StickerSides) -> Result<Sticker, NoSticker> {
    within(bytes, TGS_BYTES_MAX)?;
    let mut text = Vec::new();
    let mut unpacked = GzDecoder::new(bytes).take(TGS_TEXT_BYTES_MAX + 1);
    unpacked.read_to_end(&mut text).map_err(|_| NoSticker::Animation)?;
    if text.len() as u64 > TGS_TEXT_BYTES_MAX {
        return Err(NoSticker::Animation);
    }
    let root: serde_json::Value = serde_json::from_slice(&text).map_err(|_| NoSticker::Animation)?;
    let number = |name| root.get(name).and_then(serde_json::Value::as_f64).ok_or(NoSticker::Animation);
    let (width, height) = (number("w")?, number("h")?);
    let side = match sides {
        StickerSides::Small if (width, height) == (100.0, 100.0) => SMALL_SIDE,
        _ if (width, height) == (512.0, 512.0) => SIDE,
        _ => return Err(NoSticker::Animation),
    };
    let (rate, frames) = (number("fr")?, number("op")? - number("ip")?);
    let plays = rate > 0.0
        && rate <= FRAMES_A_SECOND_MAX
        && frames > 0.0
        && frames / rate <= SECONDS_MAX + SECONDS_SLACK
        && root.get("layers").is_some_and(serde_json::Value::is_array);
    if !plays {
        return Err(NoSticker::Animation);
    }
    let bytes = bytes.to_vec();
    Ok(Sticker { mime_type: TGS, width: side, height: side, duration: None, bytes, thumbnail: None })
}

fn video(bytes: &[u8], sides: StickerSides) -> Result<Sticker, NoSticker> {
    within(bytes, WEBM_BYTES_MAX)?;
    let webm::Video { width, height, seconds } = webm::look(bytes).ok_or(NoSticker::Video)?;
    let fits = match sides {
        StickerSides::Small => (width, height) == (SMALL_SIDE, SMALL_SIDE),
        _ => width.max(height) == SIDE && width.min(height) > 0,
    };
    if !fits || !(0.0..=SECONDS_MAX + SECONDS_SLACK).contains(&seconds) {
        return Err(NoSticker::Video);
    }
    let duration = Some((seconds * 1000.0) as u32);
    Ok(Sticker { mime_type: WEBM, width, height, duration, bytes: bytes.to_vec(), thumbnail: None })
}

fn within(bytes: &[u8], max: usize) -> Result<(), NoSticker> {
    if bytes.len() <= max { Ok(()) } else { Err(NoSticker::TooLarge) }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut file = Vec::new();
        let picture = DynamicImage::new_rgba8(width, height);
        picture.write_to(&mut Cursor::new(&mut file), ImageFormat::Png).unwrap();
        file
    }

    fn tgs(text: &str) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(text.as_bytes()).unwrap();
        packer.finish().unwrap()
    }

    fn look(bytes: &[u8], mime_type: &str, sides: StickerSides) -> Result<(u32, u32), NoSticker> {
        sticker(bytes, mime_type, sides).map(|sticker| (sticker.width, sticker.height))
    }

    #[test]
    fn a_png_becomes_a_webp_with_the_same_pixels() {
        let mut pixels = image::RgbaImage::new(512, 100);
        pixels.put_pixel(3, 4, image::Rgba([9, 8, 7, 200]));
        let mut file = Vec::new();
        DynamicImage::from(pixels.clone()).write_to(&mut Cursor::new(&mut file), ImageFormat::Png).unwrap();
        let made =
            sticker(&file, "image/png", StickerSides::Sticker).map_err(|error| error.to_string()).unwrap();
        assert_eq!((made.mime_type, made.width, made.height), ("image/webp", 512, 100));
        assert!(image::load_from_memory(&made.bytes).unwrap().into_rgba8() == pixels);
        let again = sticker(&made.bytes, "image/webp", StickerSides::Sticker);
        assert!(again.is_ok_and(|again| again.bytes == made.bytes));
    }

    #[test]
    fn pictures_of_other_sides_are_no_stickers() {
        for (width, height) in [(511, 511), (513, 512), (512, 600), (100, 100), (1, 1)] {
            let expected = Err(NoSticker::Dimensions { width, height });
            assert_eq!(look(&png(width, height), "image/png", StickerSides::Sticker), expected);
        }
        assert!(look(&png(512, 1), "image/png", StickerSides::Sticker).is_ok());
        assert!(look(&png(512, 511), "image/png", StickerSides::Mask).is_err());
        assert!(look(&png(100, 100), "image/png", StickerSides::Small).is_ok());
        assert_eq!(look(b"no picture", "image/png", StickerSides::Sticker), Err(NoSticker::Picture));
        assert_eq!(look(&png(512, 512), "image/jpeg", StickerSides::Sticker), Err(NoSticker::Kind));
    }

    #[test]
    fn animations_are_of_their_size_and_short() {
        let text = |w, h, fr, op| format!(r#"{{"w":{w},"h":{h},"fr":{fr},"ip":0,"op":{op},"layers":[]}}"#);
        let look = |text: String| look(&tgs(&text), TGS, StickerSides::Sticker);
        assert_eq!(look(text(512, 512, 60, 180)), Ok((512, 512)));
        for (w, h, fr, op) in [(512, 511, 60, 9), (512, 512, 61, 9), (512, 512, 30, 99), (512, 512, 0, 9)] {
            assert_eq!(look(text(w, h, fr, op)), Err(NoSticker::Animation), "{w} {h} {fr} {op}");
        }
        assert_eq!(look("[".repeat(100_000)), Err(NoSticker::Animation));
    }

    #[test]
    fn an_animation_that_unpacks_without_an_end_is_none() {
        let bomb = tgs(&" ".repeat(30 << 20));
        assert!(bomb.len() < TGS_BYTES_MAX);
        assert_eq!(look(&bomb, TGS, StickerSides::Sticker), Err(NoSticker::Animation));
        assert_eq!(look(&[0; TGS_BYTES_MAX + 1], TGS, StickerSides::Sticker), Err(NoSticker::TooLarge));
    }
}
