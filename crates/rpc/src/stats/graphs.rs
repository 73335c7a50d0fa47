//! Which graphs there are, out of which figures, and what their columns are called. What is not known has no graph, but a
//! sentence that says so.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    DAY_SECONDS, Day, Figures, GraphAsked, HOUR_SECONDS, Language, MESSAGE_KINDS, ReactionsByDay, ViewsByDay,
};
use store::records::reactions::custom_id;
use tl::{enums, types};

use super::chart::{Axis, Chart, Line, Shape};
use crate::{Call, errors::Error};

/// A graph that is got by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Graph {
    /// How people came.
    Sources,
    /// What was given to posts.
    Reactions,
    /// On which days of the week people write.
    Weekdays,
    /// What was seen in the hours of one day.
    HoursOfDay,
}

const ALL: [Graph; 4] = [Graph::Sources, Graph::Reactions, Graph::Weekdays, Graph::HoursOfDay];
/// The bit that asks for colours of the night.
const DARK: u16 = 1 << 8;

impl Graph {
    /// What lets the caller ask for it.
    pub(super) fn token(self, call: &Call<'_>, channel: i64, dark: bool) -> Result<String, Error> {
        let number = ALL.iter().position(|graph| *graph == self).and_then(|at| u16::try_from(at).ok());
        let what = number.unwrap_or(0) | if dark { DARK } else { 0 };
        Ok(call.domain().channels.graph_token(call.me()?, GraphAsked { channel, what }))
    }

    /// The same, in place of the graph.
    pub(super) fn later(self, call: &Call<'_>, channel: i64, dark: bool) -> Result<enums::StatsGraph, Error> {
        Ok(types::StatsGraphAsync::new(self.token(call, channel, dark)?).into())
    }

    /// The graph that was asked for, and whether for the night.
    pub(super) fn asked(what: u16) -> Option<(Graph, bool)> {
        Some((*ALL.get(usize::from(what & !DARK))?, what & DARK != 0))
    }
}

/// How graphs are to look.
#[derive(Clone, Copy)]
pub(super) struct Look {
    /// In which language.
    pub(super) language: Language,
    /// With colours of the night.
    pub(super) dark: bool,
}

impl Look {
    fn say(self, (english, indonesian): (&str, &str)) -> String {
        match self.language {
            Language::English => english.to_owned(),
            Language::Indonesian => indonesian.to_owned(),
        }
    }

    fn line(self, name: (&str, &str), color: usize, values: impl Iterator<Item = i64>) -> Line {
        Line { name: self.say(name), color, values: values.collect() }
    }

    /// A graph that can be drawn, or that there is too little for it.
    pub(super) fn drawn(self, chart: &Chart) -> enums::StatsGraph {
        if chart.places.len() < 2 || chart.lines.is_empty() {
            return self.nothing(NOT_ENOUGH);
        }
        types::StatsGraph::new(types::DataJSON::new(chart.json(self.dark)).into()).into()
    }

    /// A sentence in place of a graph.
    pub(super) fn nothing(self, why: (&str, &str)) -> enums::StatsGraph {
        types::StatsGraphError::new(self.say(why)).into()
    }
}

/// In place of graphs, in English and Indonesian.
pub(super) const NOT_ENOUGH: (&str, &str) =
    ("There is not enough to draw yet.", "Belum cukup data untuk ditampilkan.");
pub(super) const LANGUAGES: (&str, &str) = (
    "This server does not keep which languages members speak.",
    "Server ini tidak menyimpan bahasa para anggota.",
);
pub(super) const VIEW_SOURCES: (&str, &str) = (
    "This server does not keep from where posts were opened.",
    "Server ini tidak menyimpan dari mana kiriman dibuka.",
);
pub(super) const MUTES: (&str, &str) =
    ("This server does not keep who muted when.", "Server ini tidak menyimpan kapan notifikasi dibisukan.");
pub(super) const INSTANT_VIEWS: (&str, &str) =
    ("There are no instant views here.", "Di sini tidak ada tampilan instan.");
pub(super) const STORIES: (&str, &str) = ("There are no stories here.", "Di sini tidak ada cerita.");
pub(super) const VIEWS_UNKNOWN: (&str, &str) =
    ("Views are not counted here.", "Jumlah tampilan tidak dihitung di sini.");
pub(super) const TOO_MUCH: (&str, &str) =
    ("This is too much to be counted.", "Terlalu banyak untuk dihitung.");

