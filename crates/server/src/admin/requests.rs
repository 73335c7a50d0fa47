//! What the operator may ask: a waiting code, accounts and their sessions, and where the server listens. Texts
//! of messages are not among it.

use std::net::SocketAddr;

use domain::PhoneNumber;
use serde_json::{Value, json};
use store::{
    ids::{Peer, UserId},
    records::reports::Reported,
};

use super::Desk;

/// The answer, or the reason why there is none: one sentence for the operator.
pub(super) async fn answer(desk: &Desk, request: &Value) -> Result<Value, String> {
    let text = |name: &str| request.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    match text("do").as_str() {
        "login-code" => login_code(desk, &text("phone")),
        "invite" => invite(desk, &text("phone")).await,
        "user-list" => user_list(desk).await,
        "user-show" => user_show(desk, &text("user")).await,
        "user-block" => keep_out(desk, &text("user"), true).await,
        "user-unblock" => keep_out(desk, &text("user"), false).await,
        "user-delete" => delete(desk, &text("user")).await,
        "user-reset-password" => reset_password(desk, &text("user")).await,
        "user-make-operator" => make_operator(desk, &text("user"), true).await,
        "user-unmake-operator" => make_operator(desk, &text("user"), false).await,
        "user-sessions" => sessions(desk, &text("user")).await,
        "report-list" => report_list(desk).await,
        "report-close" => report_close(desk, &text("report")).await,
        "info" => Ok(json!({
            "mtproto": desk.listening.mtproto.to_string(),
            "http": desk.listening.http.to_string(),
            "fingerprint": desk.info.fingerprint_hex(),
            "records": { "format": store::FORMAT, "kinds": store::tables::ALL.len() },
            "public_address": desk.info.public_address.map(|address| address.to_string()),
        })),
        other => Err(format!("the server does not know the request `{other}`")),
    }
}

fn login_code(desk: &Desk, phone: &str) -> Result<Value, String> {
    if PhoneNumber::read(phone).is_none() {
        return Err(format!(
            "{phone} is not a phone number; write it with its country code, such as +6281234567890"
        ));
    }
    match desk.node.services().domain.accounts.waiting_code(phone) {
        Some(code) => Ok(Value::String(code)),
        None => Err(format!(
            "no code is waiting for {phone}; ask for one in the app first, it is good for five minutes"
        )),
    }
}

/// Invites a number, or gives one to somebody who has none to give.
async fn invite(desk: &Desk, phone: &str) -> Result<Value, String> {
    if phone.is_empty() {
        let invited = desk.node.services().domain.accounts.invite_anybody().await;
        let invited = invited.map_err(|error| error.to_string())?;
        let port = desk.listening.http.port();
        let at = match &desk.domain {
            Some(domain) => format!("{domain}:{port}"),
            None => SocketAddr::new(desk.info.address(desk.listening.http.ip()).ip(), port).to_string(),
        };
        let scheme = if desk.tls { "https" } else { "http" };
        return Ok(json!({
            "number": format!("+{}", invited.phone),
            "link": format!("{scheme}://{at}/invite/{}", invited.token),
        }));
    }
    desk.node.services().domain.accounts.invite(phone).await.map_err(|error| error.to_string())?;
    Ok(Value::Bool(true))
}

async fn user_list(desk: &Desk) -> Result<Value, String> {
    let all = desk.node.services().domain.accounts.all().await.map_err(|error| error.to_string())?;
    Ok(all.iter().map(|(id, user)| user_json(*id, user)).collect())
}

async fn user_show(desk: &Desk, named: &str) -> Result<Value, String> {
    let user = find(desk, named).await?;
    let domain = &desk.node.services().domain;
    let record = domain.users.record(user).await.map_err(|error| error.to_string())?;
    let record = record.ok_or_else(|| format!("there is no user {named}"))?;
    let sessions = domain.accounts.authorizations(user, 0).await.map_err(|error| error.to_string())?;
    let mut shown = user_json(user, &record);
    if let Value::Object(fields) = &mut shown {
        fields.insert("sessions".to_owned(), json!(sessions.len()));
    }
    Ok(shown)
}

async fn keep_out(desk: &Desk, named: &str, out: bool) -> Result<Value, String> {
    let user = find(desk, named).await?;
    let known = desk.node.services().domain.accounts.keep_out(user, out).await;
    match known.map_err(|error| error.to_string())? {
        true => Ok(Value::Bool(true)),
        false => Err(format!("there is no user {named}")),
    }
}

async fn delete(desk: &Desk, named: &str) -> Result<Value, String> {
    let user = find(desk, named).await?;
    let deleted = desk.node.services().domain.delete_account(user, None).await;
    match deleted.map_err(|error| error.to_string())? {
        true => Ok(json!(user.0)),
        false => Err(format!("there is no user {named}")),
    }
}

