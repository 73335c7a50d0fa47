//! `contacts.deleteByPhones phones:Vector<string> = Bool`: takes contacts out by the numbers that the caller knows.

use std::collections::BTreeSet;

use domain::PhoneNumber;
use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::contacts::DeleteByPhones,
) -> Result<bool, Error> {
    let phones: BTreeSet<_> = request.phones.iter().filter_map(|phone| PhoneNumber::read(phone)).collect();
    let contacts = &call.domain().contacts;
    let all = contacts.all(call.me()?).await?.into_iter();
    let with_phone = all.filter_map(|(user, contact)| Some((user, PhoneNumber::read(&contact.phone)?)));
    let people: Vec<_> =
        with_phone.filter(|(_, phone)| phones.contains(phone)).map(|(user, _)| user).collect();
    contacts.delete(call.by()?, &people).await?;
    Ok(true)
}
