//! Two people and their boxes: what each sees of the other's messages, edits, deletes, reads and replies.

mod support;

use std::sync::Arc;

use boxes::{
    About, By, Content, DeleteHistory, DialogsQuery, Event, HistoryQuery, Peer, ReplyTo, SearchQuery,
    SessionRef, UserId,
};
use store::ids::Owner;
use support::{House, history};

const ALICE: UserId = UserId(11);
const BUDI: UserId = UserId(22);

fn text(text: &str) -> Content {
    Content { text: text.into(), ..Content::default() }
}

#[tokio::test]
async fn a_message_stands_in_both_boxes_under_each_ones_own_id() {
    let house = House::new().await;
    house.send(BUDI, UserId(33), "earlier").await;
    let sent = house.send(ALICE, BUDI, "Halo").await;
    assert_eq!((sent.id, sent.entry.pts, sent.entry.pts_count, sent.duplicate), (2, 2, 1, false));
    let there = history(&house.boxes, BUDI, Peer::User(ALICE)).await.unwrap();
    let message = there.first().unwrap();
    assert_eq!(
        (message.id, message.from, message.out, message.content.text.as_str()),
        (3, ALICE, false, "Halo")
    );
    assert_eq!(house.boxes.state(BUDI).await.unwrap().unread_count, 1);
    assert_eq!(house.boxes.state(ALICE).await.unwrap().unread_count, 0);
}

#[tokio::test]
async fn a_new_box_has_pts_1() {
    let house = House::new().await;
    let state = house.boxes.state(ALICE).await.unwrap();
    assert_eq!((state.pts, state.qts, state.unread_count), (1, 0, 0));
}

#[tokio::test]
async fn an_edit_reaches_the_other_side_and_only_the_author_may() {
    let house = House::new().await;
    let sent = house.send(ALICE, BUDI, "Hallo").await;
    let entry = house.boxes.edit(By::user(ALICE), sent.id, text("Halo")).await.unwrap();
    assert_eq!((entry.pts, entry.pts_count), (3, 1));
    assert_eq!(house.texts(BUDI, ALICE).await, ["Halo"]);
    let there = history(&house.boxes, BUDI, Peer::User(ALICE)).await.unwrap().remove(0);
    assert!(there.edit_date.is_some());
    let by_budi = house.boxes.edit(By::user(BUDI), there.id, text("mine")).await.err();
    assert_eq!(by_budi, Some(boxes::BoxError::NotAuthor { id: there.id }));
    let again = house.boxes.edit(By::user(ALICE), sent.id, text("Halo")).await.err();
    assert_eq!(again, Some(boxes::BoxError::NotModified));
    let nothing = house.boxes.edit(By::user(ALICE), 999, text("?")).await.err();
    assert_eq!(nothing, Some(boxes::BoxError::NoSuchMessage { id: 999 }));
}

#[tokio::test]
async fn a_delete_takes_one_pts_for_each_message_and_revoke_reaches_both() {
    let house = House::new().await;
    let first = house.send(ALICE, BUDI, "one").await.id;
    let second = house.send(ALICE, BUDI, "two").await.id;
    let third = house.send(ALICE, BUDI, "three").await.id;
    let affected = house.boxes.delete(By::user(ALICE), &[first, second, 777], true).await.unwrap();
    assert_eq!((affected.pts, affected.pts_count), (6, 2));
    assert_eq!(house.texts(ALICE, BUDI).await, ["three"]);
    assert_eq!(house.texts(BUDI, ALICE).await, ["three"]);
    house.boxes.delete(By::user(ALICE), &[third], false).await.unwrap();
    assert_eq!(house.texts(BUDI, ALICE).await, ["three"]);
    assert!(house.texts(ALICE, BUDI).await.is_empty());
    let again = house.boxes.delete(By::user(ALICE), &[third], true).await.unwrap();
    assert_eq!(again.pts_count, 0);
}

#[tokio::test]
async fn the_recipient_can_revoke_what_the_author_wrote() {
    let house = House::new().await;
    house.send(ALICE, BUDI, "oops").await;
    let there = history(&house.boxes, BUDI, Peer::User(ALICE)).await.unwrap().remove(0);
    house.boxes.delete(By::user(BUDI), &[there.id], true).await.unwrap();
    assert!(house.texts(ALICE, BUDI).await.is_empty());
}

