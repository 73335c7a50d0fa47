//! From a file to pixels, within limits that are looked at before anything is unpacked.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageReader, Limits, RgbImage, metadata::Orientation};

use crate::Refused;

/// Pixels of both sides together, as Telegram bounds them.
const SIDES_MAX: u32 = 10_000;
/// How many times longer than the other a side may be.
const RATIO_MAX: u32 = 20;
/// Bytes that unpacking may take: three times what the largest picture has.
const UNPACKED_BYTES_MAX: u64 = 320 << 20;

/// A picture that was read.
pub(crate) struct Decoded {
    /// Turned upright.
    pub(crate) pixels: RgbImage,
    /// Whether the file itself lies upright.
    pub(crate) upright: bool,
    /// Whether the file is a JPEG.
    pub(crate) jpeg: bool,
}

pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded, Refused> {
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| Refused::Unreadable)?;
    let jpeg = reader.format() == Some(image::ImageFormat::Jpeg);
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDES_MAX);
    limits.max_image_height = Some(SIDES_MAX);
    limits.max_alloc = Some(UNPACKED_BYTES_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| match error {
        image::ImageError::Limits(_) => Refused::Dimensions { width: u32::MAX, height: u32::MAX },
        _ => Refused::Unreadable,
    })?;
    let (width, height) = decoder.dimensions();
    let long = width.max(height);
    if width == 0 || height == 0 || width.saturating_add(height) > SIDES_MAX {
        return Err(Refused::Dimensions { width, height });
    }
    if long / width.min(height) > RATIO_MAX {
        return Err(Refused::Dimensions { width, height });
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| Refused::Unreadable)?;
    picture.apply_orientation(orientation);
    Ok(Decoded { pixels: opaque(picture), upright: orientation == Orientation::NoTransforms, jpeg })
}

/// What shines through stands before white.
fn opaque(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let with_alpha = picture.into_rgba8();
    let (width, height) = with_alpha.dimensions();
    let mut plain = RgbImage::new(width, height);
    for (to, from) in plain.pixels_mut().zip(with_alpha.pixels()) {
        let alpha = u32::from(from.0[3]);
        for (to, from) in to.0.iter_mut().zip(from.0) {
            // At most 255.
            *to = ((u32::from(from) * alpha + 255 * (255 - alpha)) / 255) as u8;
        }
    }
    plain
}
