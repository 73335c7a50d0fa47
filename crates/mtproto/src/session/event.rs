//! What a session hands to its owner: requests to run, and things that only the owner can do.

use world::UnixMillis;

use crate::invocation::Invocation;

/// One thing for the session's owner to do, in the order of the vector it came in.
pub enum Event {
    /// Run this query and give its result to [`Session::answer`](super::Session::answer).
    Request(Request),
    /// The client no longer wants the answer to this running request. The session has already said so and
    /// drops the answer when it comes; the owner may stop the work if it can.
    DropAnswer {
        /// The request's msg_id.
        msg_id: i64,
    },
    /// The client asks to forget another session of its auth key. Give the outcome to
    /// [`Session::session_destroyed`](super::Session::session_destroyed).
    DestroySession {
        /// The session to forget; never this one.
        session_id: i64,
    },
    /// The client asks to forget its auth key. Give the outcome to
    /// [`Session::auth_key_destroyed`](super::Session::auth_key_destroyed), flush, then forget it.
    DestroyAuthKey {
        /// The msg_id to answer.
        msg_id: i64,
    },
    /// ping_delay_disconnect: close the connection that brought this packet at that moment, unless another
    /// such event moves it. At most [`DISCONNECT_DELAY_SECONDS_MAX`] ahead.
    DisconnectAt(UnixMillis),
    /// http_wait: on HTTP, where an answer is all that the server can say, the client waits for more. Means
    /// nothing elsewhere.
    HttpWait(HttpWait),
    /// Send this transport error (−429, …) on the connection that brought this packet and close it.
    Close(i32),
}

/// How long an HTTP request may be held, each at most [`HTTP_WAIT_MILLIS_MAX`]. Source:
/// core.telegram.org/mtproto/service_messages#http-waitlong-poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HttpWait {
    /// From the first thing that is ready to the answer at the latest, in milliseconds.
    pub max_delay: u32,
    /// From the newest thing that is ready to the answer, in milliseconds.
    pub wait_after: u32,
    /// To the answer if nothing gets ready, in milliseconds.
    pub max_wait: u32,
}

/// The longest of each wait that a client gets, in milliseconds (demand W-25).
pub const HTTP_WAIT_MILLIS_MAX: i32 = 60_000;

/// A query to run, freed of everything it was wrapped in.
pub struct Request {
    /// Names the request in [`Session::answer`](super::Session::answer).
    pub msg_id: i64,
    /// What the wrappers around the query said.
    pub invocation: Invocation,
    /// The constructor id of the query, the first 4 bytes of `body`.
    pub function_id: u32,
    /// The query itself, unpacked, beginning with its constructor id. Its arguments are not checked.
    pub body: Vec<u8>,
}

/// What became of an auth key that a client wanted to be forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyDestruction {
    /// destroy_auth_key_ok: it is gone.
    Done,
    /// destroy_auth_key_none: there was none.
    None,
    /// destroy_auth_key_fail: it stays.
    Failed,
}

/// The longest disconnect_delay that a client gets, in seconds (demand W-25).
pub const DISCONNECT_DELAY_SECONDS_MAX: i32 = 600;