#[tokio::test]
async fn a_read_moves_both_marks_and_counts_what_is_left() {
    let house = House::new().await;
    for number in 0..5 {
        house.send(ALICE, BUDI, &number.to_string()).await;
    }
    let affected = house.boxes.read(By::user(BUDI), Peer::User(ALICE), 4).await.unwrap();
    assert_eq!((affected.pts, affected.pts_count), (7, 1));
    let dialog = house.boxes.dialog(BUDI, Peer::User(ALICE)).await.unwrap().unwrap();
    assert_eq!((dialog.read_inbox_max_id, dialog.unread_count), (4, 2));
    let dialog = house.boxes.dialog(ALICE, Peer::User(BUDI)).await.unwrap().unwrap();
    assert_eq!(dialog.read_outbox_max_id, 4);
    let again = house.boxes.read(By::user(BUDI), Peer::User(ALICE), 3).await.unwrap();
    assert_eq!(again.pts_count, 0);
    let all = house.boxes.read(By::user(BUDI), Peer::User(ALICE), 0).await.unwrap();
    assert_eq!(all.pts_count, 1);
    assert_eq!(house.boxes.state(BUDI).await.unwrap().unread_count, 0);
}

#[tokio::test]
async fn a_reply_names_each_boxes_own_message_and_loses_its_header_where_that_is_gone() {
    let house = House::new().await;
    house.send(BUDI, UserId(33), "so that ids differ").await;
    let first = house.send(ALICE, BUDI, "question").await;
    let there = history(&house.boxes, BUDI, Peer::User(ALICE)).await.unwrap().remove(0);
    let mut answer = house.message(BUDI, ALICE, "answer");
    answer.reply_to = Some(ReplyTo::here(there.id, None));
    house.boxes.send(vec![answer]).await.unwrap();
    let seen = history(&house.boxes, ALICE, Peer::User(BUDI)).await.unwrap().remove(0);
    assert!(seen.reply_to.is_some_and(|reply| reply.id == first.id));

    house.boxes.delete(By::user(ALICE), &[first.id], false).await.unwrap();
    let mut late = house.message(BUDI, ALICE, "late answer");
    late.reply_to = Some(ReplyTo::here(there.id, None));
    let sent = house.boxes.send(vec![late]).await.unwrap().remove(0);
    assert!(matches!(&sent.entry.event, Event::New(message) if message.reply_to.is_some()));
    let seen = history(&house.boxes, ALICE, Peer::User(BUDI)).await.unwrap().remove(0);
    assert!(seen.reply_to.is_none());
}

#[tokio::test]
async fn a_blocked_sender_is_answered_and_nothing_arrives_then_or_later() {
    let mut house = House::new().await;
    house.blocks.0.lock().unwrap().insert((BUDI, ALICE));
    let sent = house.send(ALICE, BUDI, "please").await;
    house.boxes.edit(By::user(ALICE), sent.id, text("pretty please")).await.unwrap();
    house.blocks.0.lock().unwrap().clear();
    house.reopen().await;
    assert!(house.texts(BUDI, ALICE).await.is_empty());
    house.send(ALICE, BUDI, "friends again").await;
    assert_eq!(house.texts(BUDI, ALICE).await, ["friends again"]);
    assert_eq!(house.texts(ALICE, BUDI).await, ["pretty please", "friends again"]);
}

#[tokio::test]
async fn a_block_also_holds_for_what_is_delivered_after_a_start() {
    let mut house = House::new().await;
    house.send(ALICE, BUDI, "before").await;
    house.blocks.0.lock().unwrap().insert((BUDI, ALICE));
    // The sender's copy comes to disk and the process dies before the recipient's box has decided.
    house.memory.fail_next(Some(Owner::User(BUDI).shard()), kv::memory::Fault::Conflict);
    house.send(ALICE, BUDI, "please").await;
    house.blocks.forget();
    house.reopen().await;
    assert_eq!(house.texts(ALICE, BUDI).await, ["before", "please"]);
    assert_eq!(house.texts(BUDI, ALICE).await, ["before"]);
}

#[tokio::test]
async fn saved_messages_are_one_record_and_unread_by_nobody() {
    let house = House::new().await;
    house.send(ALICE, ALICE, "remember").await;
    let state = house.boxes.state(ALICE).await.unwrap();
    assert_eq!((state.pts, state.unread_count), (2, 0));
    assert_eq!(house.texts(ALICE, ALICE).await, ["remember"]);
    assert_eq!(house.heard.of(ALICE).len(), 1);
}

