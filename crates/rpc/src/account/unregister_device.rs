//! `account.unregisterDevice token_type:int token:string other_uids:Vector<long> = Bool`

use domain::preferences::Record;
use tl::functions;

use crate::{
    Call,
    errors::{Error, TOKEN_INVALID},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::UnregisterDevice,
) -> Result<bool, Error> {
    if request.token.is_empty() {
        return Err(TOKEN_INVALID);
    }
    let set = |kept: &mut Record| {
        let named = |token_type, token: &str| token_type == request.token_type && token == request.token;
        kept.devices.retain(|known| !named(known.token_type, &known.token));
    };
    call.domain().preferences.change(call.me()?, set).await?;
    Ok(true)
}
