//! What methods of several spaces share that take reports: what is reported must be there for whoever reports it.

pub(crate) mod options;

use boxes::{MessageId, Peer};
use domain::NewReport;
use store::records::reports::Reported;
use tl::enums;

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID, MESSAGE_ID_INVALID, PEER_ID_INVALID},
    input,
    messages::page::PAGE_ITEMS_MAX,
};

/// Why, in one word.
pub(crate) fn reason(reason: &enums::ReportReason) -> &'static str {
    use enums::ReportReason as Reason;
    match reason {
        Reason::InputReportReasonSpam => "spam",
        Reason::InputReportReasonViolence => "violence",
        Reason::InputReportReasonPornography => "pornography",
        Reason::InputReportReasonChildAbuse => "child-abuse",
        Reason::InputReportReasonOther => "other",
        Reason::InputReportReasonCopyright => "copyright",
        Reason::InputReportReasonGeoIrrelevant => "another-place",
        Reason::InputReportReasonFake => "fake",
        Reason::InputReportReasonIllegalDrugs => "drugs",
        Reason::InputReportReasonPersonalDetails => "personal-data",
    }
}

/// The chat or person that is reported, if the caller may see it.
///
/// # Errors
/// As for whoever would read it; `PEER_ID_INVALID` for oneself.
pub(crate) async fn peer(call: &Call<'_>, named: &enums::InputPeer) -> Result<Peer, Error> {
    let (me, peer) = (call.me()?, input::peer(call, named).await?);
    match peer {
        Peer::User(user) if user == me => return Err(PEER_ID_INVALID),
        Peer::Channel(channel) => drop(call.domain().channels.seen(channel, me).await?),
        Peer::User(_) | Peer::Group(_) => {}
    }
    Ok(peer)
}

/// Who wrote these messages of a chat.
///
/// # Errors
/// `LIMIT_INVALID` for more than a page, `MESSAGE_ID_INVALID` where one is not there for the caller.
pub(crate) async fn authors(call: &Call<'_>, peer: Peer, ids: &[MessageId]) -> Result<Vec<Peer>, Error> {
    if ids.len() > PAGE_ITEMS_MAX {
        return Err(LIMIT_INVALID);
    }
    let found = call.domain().chats.of_chat(call.me()?, peer, ids).await?;
    let author = |message: Option<boxes::Message>| match message {
        Some(message) => Ok(Peer::User(message.from)),
        None => Err(MESSAGE_ID_INVALID),
    };
    found.into_iter().map(author).collect()
}

/// Takes a report.
///
/// # Errors
/// `FLOOD_WAIT_n` where too many are open.
pub(crate) async fn take(
    call: &Call<'_>,
    peer: Peer,
    (what, people): (Reported, Vec<Peer>),
    reason: &str,
    comment: &str,
) -> Result<(), Error> {
    let (reason, comment) = (reason.to_owned(), comment.to_owned());
    let report = NewReport { peer, what, people, reason, comment };
    Ok(call.domain().reports.take(call.me()?, report).await?)
}

/// Messages, or all of a chat where none are named.
pub(crate) fn what(ids: Vec<MessageId>) -> Reported {
    if ids.is_empty() { Reported::Whole } else { Reported::Messages(ids) }
}
