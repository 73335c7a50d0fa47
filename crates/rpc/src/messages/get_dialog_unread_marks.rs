//! `messages.getDialogUnreadMarks parent_peer:flags.0?InputPeer = Vector<DialogPeer>`: marks cannot be set yet.

use tl::{enums, functions};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::messages::GetDialogUnreadMarks,
) -> Result<Vec<enums::DialogPeer>, Error> {
    Ok(Vec::new())
}
