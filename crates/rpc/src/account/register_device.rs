//! `account.registerDevice flags:# no_muted:flags.0?true token_type:int token:string app_sandbox:Bool secret:bytes
//! other_uids:Vector<long> = Bool`: where a push service would reach this device. It is kept; no such service is asked yet.

use domain::preferences::{DEVICES_MAX, PushDevice, Record};
use tl::functions;

use crate::{
    Call,
    errors::{Error, TOKEN_INVALID},
};

/// Bytes of a token: those of the web are whole addresses with keys.
const TOKEN_BYTES: std::ops::RangeInclusive<usize> = 1..=1024;
/// Bytes of what seals what is pushed; none: it is not sealed.
const SECRET_BYTES: usize = 256;
/// Accounts on one device.
const OTHERS_MAX: usize = 10;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::RegisterDevice,
) -> Result<bool, Error> {
    let sealed = [0, SECRET_BYTES].contains(&request.secret.len());
    let fits = TOKEN_BYTES.contains(&request.token.len()) && request.other_uids.len() <= OTHERS_MAX;
    if !fits || !sealed {
        return Err(TOKEN_INVALID);
    }
    let device = PushDevice {
        auth_key_id: call.caller.auth_key_id,
        token_type: request.token_type,
        token: request.token,
        sandbox: request.app_sandbox,
        secret: request.secret,
        no_muted: request.no_muted,
        others: request.other_uids,
    };
    let me = call.me()?;
    // What was signed out since is reached no more.
    let signed_in = call.domain().accounts.authorizations(me, call.caller.auth_key_id).await?;
    let signed_in: Vec<i64> = signed_in.iter().map(|one| one.auth_key_id).collect();
    let set = |kept: &mut Record| {
        let same = |known: &PushDevice| {
            known.auth_key_id == device.auth_key_id && known.token_type == device.token_type
                || known.token == device.token
        };
        kept.devices.retain(|known| !same(known) && signed_in.contains(&known.auth_key_id));
        kept.locks.retain(|lock| signed_in.contains(&lock.auth_key_id));
        kept.devices.insert(0, device);
        kept.devices.truncate(DEVICES_MAX);
    };
    call.domain().preferences.change(me, set).await?;
    Ok(true)
}