#[tokio::test]
async fn a_service_message_stands_in_the_recipients_box_alone() {
    let house = House::new().await;
    house.boxes.service_message(ALICE, text("your code")).await.unwrap();
    house.boxes.service_message(ALICE, text("new login")).await.unwrap();
    assert_eq!(house.texts(ALICE, UserId::SERVICE).await, ["your code", "new login"]);
    assert_eq!(house.boxes.state(UserId::SERVICE).await.unwrap().pts, 1);
    let read = house.boxes.read(By::user(ALICE), Peer::User(UserId::SERVICE), 0).await.unwrap();
    assert_eq!((read.pts, read.pts_count), (4, 1));
}

#[tokio::test]
async fn the_listener_hears_everybody_and_which_session_to_leave_out() {
    let house = House::new().await;
    let session = SessionRef { auth_key_id: 5, session_id: 6 };
    let mut message = house.message(ALICE, BUDI, "Halo");
    message.by.session = Some(session);
    house.boxes.send(vec![message]).await.unwrap();
    let heard = house.heard.0.lock().unwrap();
    assert_eq!(heard[&ALICE].first().map(|(entry, except)| (entry.pts, *except)), Some((2, Some(session))));
    assert_eq!(heard[&BUDI].first().map(|(entry, except)| (entry.pts, *except)), Some((2, None)));
}

#[tokio::test]
async fn a_repeated_send_finds_the_first_one_for_a_week_also_after_a_crash() {
    let options = boxes::Options { checkpoint_entries: 3, ..boxes::Options::default() };
    let mut house = House::with(kv::memory::Memory::new(), 1, options).await;
    let message = house.message(ALICE, BUDI, "once");
    let first = house.boxes.send(vec![message.clone()]).await.unwrap().remove(0);
    for round in 0..7 {
        let again = house.boxes.send(vec![message.clone()]).await.unwrap().remove(0);
        assert!(again.duplicate && again.id == first.id, "round {round}");
        house.send(ALICE, BUDI, "something else").await;
        house.pass(24 * 3600);
        house.reopen().await;
    }
    assert_eq!(house.texts(BUDI, ALICE).await.iter().filter(|text| *text == "once").count(), 1);
    let twice = vec![house.message(ALICE, BUDI, "twin"); 2];
    let sent = house.boxes.send(twice).await.unwrap();
    assert!(sent[0].id == sent[1].id && !sent[0].duplicate && sent[1].duplicate);
}

#[tokio::test]
async fn many_messages_at_once_come_in_order() {
    let house = House::new().await;
    let new = (0..100)
        .map(|number| house.message(ALICE, BUDI, &format!("{number} {}", "x".repeat(9000))))
        .collect();
    let sent = house.boxes.send(new).await.unwrap();
    assert_eq!(sent.iter().map(|sent| sent.id).collect::<Vec<_>>(), (2..102).collect::<Vec<_>>());
    let there = house.texts(BUDI, ALICE).await;
    assert!(
        there.iter().enumerate().all(|(at, text)| text.starts_with(&format!("{at} "))) && there.len() == 100
    );
}

#[tokio::test]
async fn what_is_too_much_is_refused_by_name() {
    let house = House::new().await;
    let large = house.message(ALICE, BUDI, &"x".repeat(70_000));
    let error = house.boxes.send(vec![large]).await.err();
    assert!(matches!(error, Some(boxes::BoxError::TooLarge { found: 70_000, .. })));
    let many = vec![house.message(ALICE, BUDI, "x"); 101];
    assert!(matches!(house.boxes.send(many).await.err(), Some(boxes::BoxError::TooMany { found: 101, .. })));
    let mixed = vec![house.message(ALICE, BUDI, "x"), house.message(BUDI, ALICE, "x")];
    assert_eq!(house.boxes.send(mixed).await.err(), Some(boxes::BoxError::Mixed));
    let service = house.message(ALICE, UserId::SERVICE, "x");
    assert_eq!(house.boxes.send(vec![service]).await.err(), Some(boxes::BoxError::NoSuchPeer));
}

