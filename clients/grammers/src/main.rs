//! The round of grammers: sign up, sign in on a second device, send, receive, read, edit, delete, reply, forward,
//! search, history, difference, log out. One line `ok NAME` or `not ok NAME: REASON` for each check, as every round
//! prints them.

mod house;

use grammers_client::{SignInError, client::PasswordToken, message::InputMessage, update::Update};
use grammers_tl_types as tl;
use house::{Device, Outcome, Person, check, login_code, set_password, soon};

const AYU: &str = "+6281255540001";
const BUDI: &str = "+6281255540002";

fn main() {
    house::with_key();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(round());
    house::finish();
}

async fn round() {
    let (ayu, budi) = (Device::connect().await, Device::connect().await);
    check("grammers signs up", async {
        ayu.sign_up(AYU, "Ayu").await?;
        budi.sign_up(BUDI, "Budi").await
    })
    .await;
    let mut second = Device::connect().await;
    check("grammers signs in on a second device, and not with a wrong code", async {
        let token = second.client.request_login_code(AYU, house::API_HASH).await?;
        let code = login_code(AYU)?;
        let wrong = if code == "11111" { "22222" } else { "11111" };
        if second.client.sign_in(&token, wrong).await.is_ok() {
            return Err("a wrong code opened the account".into());
        }
        second.client.sign_in(&token, &code).await?;
        let me = second.client.get_me().await?;
        (me.first_name() == Some("Ayu")).then_some(()).ok_or("it is somebody else")?;
        Ok(())
    })
    .await;
    if house::has_failed() {
        return;
    }
    let to_budi = ayu.befriend(BUDI).await.unwrap();
    let from_ayu = budi.befriend(AYU).await.unwrap();
    second.listen().await.unwrap();
    talk(&ayu, &budi, &mut second, (to_budi, from_ayu)).await;
    find(&ayu, to_budi).await;
    save(&ayu, to_budi).await;
    check("grammers reads the difference", async {
        let state: tl::types::updates::State =
            ayu.client.invoke(&tl::functions::updates::GetState {}).await?.into();
        let sent = budi.client.send_message(from_ayu, "for the difference").await?;
        let asked = tl::functions::updates::GetDifference {
            pts: state.pts,
            pts_limit: None,
            pts_total_limit: None,
            date: state.date,
            qts: state.qts,
            qts_limit: None,
        };
        match ayu.client.invoke(&asked).await? {
            tl::enums::updates::Difference::Difference(difference) => {
                let told = difference.new_messages.iter().any(|message| match message {
                    tl::enums::Message::Message(message) => message.message == sent.text(),
                    _ => false,
                });
                told.then_some(()).ok_or_else(|| "the message is not in it".into())
            }
            _ => Err("another difference than one with a message".into()),
        }
    })
    .await;
    check("grammers is asked for a password that somebody else has set, and gives it", async {
        set_password(BUDI, "satu kata", "angka")?;
        let third = Device::connect().await;
        let token = third.client.request_login_code(BUDI, house::API_HASH).await?;
        let wanted = match third.client.sign_in(&token, &login_code(BUDI)?).await {
            Err(SignInError::PasswordRequired(wanted)) => wanted,
            Err(other) => return Err(other.into()),
            Ok(_) => return Err("the code was enough".into()),
        };
        if wanted.hint() != Some("angka") {
            return Err("the hint is another".into());
        }
        match third.client.check_password(wanted, "dua kata").await {
            Err(SignInError::InvalidPassword(_)) => {}
            Err(other) => return Err(other.into()),
            Ok(_) => return Err("a wrong password opened the account".into()),
        }
        // A question is good for one guess.
        let wanted = third.client.invoke(&tl::functions::account::GetPassword {}).await?;
        let wanted = PasswordToken::new(wanted.into());
        third.client.check_password(wanted, "satu kata").await?;
        let me = third.client.get_me().await?;
        (me.first_name() == Some("Budi")).then_some(()).ok_or_else(|| "it is somebody else".into())
    })
    .await;
    check("grammers logs out, and the key is nobody's", async {
        second.client.sign_out().await?;
        let authorized = second.client.is_authorized().await?;
        (!authorized).then_some(()).ok_or_else(|| "it is signed in still".into())
    })
    .await;
}