const JOINED: (&str, &str) = ("Joined", "Bergabung");
const LEFT: (&str, &str) = ("Left", "Keluar");
const VIEWS: (&str, &str) = ("Views", "Tampilan");
const SHARES: (&str, &str) = ("Shares", "Dibagikan");
const THESE_DAYS: (&str, &str) = ("Last 7 days", "7 hari terakhir");
const DAYS_BEFORE: (&str, &str) = ("7 days before", "7 hari sebelumnya");
const SOURCES: [(&str, &str); 4] = [
    ("By themselves", "Datang sendiri"),
    ("By link", "Lewat tautan"),
    ("By request", "Lewat permintaan"),
    ("Added by members", "Ditambahkan anggota"),
];
const KINDS: [(&str, &str); MESSAGE_KINDS] = [
    ("Text", "Teks"),
    ("Photos", "Foto"),
    ("Videos", "Video"),
    ("Voice and music", "Suara dan musik"),
    ("Stickers and GIFs", "Stiker dan GIF"),
    ("Files", "Berkas"),
    ("Other", "Lainnya"),
];
const DEEDS: [(&str, &str); 3] = [
    ("Deleted messages", "Pesan dihapus"),
    ("Removed people", "Orang dikeluarkan"),
    ("Restricted people", "Orang dibatasi"),
];
const WEEKDAYS: [(&str, &str); 7] = [
    ("Monday", "Senin"),
    ("Tuesday", "Selasa"),
    ("Wednesday", "Rabu"),
    ("Thursday", "Kamis"),
    ("Friday", "Jumat"),
    ("Saturday", "Sabtu"),
    ("Sunday", "Minggu"),
];
const CUSTOM_EMOJI: (&str, &str) = ("Custom emoji", "Emoji khusus");
const OTHERS: (&str, &str) = ("Other", "Lainnya");
/// Reactions that have a column of their own.
const REACTIONS_NAMED_MAX: usize = 7;

/// How many members there were; `born` is the channel's first day.
pub(super) fn growth(look: Look, figures: &Figures, broadcast: bool, born: i32) -> enums::StatsGraph {
    let name = match broadcast {
        true => ("Total followers", "Jumlah pengikut"),
        false => ("Total members", "Jumlah anggota"),
    };
    let days = from_before(&figures.days, born);
    let values = days.counts.iter().map(|day| day.map_or(0, |day| i64::from(day.members)));
    days.chart(look, Shape::Lines, vec![look.line(name, 0, values)])
}

/// Who came and went.
pub(super) fn comings(look: Look, figures: &Figures, born: i32) -> enums::StatsGraph {
    let days = from_before(&figures.days, born);
    let of = |count: fn(&Day) -> u32| {
        days.counts.iter().map(move |day| day.map_or(0, |day| i64::from(count(day))))
    };
    let lines = vec![look.line(JOINED, 1, of(Day::came)), look.line(LEFT, 2, of(Day::went))];
    days.chart(look, Shape::Lines, lines)
}

/// How they came.
pub(super) fn sources(look: Look, figures: &Figures, born: i32) -> enums::StatsGraph {
    let days = from_before(&figures.days, born);
    let of = |count: fn(&Day) -> u32| {
        days.counts.iter().map(move |day| day.map_or(0, |day| i64::from(count(day))))
    };
    let counts: [fn(&Day) -> u32; 4] = [
        |day| day.counts.joined,
        |day| day.counts.by_link,
        |day| day.counts.by_request,
        |day| day.counts.invited,
    ];
    let lines = SOURCES.into_iter().zip(counts).enumerate();
    let lines = lines.map(|(color, (name, count))| look.line(name, color, of(count))).collect();
    days.chart(look, Shape::Bars, lines)
}

/// What admins did.
pub(super) fn deeds(look: Look, figures: &Figures, born: i32) -> enums::StatsGraph {
    let days = from_before(&figures.days, born);
    let counts: [fn(&Day) -> u32; 3] = [
        |day| day.counts.deeds.iter().map(|one| one.deleted).sum(),
        |day| day.counts.deeds.iter().map(|one| one.kicked).sum(),
        |day| day.counts.deeds.iter().map(|one| one.restricted).sum(),
    ];
    let of = |count: fn(&Day) -> u32| {
        days.counts.iter().map(move |day| day.map_or(0, |day| i64::from(count(day))))
    };
    let lines = DEEDS.into_iter().zip(counts).enumerate();
    let lines = lines.map(|(color, (name, count))| look.line(name, color, of(count))).collect();
    days.chart(look, Shape::Lines, lines)
}

