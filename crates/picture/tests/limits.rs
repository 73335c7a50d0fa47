//! What is promised of pictures: every size fits, words of the camera go, and what is made to do harm is refused
//! before it costs anything (demand O-4).

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use image::{ImageFormat, RgbImage};
use picture::{Made, Refused, Wanted, make};

fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let pixels = RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([(x * 255 / width) as u8, (y * 255 / height) as u8, 99])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn sides(made: &Made) -> Vec<(char, u32, u32)> {
    made.sizes.iter().map(|sized| (sized.letter, sized.width, sized.height)).collect()
}

#[test]
fn a_photo_comes_in_all_sizes_below_its_own() {
    let made = make(&file(1600, 900, ImageFormat::Png), Wanted::Photo).unwrap();
    assert_eq!(sides(&made), [('m', 320, 180), ('x', 800, 450), ('y', 1280, 720), ('w', 1600, 900)]);
    let made = make(&file(90, 60, ImageFormat::Png), Wanted::Photo).unwrap();
    assert_eq!(sides(&made), [('s', 90, 60)]);
    for sized in made.sizes {
        let read = image::load_from_memory(&sized.jpeg).unwrap();
        assert_eq!((read.width(), read.height()), (sized.width, sized.height));
    }
    let made = make(&file(300, 200, ImageFormat::Png), Wanted::Avatar).unwrap();
    assert_eq!(sides(&made), [('a', 160, 160), ('b', 320, 320), ('c', 640, 640)]);
}

/// The head that all clients put in front of a stripped thumbnail begins and ends like this; ours has to be the same
/// but for the sizes, or they show something else.
#[test]
fn a_stripped_thumbnail_opens_behind_the_head_of_a_jpeg_of_its_own_size() {
    let made = make(&file(800, 400, ImageFormat::Png), Wanted::Photo).unwrap();
    assert_eq!(made.stripped[..3], [1, 20, 40]);
    assert!(made.stripped.len() < 1500, "{}", made.stripped.len());
    // A JPEG of the same tables lends its head.
    let pixels = RgbImage::from_pixel(40, 20, image::Rgb([1, 2, 3]));
    let mut jpeg = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut jpeg, 20);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
    encoder.encode(pixels.as_raw(), 40, 20, jpeg_encoder::ColorType::Rgb).unwrap();
    let scan = jpeg.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap() + 14;
    let whole = [&jpeg[..scan], &made.stripped[3..], &[0xff, 0xd9]].concat();
    let read = image::load_from_memory(&whole).unwrap().into_rgb8();
    let (left, right) = (read.get_pixel(2, 10).0[0], read.get_pixel(37, 10).0[0]);
    assert!(left < 60 && right > 195, "{left} {right}");
    let table = jpeg.windows(5).position(|bytes| bytes == [0xff, 0xdb, 0x00, 0x43, 0x00]).unwrap() + 5;
    assert_eq!(jpeg[table..table + 8], [0x28, 0x1c, 0x1e, 0x23, 0x1e, 0x19, 0x28, 0x23]);
}

#[test]
fn a_jpeg_that_fits_stays_as_it_is_without_what_the_camera_wrote() {
    let plain = file(500, 300, ImageFormat::Jpeg);
    let made = make(&plain, Wanted::Photo).unwrap();
    assert!(made.sizes.last().unwrap().jpeg == plain, "it was written anew");
    let secret = b"Exif\0\0somewhere at home";
    let mut told = plain[..2].to_vec();
    told.extend_from_slice(&[0xff, 0xe1, 0, secret.len() as u8 + 2]);
    told.extend_from_slice(secret);
    told.extend_from_slice(&plain[2..]);
    told.extend_from_slice(b"and more behind the end");
    let made = make(&told, Wanted::Photo).unwrap();
    assert!(made.sizes.last().unwrap().jpeg == plain);
}

#[test]
fn a_picture_that_claims_to_be_vast_is_refused_by_its_head() {
    let png = file(4, 4, ImageFormat::Png);
    for (width, height) in [(1u32 << 31, 1u32 << 31), (i32::MAX as u32, 1), (9_000, 9_000), (1, 4_000)] {
        let mut vast = png.clone();
        vast[16..20].copy_from_slice(&width.to_be_bytes());
        vast[20..24].copy_from_slice(&height.to_be_bytes());
        // The checksum of the head has to be right, or it is refused for that.
        let sum = crc(&vast[12..29]);
        vast[29..33].copy_from_slice(&sum.to_be_bytes());
        let refused = make(&vast, Wanted::Photo).err();
        assert!(
            matches!(refused, Some(Refused::Dimensions { .. } | Refused::Unreadable)),
            "{width} {height} {refused:?}"
        );
    }
}

#[test]
fn whatever_bytes_there_are_they_are_a_picture_or_none() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Bmp]
    {
        let whole = file(64, 48, format);
        assert!(make(&whole, Wanted::Thumbnail).is_ok(), "{format:?}");
        for end in (0..whole.len()).step_by(whole.len().div_ceil(60)) {
            let _ = make(&whole[..end], Wanted::Photo);
            let mut flipped = whole.clone();
            flipped[end] ^= 0x55;
            let _ = make(&flipped, Wanted::Photo);
        }
    }
    assert_eq!(make(b"no picture", Wanted::Photo).err(), Some(Refused::Unreadable));
    assert_eq!(make(b"", Wanted::Photo).err(), Some(Refused::Unreadable));
}

fn crc(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
        }
    }
    !sum
}
