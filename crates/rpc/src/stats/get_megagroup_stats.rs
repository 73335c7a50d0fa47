//! `stats.getMegagroupStats flags:# dark:flags.0?true channel:InputChannel = stats.MegagroupStats`: a supergroup in
//! figures.

use std::collections::BTreeMap;

use boxes::UserId;
use domain::{DAY_SECONDS, Figures};
use store::records::figures::DeedsOf;
use tl::{enums, functions, types};

use super::{
    compared,
    graphs::{self, Graph, Look},
    int, language, period,
};
use crate::{
    Call,
    errors::{Error, MEGAGROUP_REQUIRED},
    input,
};

/// People of one list.
const NAMED_MAX: usize = 10;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::stats::GetMegagroupStats,
) -> Result<enums::stats::MegagroupStats, Error> {
    let me = call.me()?;
    let id = input::channel(call, &request.channel).await?;
    let (seen, figures) = call.domain().channels.figures(me, id).await?;
    if seen.is_broadcast() {
        return Err(MEGAGROUP_REQUIRED);
    }
    let look = Look { language: language(call), dark: request.dark };
    let born = seen.record.date.div_euclid(DAY_SECONDS);
    let written = &figures.written;
    let deeds = deeds(&figures);
    let top = |of: fn(&DeedsOf) -> u32| {
        let mut top: Vec<DeedsOf> = deeds.iter().filter(|one| of(one) > 0).copied().collect();
        top.sort_by_key(|one| (std::cmp::Reverse(of(one)), one.user));
        top.truncate(NAMED_MAX);
        top
    };
    let admins = top(|one| one.deleted.saturating_add(one.kicked).saturating_add(one.restricted));
    let inviters = top(|one| one.invited);
    let people = written.top.iter().map(|one| one.user);
    let people: Vec<UserId> = people.chain(admins.iter().chain(&inviters).map(|one| one.user)).collect();
    let users = render::people(call.domain(), me, people).await?;
    let posters = written
        .top
        .iter()
        .map(|one| types::StatsGroupTopPoster::new(one.user.0, int(one.messages), int(one.avg_chars)).into());
    let admins = admins.iter().map(|one| {
        let (deleted, kicked, restricted) = (int(one.deleted), int(one.kicked), int(one.restricted));
        types::StatsGroupTopAdmin::new(one.user.0, deleted, kicked, restricted).into()
    });
    let inviters =
        inviters.iter().map(|one| types::StatsGroupTopInviter::new(one.user.0, int(one.invited)).into());
    let both = |(now, before): (u32, Option<u32>)| compared(f64::from(now), before.map(f64::from));
    Ok(types::stats::MegagroupStats::new(
        period(&figures),
        both((figures.members, figures.members_before())),
        both(written.messages),
        both((figures.readers.unwrap_or(0), None)),
        both(written.posters),
        graphs::growth(look, &figures, false, born),
        graphs::comings(look, &figures, born),
        Graph::Sources.later(call, id, request.dark)?,
        look.nothing(graphs::LANGUAGES),
        graphs::messages(look, &figures),
        graphs::deeds(look, &figures, born),
        graphs::hours(look, written.hours.map(|hours| hours.map(i64::from))),
        Graph::Weekdays.later(call, id, request.dark)?,
        posters.collect(),
        admins.collect(),
        inviters.collect(),
        users,
    )
    .into())
}

/// What people did to others in the period.
fn deeds(figures: &Figures) -> Vec<DeedsOf> {
    let mut all: BTreeMap<UserId, DeedsOf> = BTreeMap::new();
    for one in figures.period().flat_map(|day| &day.counts.deeds) {
        let sum = all.entry(one.user).or_insert(DeedsOf {
            user: one.user,
            deleted: 0,
            kicked: 0,
            restricted: 0,
            invited: 0,
        });
        sum.deleted = sum.deleted.saturating_add(one.deleted);
        sum.kicked = sum.kicked.saturating_add(one.kicked);
        sum.restricted = sum.restricted.saturating_add(one.restricted);
        sum.invited = sum.invited.saturating_add(one.invited);
    }
    all.into_values().collect()
}
