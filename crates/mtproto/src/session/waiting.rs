//! Requests that came with invokeAfterMsg(s) and wait until their predecessors have been answered.

use world::UnixMillis;

use super::window::{Status, Window};
use super::{Event, Request, Session};

/// How long a request waits for its predecessors, in milliseconds (demand W-29).
pub const WAIT_MILLIS: i64 = 500;

/// How many requests of a session may wait at once.
pub const WAITING_MAX: usize = 256;

/// How many bytes of requests of a session may wait at once: what one gzip_packed may unfold to.
const WAITING_BYTES_MAX: usize = crate::gzip::UNPACKED_BYTES_MAX;

struct Wait {
    request: Request,
    until: UnixMillis,
}

/// The waiting requests, in the order in which they came.
pub(super) struct Waiting(Vec<Wait>);

impl Waiting {
    pub(super) fn new() -> Self {
        Self(Vec::new())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn next_deadline(&self) -> Option<UnixMillis> {
        self.0.iter().map(|wait| wait.until).min()
    }
}

enum Verdict {
    Run,
    Wait,
    Fail,
}

impl Session {
    /// Hands out a request, or lets it wait for its predecessors: [`release`](Self::release) sees to it.
    pub(super) fn take_request(&mut self, request: Request, now: UnixMillis, events: &mut Vec<Event>) {
        if request.invocation.after.is_empty() {
            events.push(Event::Request(request));
            return;
        }
        let bytes: usize = self.waiting.0.iter().map(|wait| wait.request.body.len()).sum();
        if self.waiting.0.len() >= WAITING_MAX || bytes + request.body.len() > WAITING_BYTES_MAX {
            return self.refuse_request(request.msg_id, TIMEOUT);
        }
        self.set_status(request.msg_id, Status::Waiting);
        self.waiting.0.push(Wait { request, until: UnixMillis(now.0 + WAIT_MILLIS) });
    }

    /// Hands out, or refuses, what no longer has to wait.
    pub(super) fn release(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        let mut at = 0;
        while let Some(wait) = self.waiting.0.get(at) {
            match judge(&self.window, &wait.request.invocation.after) {
                Verdict::Wait => {
                    at += 1;
                    continue;
                }
                Verdict::Run => {
                    let Wait { request, .. } = self.waiting.0.remove(at);
                    self.set_status(request.msg_id, Status::Running);
                    events.push(Event::Request(request));
                }
                Verdict::Fail => {
                    let Wait { request, .. } = self.waiting.0.remove(at);
                    self.refuse_request(request.msg_id, FAILED);
                    // Others, also earlier ones, may wait for this one.
                    at = 0;
                }
            }
        }
        if self.waiting.0.is_empty() {
            self.waiting.0 = Vec::new();
        }
        events
    }

    /// Refuses what has waited long enough.
    pub(super) fn expire(&mut self, now: UnixMillis) -> Vec<Event> {
        let mut expired = false;
        while let Some(at) = self.waiting.0.iter().position(|wait| wait.until <= now) {
            let Wait { request, .. } = self.waiting.0.remove(at);
            self.refuse_request(request.msg_id, TIMEOUT);
            expired = true;
        }
        if expired { self.release() } else { Vec::new() }
    }

    /// The client no longer wants this request, which has not run.
    pub(super) fn stop_waiting(&mut self, msg_id: i64) {
        self.waiting.0.retain(|wait| wait.request.msg_id != msg_id);
        self.set_status(msg_id, Status::Failed);
    }

    pub(super) fn set_status(&mut self, msg_id: i64, status: Status) {
        if let Some(seen) = self.window.get_mut(msg_id) {
            seen.status = status;
        }
    }
}

fn judge(window: &Window, after: &[i64]) -> Verdict {
    let mut verdict = Verdict::Run;
    for msg_id in after {
        match window.status(*msg_id) {
            Some(Status::Failed) => return Verdict::Fail,
            Some(Status::Done | Status::Plain) => {}
            Some(Status::Waiting | Status::Running | Status::Dropped) | None => verdict = Verdict::Wait,
        }
    }
    verdict
}

const TIMEOUT: &str = "MSG_WAIT_TIMEOUT";
const FAILED: &str = "MSG_WAIT_FAILED";
