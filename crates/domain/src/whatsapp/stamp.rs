//! The moment in front of a message, in the forms that phones of different countries write: `[31.12.20, 21:41:05] `,
//! `12/31/20, 9:41 PM - `, `31/12/20 21.41 - `, `2020-12-31, 21:41 - `. Whether the day or the month comes first only all
//! dates of a file together tell. No zone is written: moments are taken as of UTC.

/// A moment as it is written.
pub(super) struct Stamp {
    /// In order.
    date: [u32; 3],
    year_first: bool,
    hour: u32,
    minute: u32,
    second: u32,
    /// After noon, where hours are counted to twelve.
    afternoon: Option<bool>,
}

/// In which order days and months are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// 31/12.
    DayFirst,
    /// 12/31.
    MonthFirst,
}

/// What the moments of a file tell of their order.
#[derive(Default)]
pub(super) struct Evidence {
    moments: u64,
    /// Which cannot be, for each order.
    impossible: [u64; 2],
    /// How often time went back, for each order.
    back: [u64; 2],
    last: [Option<i32>; 2],
    twelve: bool,
}

const ORDERS: [Order; 2] = [Order::DayFirst, Order::MonthFirst];
/// Of a file's moments one in so many may be wrong: somebody may have pasted something.
const WRONG_ONE_IN: u64 = 20;

impl Evidence {
    pub(super) fn note(&mut self, stamp: &Stamp) {
        self.moments += 1;
        self.twelve |= stamp.afternoon.is_some();
        for (place, order) in ORDERS.into_iter().enumerate() {
            let Some(seconds) = stamp.seconds(order) else {
                self.impossible.iter_mut().skip(place).take(1).for_each(|count| *count += 1);
                continue;
            };
            let last = self.last.get(place).copied().flatten();
            if last.is_some_and(|last| last > seconds) {
                self.back.iter_mut().skip(place).take(1).for_each(|count| *count += 1);
            }
            self.last.iter_mut().skip(place).take(1).for_each(|last| *last = Some(seconds));
        }
    }

    /// The order that fits best; none where neither does.
    pub(super) fn order(&self) -> Option<Order> {
        let [day_first, month_first] = [0, 1].map(|place| {
            let count = |of: &[u64; 2]| of.get(place).copied().unwrap_or_default();
            (count(&self.impossible), count(&self.back))
        });
        // Where nothing tells: who counts hours to twelve with these marks mostly writes the month first.
        let order = match day_first.cmp(&month_first) {
            std::cmp::Ordering::Less => Order::DayFirst,
            std::cmp::Ordering::Greater => Order::MonthFirst,
            std::cmp::Ordering::Equal if self.twelve => Order::MonthFirst,
            std::cmp::Ordering::Equal => Order::DayFirst,
        };
        let impossible = if order == Order::DayFirst { day_first.0 } else { month_first.0 };
        (impossible <= self.moments / WRONG_ONE_IN).then_some(order)
    }
}

impl Stamp {
    /// Seconds since 1970; none where there is no such moment.
    pub(super) fn seconds(&self, order: Order) -> Option<i32> {
        let [first, second, third] = self.date;
        let (year, month, day) = match (self.year_first, order) {
            (true, _) => (first, second, third),
            (false, Order::DayFirst) => (third, second, first),
            (false, Order::MonthFirst) => (third, first, second),
        };
        let year = if year < 100 { 2000 + year } else { year };
        let hour = match self.afternoon {
            Some(_) if !(1..=12).contains(&self.hour) => return None,
            Some(true) => self.hour % 12 + 12,
            Some(false) => self.hour % 12,
            None => self.hour,
        };
        let there = (1990..2038).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_of(year, month)).contains(&day)
            && hour < 24
            && self.minute < 60
            && self.second < 60;
        if !there {
            return None;
        }
        let leap_days = (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 - LEAP_DAYS_BEFORE_1970;
        let months: u32 = (1..month).map(|before| days_of(year, before)).sum();
        let days = i64::from((year - 1970) * 365 + leap_days + months + day - 1);
        let of_day = i64::from(hour * 3600 + self.minute * 60 + self.second);
        i32::try_from(days * 86_400 + of_day).ok()
    }
}

/// 1969/4 - 1969/100 + 1969/400.
const LEAP_DAYS_BEFORE_1970: u32 = 477;

