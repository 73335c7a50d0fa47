//! `messages.updateDialogFiltersOrder order:Vector<int> = Bool`: 0 is "all chats".

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::UpdateDialogFiltersOrder,
) -> Result<bool, Error> {
    call.domain().chat_lists.order_filters(call.by()?, &request.order).await?;
    Ok(true)
}
