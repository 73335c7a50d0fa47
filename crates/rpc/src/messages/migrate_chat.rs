//! `messages.migrateChat chat_id:long = Updates`: a basic group becomes a supergroup.

use tl::{enums, functions, types};

use crate::{
    Call,
    errors::Error,
    messages::{channel, group},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::MigrateChat,
) -> Result<enums::Updates, Error> {
    let id = group::named(call, request.chat_id).await?;
    let migrated = call.domain().channels.migrate(call.by()?, id).await?;
    let old = group::changed(call, &migrated.changed).await?;
    let behind = vec![types::UpdateChannel::new(migrated.channel).into()];
    let new = channel::entries_and(call, migrated.channel, &migrated.entries, behind).await?;
    Ok(both(old, new))
}

/// Two answers as one.
fn both(one: enums::Updates, other: enums::Updates) -> enums::Updates {
    match (one, other) {
        (enums::Updates::Updates(mut one), enums::Updates::Updates(other)) => {
            one.updates.extend(other.updates);
            one.users
                .extend(other.users.into_iter().filter(|user| !one.users.contains(user)).collect::<Vec<_>>());
            one.chats
                .extend(other.chats.into_iter().filter(|chat| !one.chats.contains(chat)).collect::<Vec<_>>());
            one.into()
        }
        (one, _) => one,
    }
}
