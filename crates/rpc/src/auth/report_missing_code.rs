//! `auth.reportMissingCode phone_number:string phone_code_hash:string mnc:string = Bool`: a code has not come. Whoever
//! looks after the server finds it in the log, without the number.

use tl::functions;

use crate::{Call, auth::device, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::auth::ReportMissingCode,
) -> Result<bool, Error> {
    let accounts = &call.domain().accounts;
    accounts.report_missing_code(&request.phone_number, &request.phone_code_hash, &device(call))?;
    Ok(true)
}
