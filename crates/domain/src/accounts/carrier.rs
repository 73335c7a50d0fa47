//! What carries codes out of the server. Who carries is handed in by the floor that knows sockets; without one,
//! codes wait for the operator and go to the account's devices.

use world::BoxFuture;

/// A code did not arrive. Which way it went and why stands in the log of whoever carries; it names nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCarried {
    /// The other side does not take this address.
    #[error("the address was refused")]
    Refused,
    /// The other side did not take anything, or not in time.
    #[error("nothing was taken")]
    Failed,
}

/// A letter with a code. No Debug: it holds an address and a code.
pub struct Letter {
    /// To whom.
    pub address: String,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub text: String,
}

/// A limit on sends that was reached (demand L-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SendLimit {
    /// To one number.
    Number,
    /// To numbers that differ in the last four digits only.
    Prefix,
    /// Asked for from one network: /24 of IPv4, /48 of IPv6.
    Network,
    /// To all numbers together.
    Day,
}

/// Carries codes. Each call ends within seconds, whatever the other side does.
pub trait Carrier: Send + Sync {
    /// Whether it can reach numbers.
    fn reaches_numbers(&self) -> bool;

    /// Whether it can reach mail addresses.
    fn reaches_mail(&self) -> bool;

    /// Brings a code to a number (digits only).
    fn to_number<'a>(&'a self, phone: &'a str, code: &'a str) -> BoxFuture<'a, Result<(), NotCarried>>;

    /// Brings a letter.
    fn to_mail(&self, letter: Letter) -> BoxFuture<'_, Result<(), NotCarried>>;

    /// Somebody was refused at this limit.
    fn limit_reached(&self, limit: SendLimit);
}

/// Carries nothing.
pub(super) struct Nobody;

impl Carrier for Nobody {
    fn reaches_numbers(&self) -> bool {
        false
    }

    fn reaches_mail(&self) -> bool {
        false
    }

    fn to_number<'a>(&'a self, _phone: &'a str, _code: &'a str) -> BoxFuture<'a, Result<(), NotCarried>> {
        Box::pin(async { Err(NotCarried::Failed) })
    }

    fn to_mail(&self, _letter: Letter) -> BoxFuture<'_, Result<(), NotCarried>> {
        Box::pin(async { Err(NotCarried::Failed) })
    }

    fn limit_reached(&self, _limit: SendLimit) {}
}
