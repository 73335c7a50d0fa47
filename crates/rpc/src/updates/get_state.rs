//! `updates.getState = updates.State`: where the caller's box stands now.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

/// Pushes carry seq 0, so it never moves; some clients take 0 here for "no state".
pub(crate) const SEQ: i32 = 1;

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::updates::GetState,
) -> Result<enums::updates::State, Error> {
    state(call).await
}

/// The state of the caller's box.
pub(crate) async fn state(call: &Call<'_>) -> Result<enums::updates::State, Error> {
    let state = call.boxes().state(call.me()?).await?;
    Ok(types::updates::State::new(state.pts, state.qts, call.now().seconds(), SEQ, state.unread_count).into())
}
