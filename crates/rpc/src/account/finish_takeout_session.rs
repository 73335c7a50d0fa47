//! `account.finishTakeoutSession flags:# success:flags.0?true = Bool`: called within the takeout that ends.

use tl::functions;

use crate::{
    Call,
    errors::{Error, TAKEOUT_REQUIRED},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::FinishTakeoutSession,
) -> Result<bool, Error> {
    let id = call.caller.takeout.ok_or(TAKEOUT_REQUIRED)?.get();
    call.domain().end_takeout(call.me()?, id).await?;
    Ok(true)
}
