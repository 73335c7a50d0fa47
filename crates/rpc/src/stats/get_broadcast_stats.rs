//! `stats.getBroadcastStats flags:# dark:flags.0?true channel:InputChannel = stats.BroadcastStats`: a channel in figures.

use domain::{DAY_SECONDS, PostFigures};
use tl::{enums, functions, types};

use super::{
    compared,
    graphs::{self, Graph, Look},
    language, period,
};
use crate::{
    Call,
    errors::{BROADCAST_REQUIRED, Error},
    input,
};

/// Posts that are named one by one.
const RECENT_MAX: usize = 50;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::stats::GetBroadcastStats,
) -> Result<enums::stats::BroadcastStats, Error> {
    let id = input::channel(call, &request.channel).await?;
    let (seen, figures) = call.domain().channels.figures(call.me()?, id).await?;
    if !seen.is_broadcast() {
        return Err(BROADCAST_REQUIRED);
    }
    let look = Look { language: language(call), dark: request.dark };
    let born = seen.record.date.div_euclid(DAY_SECONDS);
    let current = figures.period_first();
    let length = figures.today().saturating_sub(current).saturating_add(1);
    let mean = |of: fn(&PostFigures) -> i32| {
        let between = |from: i32, to: i32| mean(&figures.posts, of, from, to);
        let before = between(current.saturating_sub(length), current);
        compared(between(current, i32::MAX).unwrap_or(0.0), before)
    };
    let none = || compared(0.0, None);
    let (unmuted, of_all) = figures.unmuted;
    let recent = figures.posts.iter().filter(|post| post.id >= seen.min_id).take(RECENT_MAX).map(|post| {
        types::PostInteractionCountersMessage::new(post.id, post.views, post.forwards, post.reactions).into()
    });
    let interactions = match graphs::interactions(look, &figures.views, born) {
        Ok(chart) => {
            let json = types::DataJSON::new(chart.json(request.dark)).into();
            let zoom_token = Some(Graph::HoursOfDay.token(call, id, request.dark)?);
            types::StatsGraph { json, zoom_token }.into()
        }
        Err(nothing) => nothing,
    };
    Ok(types::stats::BroadcastStats::new(
        period(&figures),
        compared(f64::from(figures.members), figures.members_before().map(f64::from)),
        mean(|post| post.views),
        mean(|post| post.forwards),
        mean(|post| post.reactions),
        none(),
        none(),
        none(),
        types::StatsPercentValue::new(f64::from(unmuted), f64::from(of_all)).into(),
        graphs::growth(look, &figures, true, born),
        graphs::comings(look, &figures, born),
        look.nothing(graphs::MUTES),
        graphs::hours(look, figures.view_hours.map(|hours| hours.map(i64::from))),
        interactions,
        look.nothing(graphs::INSTANT_VIEWS),
        look.nothing(graphs::VIEW_SOURCES),
        Graph::Sources.later(call, id, request.dark)?,
        look.nothing(graphs::LANGUAGES),
        Graph::Reactions.later(call, id, request.dark)?,
        look.nothing(graphs::STORIES),
        look.nothing(graphs::STORIES),
        recent.collect(),
    )
    .into())
}

/// The mean over the posts of some days; none where there are none.
fn mean(posts: &[PostFigures], of: fn(&PostFigures) -> i32, from: i32, to: i32) -> Option<f64> {
    let within = |post: &&PostFigures| (from..to).contains(&post.date.div_euclid(DAY_SECONDS));
    let (count, sum) = posts
        .iter()
        .filter(within)
        .fold((0u32, 0f64), |(count, sum), post| (count + 1, sum + f64::from(of(post))));
    (count > 0).then(|| sum / f64::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_of_the_posts_of_its_days() {
        let post = |day: i32, views| PostFigures {
            id: 1,
            date: day * DAY_SECONDS,
            views,
            forwards: 0,
            reactions: 0,
        };
        let posts = [post(9, 10), post(8, 5), post(7, 100)];
        assert_eq!(mean(&posts, |post| post.views, 8, 10), Some(7.5));
        assert_eq!(mean(&posts, |post| post.views, 0, 7), None);
    }
}
