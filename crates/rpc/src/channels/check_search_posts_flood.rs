//! `channels.checkSearchPostsFlood query:flags.0?string = SearchPostsFlood`: what a search over all public posts would
//! cost. One for a hashtag is free; others are for who pays, and here nobody can.

use tl::{enums, functions, types};

use super::search_posts::tag_of;
use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::CheckSearchPostsFlood,
) -> Result<enums::SearchPostsFlood, Error> {
    call.me()?;
    let (total_daily, remains, stars_amount) = (0, 0, 0);
    let query_is_free = request.query.as_deref().and_then(tag_of).is_some();
    let flood = types::SearchPostsFlood::new(total_daily, remains, stars_amount);
    Ok(types::SearchPostsFlood { query_is_free, ..flood }.into())
}
