//! Pictures as pixels.

use std::io::Cursor;

use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder, codecs::webp::WebPEncoder};
use tiny_skia::{Color as Tint, FillRule, LineCap, LineJoin, Paint, PathBuilder, Pixmap, Stroke, Transform};

use crate::shape::{Color, Group, Item, Path, Point, Shape, at};

/// Side of the square in which everything is drawn.
const SIDE: f32 = 512.0;
/// Side of a tile of the sheet, and tiles in a row.
const TILE: u32 = 192;
const ROW: u32 = 8;

/// A picture without loss.
pub fn webp(scene: &Group, side: u32) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let pixels = plain(&pixmap(scene, side, 0.0).ok_or("no room")?);
    let mut file = Vec::new();
    WebPEncoder::new_lossless(&mut file).encode(&pixels, side, side, ExtendedColorType::Rgba8)?;
    Ok(file)
}

/// All pictures side by side, before a colour that none of them has.
pub fn sheet(scenes: &[Group]) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let rows = (scenes.len() as u32).div_ceil(ROW);
    let mut sheet = Pixmap::new(ROW * TILE, rows * TILE).ok_or("no room")?;
    sheet.fill(Tint::from_rgba8(0xd6, 0xe6, 0xd0, 0xff));
    for (number, scene) in (0u32..).zip(scenes) {
        let tile = pixmap(scene, TILE, 0.0).ok_or("no room")?;
        let (x, y) = ((number % ROW * TILE) as i32, (number / ROW * TILE) as i32);
        sheet.draw_pixmap(x, y, tile.as_ref(), &Default::default(), Transform::identity(), None);
    }
    let mut file = Vec::new();
    let (width, height) = (sheet.width(), sheet.height());
    let encoder = PngEncoder::new(Cursor::new(&mut file));
    encoder.write_image(&plain(&sheet), width, height, ExtendedColorType::Rgba8)?;
    Ok(file)
}

fn pixmap(scene: &Group, side: u32, frame: f64) -> Option<Pixmap> {
    let mut pixmap = Pixmap::new(side, side)?;
    let scale = side as f32 / SIDE;
    group(&mut pixmap, scene, Transform::from_scale(scale, scale), 1.0, frame);
    Some(pixmap)
}

/// Colours as they are, not as far as they cover.
fn plain(pixmap: &Pixmap) -> Vec<u8> {
    let pixels = pixmap.pixels().iter().map(|pixel| pixel.demultiply());
    pixels.flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]).collect()
}

fn group(pixmap: &mut Pixmap, of: &Group, under: Transform, fade: f64, frame: f64) {
    let motion = &of.motion;
    let both = |one: Point, other: Point, part: f64| {
        (one.0 + (other.0 - one.0) * part, one.1 + (other.1 - one.1) * part)
    };
    let one = |one: f64, other: f64, part: f64| one + (other - one) * part;
    let by = at(&motion.moves, frame, (0.0, 0.0), both);
    let grown = at(&motion.grows, frame, (1.0, 1.0), both);
    let turned = at(&motion.turns, frame, 0.0, one);
    let fade = fade * at(&motion.fades, frame, 1.0, one);
    let (x, y) = motion.anchor;
    let here = under
        .pre_translate((x + by.0) as f32, (y + by.1) as f32)
        .pre_concat(Transform::from_rotate(turned as f32))
        .pre_scale(grown.0 as f32, grown.1 as f32)
        .pre_translate(-x as f32, -y as f32);
    for item in &of.items {
        match item {
            Item::Group(inner) => group(pixmap, inner, here, fade, frame),
            Item::Shape(inner) => shape(pixmap, inner, here, fade),
        }
    }
}

fn shape(pixmap: &mut Pixmap, of: &Shape, here: Transform, fade: f64) {
    let Some(path) = path(&of.path) else { return };
    if let Some(fill) = of.fill {
        pixmap.fill_path(&path, &paint(fill, fade), FillRule::Winding, here, None);
    }
    if let Some((color, width)) = of.line {
        let stroke = Stroke {
            width: width as f32,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        pixmap.stroke_path(&path, &paint(color, fade), &stroke, here, None);
    }
}

fn paint(Color(red, green, blue, alpha): Color, fade: f64) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(red, green, blue, (alpha * fade * 255.0).round() as u8);
    paint
}

fn path(of: &Path) -> Option<tiny_skia::Path> {
    let mut path = PathBuilder::new();
    let first = of.nodes.first()?;
    path.move_to(first.at.0 as f32, first.at.1 as f32);
    let pairs = of.nodes.windows(2).map(|pair| (pair[0], pair[1]));
    for (from, to) in pairs.chain(of.closed.then_some((*of.nodes.last()?, *first))) {
        let (one, other) = (sum(from.at, from.to), sum(to.at, to.from));
        path.cubic_to(one.0, one.1, other.0, other.1, to.at.0 as f32, to.at.1 as f32);
    }
    if of.closed {
        path.close();
    }
    path.finish()
}

fn sum(one: Point, other: Point) -> (f32, f32) {
    ((one.0 + other.0) as f32, (one.1 + other.1) as f32)
}
