//! `messages.report peer:InputPeer id:Vector<int> option:bytes message:string = ReportResult`: reports messages, or a
//! chat where none are named, to those who look after the server.

use domain::Language;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, OPTION_INVALID},
    reports::{
        self,
        options::{self, Next},
    },
};

/// The first layer with options. Clients before it give a reason, which this one's requests have no place for.
const OPTIONS_SINCE: i32 = 189;
/// What they are taken to mean.
const REASON_BEFORE: &str = "other";

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::Report,
) -> Result<enums::ReportResult, Error> {
    let peer = reports::peer(call, &request.peer).await?;
    let people = reports::authors(call, peer, &request.id).await?;
    let client = call.caller.init.as_ref();
    let language = client.map_or(Language::English, |client| Language::of(&client.lang_code));
    let next = match call.caller.layer.number() < OPTIONS_SINCE {
        true => Some(Next::Done(REASON_BEFORE)),
        false => options::next(&request.option, &request.message, language),
    };
    let reason = match next.ok_or(OPTION_INVALID)? {
        Next::Choose(title, options) => {
            let option = |(text, name): (&str, &str)| {
                types::MessageReportOption::new(text.into(), name.as_bytes().to_vec()).into()
            };
            let options = options.into_iter().map(option).collect();
            return Ok(types::ReportResultChooseOption::new(title.into(), options).into());
        }
        Next::Comment(name) => {
            return Ok(types::ReportResultAddComment::new(name.as_bytes().to_vec()).into());
        }
        Next::Done(reason) => reason,
    };
    reports::take(call, peer, (reports::what(request.id), people), reason, &request.message).await?;
    Ok(enums::ReportResult::ReportResultReported)
}
