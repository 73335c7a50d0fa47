//! Running a session's requests: who calls is found out, the call is dispatched, its answer goes back to the
//! session. What concerns keys themselves is answered in `edge_calls`.

use std::{
    net::SocketAddr,
    num::NonZero,
    sync::{Arc, atomic::Ordering},
    task::{Context, Poll, Waker},
};

use boxes::{Place, PlaceRef, SessionRef};
use mtproto::session::{Event, Request};
use rpc::{Caller, ClientInfo, error as errors};
use tl::Layer;
use tokio::task::unconstrained;
use world::BoxFuture;

use super::{
    Node,
    edge_calls::{self, EdgeCall},
    keys::KeyEntry,
    limits,
    link::Link,
    session_slot::SessionSlot,
};
use crate::info::DC;

/// Where a request came from, which its answer may depend on.
#[derive(Clone)]
pub(super) struct Origin {
    pub(super) link: Arc<Link>,
    pub(super) local: SocketAddr,
    pub(super) remote: SocketAddr,
    /// The dc id in the head of an obfuscated connection.
    pub(super) dc: Option<i16>,
}

/// A request as a call. It begins when it is polled for the first time.
pub(super) fn call(
    node: &Arc<Node>,
    slot: &Arc<SessionSlot>,
    origin: &Origin,
    request: Request,
) -> BoxFuture<'static, ()> {
    // Before the call waits for anything: the next one may have less to wait for.
    let place = rpc::changes_box(request.function_id).then(|| node.services.boxes.line_up(session_ref(slot)));
    let running = Running::begin(node, slot, origin, &request);
    // A call that had to wait because its task has done much already would begin behind the one that follows it.
    Box::pin(unconstrained(async move {
        let named = place.as_ref().map(Place::named);
        run(&running.node, &running.slot, &running.origin, request, named).await;
    }))
}

/// Runs a request that no packet has just brought. It is begun at once, so that requests that wait for the same
/// call are begun in their order; what cannot end at once goes on in a task of its own.
pub(super) fn start(node: &Arc<Node>, slot: &Arc<SessionSlot>, origin: &Origin, request: Request) {
    let mut call = call(node, slot, origin, request);
    // The task polls it again at once, so that nothing that happens in between is missed.
    if call.as_mut().poll(&mut Context::from_waker(Waker::noop())) == Poll::Pending {
        node.world.spawn.spawn(call);
    }
}

/// A call that runs; it is counted until it ends, however it ends.
struct Running {
    node: Arc<Node>,
    slot: Arc<SessionSlot>,
    origin: Origin,
    /// For how many calls it counts.
    weight: usize,
}

impl Running {
    fn begin(node: &Arc<Node>, slot: &Arc<SessionSlot>, origin: &Origin, request: &Request) -> Self {
        let weight =
            if request.body.len() > limits::LARGE_CALL_BYTES { limits::LARGE_CALL_WEIGHT } else { 1 };
        origin.link.running.fetch_add(weight, Ordering::AcqRel);
        node.metrics.requests_running.add(1);
        Running { node: Arc::clone(node), slot: Arc::clone(slot), origin: origin.clone(), weight }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.node.metrics.requests_running.take(1);
        let running = self.origin.link.running.fetch_sub(self.weight, Ordering::AcqRel);
        // Its answer has woken the connection already; only who waits for calls to end hears of the end.
        if running >= limits::RUNNING_CALLS_MAX || self.origin.link.request || self.node.is_stopping() {
            self.origin.link.wake();
        }
    }
}

