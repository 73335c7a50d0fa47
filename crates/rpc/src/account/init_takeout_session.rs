//! `account.initTakeoutSession flags:# contacts:flags.0?true message_users:flags.1?true … = account.Takeout`: a program is
//! to write down all that is the caller's. What it reads, it says in each call.

use domain::AccountError;
use tl::{enums, functions, types};

use crate::{Call, auth::device, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::InitTakeoutSession,
) -> Result<enums::account::Takeout, Error> {
    let begun = call.domain().begin_takeout(call.by()?, &device(call)).await;
    let id = begun.map_err(|error| match error {
        AccountError::SessionFresh { age, needed } => {
            let seconds = u32::try_from(needed.saturating_sub(age)).unwrap_or(u32::MAX);
            Error::takeout_delay(seconds)
        }
        error => error.into(),
    })?;
    Ok(types::account::Takeout::new(id).into())
}
