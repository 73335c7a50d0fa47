//! `contacts.resetSaved = Bool`: numbers without an account are not kept, so none is left.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(_: &Call<'_>, _: functions::contacts::ResetSaved) -> Result<bool, Error> {
    Ok(true)
}
