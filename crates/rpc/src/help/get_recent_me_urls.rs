//! `help.getRecentMeUrls referer:string = help.RecentMeUrls`: none are kept.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::help::GetRecentMeUrls,
) -> Result<enums::help::RecentMeUrls, Error> {
    Ok(types::help::RecentMeUrls::new(Vec::new(), Vec::new(), Vec::new()).into())
}
