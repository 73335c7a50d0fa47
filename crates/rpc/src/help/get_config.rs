//! `help.getConfig = Config`: true for the connection that asks. Clients that meet another `this_dc` than the one
//! they dialled ask again in a tight loop, and drop a config whose `test_mode` is not theirs.

use std::net::IpAddr;

use tl::{enums, functions, types};

use crate::{Call, errors::Error, help::this_dc};

/// Seconds for which a client may keep it.
const CONFIG_SECONDS: i32 = 3600;
/// Data centres that clients know by heart: all of them are this server.
const DC_IDS: std::ops::RangeInclusive<i32> = 1..=5;
/// UTF-16 units of a message's text, and of a caption.
const MESSAGE_LENGTH_MAX: i32 = 4096;
const CAPTION_LENGTH_MAX: i32 = 1024;
/// Private chats only, so far: a chat of the two sides, which clients want to be above 0.
const CHAT_SIZE_MAX: i32 = 200;
const MEGAGROUP_SIZE_MAX: i32 = 200_000;
const FORWARDED_COUNT_MAX: i32 = 100;
/// A message can be taken back at any time.
const REVOKE_SECONDS_MAX: i32 = i32::MAX;

pub(crate) async fn handle(call: &Call<'_>, _: functions::help::GetConfig) -> Result<enums::Config, Error> {
    let caller = call.caller;
    let now = call.now().seconds();
    let this_dc = this_dc(call);
    let edit_seconds_max = i32::try_from(domain::EDIT_SECONDS_MAX).unwrap_or(i32::MAX);
    let online_ms = domain::ONLINE_SECONDS.saturating_mul(1000);
    let bare = types::Config::new(
        now,
        now.saturating_add(CONFIG_SECONDS),
        caller.is_test,
        this_dc,
        dc_options(call),
        // No name to ask for other addresses: the one that was dialled is right.
        String::new(),
        CHAT_SIZE_MAX,
        MEGAGROUP_SIZE_MAX,
        FORWARDED_COUNT_MAX,
        online_ms / 10 * 7,
        5000,
        30_000,
        online_ms,
        30_000,
        1500,
        60_000,
        2,
        edit_seconds_max,
        REVOKE_SECONDS_MAX,
        REVOKE_SECONDS_MAX,
        2_419_200,
        200,
        604_800,
        20_000,
        90_000,
        30_000,
        10_000,
        String::from("https://t.me/"),
        CAPTION_LENGTH_MAX,
        MESSAGE_LENGTH_MAX,
        this_dc,
    );
    let reactions_default = match caller.user {
        Some(user) => Some(render::reaction(&call.domain().reactions.default_of(user).await?)),
        None => None,
    };
    Ok(types::Config { revoke_pm_inbox: true, reactions_default, ..bare }.into())
}

/// Every data centre, at the address and port at which this connection arrived or which the operator names. Clients
/// dial other numbers for files and after signing in elsewhere.
fn dc_options(call: &Call<'_>) -> Vec<enums::DcOption> {
    let address = call.services.settings.public_address.unwrap_or(call.caller.local_addr);
    let ip = match address.ip() {
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(IpAddr::V6(v6), IpAddr::V4),
        v4 => v4,
    };
    let this = this_dc(call);
    let ids = DC_IDS.chain((!DC_IDS.contains(&this)).then_some(this));
    let option = |id| {
        let option = types::DcOption::new(id, ip.to_string(), i32::from(address.port()));
        // "static": some clients keep no others.
        types::DcOption { ipv6: ip.is_ipv6(), r#static: true, this_port_only: true, ..option }.into()
    };
    ids.map(option).collect()
}
