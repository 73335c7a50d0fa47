//! How many codes leave in a day: to numbers alike, from one network, and altogether (demand L-4). Whoever pumps
//! messages to numbers that he is paid for meets one of them. Counted since the start, in memory.

use std::{
    collections::{BTreeMap, VecDeque},
    hash::{BuildHasher, Hash},
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use rustc_hash::FxBuildHasher;

use super::{carrier::SendLimit, phone::PhoneNumber};

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

/// What is counted together. Hashes stand for numbers and networks: nothing is kept that names them.
type Counted = (SendLimit, u64);

#[derive(Default)]
struct State {
    sends: VecDeque<(Duration, [Counted; 4])>,
    by: BTreeMap<Counted, VecDeque<Duration>>,
    /// Limits that refuse now, and were told of.
    alarmed: Vec<SendLimit>,
}

/// The sends of the last day.
pub(super) struct Sends {
    state: Mutex<State>,
    limits: Option<SendLimits>,
}

impl Sends {
    /// Nothing sent yet; without `limits`, nothing is counted.
    pub(super) fn new(limits: Option<SendLimits>) -> Self {
        Sends { state: Mutex::default(), limits }
    }

    /// Counts a send, unless it would be one too many.
    pub(super) fn admit(&self, now: Duration, phone: &PhoneNumber, ip: IpAddr) -> Result<(), Reached> {
        let Some(limits) = self.limits else { return Ok(()) };
        let digits = phone.digits();
        let prefix = digits.get(..digits.len().saturating_sub(PREFIX_LACKS)).unwrap_or_default();
        let counted = [
            ((SendLimit::Number, hash(digits)), limits.number),
            ((SendLimit::Prefix, hash(prefix)), limits.prefix),
            ((SendLimit::Network, hash(network(ip))), limits.network),
            ((SendLimit::Day, 0), limits.day),
        ];
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.forget_old(now);
        for (what, most) in counted {
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
        let counted = counted.map(|(what, _)| what);
        for what in counted {
            state.by.entry(what).or_default().push_back(now);
        }
        state.sends.push_back((now, counted));
        Ok(())
    }
}

impl State {
    fn forget_old(&mut self, now: Duration) {
        while let Some((at, counted)) = self.sends.front() {
            if now.saturating_sub(*at) < WINDOW {
                return;
            }
            for what in counted {
                if let Some(sends) = self.by.get_mut(what) {
                    sends.pop_front();
                    if sends.is_empty() {
                        self.by.remove(what);
                    }
                }
            }
            self.sends.pop_front();
            // There is room again somewhere: the next refusal is news.
            self.alarmed.clear();
        }
    }
}

fn hash(what: impl Hash) -> u64 {
    FxBuildHasher.hash_one(what)
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

    fn phone(number: u64) -> PhoneNumber {
        PhoneNumber::read(&format!("+62812000{number:06}")).unwrap()
    }

    fn v4(number: u8) -> IpAddr {
        IpAddr::from([198, 51, number, 7])
    }

    fn limits() -> SendLimits {
        SendLimits { number: 2, prefix: 3, network: 4, day: 6 }
    }

    fn refused(sends: &Sends, now: Duration, number: u64, net: u8) -> Option<(SendLimit, u32)> {
        let outcome = sends.admit(now, &phone(number), v4(net));
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
        sends.admit(HOUR, &phone(1), v4(1)).unwrap();
        assert!(sends.admit(HOUR, &phone(2), v4(1)).is_err_and(|reached| reached.first));
        assert!(sends.admit(HOUR, &phone(3), v4(1)).is_err_and(|reached| !reached.first));
        sends.admit(25 * HOUR, &phone(3), v4(1)).unwrap();
        assert!(sends.admit(25 * HOUR, &phone(4), v4(1)).is_err_and(|reached| reached.first));
    }

    #[test]
    fn addresses_of_one_48_are_one_network_and_zero_is_no_limit() {
        let six = |text: &str| network(text.parse().unwrap());
        assert_eq!(six("2001:db8:1:2::3"), six("2001:db8:1:ffff::4"));
        assert_ne!(six("2001:db8:1::"), six("2001:db8:2::"));
        assert_eq!(six("::ffff:198.51.100.1"), six("198.51.100.200"));
        let none = SendLimits { number: 0, prefix: 0, network: 0, day: 0 };
        let sends = Sends::new(Some(none));
        assert!((0..100).all(|_| sends.admit(HOUR, &phone(1), v4(1)).is_ok()));
    }
}
