//! What the names of fields alone do not say about older layers. `rules.txt` tells where each rule applies;
//! the generated code calls them by name.

mod buttons;
mod conversions;
mod fallbacks;
mod fills;
mod forms;
mod loose;
mod results;

pub(crate) use buttons::{inline_rows, old_button};
pub(crate) use conversions::*;
pub(crate) use fallbacks::*;
pub(crate) use fills::*;
pub(crate) use forms::*;
pub(crate) use loose::{peer_as_channel, peer_as_dialog, peer_as_user};
pub(crate) use results::*;
