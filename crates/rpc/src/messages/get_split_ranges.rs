//! `messages.getSplitRanges = Vector<MessageRange>`: the parts in which an export asks for the caller's own messages. A
//! box has one line of ids, so there is one.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::messages::GetSplitRanges,
) -> Result<Vec<enums::MessageRange>, Error> {
    call.me()?;
    Ok(vec![types::MessageRange::new(1, i32::MAX).into()])
}
