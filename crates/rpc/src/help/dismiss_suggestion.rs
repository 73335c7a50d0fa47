//! `help.dismissSuggestion peer:InputPeer suggestion:string = Bool`: nothing is suggested.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(_: &Call<'_>, _: functions::help::DismissSuggestion) -> Result<bool, Error> {
    Ok(true)
}