async fn talk(ayu: &Device, budi: &Device, second: &mut Device, (to_budi, from_ayu): (Person, Person)) {
    check("grammers sends, and the other one and the second device receive", async {
        budi.client.send_message(from_ayu, "halo Ayu").await?;
        second
            .hears("the message", |update| match update {
                Update::NewMessage(message) => !message.outgoing() && message.text() == "halo Ayu",
                _ => false,
            })
            .await?;
        ayu.client.send_message(to_budi, "halo Budi").await?;
        second
            .hears("the own message", |update| match update {
                Update::NewMessage(message) => message.outgoing() && message.text() == "halo Budi",
                _ => false,
            })
            .await
    })
    .await;
    check("grammers marks as read, and the author sees it", async {
        let mut mine = budi.client.iter_messages(from_ayu);
        let newest = mine.next().await?.ok_or("no message")?.id();
        ayu.client.mark_as_read(to_budi).await?;
        soon(async || {
            let asked = tl::functions::messages::GetPeerDialogs {
                peers: vec![tl::types::InputDialogPeer { peer: from_ayu.into() }.into()],
            };
            let dialogs: tl::types::messages::PeerDialogs = budi.client.invoke(&asked).await?.into();
            Ok(dialogs.dialogs.iter().any(|dialog| match dialog {
                tl::enums::Dialog::Dialog(dialog) => dialog.read_outbox_max_id >= newest - 1,
                _ => false,
            }))
        })
        .await
    })
    .await;
    check("grammers edits, replies, forwards and deletes", async {
        let sent = ayu.client.send_message(to_budi, "first words").await?;
        ayu.client.edit_message(to_budi, sent.id(), "second words").await?;
        second
            .hears("the edit", |update| match update {
                Update::MessageEdited(message) => message.text() == "second words",
                _ => false,
            })
            .await?;
        let reply = InputMessage::new().text("an answer").reply_to(Some(sent.id()));
        let reply = ayu.client.send_message(to_budi, reply).await?;
        let original = reply.get_reply().await?.ok_or("the reply names nothing")?;
        (original.text() == "second words").then_some(()).ok_or("the reply names another message")?;
        let forwarded = ayu.client.forward_messages(to_budi, &[sent.id()], to_budi).await?;
        let forwarded = forwarded.into_iter().flatten().next().ok_or("nothing was forwarded")?;
        forwarded.forward_header().ok_or("the forward names no origin")?;
        let gone = ayu.client.delete_messages(to_budi, &[sent.id()]).await?;
        (gone == 1).then_some(()).ok_or("one message counts for one")?;
        let left = ayu.client.get_messages_by_id(to_budi, &[sent.id(), reply.id()]).await?;
        // What is gone comes as an empty message, which grammers shows without a text.
        let texts: Vec<_> = left.iter().flatten().map(|message| message.text().to_owned()).collect();
        (texts == ["", "an answer"])
            .then_some(())
            .ok_or_else(|| format!("what was deleted is there, or what was not is gone: {texts:?}").into())
    })
    .await;
}

async fn save(ayu: &Device, to_budi: Person) {
    check("grammers lists effects, saves a message and finds it by whom it is from", async {
        let asked = tl::functions::messages::GetAvailableEffects { hash: 0 };
        let tl::enums::messages::AvailableEffects::Effects(found) = ayu.client.invoke(&asked).await? else {
            return Err("no list of effects".into());
        };
        (found.effects.len() == 6).then_some(()).ok_or("other effects than there are")?;
        let sent = ayu.client.send_message(to_budi, "to be kept").await?;
        let users = vec![tl::enums::InputUser::UserSelf];
        let users = ayu.client.invoke(&tl::functions::users::GetUsers { id: users }).await?;
        let Some(tl::enums::User::User(me)) = users.into_iter().next() else {
            return Err("nobody is signed in".into());
        };
        let myself = house::person(me.id, me.access_hash.unwrap_or(0));
        ayu.client.forward_messages(myself, &[sent.id()], to_budi).await?;
        let asked = tl::functions::messages::GetSavedDialogs {
            exclude_pinned: false,
            parent_peer: None,
            offset_date: 0,
            offset_id: 0,
            offset_peer: tl::enums::InputPeer::Empty,
            limit: 10,
            hash: 0,
        };
        let tl::enums::messages::SavedDialogs::Dialogs(parts) = ayu.client.invoke(&asked).await? else {
            return Err("not all parts of saved messages".into());
        };
        (parts.dialogs.len() == 1).then_some(()).ok_or_else(|| Outcome::from("nothing was saved from there"))
    })
    .await;
}

async fn find(ayu: &Device, to_budi: Person) {
    check("grammers finds words, pages through the history and lists dialogs", async {
        for number in 0..25 {
            ayu.client.send_message(to_budi, format!("page {number}")).await?;
        }
        let mut found = ayu.client.search_messages(to_budi).query("page 17");
        let found = found.next().await?.ok_or("nothing found")?;
        (found.text() == "page 17").then_some(()).ok_or("something else was found")?;
        let mut history = ayu.client.iter_messages(to_budi).limit(25);
        for number in (0..25).rev() {
            let message = history.next().await?.ok_or("the history is too short")?;
            (message.text() == format!("page {number}"))
                .then_some(())
                .ok_or("the history is out of order")?;
        }
        let mut dialogs = ayu.client.iter_dialogs();
        let first = dialogs.next().await?.ok_or("no dialog")?;
        (first.peer().name() == Some("Budi"))
            .then_some(())
            .ok_or_else(|| Outcome::from("another dialog is first"))
    })
    .await;
}
