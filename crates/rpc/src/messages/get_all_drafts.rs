//! `messages.getAllDrafts = Updates`: drafts cannot be saved yet, so there are none.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::messages::GetAllDrafts,
) -> Result<enums::Updates, Error> {
    Ok(types::Updates::new(Vec::new(), Vec::new(), Vec::new(), call.now().seconds(), 0).into())
}
