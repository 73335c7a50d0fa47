//! `messages.readMessageContents id:Vector<int> = messages.AffectedMessages`: voice and round video messages are
//! not served yet, so nothing is left to be opened.

use tl::{enums, functions, types};

use crate::{Call, errors::Error, messages::page};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ReadMessageContents,
) -> Result<enums::messages::AffectedMessages, Error> {
    page::ids(&request.id)?;
    let state = call.boxes().state(call.me()?).await?;
    Ok(types::messages::AffectedMessages::new(state.pts, 0).into())
}
