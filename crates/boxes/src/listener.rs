//! Whom the boxes tell, and whom they ask.

use std::sync::Arc;

use store::ids::{SessionRef, UserId};
use world::BoxFuture;

use crate::{channels::ChannelEntry, types::Entry};

/// Hears what has become durable.
pub trait Listener: Send + Sync {
    /// Entries of one box, in the order of their pts and never twice, after they are on disk. `except` is the
    /// session that caused them and has them in its answer. Must not block. After a failure entries may be
    /// left out; the next ones then show a gap.
    fn committed(&self, user: UserId, entries: &[Arc<Entry>], except: Option<SessionRef>);

    /// The same for entries of a channel, in the order of its pts.
    fn channel_committed(&self, channel: i64, entries: &[Arc<ChannelEntry>], except: Option<SessionRef>) {
        let _ = (channel, entries, except);
    }
}

/// Decides what a recipient takes, at the moment of the recipient's commit.
pub trait Gate: Send + Sync {
    /// Whether a message of `sender` enters the box of `recipient`. Must not block.
    fn allows(&self, recipient: UserId, sender: UserId) -> bool;

    /// Whether a message of `sender` brings his dialog out of the archive of `recipient`. Must not block.
    fn unarchives(&self, recipient: UserId, sender: UserId) -> bool {
        let _ = (recipient, sender);
        false
    }

    /// Brings to mind what `allows` needs, before a delivery that nobody asks for now (after a start, after a
    /// failure). False if it cannot be had; then the delivery waits.
    fn recall(&self, recipient: UserId, sender: UserId) -> BoxFuture<'_, bool> {
        let _ = (recipient, sender);
        Box::pin(std::future::ready(true))
    }
}

/// Lets everything in.
pub struct Open;

impl Gate for Open {
    fn allows(&self, _recipient: UserId, _sender: UserId) -> bool {
        true
    }
}

/// Hears nothing.
pub struct Silent;

impl Listener for Silent {
    fn committed(&self, _user: UserId, _entries: &[Arc<Entry>], _except: Option<SessionRef>) {}
}
