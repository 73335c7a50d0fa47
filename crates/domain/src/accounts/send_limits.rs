//! How many codes leave in a day: to one number (demand L-1), to numbers alike, from one network, and altogether
//! (demand L-4). Whoever pumps messages to numbers that he is paid for meets one of them. Each send is a row as well,
//! so that a restart forgets none; they are read at the first send.

use std::{
    collections::{BTreeMap, VecDeque},
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use store::{Direction, Rows, Shard, StoreError, key::OfShard, records::password::CodeSend, tables};
use tokio::sync::OnceCell;

use super::{AccountError, Accounts, Alarm, Device, carrier::SendLimit, phone::PhoneNumber};

/// What the operator allows in 24 hours; 0 for no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SendLimits {
    /// To one number.
    pub number: usize,
    /// To numbers that differ in the last four digits only.
    pub prefix: usize,
    /// Asked for from one network: /24 of IPv4, /48 of IPv6.
    pub network: usize,
    /// To all numbers together.
    pub day: usize,
}

impl Default for SendLimits {
    fn default() -> Self {
        SendLimits { number: 5, prefix: 50, network: 100, day: 5000 }
    }
}

/// A limit that was reached, and when there is room again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reached {
    pub(super) limit: SendLimit,
    pub(super) seconds: u32,
    /// Whether this is the first refusal since there was room.
    pub(super) first: bool,
}

/// Digits at the end of a number that its prefix lacks.
const PREFIX_LACKS: usize = 4;
const WINDOW: Duration = Duration::from_secs(24 * 60 * 60);

/// Where the rows lie.
const SHARD: Shard = Shard(0);
/// Rows that are read at the start; more are sent in a day only where that has no limit.
const READ_MAX: usize = 100_000;

/// What is counted together. Keyed hashes stand for numbers and networks.
type Counted = (SendLimit, u64);

#[derive(Default)]
struct State {
    sends: VecDeque<Sent>,
    by: BTreeMap<Counted, VecDeque<Duration>>,
    /// Limits that refuse now, and were told of.
    alarmed: Vec<SendLimit>,
}

struct Sent {
    /// The clock's `elapsed` and a day more: what was sent before this start needs times before it.
    at: Duration,
    send: CodeSend,
    row: OfShard,
}

/// The sends of the last day.
pub(super) struct Sends {
    state: Mutex<State>,
    limits: Option<SendLimits>,
    read: OnceCell<()>,
}

impl Accounts {
    /// Counts a send, unless a limit forbids it. It is on disk when this returns.
    pub(super) async fn admit(&self, phone: &PhoneNumber, device: &Device) -> Result<(), AccountError> {
        if self.sends.limits.is_none() {
            return Ok(());
        }
        self.sends.read.get_or_try_init(|| self.read_sends()).await?;
        let digits = phone.digits();
        let prefix = digits.get(..digits.len().saturating_sub(PREFIX_LACKS)).unwrap_or_default();
        let send = CodeSend {
            number: self.counted_as(digits.as_bytes()),
            prefix: self.counted_as(prefix.as_bytes()),
            network: self.counted_as(&network(device.ip)),
        };
        let clock = &self.world.clock;
        let row = row(clock.now().seconds(), &self.world.chance.bytes());
        match self.sends.admit(clock.elapsed(), send, row.clone()) {
            Ok(forgotten) => {
                let mut batch = self.store.batch();
                batch.put::<tables::CodeSends>(&row, &send);
                for row in &forgotten {
                    batch.delete::<tables::CodeSends>(row);
                }
                Ok(self.store.commit(batch).await?)
            }
            Err(Reached { limit, seconds, first }) => {
                self.carrier().limit_reached(limit);
                if first {
                    tracing::warn!(?limit, "codes are refused: a limit on sends in 24 hours is reached");
                    self.alarm(Alarm::CodesRefused(limit)).await;
                }
                Err(AccountError::Flood { seconds })
            }
        }
    }

    /// Takes up what was sent before this start.
    async fn read_sends(&self) -> Result<(), StoreError> {
        let rows = Rows::<tables::CodeSends>::of_shard(SHARD);
        let mut rows = self.store.scan(rows, READ_MAX, Direction::Backward).await?;
        rows.reverse();
        let (now, elapsed) = (self.world.clock.now().seconds(), self.world.clock.elapsed());
        let begin = now.saturating_sub(i32::try_from(WINDOW.as_secs()).unwrap_or(i32::MAX));
        if rows.first().is_some_and(|(row, _)| at(row) <= begin) {
            let mut batch = self.store.batch();
            batch.delete_rows(Rows::<tables::CodeSends>::before(&self::row(begin, &[0xff; 8])));
            self.store.commit(batch).await?;
        }
        self.sends.take_up(elapsed, now, rows);
        Ok(())
    }

