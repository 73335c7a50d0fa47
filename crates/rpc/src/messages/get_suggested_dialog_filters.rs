//! `messages.getSuggestedDialogFilters = Vector<DialogFilterSuggested>`: those that would hold something and that the
//! person has not made.

use boxes::Peer;
use domain::{DialogFilter, Language, filter_flag};
use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::messages::GetSuggestedDialogFilters,
) -> Result<Vec<enums::DialogFilterSuggested>, Error> {
    let (me, domain) = (call.me()?, call.domain());
    let made = domain.chat_lists.filters(me).await?;
    let dialogs = call.boxes().all_dialogs(me).await?;
    let unread = dialogs.iter().any(|dialog| dialog.unread_count > 0);
    let people = dialogs.iter().any(|dialog| matches!(dialog.peer, Peer::User(user) if user != me));
    let indonesian = call
        .caller
        .init
        .as_ref()
        .is_some_and(|client| Language::of(&client.lang_code) == Language::Indonesian);
    let kinds = filter_flag::KINDS;
    let own = filter_flag::CONTACTS | filter_flag::NON_CONTACTS;
    let texts = if indonesian {
        [("Belum Dibaca", "Obrolan dengan pesan baru."), ("Pribadi", "Hanya pesan dari orang.")]
    } else {
        [("Unread", "Chats with new messages."), ("Personal", "Only messages from people.")]
    };
    let [(unread_title, unread_text), (own_title, own_text)] = texts;
    let offers = [
        (unread, kinds | filter_flag::EXCLUDE_READ, unread_title, unread_text),
        (people, own, own_title, own_text),
    ];
    let has = |flags: u32| made.iter().flat_map(|(_, filter)| filter).any(|filter| filter.flags == flags);
    Ok(offers
        .into_iter()
        .filter(|(useful, flags, ..)| *useful && !has(*flags))
        .map(|(_, flags, title, text)| {
            let filter = DialogFilter { flags, title: title.to_owned(), ..DialogFilter::default() };
            // 0 is no folder's number: the client gives it one when the person takes it.
            let shown = render::dialog_filter(&domain.access, me, 0, Some(&filter));
            types::DialogFilterSuggested::new(shown, text.to_owned()).into()
        })
        .collect())
}
