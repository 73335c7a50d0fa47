//! The limits of live connections, each with its unit. What a person may set stands in the configuration.

use std::time::Duration;

/// From the first byte of a connection to its first whole packet.
pub const FIRST_PACKET_WITHIN: Duration = Duration::from_secs(10);

/// From the start of a connection to the first packet that an auth key opens.
pub const OPENED_WITHIN: Duration = Duration::from_secs(60);

/// How long a connection may be silent before it is closed; clients ping every minute or so.
pub const SILENT_MAX: Duration = Duration::from_secs(30 * 60);

/// How long a client may take none of what is written to it.
pub const WRITE_STALL_MAX: Duration = Duration::from_secs(60);

/// What may wait to be written to one connection before it is cut as a slow reader.
pub const QUEUED_BYTES_MAX: usize = 1 << 20;

/// Calls of one connection that run at the same time; more are read when some are done.
pub const RUNNING_CALLS_MAX: usize = 256;

/// A call of more bytes than this counts for [`LARGE_CALL_WEIGHT`] calls: four parts of a file at a time.
pub const LARGE_CALL_BYTES: usize = 64 << 10;

/// See [`LARGE_CALL_BYTES`].
pub const LARGE_CALL_WEIGHT: usize = RUNNING_CALLS_MAX / 4;

/// How long an HTTP request is held that has not said how long it waits: then its calls go on without it.
pub const REQUEST_HELD: Duration = Duration::from_secs(25);

/// Key exchanges over HTTP that may be under way.
pub const POSTED_EXCHANGES_MAX: usize = 1024;

/// Sessions that one auth key may have; the one that was silent longest makes room.
pub const SESSIONS_PER_KEY_MAX: usize = 64;

/// How long a session is kept after its last packet when no connection carries it.
pub const SESSION_KEPT: Duration = Duration::from_secs(mtproto::session::KEEP_SECONDS as u64 + 40);

/// How long an auth key without sessions stays in memory.
pub const KEY_KEPT: Duration = Duration::from_secs(60 * 60);

/// How often sessions and keys that are due are let go.
pub const SWEEP_EVERY: Duration = Duration::from_secs(30);

/// Key exchanges that one address may begin in [`HANDSHAKE_WINDOW`]; this machine's own are not counted.
pub const HANDSHAKES_PER_ADDRESS_MAX: u32 = 120;

/// See [`HANDSHAKES_PER_ADDRESS_MAX`].
pub const HANDSHAKE_WINDOW: Duration = Duration::from_secs(60);

/// The transport error of an auth key that is not known, and of everything that must not be told apart from it.
pub const NO_SUCH_KEY: i32 = -404;

/// The transport error of too much at once.
pub const TOO_MUCH: i32 = -429;
/// The worker of due times looks at the clock this often at least: the time of day may be set anew.
pub const DUE_LOOK_EVERY: Duration = Duration::from_secs(30);
/// So many shards' due queues are worked off at a time; they share the disk's syncs.
pub const DUE_AT_ONCE: usize = 64;
