//! `contacts.resolvePhone phone:string = contacts.ResolvedPeer`: people who let the caller find them by number.

use domain::PhoneNumber;
use tl::{enums, functions};

use crate::{
    Call,
    contacts::resolved,
    errors::{Error, PHONE_NOT_OCCUPIED},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::contacts::ResolvePhone,
) -> Result<enums::contacts::ResolvedPeer, Error> {
    let phone = PhoneNumber::read(&request.phone).ok_or(PHONE_NOT_OCCUPIED)?;
    let found = call.domain().contacts.find_by_phone(call.me()?, &phone).await?;
    resolved(call, boxes::Peer::User(found.ok_or(PHONE_NOT_OCCUPIED)?)).await
}
