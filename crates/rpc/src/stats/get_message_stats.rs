//! `stats.getMessageStats flags:# dark:flags.0?true channel:InputChannel msg_id:int = stats.MessageStats`: one post in
//! figures.

use domain::DAY_SECONDS;
use tl::{enums, functions, types};

use super::{
    graphs::{self, Look},
    language,
};
use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::stats::GetMessageStats,
) -> Result<enums::stats::MessageStats, Error> {
    let (me, channels) = (call.me()?, &call.domain().channels);
    let id = input::channel(call, &request.channel).await?;
    let look = Look { language: language(call), dark: request.dark };
    let views = match channels.views_of(me, id, request.msg_id).await? {
        // Before its first day nobody could see it.
        Some((views, posted)) => match graphs::interactions(look, &views, posted) {
            Ok(chart) => look.drawn(&chart),
            Err(nothing) => nothing,
        },
        None => look.nothing(graphs::VIEWS_UNKNOWN),
    };
    let today = call.now().seconds().div_euclid(DAY_SECONDS);
    let reactions = match channels.reactions_by_day(me, id, Some(request.msg_id)).await? {
        Some(given) => graphs::reactions(look, &given, (i32::MIN, today)),
        None => look.nothing(graphs::TOO_MUCH),
    };
    Ok(types::stats::MessageStats::new(views, reactions).into())
}