/// At which hours of the day something is done, in two periods.
pub(super) fn hours(look: Look, [now, before]: [[i64; 24]; 2]) -> enums::StatsGraph {
    let lines =
        vec![look.line(THESE_DAYS, 0, now.into_iter()), look.line(DAYS_BEFORE, 1, before.into_iter())];
    let places = (0..24).collect();
    look.drawn(&Chart { shape: Shape::Lines, axis: Axis::HoursOfDay, places, lines })
}

/// What was seen and passed on, day by day; `born` is the first day on which it could be.
pub(super) fn interactions(look: Look, views: &[ViewsByDay], born: i32) -> Result<Chart, enums::StatsGraph> {
    let mut views = views.to_vec();
    // One day alone is no graph; before it there was nothing to be seen.
    if let [only] = views[..]
        && only.day == born
    {
        views.insert(0, ViewsByDay { day: born.saturating_sub(1), ..ViewsByDay::default() });
    }
    if views.len() < 2 {
        return Err(look.nothing(NOT_ENOUGH));
    }
    let lines = vec![
        look.line(VIEWS, 0, views.iter().map(|day| i64::from(day.views))),
        look.line(SHARES, 1, views.iter().map(|day| i64::from(day.forwards))),
    ];
    let places = views.iter().map(|day| millis(day.day)).collect();
    Ok(Chart { shape: Shape::Scaled, axis: Axis::Days, places, lines })
}

/// The same in the hours of one day; none where it is none of the days.
pub(super) fn hours_of_day(look: Look, figures: &Figures, day: i32) -> Option<enums::StatsGraph> {
    figures.views.iter().find(|views| views.day == day)?;
    let hours = figures.hours_of_days.get(&day).copied().unwrap_or_default();
    let passed = figures.date.saturating_sub(day.saturating_mul(DAY_SECONDS)) / HOUR_SECONDS;
    let hours = &hours[..=usize::try_from(passed).unwrap_or(0).clamp(1, 23)];
    let lines = vec![
        look.line(VIEWS, 0, hours.iter().map(|(views, _)| i64::from(*views))),
        look.line(SHARES, 1, hours.iter().map(|(_, forwards)| i64::from(*forwards))),
    ];
    let place = |hour: i64| millis(day).saturating_add(hour * i64::from(HOUR_SECONDS) * 1_000);
    let places = (0..).map(place).take(hours.len()).collect();
    Some(look.drawn(&Chart { shape: Shape::Scaled, axis: Axis::Hours, places, lines }))
}

/// What was written, by kinds.
pub(super) fn messages(look: Look, figures: &Figures) -> enums::StatsGraph {
    let days = &figures.written.days;
    let of =
        |kind: usize| days.values().map(move |kinds| kinds.get(kind).map_or(0, |count| i64::from(*count)));
    let lines = KINDS.into_iter().enumerate().map(|(kind, name)| look.line(name, kind, of(kind))).collect();
    let places = days.keys().map(|day| millis(*day)).collect();
    look.drawn(&Chart { shape: Shape::Bars, axis: Axis::Days, places, lines })
}

/// On which days of the week people write.
pub(super) fn weekdays(look: Look, figures: &Figures) -> enums::StatsGraph {
    let mut weeks: BTreeMap<i32, [i64; 7]> = BTreeMap::new();
    for (day, kinds) in &figures.written.days {
        // 1970 began on a Thursday.
        let weekday = day.saturating_add(3).rem_euclid(7);
        let week = weeks.entry(day - weekday).or_default();
        if let Some(count) = usize::try_from(weekday).ok().and_then(|weekday| week.get_mut(weekday)) {
            *count += kinds.iter().map(|count| i64::from(*count)).sum::<i64>();
        }
    }
    let of = |weekday: usize| weeks.values().map(move |week| week.get(weekday).copied().unwrap_or(0));
    let lines = WEEKDAYS.into_iter().enumerate().map(|(at, name)| look.line(name, at, of(at))).collect();
    let places = weeks.keys().map(|day| millis(*day)).collect();
    look.drawn(&Chart { shape: Shape::Shares, axis: Axis::Weeks, places, lines })
}