async fn reset_password(desk: &Desk, named: &str) -> Result<Value, String> {
    let user = find(desk, named).await?;
    let dropped = desk.node.services().domain.accounts.drop_password(user).await;
    match dropped.map_err(|error| error.to_string())? {
        true => Ok(json!(user.0)),
        false => Err(format!("{named} has no two-step password")),
    }
}

async fn make_operator(desk: &Desk, named: &str, is_one: bool) -> Result<Value, String> {
    let user = find(desk, named).await?;
    let known = desk.node.services().domain.accounts.make_operator(user, is_one).await;
    match known.map_err(|error| error.to_string())? {
        true => Ok(Value::Bool(true)),
        false => Err(format!("there is no user {named}")),
    }
}

async fn sessions(desk: &Desk, named: &str) -> Result<Value, String> {
    let user = find(desk, named).await?;
    let accounts = &desk.node.services().domain.accounts;
    let all = accounts.authorizations(user, 0).await.map_err(|error| error.to_string())?;
    let shown = all.iter().map(|one| {
        json!({
            "hash": one.hash.to_string(),
            "device": one.details.device_model,
            "system": one.details.system_version,
            "app": one.details.app_version,
            "api_id": one.details.api_id,
            "since": one.details.created_at,
            "active": one.details.active_at,
        })
    });
    Ok(shown.collect())
}

async fn report_list(desk: &Desk) -> Result<Value, String> {
    let open = desk.node.services().domain.reports.open().await.map_err(|error| error.to_string())?;
    let mut shown = Vec::with_capacity(open.len());
    for (number, report) in open {
        let mut people = Vec::new();
        for one in &report.people {
            people.push(called(desk, *one).await?);
        }
        let what = match &report.what {
            Reported::Whole => String::new(),
            Reported::Messages(ids) => {
                format!("messages {}", ids.iter().map(i32::to_string).collect::<Vec<_>>().join(" "))
            }
            Reported::Photo(id) => format!("photo {id}"),
            Reported::Reaction(id) => format!("a reaction to message {id}"),
        };
        shown.push(json!({
            "number": number,
            "reported": report.date,
            "by": called(desk, Peer::User(report.by)).await?,
            "where": called(desk, report.peer).await?,
            "what": what,
            "people": people.join(" "),
            "reason": report.reason,
            "comment": report.comment,
        }));
    }
    Ok(Value::Array(shown))
}

async fn report_close(desk: &Desk, named: &str) -> Result<Value, String> {
    let number = named.parse().map_err(|_| format!("`{named}` is no number of a report"))?;
    match desk.node.services().domain.reports.close(number).await.map_err(|error| error.to_string())? {
        true => Ok(json!(number)),
        false => Err(format!("no open report has the number {number}")),
    }
}

/// How the operator can name a person or chat: by id, and by its username where it has one.
async fn called(desk: &Desk, peer: Peer) -> Result<String, String> {
    let domain = &desk.node.services().domain;
    let (kind, id, username) = match peer {
        Peer::User(user) => {
            let record = domain.users.record(user).await.map_err(|error| error.to_string())?;
            ("", user.0, record.and_then(|record| record.username.clone()))
        }
        Peer::Group(id) => ("group ", id, None),
        Peer::Channel(id) => {
            let record = domain.channels.record(id).await.map_err(|error| error.to_string())?;
            ("channel ", id, record.and_then(|record| record.username.clone()))
        }
    };
    let username = username.map(|name| format!(" @{name}")).unwrap_or_default();
    Ok(format!("{kind}{id}{username}"))
}

/// The user that the operator names by id, by phone number with "+", or by username with "@".
async fn find(desk: &Desk, named: &str) -> Result<UserId, String> {
    let domain = &desk.node.services().domain;
    let unknown = || format!("there is no user {named}");
    if named.starts_with('+') {
        let phone = PhoneNumber::read(named).ok_or_else(|| format!("{named} is not a phone number"))?;
        let found = domain.accounts.by_phone(&phone).await.map_err(|error| error.to_string())?;
        return found.ok_or_else(unknown);
    }
    if let Some(name) = named.strip_prefix('@') {
        let found = domain.usernames.resolve(name).await.map_err(|error| error.to_string())?;
        return match found {
            Some(store::ids::Peer::User(user)) => Ok(user),
            _ => Err(unknown()),
        };
    }
    named.parse().map(UserId).map_err(|_| {
        format!("`{named}` names no user; write an id, a phone number with +, or a username with @")
    })
}

fn user_json(id: UserId, user: &store::records::account::User) -> Value {
    json!({
        "id": id.0,
        "phone": format!("+{}", user.phone),
        "first_name": user.first_name,
        "last_name": user.last_name,
        "username": user.username,
        "since": user.registered_at,
        "blocked": user.blocked_at,
        "operator": user.operator_at,
        "deleted": user.deleted_at,
    })
}
