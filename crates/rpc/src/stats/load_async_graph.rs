//! `stats.loadAsyncGraph flags:# token:string x:flags.0?long = StatsGraph`: a graph that was promised, or a day of one in
//! its hours.

use domain::{DAY_SECONDS, GraphTokenError};
use tl::{enums, functions};

use super::{
    graphs::{self, Graph, Look},
    language,
};
use crate::{
    Call,
    errors::{Error, GRAPH_EXPIRED_RELOAD, GRAPH_INVALID_RELOAD},
};

/// Days of reactions in a graph.
const REACTION_DAYS: i32 = 60;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::stats::LoadAsyncGraph,
) -> Result<enums::StatsGraph, Error> {
    let (me, channels) = (call.me()?, &call.domain().channels);
    let asked = channels.graph_of_token(me, &request.token).map_err(|error| match error {
        GraphTokenError::Invalid => GRAPH_INVALID_RELOAD,
        GraphTokenError::Expired => GRAPH_EXPIRED_RELOAD,
    })?;
    let (graph, dark) = Graph::asked(asked.what).ok_or(GRAPH_INVALID_RELOAD)?;
    let look = Look { language: language(call), dark };
    if graph == Graph::Reactions {
        let today = call.now().seconds().div_euclid(DAY_SECONDS);
        let first = today.saturating_sub(REACTION_DAYS - 1);
        return Ok(match channels.reactions_by_day(me, asked.channel, None).await? {
            Some(given) => graphs::reactions(look, &given, (first, today)),
            None => look.nothing(graphs::TOO_MUCH),
        });
    }
    let (seen, figures) = channels.figures(me, asked.channel).await?;
    let born = seen.record.date.div_euclid(DAY_SECONDS);
    match graph {
        Graph::Sources => Ok(graphs::sources(look, &figures, born)),
        Graph::Weekdays => Ok(graphs::weekdays(look, &figures)),
        Graph::HoursOfDay => {
            let day = request.x.map(|x| x.div_euclid(i64::from(DAY_SECONDS) * 1_000));
            let day = day.and_then(|day| i32::try_from(day).ok());
            day.and_then(|day| graphs::hours_of_day(look, &figures, day)).ok_or(GRAPH_INVALID_RELOAD)
        }
        Graph::Reactions => Err(GRAPH_INVALID_RELOAD),
    }
}
