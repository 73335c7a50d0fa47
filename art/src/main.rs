//! Draws the stickers and custom emoji that ship with Merpati: `cargo run --release -- FOLDER [SHEET.png]` writes them
//! and, if asked, all of them side by side.
//!
//! `shape` is what pictures are made of, `pixels` and `lottie` are the two ways to write one, `pigeon` draws the bird,
//! `things` what it holds, `stickers`, `emoji` and `games` list what there is.

mod emoji;
mod games;
mod lottie;
mod pigeon;
mod pixels;
mod shape;
mod stickers;
mod things;

use std::{error::Error, fs, path::Path};

use shape::Group;

/// A picture, which moves or not.
pub struct Drawn {
    /// Of its file, without the ending.
    pub name: String,
    /// What there is to see, in a square of 512.
    pub scene: Group,
    /// It moves.
    pub moves: bool,
}

/// The sides of a sticker, and of the small picture of one that does not move.
const SIDE: u32 = 512;
const SMALL_SIDE: u32 = 128;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "../crates/domain/data/stickers".to_owned());
    let sheet = arguments.next();
    let mut tiles = Vec::new();
    for (all, side) in [(stickers::all(), SIDE), (emoji::all(), 100), (games::all(), SIDE)] {
        for drawn in all {
            let path = Path::new(&folder).join(&drawn.name);
            if drawn.moves {
                fs::write(path.with_extension("tgs"), lottie::packed(&drawn.scene)?)?;
            } else {
                fs::write(path.with_extension("webp"), pixels::webp(&drawn.scene, side)?)?;
                if side == SIDE {
                    let small = Path::new(&folder).join(format!("{}_m.webp", drawn.name));
                    fs::write(small, pixels::webp(&drawn.scene, SMALL_SIDE)?)?;
                }
            }
            tiles.push(drawn.scene);
        }
    }
    match sheet {
        Some(sheet) => Ok(fs::write(sheet, pixels::sheet(&tiles)?)?),
        None => Ok(()),
    }
}
