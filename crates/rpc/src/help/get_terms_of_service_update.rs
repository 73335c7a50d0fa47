//! `help.getTermsOfServiceUpdate = help.TermsOfServiceUpdate`: there are none. A moment in the past would make TDLib ask
//! in a loop.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

/// Seconds until a client asks again.
const ASK_AGAIN_SECONDS: i32 = 24 * 3600;

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::help::GetTermsOfServiceUpdate,
) -> Result<enums::help::TermsOfServiceUpdate, Error> {
    let expires = call.now().seconds().saturating_add(ASK_AGAIN_SECONDS);
    Ok(types::help::TermsOfServiceUpdateEmpty::new(expires).into())
}