fn days_of(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The moment in front of a line, and what follows it; none where the line goes on with what was before.
pub(super) fn read(line: &str) -> Option<(Stamp, &str)> {
    let line = line.trim_start_matches(super::MARKS);
    if let Some(inside) = line.strip_prefix('[') {
        let (moment, _) = head(inside).split_once(']')?;
        let rest = inside.get(moment.len() + 1..)?;
        return Some((parse(moment)?, rest.trim_start_matches(' ')));
    }
    let (moment, _) = head(line).split_once(" - ")?;
    Some((parse(moment)?, line.get(moment.len() + 3..)?))
}

/// The part of a line in which a moment ends.
fn head(line: &str) -> &str {
    let mut end = line.len().min(MOMENT_BYTES_MAX);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    line.get(..end).unwrap_or_default()
}

const MOMENT_BYTES_MAX: usize = 48;

fn parse(moment: &str) -> Option<Stamp> {
    let mut rest = moment.trim();
    let first = number(&mut rest)?;
    let mark = rest.chars().next().filter(|mark| matches!(mark, '/' | '.' | '-'))?;
    let year_first = first.1 == 4;
    skip(&mut rest, mark)?;
    let second = number(&mut rest)?;
    skip(&mut rest, mark)?;
    let third = number(&mut rest)?;
    let years = if year_first { first } else { third };
    if !matches!(years.1, 2 | 4) || [first, second, third].iter().any(|part| part.1 > 4) {
        return None;
    }
    // "31.12.20, ", "31. 12. 20. ", "31/12/20 ".
    let between = rest.trim_start_matches(['.', ',', ' ', '\u{a0}', '\u{202f}', '\u{200f}', '\u{60c}']);
    if between.len() == rest.len() {
        return None;
    }
    rest = between;
    let hour = number(&mut rest)?;
    let mark = rest.chars().next().filter(|mark| matches!(mark, ':' | '.'))?;
    skip(&mut rest, mark)?;
    let minute = number(&mut rest)?;
    let mut of_minute = 0;
    if rest.starts_with(mark)
        && rest.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    {
        skip(&mut rest, mark)?;
        of_minute = number(&mut rest)?.0;
    }
    let half: String = rest.chars().filter(|letter| letter.is_alphabetic()).collect();
    let afternoon = match half.to_ascii_lowercase().as_str() {
        "" => None,
        "am" => Some(false),
        "pm" => Some(true),
        _ => return None,
    };
    let date = [first.0, second.0, third.0];
    Some(Stamp { date, year_first, hour: hour.0, minute: minute.0, second: of_minute, afternoon })
}

/// A number of at most four digits and how many there are.
fn number(rest: &mut &str) -> Option<(u32, usize)> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, behind) = rest.split_at_checked(digits)?;
    if !(1..=4).contains(&digits) {
        return None;
    }
    *rest = behind;
    Some((number.parse().ok()?, digits))
}

fn skip(rest: &mut &str, mark: char) -> Option<()> {
    *rest = rest.strip_prefix(mark)?.trim_start_matches(' ');
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(line: &str, order: Order) -> Option<i32> {
        read(line).and_then(|(stamp, _)| stamp.seconds(order))
    }

    #[test]
    fn the_forms_of_many_countries_are_the_same_moment() {
        // date -u -d '2020-12-31 21:41' +%s
        let moment = 1_609_450_860;
        for (line, order, seconds_more) in [
            ("12/31/20, 9:41 PM - Ani: a", Order::MonthFirst, 0),
            ("12/31/20, 9:41\u{202f}pm - Ani: a", Order::MonthFirst, 0),
            ("31/12/2020, 21:41 - Ani: a", Order::DayFirst, 0),
            ("31/12/20 21.41 - Ani: a", Order::DayFirst, 0),
            ("31.12.20, 21:41 - Ani: a", Order::DayFirst, 0),
            ("31/12/20, 9:41 p. m. - Ani: a", Order::DayFirst, 0),
            ("2020-12-31, 21:41 - Ani: a", Order::MonthFirst, 0),
            ("[31/12/20, 21:41:05] Ani: a", Order::DayFirst, 5),
            ("\u{200e}[31/12/20 21.41.05] Ani: a", Order::DayFirst, 5),
            ("[2020-12-31, 9:41:05 PM] Ani: a", Order::DayFirst, 5),
            ("[31. 12. 2020, 21:41:05] Ani: a", Order::DayFirst, 5),
        ] {
            assert_eq!(seconds(line, order), Some(moment + seconds_more), "{line}");
            assert_eq!(read(line).unwrap().1, "Ani: a", "{line}");
        }
        assert_eq!(seconds("29/02/24, 12:00 AM - A: b", Order::DayFirst), Some(1_709_164_800));
    }

    #[test]
    fn other_lines_have_no_moment() {
        for line in [
            "",
            "Ani: 12/31/20",
            "12/31/20",
            "12/31 - a",
            "[x] a",
            "12:30 - 13:00 lunch",
            "1/2/3, 4:5 - six",
            "31/12/20, 21:41 Ani: a",
            "[31/12/20, 21:41",
            "2020-12-31T21:41 - a",
            "31/12/20, 21:41 kl - a",
        ] {
            assert!(read(line).is_none(), "{line}");
        }
        for line in ["31/02/24, 12:00 - A: b", "1/1/24, 24:00 - A: b", "1/1/24, 13:00 PM - A: b"] {
            assert_eq!(seconds(line, Order::DayFirst), None, "{line}");
        }
    }

    #[test]
    fn all_dates_together_tell_what_comes_first() {
        let order = |lines: &[&str]| {
            let mut evidence = Evidence::default();
            lines.iter().for_each(|line| evidence.note(&read(line).unwrap().0));
            evidence.order()
        };
        assert_eq!(order(&["1/2/20, 21:41 - A: b", "13/2/20, 21:41 - A: b"]), Some(Order::DayFirst));
        assert_eq!(order(&["1/2/20, 21:41 - A: b", "1/13/20, 21:41 - A: b"]), Some(Order::MonthFirst));
        // No day above 12, but time does not go back.
        assert_eq!(order(&["1/12/20, 21:41 - A: b", "2/1/20, 21:41 - A: b"]), Some(Order::MonthFirst));
        assert_eq!(order(&["12/1/20, 21:41 - A: b", "1/2/20, 21:41 - A: b"]), Some(Order::DayFirst));
        assert_eq!(order(&["1/2/20, 9:41 PM - A: b"]), Some(Order::MonthFirst));
        assert_eq!(order(&["1/2/20, 21:41 - A: b"]), Some(Order::DayFirst));
        assert_eq!(order(&["31/2/20, 21:41 - A: b"]), None);
        assert_eq!(order(&["2020-02-31, 21:41 - A: b"]), None);
    }
}