/// What was given, from a day up to another: a column for each of those that were given most.
pub(super) fn reactions(look: Look, given: &ReactionsByDay, (first, today): (i32, i32)) -> enums::StatsGraph {
    let first = given.range(first..).next().map_or(today, |(day, _)| (*day).min(today.saturating_sub(1)));
    let mut totals: BTreeMap<&str, u32> = BTreeMap::new();
    for (emoji, count) in given.range(first..).flat_map(|(_, given)| given) {
        *totals.entry(named(emoji)).or_default() += count;
    }
    let mut order: Vec<(&str, u32)> = totals.into_iter().collect();
    order.sort_by_key(|(emoji, count)| (std::cmp::Reverse(*count), *emoji));
    let rest: BTreeSet<&str> = order.iter().skip(REACTIONS_NAMED_MAX).map(|(emoji, _)| *emoji).collect();
    let of = |wanted: &dyn Fn(&str) -> bool| -> Vec<i64> {
        let count = |day: i32| {
            let given = given.get(&day).into_iter().flatten();
            given.filter(|(emoji, _)| wanted(named(emoji))).map(|(_, count)| i64::from(*count)).sum()
        };
        (first..=today).map(count).collect()
    };
    let mut lines = Vec::new();
    for (color, (emoji, _)) in order.iter().take(REACTIONS_NAMED_MAX).enumerate() {
        let name = if emoji.is_empty() { look.say(CUSTOM_EMOJI) } else { (*emoji).to_owned() };
        lines.push(Line { name, color, values: of(&|one| one == *emoji) });
    }
    if !rest.is_empty() {
        let values = of(&|one| rest.contains(one));
        lines.push(Line { name: look.say(OTHERS), color: REACTIONS_NAMED_MAX, values });
    }
    let places = (first..=today).map(millis).collect();
    look.drawn(&Chart { shape: Shape::Bars, axis: Axis::Days, places, lines })
}

/// As what a reaction is counted: custom emoji have no name.
fn named(emoji: &str) -> &str {
    if custom_id(emoji).is_some() { "" } else { emoji }
}

/// Days of a graph, each with what is known of it.
struct Days<'a> {
    places: Vec<i64>,
    counts: Vec<Option<&'a Day>>,
}

/// The days; where the channel has but one, the one before stands there, on which it was not.
fn from_before(days: &[Day], born: i32) -> Days<'_> {
    let mut found = Days { places: Vec::new(), counts: Vec::new() };
    if let [only] = days
        && only.day == born
    {
        found.places.push(millis(born.saturating_sub(1)));
        found.counts.push(None);
    }
    found.places.extend(days.iter().map(|day| millis(day.day)));
    found.counts.extend(days.iter().map(Some));
    found
}

impl Days<'_> {
    fn chart(&self, look: Look, shape: Shape, lines: Vec<Line>) -> enums::StatsGraph {
        look.drawn(&Chart { shape, axis: Axis::Days, places: self.places.clone(), lines })
    }
}

/// A day's beginning as graphs have it.
pub(super) fn millis(day: i32) -> i64 {
    i64::from(day) * i64::from(DAY_SECONDS) * 1_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_graph_is_found_again_by_its_number() {
        for (at, graph) in ALL.into_iter().enumerate() {
            let number = u16::try_from(at).unwrap();
            assert_eq!(Graph::asked(number), Some((graph, false)));
            assert_eq!(Graph::asked(number | DARK), Some((graph, true)));
        }
        assert_eq!(Graph::asked(4), None);
    }

    #[test]
    fn reactions_beyond_those_given_most_are_one_column() {
        let look = Look { language: Language::English, dark: false };
        let mut given = ReactionsByDay::new();
        let day = given.entry(10).or_default();
        for (count, emoji) in ('a'..='k').enumerate() {
            day.insert(emoji.to_string(), u32::try_from(count).unwrap() + 1);
        }
        day.insert("=5".to_owned(), 50);
        let enums::StatsGraph::StatsGraph(graph) = reactions(look, &given, (0, 11)) else {
            panic!("a graph")
        };
        let enums::DataJSON::DataJSON(json) = graph.json;
        let graph: serde_json::Value = serde_json::from_str(&json.data).unwrap();
        let names = &graph["names"];
        assert_eq!(
            (&names["y0"], &names["y1"], &names["y7"]),
            (&"Custom emoji".into(), &"k".into(), &"Other".into())
        );
        assert_eq!(graph["columns"][8], serde_json::json!(["y7", 1 + 2 + 3 + 4 + 5, 0]));
        assert_eq!(graph["columns"][0], serde_json::json!(["x", millis(10), millis(11)]));
    }

    #[test]
    fn what_is_not_there_is_said_in_words() {
        let look = Look { language: Language::Indonesian, dark: false };
        let enums::StatsGraph::StatsGraphError(error) = reactions(look, &ReactionsByDay::new(), (0, 11))
        else {
            panic!("nothing was given")
        };
        assert_eq!(error.error, NOT_ENOUGH.1);
    }
}
