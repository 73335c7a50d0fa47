//! `messages.receivedMessages max_id:int = Vector<ReceivedNotifyMessage>`: an old word for "arrived"; none to tell.

use tl::{enums, functions};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::messages::ReceivedMessages,
) -> Result<Vec<enums::ReceivedNotifyMessage>, Error> {
    Ok(Vec::new())
}