    fn counted_as(&self, what: &[u8]) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = self.store.keyed_hash("code send", what);
        u64::from_le_bytes([a, b, c, d, e, f, g, h])
    }
}

impl Sends {
    /// Nothing sent yet; without `limits`, nothing is counted.
    pub(super) fn new(limits: Option<SendLimits>) -> Self {
        Sends { state: Mutex::default(), limits, read: OnceCell::new() }
    }

    /// Counts a send, unless it would be one too many; gives the rows of sends that count no more.
    fn admit(&self, elapsed: Duration, send: CodeSend, row: OfShard) -> Result<Vec<OfShard>, Reached> {
        let Some(limits) = self.limits else { return Ok(Vec::new()) };
        let now = elapsed + WINDOW;
        let most = [limits.number, limits.prefix, limits.network, limits.day];
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let forgotten = state.forget_old(now);
        for (what, most) in counted(&send).into_iter().zip(most) {
            let sends = state.by.get(&what);
            // The one that makes room is as many back as may be.
            let makes_room = sends.and_then(|sends| sends.get(sends.len().checked_sub(most)?)).copied();
            if let Some(oldest) = makes_room.filter(|_| most > 0) {
                let left = WINDOW.saturating_sub(now.saturating_sub(oldest));
                let seconds = u32::try_from(left.as_secs().saturating_add(1)).unwrap_or(u32::MAX);
                let first = !state.alarmed.contains(&what.0);
                if first {
                    state.alarmed.push(what.0);
                }
                return Err(Reached { limit: what.0, seconds, first });
            }
        }
        state.count(Sent { at: now, send, row });
        Ok(forgotten)
    }

    /// Counts what was sent before this start, oldest first; `now` is the time of day.
    fn take_up(&self, elapsed: Duration, now: i32, rows: Vec<(OfShard, CodeSend)>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        for (row, send) in rows {
            // One from the future, by a clock that was set back, counts as sent now.
            let age = u64::try_from(now.saturating_sub(at(&row))).unwrap_or_default();
            if let Some(left) = WINDOW.checked_sub(Duration::from_secs(age)).filter(|left| !left.is_zero()) {
                state.count(Sent { at: elapsed + left, send, row });
            }
        }
    }
}

impl State {
    fn count(&mut self, sent: Sent) {
        for what in counted(&sent.send) {
            self.by.entry(what).or_default().push_back(sent.at);
        }
        self.sends.push_back(sent);
    }

    /// Lets go of what was sent a day ago, and gives its rows.
    fn forget_old(&mut self, now: Duration) -> Vec<OfShard> {
        let mut forgotten = Vec::new();
        while self.sends.front().is_some_and(|sent| now.saturating_sub(sent.at) >= WINDOW) {
            let Some(Sent { send, row, .. }) = self.sends.pop_front() else { break };
            for what in counted(&send) {
                if let Some(sends) = self.by.get_mut(&what) {
                    sends.pop_front();
                    if sends.is_empty() {
                        self.by.remove(&what);
                    }
                }
            }
            // There is room again somewhere: the next refusal is news.
            self.alarmed.clear();
            forgotten.push(row);
        }
        forgotten
    }
}

fn counted(send: &CodeSend) -> [Counted; 4] {
    [
        (SendLimit::Number, send.number),
        (SendLimit::Prefix, send.prefix),
        (SendLimit::Network, send.network),
        (SendLimit::Day, 0),
    ]
}

/// Rows stand in the order of their times; what is drawn keeps those of one second apart.
fn row(at: i32, drawn: &[u8; 8]) -> OfShard {
    OfShard { shard: SHARD, row: [&at.cast_unsigned().to_be_bytes()[..], drawn].concat() }
}

fn at(row: &OfShard) -> i32 {
    row.row.first_chunk().map_or(0, |bytes| u32::from_be_bytes(*bytes).cast_signed())
}

