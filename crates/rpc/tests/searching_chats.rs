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

/// The words of public posts with a tag, a page of two at a time.
async fn tagged(town: &Town, by: &Device, tag: &str) -> Vec<String> {
    let empty = enums::InputPeer::InputPeerEmpty;
    let mut request = functions::channels::SearchPosts {
        hashtag: Some(tag.into()),
        ..functions::channels::SearchPosts::new(0, empty, 0, 2)
    };
    let mut found = Vec::new();
    loop {
        let page = messages(town.house.call(by, request.clone()).await.unwrap());
        let Some(last) = page.last() else { break };
        (request.offset_rate, request.offset_id) = (last.date, last.id);
        request.offset_peer = town.peer(by);
        found.extend(texts(&page).iter().map(|text| (*text).to_owned()));
        assert!(found.len() < 20, "pages go on for ever");
    }
    found
}

#[tokio::test]
async fn public_posts_are_found_by_their_tags_as_long_as_they_are_public() {
    let town = Town::over(fixture::House::open().await, true).await;
    let citra = town.house.person(3, "Citra").await;
    let citra = town.house.device(citra, 1);
    let channels = &town.house.services.domain.channels;
    town.say(&town.ani, "lama #Kabar").await;
    town.say(&town.ani, "tanpa tanda").await;
    town.pass(60).await;
    assert_eq!(tagged(&town, &citra, "kabar").await, [""; 0]);
    channels.set_username(town.ani(), town.channel, "kampung_kita").await.unwrap();
    town.pass(60).await;
    let edited = town.say(&town.ani, "satu #kabar").await;
    let deleted = town.say(&town.ani, "dua #KABAR, #lain").await;
    town.say(&town.ani, "tiga #kabar").await;
    town.pass(60).await;
    let all = ["tiga #kabar", "dua #KABAR, #lain", "satu #kabar", "lama #Kabar"];
    assert_eq!(tagged(&town, &citra, "#Kabar").await, all);
    assert_eq!(tagged(&town, &citra, "kab").await, [""; 0]);
    let edit = functions::messages::EditMessage {
        message: Some("satu #pagi".into()),
        ..functions::messages::EditMessage::new(town.peer(&town.ani), edited)
    };
    town.house.call(&town.ani, edit).await.unwrap();
    let delete = functions::channels::DeleteMessages::new(town.channel(&town.ani), vec![deleted]);
    town.house.call(&town.ani, delete).await.unwrap();
    // At once, whether the index has followed or not; and so when it has.
    for _ in 0..2 {
        assert_eq!(tagged(&town, &citra, "kabar").await, ["tiga #kabar", "lama #Kabar"]);
        assert_eq!(tagged(&town, &citra, "lain").await, [""; 0]);
        town.pass(60).await;
    }
    assert_eq!(tagged(&town, &citra, "pagi").await, ["satu #pagi"]);
    let rows = async || {
        let mut count = 0;
        for shard in (0..kv::SHARDS).map(store::Shard) {
            let rows = store::Rows::<store::tables::TaggedPosts>::of_shard(shard);
            count += town.house.store().scan(rows, 100, store::Direction::Forward).await.unwrap().len();
        }
        count
    };
    assert_eq!(rows().await, 3);
    channels.set_username(town.ani(), town.channel, "").await.unwrap();
    assert_eq!(tagged(&town, &citra, "kabar").await, [""; 0]);
    town.pass(60).await;
    assert_eq!(rows().await, 0);
}

#[tokio::test]
async fn who_asks_for_no_tag_is_told_what_he_may_ask_for() {
    let town = Town::new().await;
    let ask = async |hashtag: Option<&str>, query: Option<&str>| {
        let empty = enums::InputPeer::InputPeerEmpty;
        let request = functions::channels::SearchPosts {
            hashtag: hashtag.map(Into::into),
            query: query.map(Into::into),
            ..functions::channels::SearchPosts::new(0, empty, 0, 10)
        };
        town.house.call(&town.budi, request).await.map(messages).map(|found| found.len())
    };
    assert_eq!(ask(None, None).await.unwrap_err(), "SEARCH_QUERY_EMPTY");
    assert_eq!(ask(Some("dua kata"), None).await.unwrap_err(), "SEARCH_QUERY_EMPTY");
    assert_eq!(ask(None, Some("dua kata")).await.unwrap_err(), "PREMIUM_ACCOUNT_REQUIRED");
    assert_eq!(ask(None, Some("#kabar")).await, Ok(0));
}

#[tokio::test]
async fn messages_of_a_kind_are_told_by_days_and_by_places() {
    let town = Town::new().await;
    let me = || enums::InputPeer::InputPeerSelf;
    let filter = || enums::MessagesFilter::InputMessagesFilterUrl;
    for day in 0..3 {
        for number in 0..=day {
            note(&town, &town.budi, &format!("https://example.org/{day}/{number}")).await;
            town.say(&town.budi, &format!("https://example.org/{day}/{number}")).await;
        }
        note(&town, &town.budi, "tanpa tautan").await;
        town.house.pass(86_400);
    }
    for peer in [me(), town.peer(&town.budi)] {
        let request = functions::messages::GetSearchResultsCalendar::new(peer.clone(), filter(), 0, 0);
        let enums::messages::SearchResultsCalendar::SearchResultsCalendar(all) =
            town.house.call(&town.budi, request.clone()).await.unwrap();
        let counts = |answer: &types::messages::SearchResultsCalendar| -> Vec<i32> {
            let count = |one: &enums::SearchResultsCalendarPeriod| match one {
                enums::SearchResultsCalendarPeriod::SearchResultsCalendarPeriod(day) => day.count,
            };
            answer.periods.iter().map(count).collect()
        };
        assert_eq!((all.count, counts(&all), all.messages.len()), (6, vec![3, 2, 1], 3));
        let request = functions::messages::GetSearchResultsPositions::new(peer, filter(), 0, 3);
        let enums::messages::SearchResultsPositions::SearchResultsPositions(places) =
            town.house.call(&town.budi, request).await.unwrap();
        let offset = |one: &enums::SearchResultsPosition| match one {
            enums::SearchResultsPosition::SearchResultPosition(place) => (place.offset, place.msg_id),
        };
        let offsets: Vec<(i32, i32)> = places.positions.iter().map(offset).collect();
        assert_eq!(places.count, 6);
        assert!(offsets.iter().map(|(place, _)| *place).eq([0, 2, 4]));
        assert!(offsets.windows(2).all(|pair| pair[0].1 > pair[1].1));
    }
    let empty = enums::MessagesFilter::InputMessagesFilterEmpty;
    let refused = functions::messages::GetSearchResultsCalendar::new(me(), empty, 0, 0);
    assert_eq!(town.house.call(&town.budi, refused).await.err().as_deref(), Some("FILTER_NOT_SUPPORTED"));
}
