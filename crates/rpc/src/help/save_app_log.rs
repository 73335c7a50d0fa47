//! `help.saveAppLog events:Vector<InputAppEvent> = Bool`: taken and forgotten: nobody is watched here.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(_: &Call<'_>, _: functions::help::SaveAppLog) -> Result<bool, Error> {
    Ok(true)
}
