//! `account.updateDeviceLocked period:int = Bool`: after how many seconds without use this device locks itself, so that a
//! push to it would say nothing; negative: never. It is kept; nothing is pushed yet.

use domain::preferences::{DeviceLock, Record};
use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::UpdateDeviceLocked,
) -> Result<bool, Error> {
    let me = call.me()?;
    let auth_key_id = call.caller.auth_key_id;
    let signed_in = call.domain().accounts.authorizations(me, call.caller.auth_key_id).await?;
    let signed_in: Vec<i64> = signed_in.iter().map(|one| one.auth_key_id).collect();
    let set = |kept: &mut Record| {
        let others =
            |lock: &DeviceLock| lock.auth_key_id != auth_key_id && signed_in.contains(&lock.auth_key_id);
        kept.locks.retain(others);
        if request.period >= 0 {
            kept.locks.push(DeviceLock { auth_key_id, seconds: request.period });
        }
    };
    call.domain().preferences.change(me, set).await?;
    Ok(true)
}
