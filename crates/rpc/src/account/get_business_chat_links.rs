//! `account.getBusinessChatLinks = account.BusinessChatLinks`: none can be made yet.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::account::GetBusinessChatLinks,
) -> Result<enums::account::BusinessChatLinks, Error> {
    Ok(types::account::BusinessChatLinks::new(Vec::new(), Vec::new(), Vec::new()).into())
}