#[tokio::test]
async fn history_moves_its_window_as_clients_ask() {
    let house = House::new().await;
    for number in 0..300 {
        house.pass(60);
        house
            .send(if number % 2 == 0 { ALICE } else { BUDI }, if number % 2 == 0 { BUDI } else { ALICE }, "x")
            .await;
    }
    let ask = |query: HistoryQuery| house.boxes.history(ALICE, Peer::User(BUDI), query);
    let ids = |page: &boxes::HistoryPage| page.messages.iter().map(|message| message.id).collect::<Vec<_>>();
    let newest = ask(HistoryQuery { limit: 3, ..HistoryQuery::default() }).await.unwrap();
    assert_eq!((ids(&newest), newest.count, newest.offset_id_offset), (vec![301, 300, 299], 300, 0));
    let older = ask(HistoryQuery { offset_id: 299, limit: 2, ..HistoryQuery::default() }).await.unwrap();
    assert_eq!((ids(&older), older.offset_id_offset), (vec![298, 297], 3));
    let around = HistoryQuery { offset_id: 100, add_offset: -3, limit: 5, ..HistoryQuery::default() };
    assert_eq!(ids(&ask(around).await.unwrap()), [102, 101, 100, 99, 98]);
    let above =
        HistoryQuery { offset_id: 1, add_offset: -10, limit: 10, min_id: 5, ..HistoryQuery::default() };
    assert_eq!(ids(&ask(above).await.unwrap()), [11, 10, 9, 8, 7, 6]);
    let past = HistoryQuery { offset_id: 4, add_offset: 0, limit: 50, ..HistoryQuery::default() };
    assert_eq!(ids(&ask(past).await.unwrap()), [3, 2]);
    let date = house.boxes.messages(ALICE, &[51]).await.unwrap().remove(0).unwrap().date;
    let before = HistoryQuery { offset_date: date, limit: 2, ..HistoryQuery::default() };
    assert_eq!(ids(&ask(before).await.unwrap()), [50, 49]);
}

#[tokio::test]
async fn dialogs_are_listed_by_their_newest_message() {
    let house = House::new().await;
    for other in 100..130 {
        house.pass(1);
        house.send(UserId(other), ALICE, "Halo").await;
    }
    house.send(ALICE, UserId(105), "to the top").await;
    let first =
        house.boxes.dialogs(ALICE, DialogsQuery { limit: 10, ..DialogsQuery::default() }).await.unwrap();
    assert_eq!((first.dialogs.len(), first.messages.len(), first.count), (10, 10, 30));
    assert_eq!(first.dialogs[0].peer, Peer::User(UserId(105)));
    let last = first.messages[9].clone();
    let next = DialogsQuery {
        limit: 100,
        offset_id: last.id,
        offset_date: last.date,
        offset_peer: Some(first.dialogs[9].peer),
        folder: None,
    };
    let rest = house.boxes.dialogs(ALICE, next).await.unwrap();
    assert_eq!(rest.dialogs.len(), 20);
    assert!(rest.dialogs.iter().all(|dialog| !first.dialogs.iter().any(|other| other.peer == dialog.peer)));
}

#[tokio::test]
async fn search_finds_words_in_any_case_in_one_chat_and_in_all() {
    let house = House::new().await;
    house.send(ALICE, BUDI, "Selamat PAGI").await;
    house.send(BUDI, ALICE, "pagi juga").await;
    house.send(UserId(33), ALICE, "Pagi!").await;
    house.send(ALICE, BUDI, "malam").await;
    let query = |text: &str| SearchQuery { text: text.into(), limit: 10, ..SearchQuery::default() };
    let found = house.boxes.search(ALICE, Some(Peer::User(BUDI)), query("pagi")).await.unwrap();
    assert_eq!((found.messages.len(), found.count), (2, 2));
    let found = house.boxes.search(ALICE, None, query("PAGI")).await.unwrap();
    assert_eq!((found.messages.len(), found.count), (3, 3));
    let by = SearchQuery { from: Some(BUDI), ..query("pagi") };
    let found = house.boxes.search(ALICE, Some(Peer::User(BUDI)), by).await.unwrap();
    assert_eq!(found.messages.len(), 1);
    let one = SearchQuery { limit: 1, offset_id: found.messages[0].id, ..query("pagi") };
    let found = house.boxes.search(ALICE, Some(Peer::User(BUDI)), one).await.unwrap();
    assert_eq!((found.messages[0].content.text.as_str(), found.count), ("Selamat PAGI", 2));
}

#[tokio::test]
async fn a_long_history_goes_in_parts_on_both_sides() {
    let house = House::new().await;
    for number in 0..1000 {
        house
            .send(if number % 3 == 0 { BUDI } else { ALICE }, if number % 3 == 0 { ALICE } else { BUDI }, "x")
            .await;
    }
    let what = DeleteHistory { revoke: true, ..DeleteHistory::default() };
    let affected = house.boxes.delete_history(By::user(ALICE), Peer::User(BUDI), what).await.unwrap();
    assert_eq!((affected.pts_count, affected.offset, affected.pts), (1000, 0, 2001));
    assert!(house.texts(ALICE, BUDI).await.is_empty() && house.texts(BUDI, ALICE).await.is_empty());
    assert!(house.boxes.all_dialogs(BUDI).await.unwrap().is_empty());
    assert_eq!(house.boxes.state(BUDI).await.unwrap().unread_count, 0);
}

