//! Searching over all chats: what is found in channels beside one's own box, in one order, page by page, and by
//! nobody who may not see it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "a test may start tasks")]

#[allow(dead_code, reason = "other tests use the rest")]
mod fixture;

use fixture::{
    Device,
    chat::{messages, texts},
    town::Town,
};
use tl::{enums, functions, types};

fn everywhere(query: &str, limit: i32) -> functions::messages::SearchGlobal {
    let filter = enums::MessagesFilter::InputMessagesFilterEmpty;
    let empty = enums::InputPeer::InputPeerEmpty;
    functions::messages::SearchGlobal::new(query.into(), filter, 0, 0, 0, empty, 0, limit)
}

/// Writes to oneself.
async fn note(town: &Town, by: &Device, text: &str) {
    let random_id = town.house.services.world.chance.long();
    let me = enums::InputPeer::InputPeerSelf;
    let send = functions::messages::SendMessage::new(me, text.into(), random_id);
    town.house.call(by, send).await.unwrap();
}

async fn found(town: &Town, by: &Device, request: functions::messages::SearchGlobal) -> Vec<types::Message> {
    messages(town.house.call(by, request).await.unwrap())
}

#[tokio::test]
async fn channels_and_the_own_box_are_searched_as_one_and_page_by_page() {
    let town = Town::new().await;
    for number in 0..6 {
        match number % 2 {
            0 => note(&town, &town.budi, &format!("kabar {number}")).await,
            _ => drop(town.say(&town.ani, &format!("kabar {number}")).await),
        }
        // Twice two of them in one second.
        town.house.pass(i64::from(number % 3 == 0));
    }
    let all = found(&town, &town.budi, everywhere("kabar", 10)).await;
    let mut sorted = texts(&all).iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    assert_eq!(sorted.len(), 6);
    assert!(all.windows(2).all(|pair| pair[0].date >= pair[1].date));
    for size in [1, 2, 4] {
        let (mut paged, mut request) = (Vec::new(), everywhere("kabar", size));
        loop {
            let page = found(&town, &town.budi, request.clone()).await;
            let Some(last) = page.last() else { break };
            request.offset_rate = last.date;
            request.offset_id = last.id;
            request.offset_peer = match last.peer_id {
                enums::Peer::PeerChannel(_) => town.peer(&town.budi),
                _ => enums::InputPeer::InputPeerSelf,
            };
            paged.extend(texts(&page).iter().map(|text| (*text).to_owned()));
        }
        assert_eq!(paged, texts(&all), "pages of {size}");
    }
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted.len(), 6);
}

#[tokio::test]
async fn who_is_no_member_any_more_finds_nothing_and_kinds_of_chats_are_told_apart() {
    let town = Town::new().await;
    note(&town, &town.budi, "kabar sendiri").await;
    town.say(&town.ani, "kabar bersama").await;
    let only = |change: fn(&mut functions::messages::SearchGlobal)| {
        let mut request = everywhere("kabar", 10);
        change(&mut request);
        request
    };
    let groups = found(&town, &town.budi, only(|request| request.groups_only = true)).await;
    assert_eq!(texts(&groups), ["kabar bersama"]);
    let channels = found(&town, &town.budi, only(|request| request.broadcasts_only = true)).await;
    assert_eq!(texts(&channels), [""; 0]);
    let people = found(&town, &town.budi, only(|request| request.users_only = true)).await;
    assert_eq!(texts(&people), ["kabar sendiri"]);
    town.house.services.domain.channels.leave(town.budi(), town.channel).await.unwrap();
    let left = found(&town, &town.budi, everywhere("kabar", 10)).await;
    assert_eq!(texts(&left), ["kabar sendiri"]);
}
