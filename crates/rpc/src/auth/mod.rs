//! The methods of `auth.*`, a file each; what several of them share stands here.

pub(crate) mod accept_login_token;
pub(crate) mod cancel_code;
pub(crate) mod check_password;
pub(crate) mod check_recovery_password;
pub(crate) mod export_authorization;
pub(crate) mod export_login_token;
pub(crate) mod finish_passkey_login;
pub(crate) mod import_authorization;
pub(crate) mod import_login_token;
pub(crate) mod init_passkey_login;
pub(crate) mod log_out;
pub(crate) mod recover_password;
pub(crate) mod report_missing_code;
pub(crate) mod request_password_recovery;
pub(crate) mod resend_code;
pub(crate) mod reset_authorizations;
pub(crate) mod reset_login_email;
pub(crate) mod send_code;
pub(crate) mod sign_in;
pub(crate) mod sign_up;

use domain::{Device, LoginToken, SentCode, SentWay};
use store::ids::UserId;
use tl::{enums, types};

use crate::{
    Call,
    errors::{AUTH_KEY_UNREGISTERED, Error, SESSION_PASSWORD_NEEDED},
};

/// Who asks, as `domain` wants to know it.
pub(crate) fn device(call: &Call<'_>) -> Device {
    let caller = call.caller;
    let init = caller.init.as_deref();
    let said = |text: fn(&crate::ClientInfo) -> &String| init.map(text).cloned().unwrap_or_default();
    let lang_code = match init {
        Some(init) if init.lang_code.is_empty() => init.system_lang_code.clone(),
        Some(init) => init.lang_code.clone(),
        None => String::new(),
    };
    Device {
        session: caller.session(),
        api_id: init.map(|init| init.api_id),
        device_model: said(|init| &init.device_model),
        system_version: said(|init| &init.system_version),
        app_version: said(|init| &init.app_version),
        lang_code,
        ip: caller.peer_ip,
    }
}

/// Where the code is to be looked for.
pub(crate) fn sent_code(sent: SentCode) -> enums::auth::SentCode {
    let length = i32::try_from(sent.length).unwrap_or_default();
    let r#type = match sent.way {
        SentWay::App => types::auth::SentCodeTypeApp::new(length).into(),
        SentWay::Number => types::auth::SentCodeTypeSms::new(length).into(),
        SentWay::MailNeeded => types::auth::SentCodeTypeSetUpEmailRequired::new().into(),
        SentWay::Mail { pattern, reset_seconds, reset_at } => {
            let mail = types::auth::SentCodeTypeEmailCode::new(pattern, length);
            let reset_available_period = reset_seconds;
            let reset_pending_date = reset_at;
            types::auth::SentCodeTypeEmailCode { reset_available_period, reset_pending_date, ..mail }.into()
        }
    };
    types::auth::SentCode::new(r#type, sent.phone_code_hash).into()
}

/// The answer to whoever has just signed in as `user`.
async fn authorization(call: &Call<'_>, user: UserId) -> Result<enums::auth::Authorization, Error> {
    let view = call.domain().users.view(user, user).await?.ok_or(AUTH_KEY_UNREGISTERED)?;
    Ok(types::auth::Authorization::new(render::user(&view)).into())
}

/// What a device that waits for a person is told: the token, or that somebody is signed in on it.
async fn login_token(call: &Call<'_>, token: Option<LoginToken>) -> Result<enums::auth::LoginToken, Error> {
    let Some(LoginToken { bytes, expires_at }) = token else {
        // Looked up afresh: the call may have begun before somebody accepted.
        let accounts = &call.domain().accounts;
        if call.awaited().await?.is_some() {
            return Err(SESSION_PASSWORD_NEEDED);
        }
        let user = accounts.user_of(call.caller.auth_key_id).await?.ok_or(AUTH_KEY_UNREGISTERED)?;
        return Ok(types::auth::LoginTokenSuccess::new(authorization(call, user).await?).into());
    };
    Ok(types::auth::LoginToken::new(expires_at, bytes).into())
}
