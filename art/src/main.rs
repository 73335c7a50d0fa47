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

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "../crates/domain/data/stickers".to_owned());
    let sheet = arguments.next();
    let mut tiles = Vec::new();
    for (all, side) in [(stickers::all(), 512), (emoji::all(), 100), (games::all(), 512)] {
        for drawn in all {
            let path = Path::new(&folder).join(&drawn.name);
            if drawn.moves {
                fs::write(path.with_extension("tgs"), lottie::packed(&drawn.scene)?)?;
            } else {
                fs::write(path.with_extension("webp"), pixels::webp(&drawn.scene, side)?)?;
            }
            tiles.push(drawn.scene);
        }
    }
    match sheet {
        Some(sheet) => Ok(fs::write(sheet, pixels::sheet(&tiles)?)?),
        None => Ok(()),
    }
}
