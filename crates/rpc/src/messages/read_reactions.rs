//! `messages.readReactions peer:InputPeer … = messages.AffectedHistory`: there are none.

use tl::{enums, functions, types};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ReadReactions,
) -> Result<enums::messages::AffectedHistory, Error> {
    input::peer(call, &request.peer).await?;
    let state = call.boxes().state(call.me()?).await?;
    Ok(types::messages::AffectedHistory::new(state.pts, 0, 0).into())
}
