//! `account.getAuthorizations = account.Authorizations`: where the caller is signed in, this session first.

use domain::Authorization;
use tl::{enums, functions, types};

use crate::{Call, errors::Error};

/// Days without use after which a device is signed out, until a person chooses. TDLib wants 1 to 366.
pub(crate) const AUTHORIZATION_TTL_DAYS: i32 = 180;

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::GetAuthorizations,
) -> Result<enums::account::Authorizations, Error> {
    let me = call.me()?;
    let list = call.domain().accounts.authorizations(me, call.caller.auth_key_id).await?;
    let days = call.domain().settings.of(me).await?.authorization_ttl_days.unwrap_or(AUTHORIZATION_TTL_DAYS);
    Ok(types::account::Authorizations::new(days, list.into_iter().map(shown).collect()).into())
}

pub(crate) fn shown(authorization: Authorization) -> enums::Authorization {
    let Authorization { current, hash, awaited, details, .. } = authorization;
    // Where an address lies, and what an application calls itself, nobody has told us.
    let unknown = String::new;
    let shown = types::Authorization::new(
        hash,
        details.device_model,
        unknown(),
        details.system_version,
        details.api_id,
        unknown(),
        details.app_version,
        details.created_at,
        details.active_at,
        details.ip,
        unknown(),
        unknown(),
    );
    types::Authorization { current, password_pending: awaited, ..shown }.into()
}
