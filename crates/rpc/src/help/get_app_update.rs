//! `help.getAppUpdate source:string = help.AppUpdate`: no application is handed out here.

use tl::{enums, functions};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::help::GetAppUpdate,
) -> Result<enums::help::AppUpdate, Error> {
    Ok(enums::help::AppUpdate::NoAppUpdate)
}