async fn run(
    node: &Arc<Node>,
    slot: &Arc<SessionSlot>,
    origin: &Origin,
    request: Request,
    place: Option<PlaceRef>,
) {
    learn(slot, &request);
    let bulk = tl::function_name(request.function_id) == Some("upload.getFile");
    let turn = if bulk { Box::pin(origin.link.bulk_turn()).await } else { None };
    let answer = match answer(node, slot, origin, &request, place).await {
        Ok(answer) => answer,
        Err(error) => {
            let bytes = rpc::encode_error(&error);
            rpc::Answer { bytes, is_error: true, error: Some(error) }
        }
    };
    node.metrics.requests_total.add(1);
    if let Some(error) = &answer.error {
        count(node, request.function_id, error);
    }
    let length = if bulk { 0 } else { answer.bytes.len() };
    if bulk {
        origin.link.queue_bulk();
    }
    let next = slot.with(|state| state.session.answer(request.msg_id, &answer.bytes, answer.is_error));
    if slot.ready(length) {
        node.metrics.slow_readers_total.add(1);
    }
    drop(turn);
    for event in next {
        if let Event::Request(request) = event {
            start(node, slot, origin, request);
        }
    }
}

async fn answer(
    node: &Arc<Node>,
    slot: &Arc<SessionSlot>,
    origin: &Origin,
    request: &Request,
    place: Option<PlaceRef>,
) -> Result<rpc::Answer, errors::Error> {
    let name = tl::function_name(request.function_id);
    if let Some(call) = name.and_then(EdgeCall::find) {
        let bytes = Box::pin(edge_calls::answer(node, slot, call, request)).await?;
        return Ok(rpc::Answer { bytes, is_error: false, error: None });
    }
    let permanent = permanent(node, slot).await?;
    if permanent.is_none() && !name.is_some_and(|name| OPEN_TO_UNBOUND.contains(&name)) {
        return Err(edge_calls::AUTH_KEY_PERM_EMPTY);
    }
    let user = match &permanent {
        Some(permanent) => node.user_of(permanent).await?,
        None => None,
    };
    let caller = Caller { place, ..caller(slot, origin, permanent.as_deref(), user, request) };
    if request.invocation.init.is_some() {
        // Boxed, as all that is rare here: thousands of calls wait for their commits at a time.
        Box::pin(touch(node, &caller)).await?;
    }
    // Before the call runs: what is committed behind the state or difference that it reads must be pushed.
    if let (Some(user), false) = (user, request.invocation.without_updates) {
        node.hub.listen(slot, user).await.map_err(errors::Error::internal)?;
    }
    let answer = rpc::dispatch(&node.services, &caller, &request.body).await;
    // Who has just signed in gets updates as well; who has just left gets none.
    let user = permanent.as_ref().and_then(|permanent| permanent.with(|known| known.user).flatten());
    if let (Some(user), false, false) = (user, answer.is_error, request.invocation.without_updates) {
        node.hub.listen(slot, user).await.map_err(errors::Error::internal)?;
    }
    Ok(answer)
}

/// A client that says what it is has begun anew: the list of the person's sessions shows it.
async fn touch(node: &Node, caller: &Caller) -> Result<(), errors::Error> {
    let (Some(user), Some(init)) = (caller.user, &caller.init) else { return Ok(()) };
    let lang_code = if init.lang_code.is_empty() { &init.system_lang_code } else { &init.lang_code };
    let device = domain::Device {
        session: caller.session(),
        api_id: Some(init.api_id),
        device_model: init.device_model.clone(),
        system_version: init.system_version.clone(),
        app_version: init.app_version.clone(),
        lang_code: lang_code.clone(),
        ip: caller.peer_ip,
    };
    node.services.domain.accounts.touch(user, &device).await.map_err(errors::Error::internal)
}

/// The permanent key behind a session: its own, or the one that its temporary key is bound to.
pub(super) async fn permanent(
    node: &Node,
    slot: &SessionSlot,
) -> Result<Option<Arc<KeyEntry>>, errors::Error> {
    if !slot.key.temporary() {
        return Ok(Some(Arc::clone(&slot.key)));
    }
    let known = slot.key.known();
    let ended = known.bound_until.is_some_and(|until| node.world.clock.now().seconds() > until);
    match known.bound.filter(|_| !ended) {
        Some(bound) => Box::pin(node.keys.find(bound)).await.map_err(errors::Error::internal),
        None => Ok(None),
    }
}

