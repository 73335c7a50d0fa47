//! From the bytes of a call to the bytes of its answer: policy, decoding, the wall around panics.

use std::{
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::Arc,
    task::Poll,
};

use tl::{Decode, DecodeError, Encode, Function, Writer, mtproto};

use crate::{
    Call, Caller, Services,
    errors::{self, Error},
    table::{Method, Who},
};

/// What `rpc_result` carries.
pub struct Answer {
    /// The result for the caller's layer, or `rpc_error`.
    pub bytes: Vec<u8>,
    /// Whether `bytes` are an `rpc_error`.
    pub is_error: bool,
    /// The error, for the log of the edge.
    pub error: Option<Error>,
}

/// Runs one call. `body` starts with the id of a function (of any known layer) and ends with it.
pub async fn dispatch(services: &Services, caller: &Caller, body: &[u8]) -> Answer {
    let call = Call { services, caller };
    match behind_a_wall(run(&call, body)).await {
        Ok(bytes) => Answer { bytes, is_error: false, error: None },
        Err(error) => Answer { bytes: encode_error(&error), is_error: true, error: Some(error) },
    }
}

/// An error as `rpc_error`.
pub fn encode_error(error: &Error) -> Vec<u8> {
    let mut writer = Writer::new(tl::Layer::NEWEST);
    let error = mtproto::types::RpcError::new(error.code, error.message.to_string());
    mtproto::enums::RpcError::RpcError(error).encode(&mut writer);
    writer.into_bytes()
}

/// Reads a request; what cannot be read is answered as Telegram names it.
pub(crate) fn decode_request<F: Function + Decode>(body: &[u8]) -> Result<F, Error> {
    tl::decode::<F>(body).map_err(|cause| {
        let named = match cause {
            DecodeError::UnknownConstructor { .. } => errors::INPUT_CONSTRUCTOR_INVALID,
            DecodeError::Trailing { .. } => errors::INPUT_REQUEST_TOO_LONG,
            _ => errors::INPUT_FETCH_ERROR,
        };
        Error { cause: Some(Arc::new(cause)), ..named }
    })
}

async fn run(call: &Call<'_>, body: &[u8]) -> Result<Vec<u8>, Error> {
    let id =
        body.first_chunk::<4>().map(|bytes| u32::from_le_bytes(*bytes)).ok_or(errors::INPUT_FETCH_ERROR)?;
    let name = tl::function_name(id).ok_or(errors::METHOD_INVALID)?;
    let method = Method::find(name).ok_or(errors::METHOD_INVALID)?;
    match method.who {
        Who::Anyone => {}
        Who::SignedIn | Who::Entering if call.caller.user.is_some() => {}
        Who::SignedIn | Who::Entering => match Box::pin(call.awaited()).await? {
            Some(_) if method.who == Who::Entering => {}
            Some(_) => return Err(errors::SESSION_PASSWORD_NEEDED),
            None => return Err(errors::AUTH_KEY_UNREGISTERED),
        },
        Who::Edge => return Err(errors::METHOD_INVALID),
    }
    if call.caller.takeout.is_some() {
        Box::pin(taken_out(call)).await?;
    }
    let run = method.run.ok_or(errors::METHOD_INVALID)?;
    run(call, body).await
}

/// Whether the takeout that a call says it is of is under way.
async fn taken_out(call: &Call<'_>) -> Result<(), Error> {
    let Some(id) = call.caller.takeout else { return Ok(()) };
    let is_it = call.domain().takes_out(call.me()?, call.caller.auth_key_id, id.get()).await?;
    if is_it { Ok(()) } else { Err(errors::TAKEOUT_INVALID) }
}

/// A panic in a handler fails that call alone.
async fn behind_a_wall<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let mut work = pin!(work);
    poll_fn(move |context| {
        // What a handler leaves behind is dropped with the future; shared state stands behind locks of its own.
        catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)))
            .unwrap_or_else(|_| Poll::Ready(Err(Error::internal(Panicked))))
    })
    .await
}

/// A handler panicked; the panic hook has told where.
#[derive(Debug, thiserror::Error)]
#[error("a handler panicked")]
struct Panicked;

#[cfg(test)]
mod tests {
    use super::*;

    /// Polls a future that never waits.
    fn now<T>(future: impl Future<Output = T>) -> Option<T> {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        match pin!(future).poll(&mut context) {
            Poll::Ready(value) => Some(value),
            Poll::Pending => None,
        }
    }

    #[test]
    fn a_panic_fails_the_call_with_500_and_nothing_else() {
        let answer = now(behind_a_wall(async { if true { panic!("forced") } else { Ok(1) } }));
        assert!(matches!(answer, Some(Err(error)) if error == errors::INTERNAL));
    }
}