/// The network of an address: /24 of IPv4, /48 of IPv6.
fn network(ip: IpAddr) -> [u8; 7] {
    match ip.to_canonical() {
        IpAddr::V4(ip) => {
            let [a, b, c, _] = ip.octets();
            [4, a, b, c, 0, 0, 0]
        }
        IpAddr::V6(ip) => {
            let [a, b, c, d, e, f, ..] = ip.octets();
            [6, a, b, c, d, e, f]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(60 * 60);

    /// A send to a number of which one in ten thousand is another prefix.
    fn send(number: u64, network: u8) -> CodeSend {
        CodeSend { number, prefix: number / 10_000, network: network.into() }
    }

    fn any_row() -> OfShard {
        row(0, &[0; 8])
    }

    fn limits() -> SendLimits {
        SendLimits { number: 2, prefix: 3, network: 4, day: 6 }
    }

    fn refused(sends: &Sends, now: Duration, number: u64, net: u8) -> Option<(SendLimit, u32)> {
        let outcome = sends.admit(now, send(number, net), any_row());
        outcome.err().map(|reached| (reached.limit, reached.seconds))
    }

    #[test]
    fn l4_each_limit_refuses_the_send_behind_it_and_tells_when_there_is_room() {
        let sends = Sends::new(Some(limits()));
        let day = 24 * 60 * 60 + 1;
        assert_eq!(refused(&sends, HOUR, 1, 1), None);
        assert_eq!(refused(&sends, 2 * HOUR, 1, 1), None);
        assert_eq!(refused(&sends, 3 * HOUR, 1, 1), Some((SendLimit::Number, day - 2 * 3600)));
        assert_eq!(refused(&sends, 3 * HOUR, 2, 1), None);
        assert_eq!(refused(&sends, 3 * HOUR, 3, 1), Some((SendLimit::Prefix, day - 2 * 3600)));
        assert_eq!(refused(&sends, 3 * HOUR, 20_000, 1), None);
        assert_eq!(refused(&sends, 3 * HOUR, 30_000, 1), Some((SendLimit::Network, day - 2 * 3600)));
        assert_eq!(refused(&sends, 3 * HOUR, 30_000, 2), None);
        assert_eq!(refused(&sends, 3 * HOUR, 40_000, 2), None);
        assert_eq!(refused(&sends, 3 * HOUR, 50_000, 3), Some((SendLimit::Day, day - 2 * 3600)));
        assert_eq!(refused(&sends, 25 * HOUR, 50_000, 3), None, "the first send is a day old");
        assert_eq!(refused(&sends, 25 * HOUR, 60_000, 3), Some((SendLimit::Day, 3600 + 1)));
    }

    #[test]
    fn l4_the_first_refusal_of_a_limit_is_news_and_the_next_is_not() {
        let sends = Sends::new(Some(SendLimits { day: 1, ..limits() }));
        let admit = |at, number| sends.admit(at, send(number, 1), any_row());
        admit(HOUR, 1).unwrap();
        assert!(admit(HOUR, 2).is_err_and(|reached| reached.first));
        assert!(admit(HOUR, 3).is_err_and(|reached| !reached.first));
        admit(25 * HOUR, 3).unwrap();
        assert!(admit(25 * HOUR, 4).is_err_and(|reached| reached.first));
    }

    #[test]
    fn what_was_sent_before_a_start_counts_until_it_is_a_day_old() {
        let sends = Sends::new(Some(SendLimits { number: 3, ..SendLimits::default() }));
        let day = 24 * 60 * 60;
        let now = 1_795_000_000;
        let before = [now - day, now - day + 10, now - 5, now + 100].map(|at| (row(at, &[1; 8]), send(1, 1)));
        sends.take_up(Duration::ZERO, now, before.to_vec());
        assert_eq!(refused(&sends, Duration::ZERO, 1, 1), Some((SendLimit::Number, 11)));
        assert_eq!(refused(&sends, Duration::from_secs(10), 1, 1), None);
    }

    #[test]
    fn addresses_of_one_48_are_one_network_and_zero_is_no_limit() {
        let six = |text: &str| network(text.parse().unwrap());
        assert_eq!(six("2001:db8:1:2::3"), six("2001:db8:1:ffff::4"));
        assert_ne!(six("2001:db8:1::"), six("2001:db8:2::"));
        assert_eq!(six("::ffff:198.51.100.1"), six("198.51.100.200"));
        let none = SendLimits { number: 0, prefix: 0, network: 0, day: 0 };
        let sends = Sends::new(Some(none));
        assert!((0..100).all(|_| sends.admit(HOUR, send(1, 1), any_row()).is_ok()));
    }
}