fn caller(
    slot: &SessionSlot,
    origin: &Origin,
    permanent: Option<&KeyEntry>,
    user: Option<store::ids::UserId>,
    request: &Request,
) -> Caller {
    let holder = permanent.unwrap_or(&slot.key);
    let auth_key_id = holder.key.id();
    let (layer, init) = slot.with(|state| {
        state.permanent = permanent.map(|permanent| permanent.key.id());
        (state.layer, state.init.clone())
    });
    let (known_dc, known_layer, known_init) =
        holder.with(|known| (known.dc, known.layer, init.is_none().then(|| known.init.clone()).flatten()));
    let dc = origin.dc.map(i32::from).filter(|dc| *dc != 0);
    let dc = dc.or_else(|| slot.key.with(|known| known.dc)).or(known_dc).unwrap_or(DC);
    Caller {
        auth_key_id,
        session_id: slot.session_id,
        temp: slot.key.temporary(),
        user,
        layer: layer.or(known_layer).unwrap_or(Layer::NEWEST),
        dc_id: dc.unsigned_abs().rem_euclid(TEST_DC) as i32,
        is_test: dc.unsigned_abs() >= TEST_DC,
        local_addr: origin.local,
        peer_ip: origin.remote.ip(),
        init: init.or(known_init),
        without_updates: request.invocation.without_updates,
        takeout: request.invocation.takeout.and_then(NonZero::new),
        place: None,
    }
}

/// The session under the key that its packets come with.
fn session_ref(slot: &SessionSlot) -> SessionRef {
    SessionRef { auth_key_id: slot.key.key.id(), session_id: slot.session_id }
}

/// Keeps what the wrappers said, for this session and, as a beginning, for later ones of its key.
fn learn(slot: &SessionSlot, request: &Request) {
    let layer = request.invocation.layer.map(Layer::new);
    let init = request.invocation.init.as_ref().map(|init| {
        Arc::new(ClientInfo {
            api_id: init.api_id,
            device_model: init.device_model.clone(),
            system_version: init.system_version.clone(),
            app_version: init.app_version.clone(),
            system_lang_code: init.system_lang_code.clone(),
            lang_pack: init.lang_pack.clone(),
            lang_code: init.lang_code.clone(),
        })
    });
    if layer.is_none() && init.is_none() {
        return;
    }
    slot.with(|state| {
        state.layer = layer.or(state.layer);
        state.init = init.clone().or(state.init.take());
    });
    slot.key.with(|known| {
        known.layer = layer.or(known.layer);
        known.init = init.or(known.init.take());
    });
}

fn count(node: &Node, function_id: u32, error: &errors::Error) {
    if error.code >= 500 {
        node.metrics.request_failures_total.add(1);
        let method = tl::function_name(function_id).unwrap_or("unknown");
        match &error.cause {
            Some(cause) => tracing::error!(method, %cause, "a call failed"),
            None => tracing::error!(method, message = %error.message, "a call failed"),
        }
    } else {
        node.metrics.request_errors_total.add(1);
        if error.message == "METHOD_INVALID" {
            let method = tl::function_name(function_id).unwrap_or("unknown");
            tracing::debug!(method, function_id, "a method that is not served");
        }
    }
}

/// What a temporary key may call before it is bound.
const OPEN_TO_UNBOUND: &[&str] = &["help.getConfig", "help.getNearestDc"];

/// Data centres from this number on are for tests.
const TEST_DC: u32 = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    /// What the future of a call takes while it waits, without its handler's.
    fn room<'a, F: Future>(
        _: impl FnOnce(&'a Arc<Node>, &'a Arc<SessionSlot>, &'a Origin, Request, Option<PlaceRef>) -> F,
    ) -> usize {
        size_of::<F>()
    }

    #[test]
    fn a_call_that_waits_takes_little_room() {
        assert!(room(run) <= 1024, "{} bytes; box what is rare in it", room(run));
    }
}
