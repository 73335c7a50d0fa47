//! `messages.editChatCreator peer:InputPeer user_id:InputUser password:InputCheckPasswordSRP = Updates`: gives a group or
//! channel away. Asked without a password, it says whether that could be done: `PASSWORD_HASH_INVALID` means yes.

use boxes::Peer;
use domain::PasswordError;
use tl::{enums, functions, types};

use crate::{
    Call,
    account::password::proof,
    errors::{Error, PASSWORD_MISSING, PEER_ID_INVALID},
    input,
    messages::{channel, group},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::EditChatCreator,
) -> Result<enums::Updates, Error> {
    let (by, domain) = (call.by()?, call.domain());
    let peer = input::peer(call, &request.peer).await?;
    let user = input::user(call, &request.user_id).await?;
    match peer {
        Peer::User(_) => return Err(PEER_ID_INVALID),
        Peer::Group(id) => domain.groups.may_give_to(by.user, id, user).await?,
        Peer::Channel(id) => domain.channels.may_give_to(by.user, id, user).await?,
    }
    let proof = proof(request.password);
    match domain.accounts.prove_ownership(by.user, call.caller.auth_key_id, &proof).await {
        Err(PasswordError::Empty) => return Err(PASSWORD_MISSING),
        proven => proven?,
    }
    match peer {
        Peer::User(_) => Err(PEER_ID_INVALID),
        Peer::Group(id) => group::changed(call, &domain.groups.give_to(by, id, user).await?).await,
        Peer::Channel(id) => {
            let entries = domain.channels.give_to(by, id, user).await?;
            channel::entries_and(call, id, &entries, vec![types::UpdateChannel::new(id).into()]).await
        }
    }
}