#[tokio::test]
async fn a_part_of_a_history_goes_by_id_or_by_date() {
    let house = House::new().await;
    let mut dates = Vec::new();
    for number in 0..10 {
        house.pass(100);
        dates.push(house.now());
        house.send(ALICE, BUDI, &number.to_string()).await;
    }
    let what = DeleteHistory { max_id: 4, ..DeleteHistory::default() };
    let affected = house.boxes.delete_history(By::user(ALICE), Peer::User(BUDI), what).await.unwrap();
    assert_eq!(affected.pts_count, 3);
    let what =
        DeleteHistory { min_date: Some(dates[5]), max_date: Some(dates[7]), ..DeleteHistory::default() };
    house.boxes.delete_history(By::user(ALICE), Peer::User(BUDI), what).await.unwrap();
    assert_eq!(house.texts(ALICE, BUDI).await, ["3", "4", "8", "9"]);
    assert_eq!(house.texts(BUDI, ALICE).await.len(), 10);
}

#[tokio::test]
async fn lasting_changes_are_told_once_each_the_latest() {
    let house = House::new().await;
    let keep = async |about, payload| {
        let mut batch = house.store.batch();
        house.boxes.keep_lasting(&mut batch, ALICE, about, vec![payload]).await.unwrap();
        house.store.commit(batch).await.unwrap();
    };
    keep(About::Blocked(22), 1).await;
    house.pass(3600);
    let before = house.now();
    keep(About::Blocked(33), 1).await;
    keep(About::Blocked(33), 0).await;
    let since = house.boxes.lasting_since(ALICE, before).await.unwrap();
    assert_eq!(
        since.iter().map(|change| (change.about, change.payload[0])).collect::<Vec<_>>(),
        [(About::Blocked(33), 0)]
    );
    keep(About::Blocked(22), 0).await;
    assert_eq!(house.boxes.lasting_since(ALICE, before - 7200).await.unwrap().len(), 2);
}

#[tokio::test]
async fn changes_that_are_not_told_any_more_leave_the_disk() {
    let house = House::new().await;
    let keep = async |id| {
        let mut batch = house.store.batch();
        house.boxes.keep_lasting(&mut batch, ALICE, About::Draft(id), Vec::new()).await.unwrap();
        house.store.commit(batch).await.unwrap();
    };
    let begun = house.now();
    for id in 0..1_200 {
        keep(id).await;
        house.pass(1);
    }
    // One of the first changed again: its row is that of the newest moment.
    keep(3).await;
    let told = async || {
        let told = house.boxes.lasting_since(ALICE, begun).await.unwrap();
        told.into_iter().map(|change| change.about).collect::<Vec<_>>()
    };
    let before = told().await;
    assert_eq!((before.len(), before.last()), (boxes::LASTING_MAX, Some(&About::Draft(3))));
    // A disk that refuses to let them go keeps nobody from being told.
    house.memory.fail_next(None, kv::memory::Fault::Full);
    for _ in 0..64 {
        house.pass(1);
        assert!(told().await == before);
    }
    let owner = store::ids::Owner::User(ALICE);
    let all = store::Rows::<store::tables::LastingMoments>::of(owner);
    let moments = house.store.scan(all, usize::MAX, store::Direction::Forward).await.unwrap();
    let all = store::Rows::<store::tables::Lasting>::of(owner);
    let rows = house.store.scan(all, usize::MAX, store::Direction::Forward).await.unwrap();
    assert_eq!((moments.len(), rows.len()), (boxes::LASTING_MAX, boxes::LASTING_MAX));
}

#[tokio::test]
async fn a_clock_that_goes_back_dates_nothing_before_the_last_entry() {
    let house = House::new().await;
    let first = house.send(ALICE, BUDI, "now").await;
    house.pass(-3600);
    let second = house.send(ALICE, BUDI, "an hour ago?").await;
    assert!(second.entry.date >= first.entry.date);
}

#[tokio::test]
async fn all_boxes_speak_of_the_same_words() {
    let house = House::new().await;
    let sent = house.send(ALICE, BUDI, "shared").await;
    let heard = house.heard.of(BUDI);
    let (Event::New(mine), Event::New(theirs)) = (&sent.entry.event, &heard[0].event) else {
        panic!("both are new messages");
    };
    assert!(Arc::ptr_eq(&mine.content, &theirs.content));
}
