//! What admins look up of a channel: every deed once, for admins alone, and for two days; and what is counted of them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "a test may start tasks")]

#[allow(dead_code, reason = "other tests use the rest")]
mod fixture;

use boxes::{By, DueNow, Peer};
use domain::{ChannelAction, NewTopic, NotifyTarget, TopicChange, channel_rights::banned};
use fixture::{Device, town::Town};
use store::records::{account::NotifySettings, channels::flag};
use tl::{enums, functions, types};

async fn log(
    town: &Town,
    viewer: &Device,
    change: impl FnOnce(&mut functions::channels::GetAdminLog),
) -> Result<Vec<types::ChannelAdminLogEvent>, String> {
    let mut get = functions::channels::GetAdminLog::new(town.channel(viewer), String::new(), 0, 0, 100);
    change(&mut get);
    let enums::channels::AdminLogResults::AdminLogResults(found) = town.house.call(viewer, get).await?;
    let plain = |event| {
        let enums::ChannelAdminLogEvent::ChannelAdminLogEvent(event) = event;
        event
    };
    Ok(found.events.into_iter().map(plain).collect())
}

/// What a deed is called, without what all are called.
fn name(event: &types::ChannelAdminLogEvent) -> String {
    use enums::ChannelAdminLogEventAction as Action;
    macro_rules! names {
        ($($long:ident $short:literal,)+) => {
            match &event.action {
                $(Action::$long { .. } => $short,)+
                _ => "something else",
            }
        };
    }
    let name = names! {
        ChannelAdminLogEventActionChangeTitle "title",
        ChannelAdminLogEventActionChangeAbout "about",
        ChannelAdminLogEventActionChangeUsername "username",
        ChannelAdminLogEventActionToggleNoForwards "no forwards",
        ChannelAdminLogEventActionDefaultBannedRights "default rights",
        ChannelAdminLogEventActionToggleSlowMode "slow mode",
        ChannelAdminLogEventActionToggleForum "forum",
        ChannelAdminLogEventActionCreateTopic "topic",
        ChannelAdminLogEventActionEditTopic "topic edited",
        ChannelAdminLogEventActionPinTopic "topic pinned",
        ChannelAdminLogEventActionDeleteTopic "topic deleted",
        ChannelAdminLogEventActionEditMessage "edit",
        ChannelAdminLogEventActionUpdatePinned "pin",
        ChannelAdminLogEventActionDeleteMessage "delete",
        ChannelAdminLogEventActionParticipantInvite "invite",
        ChannelAdminLogEventActionParticipantToggleAdmin "admin",
        ChannelAdminLogEventActionParticipantToggleBan "ban",
        ChannelAdminLogEventActionParticipantJoin "join",
        ChannelAdminLogEventActionParticipantLeave "leave",
        ChannelAdminLogEventActionParticipantJoinByInvite "join by link",
        ChannelAdminLogEventActionParticipantJoinByRequest "join by request",
        ChannelAdminLogEventActionExportedInviteEdit "link edited",
        ChannelAdminLogEventActionExportedInviteRevoke "link revoked",
        ChannelAdminLogEventActionExportedInviteDelete "link deleted",
    };
    name.to_owned()
}

#[tokio::test]
async fn every_deed_is_told_once_the_newest_first() {
    let town = Town::new().await;
    let channels = &town.house.services.domain.channels;
    let (ani, budi, channel) = (town.ani(), town.budi(), town.channel);
    channels.set_title(ani, channel, "Desa").await.unwrap();
    channels.set_about(ani, channel, "kita").await.unwrap();
    channels.set_username(ani, channel, "desa_kita").await.unwrap();
    channels.set_flag(ani, channel, flag::NO_FORWARDS, true).await.unwrap();
    channels.set_default_banned(ani, channel, banned::SEND_POLLS).await.unwrap();
    let slower = |record: &mut store::records::channels::Channel| record.slow_mode = 30;
    channels.change_record(ani, channel, ChannelAction::Ban, slower).await.unwrap();
    channels.set_forum(ani, channel, true, false).await.unwrap();
    let new = NewTopic {
        title: "Kabar".into(),
        title_missing: false,
        icon_color: None,
        icon_emoji_id: None,
        random_id: 5,
    };
    let topic = channels.create_topic(ani, channel, new).await.unwrap().pts;
    let change = TopicChange { closed: Some(true), ..TopicChange::default() };
    channels.edit_topic(ani, channel, topic, change).await.unwrap();
    channels.pin_topic(ani, channel, topic, true).await.unwrap();
    channels.delete_topic(ani, channel, topic).await.unwrap();
    let said = town.say(&town.budi, "halo").await;
    let edit = domain::Edit { text: "halo semua".into(), entities: None, page: None };
    channels.edit(budi, channel, said, edit).await.unwrap();
    channels.pin(ani, channel, said, true, true).await.unwrap();
    channels.delete_messages(ani, channel, &[said]).await.unwrap();
    channels.set_admin(ani, channel, budi.user, 1 << 4, Some("wakil")).await.unwrap();
    channels.set_admin(ani, channel, budi.user, 0, None).await.unwrap();
    channels.set_banned(ani, channel, budi.user, banned::SEND_MESSAGES, 0).await.unwrap();
    channels.set_banned(ani, channel, budi.user, banned::VIEW_MESSAGES, 0).await.unwrap();
    channels.set_banned(ani, channel, budi.user, 0, 0).await.unwrap();
    channels.join(budi, channel).await.unwrap();
    channels.leave(budi, channel).await.unwrap();
    let events = log(&town, &town.ani, |_| ()).await.unwrap();
    let mut told: Vec<String> = events.iter().map(name).collect();
    told.reverse();
    let expected = [
        "invite",
        "title",
        "about",
        "username",
        "no forwards",
        "default rights",
        "slow mode",
        "forum",
        "topic",
        "topic edited",
        "topic pinned",
        "topic deleted",
        "edit",
        "pin",
        "delete",
        "admin",
        "admin",
        "ban",
        "ban",
        "ban",
        "join",
        "leave",
    ];
    assert_eq!(told, expected);
    assert!(events.windows(2).all(|pair| pair[0].id > pair[1].id), "numbers rise with time");
}

#[tokio::test]
async fn a_deleted_message_is_read_in_the_log_as_it_was() {
    let town = Town::new().await;
    let channels = &town.house.services.domain.channels;
    let said = town.say(&town.budi, "rahasia").await;
    channels.delete_messages(town.budi(), town.channel, &[said]).await.unwrap();
    let events = log(&town, &town.ani, |get| get.q = "RAHASIA".into()).await.unwrap();
    let [event] = &events[..] else { panic!("one deed") };
    let enums::ChannelAdminLogEventAction::ChannelAdminLogEventActionDeleteMessage(deleted) = &event.action
    else {
        panic!("a delete")
    };
    let enums::Message::Message(message) = &deleted.message else { panic!("a message") };
    assert_eq!((message.id, message.message.as_str(), message.out), (said, "rahasia", false));
    assert_eq!(event.user_id, 2);
}

#[tokio::test]
async fn links_and_who_came_by_them_are_told() {
    let town = Town::new().await;
    let domain = &town.house.services.domain;
    let chat = store::ids::Owner::Channel(town.channel);
    let new = domain::NewLink { title: Some("warga".into()), ..domain::NewLink::default() };
    let link = domain.invites.export(town.ani(), chat, new).await.unwrap();
    let citra = town.house.person(3, "Citra").await;
    domain.invites.follow(By::user(citra), &link.hash).await.unwrap();
    let change = domain::LinkChange { request_needed: Some(true), ..domain::LinkChange::default() };
    domain.invites.edit(town.ani(), chat, &link.hash, change).await.unwrap();
    let dewi = town.house.person(4, "Dewi").await;
    domain.invites.follow(By::user(dewi), &link.hash).await.unwrap();
    domain.invites.answer(town.ani(), chat, dewi, true).await.unwrap();
    let change = domain::LinkChange { revoked: true, ..domain::LinkChange::default() };
    domain.invites.edit(town.ani(), chat, &link.hash, change).await.unwrap();
    domain.invites.delete(town.ani(), chat, &link.hash).await.unwrap();
    let events = log(&town, &town.ani, |_| ()).await.unwrap();
    let told: Vec<(String, i64)> = events.iter().map(|event| (name(event), event.user_id)).collect();
    let expected = [
        ("link deleted", 1),
        ("link revoked", 1),
        ("join by request", 4),
        ("link edited", 1),
        ("join by link", 3),
        ("invite", 1),
    ];
    assert_eq!(told, expected.map(|(name, user)| (name.to_owned(), user)));
}

#[tokio::test]
async fn the_log_is_filtered_by_kind_by_admin_and_by_number() {
    let town = Town::new().await;
    let channels = &town.house.services.domain.channels;
    channels.set_admin(town.ani(), town.channel, town.budi().user, 1, None).await.unwrap();
    channels.set_title(town.ani(), town.channel, "Satu").await.unwrap();
    channels.set_title(town.budi(), town.channel, "Dua").await.unwrap();
    channels.set_banned(town.ani(), town.channel, town.budi().user, banned::VIEW_MESSAGES, 0).await.unwrap();
    let filter = |change: fn(&mut types::ChannelAdminLogEventsFilter)| {
        let mut filter = types::ChannelAdminLogEventsFilter::new();
        change(&mut filter);
        Some(filter.into())
    };
    let told = |events: Vec<types::ChannelAdminLogEvent>| events.iter().map(name).collect::<Vec<_>>();
    let titles =
        log(&town, &town.ani, |get| get.events_filter = filter(|one| one.info = true)).await.unwrap();
    assert_eq!(told(titles.clone()), ["title", "title"]);
    let kicks = log(&town, &town.ani, |get| get.events_filter = filter(|one| one.kick = true)).await.unwrap();
    assert_eq!(told(kicks), ["ban"]);
    let bans = log(&town, &town.ani, |get| get.events_filter = filter(|one| one.ban = true)).await.unwrap();
    assert_eq!(told(bans), [""; 0]);
    let ani = types::InputUser::new(1, 0);
    let mine = log(&town, &town.ani, |get| get.admins = Some(vec![enums::InputUser::InputUserSelf])).await;
    assert_eq!(told(mine.unwrap()).len(), 4);
    let wrong = log(&town, &town.ani, |get| get.admins = Some(vec![ani.into()])).await;
    assert!(wrong.is_err(), "a wrong hash names nobody");
    let above = log(&town, &town.ani, |get| get.min_id = titles[0].id).await.unwrap();
    assert_eq!(told(above), ["ban"]);
    let below = log(&town, &town.ani, |get| (get.max_id, get.limit) = (titles[0].id, 1)).await.unwrap();
    assert_eq!(below[0].id, titles[1].id);
    assert_eq!(below.len(), 1);
}

#[tokio::test]
async fn members_and_strangers_do_not_see_the_log() {
    let town = Town::new().await;
    let refused = log(&town, &town.budi, |_| ()).await;
    assert_eq!(refused.err().as_deref(), Some("CHAT_ADMIN_REQUIRED"));
    let citra = town.house.person(3, "Citra").await;
    let citra = town.house.device(citra, 1);
    assert_eq!(log(&town, &citra, |_| ()).await.err().as_deref(), Some("CHANNEL_PRIVATE"));
}

#[tokio::test]
async fn after_two_days_deeds_are_neither_shown_nor_kept() {
    let town = Town::new().await;
    let domain = &town.house.services.domain;
    town.house.pass(47 * 3_600);
    domain.channels.set_title(town.ani(), town.channel, "Satu").await.unwrap();
    assert_eq!(log(&town, &town.ani, |_| ()).await.unwrap().len(), 2);
    town.house.pass(2 * 3_600);
    let left = log(&town, &town.ani, |_| ()).await.unwrap();
    assert_eq!(left.iter().map(name).collect::<Vec<_>>(), ["title"]);
    let queue = town.house.services.boxes.due_queue();
    let now = i32::try_from(fixture::START + 49 * 3_600).unwrap();
    let due = queue.take(now).unwrap();
    assert!(matches!(due, DueNow::Shard(_)));
    domain.chats.do_due(due).await;
    assert_eq!(queue.take(now), None, "the row of the first hour is gone");
    assert!(log(&town, &town.ani, |_| ()).await.unwrap() == left);
}

/// The columns of a graph.
fn columns(graph: &enums::StatsGraph) -> Vec<Vec<i64>> {
    let enums::StatsGraph::StatsGraph(graph) = graph else { panic!("a graph") };
    let enums::DataJSON::DataJSON(json) = &graph.json;
    let graph: serde_json::Value = serde_json::from_str(&json.data).unwrap();
    let numbers = |column: &serde_json::Value| {
        column.as_array().unwrap().iter().skip(1).map(|number| number.as_i64().unwrap()).collect()
    };
    graph["columns"].as_array().unwrap().iter().map(numbers).collect()
}

async fn group_figures(town: &Town, viewer: &Device) -> Result<types::stats::MegagroupStats, String> {
    let get = functions::stats::GetMegagroupStats::new(town.channel(viewer));
    let enums::stats::MegagroupStats::MegagroupStats(figures) = town.house.call(viewer, get).await?;
    Ok(*figures)
}

async fn channel_figures(town: &Town, viewer: &Device) -> Result<types::stats::BroadcastStats, String> {
    let get = functions::stats::GetBroadcastStats::new(town.channel(viewer));
    let enums::stats::BroadcastStats::BroadcastStats(figures) = town.house.call(viewer, get).await?;
    Ok(*figures)
}

async fn later(town: &Town, graph: &enums::StatsGraph, x: Option<i64>) -> Result<enums::StatsGraph, String> {
    let token = match graph {
        enums::StatsGraph::StatsGraphAsync(graph) => graph.token.clone(),
        enums::StatsGraph::StatsGraph(graph) => graph.zoom_token.clone().unwrap(),
        enums::StatsGraph::StatsGraphError(error) => panic!("{}", error.error),
    };
    let load = functions::stats::LoadAsyncGraph { x, ..functions::stats::LoadAsyncGraph::new(token) };
    town.house.call(&town.ani, load).await
}

/// A figure now and before.
fn now_and_before(figure: &enums::StatsAbsValueAndPrev) -> (f64, f64) {
    let enums::StatsAbsValueAndPrev::StatsAbsValueAndPrev(figure) = figure;
    (figure.current, figure.previous)
}

/// A day's beginning as graphs have it, so many days after the first.
fn day(after: i64) -> i64 {
    (fixture::START / 86_400 + after) * 86_400_000
}

#[tokio::test]
async fn who_came_and_went_is_counted_on_its_day_and_once_whatever_the_log_forgets() {
    let (engine, clock) = (kv::memory::Memory::new(), std::sync::Arc::new(fixture::Hands::new()));
    let town = Town::over(fixture::House::over(engine.clone(), clock.clone(), 1).await, false).await;
    let domain = &town.house.services.domain;
    let chat = store::ids::Owner::Channel(town.channel);
    let link = domain.invites.export(town.ani(), chat, domain::NewLink::default()).await.unwrap();
    let citra = town.house.person(3, "Citra").await;
    domain.invites.follow(By::user(citra), &link.hash).await.unwrap();
    town.say(&town.ani, "halo").await;
    town.say(&town.ani, "apa kabar").await;
    town.say(&town.budi, "baik").await;
    let first = group_figures(&town, &town.ani).await.unwrap();
    assert_eq!(columns(&first.growth_graph), [[day(-1), day(0)], [0, 3]]);
    // On the next day, in part before and in part after it was looked at.
    town.house.pass(86_400);
    domain.channels.leave(town.budi(), town.channel).await.unwrap();
    group_figures(&town, &town.ani).await.unwrap();
    let dewi = town.house.person(4, "Dewi").await;
    domain.invites.follow(By::user(dewi), &link.hash).await.unwrap();
    domain.channels.set_banned(town.ani(), town.channel, citra, banned::VIEW_MESSAGES, 0).await.unwrap();
    let (ani, budi, channel) = (town.ani.clone(), town.budi.clone(), town.channel);
    drop(town);
    // The log forgets what was done while nobody was there, and is asked after that.
    let house = fixture::House::over(engine.clone(), clock.clone(), 1 << 40).await;
    let town = Town { house, ani, budi, channel };
    town.pass(49 * 3_600).await;
    assert!(log(&town, &town.ani, |_| ()).await.unwrap().is_empty());
    for again in 0..2 {
        let figures = group_figures(&town, &town.ani).await.unwrap();
        let days = vec![day(0), day(1), day(2), day(3)];
        assert_eq!(columns(&figures.growth_graph), [days.clone(), vec![3, 2, 2, 2]], "{again}");
        assert_eq!(columns(&figures.members_graph), [days.clone(), vec![2, 1, 0, 0], vec![0, 2, 0, 0]]);
        let sources = later(&town, &figures.new_members_by_source_graph, None).await.unwrap();
        let zeros = vec![0; 4];
        assert_eq!(columns(&sources), [days, zeros.clone(), vec![1, 1, 0, 0], zeros, vec![1, 0, 0, 0]]);
        assert_eq!(now_and_before(&figures.members), (2.0, 0.0));
        assert_eq!(now_and_before(&figures.messages), (3.0, 0.0));
        assert_eq!(now_and_before(&figures.posters), (2.0, 0.0));
        let top = |one: &enums::StatsGroupTopPoster| {
            let enums::StatsGroupTopPoster::StatsGroupTopPoster(one) = one;
            (one.user_id, one.messages, one.avg_chars)
        };
        assert_eq!(figures.top_posters.iter().map(top).collect::<Vec<_>>(), [(1, 2, 6), (2, 1, 4)]);
        let did = |one: &enums::StatsGroupTopAdmin| {
            let enums::StatsGroupTopAdmin::StatsGroupTopAdmin(one) = one;
            (one.user_id, one.deleted, one.kicked, one.banned)
        };
        assert_eq!(figures.top_admins.iter().map(did).collect::<Vec<_>>(), [(1, 0, 1, 0)]);
        let invited = |one: &enums::StatsGroupTopInviter| {
            let enums::StatsGroupTopInviter::StatsGroupTopInviter(one) = one;
            (one.user_id, one.invitations)
        };
        assert_eq!(figures.top_inviters.iter().map(invited).collect::<Vec<_>>(), [(1, 1)]);
        let weekdays = columns(&later(&town, &figures.weekdays_graph, None).await.unwrap());
        // It was a Tuesday.
        assert_eq!(weekdays[2].iter().sum::<i64>(), 3);
        let written: i64 = columns(&figures.messages_graph)[1].iter().sum();
        assert_eq!(written, 3, "what the group says itself is not counted");
    }
}

#[tokio::test]
async fn what_was_seen_is_counted_on_its_day_and_in_its_hour() {
    let town = Town::over(fixture::House::open().await, true).await;
    let channels = &town.house.services.domain.channels;
    let id = town.say(&town.ani, "warta").await;
    let ids = [id];
    let see = |by: By| channels.views(by.user, town.channel, &ids, true);
    see(town.budi()).await.unwrap();
    channels.note_forwards(town.channel, &[id]);
    // What was counted is written with the day on which it is: here when somebody asks, else after a second.
    channel_figures(&town, &town.ani).await.unwrap();
    town.house.pass(86_400);
    see(town.ani()).await.unwrap();
    let given = domain::Given { emoji: vec!["\u{1f44d}".into()], big: false, add_to_recent: false };
    channels.react(town.budi(), town.channel, id, given).await.unwrap();
    let figures = channel_figures(&town, &town.ani).await.unwrap();
    let days = vec![day(0), day(1)];
    assert_eq!(columns(&figures.interactions_graph), [days.clone(), vec![1, 1], vec![1, 0]]);
    let hours = columns(&later(&town, &figures.interactions_graph, Some(day(0))).await.unwrap());
    let expected: Vec<i64> = (0..24).map(|hour| i64::from(hour == 22)).collect();
    assert_eq!((hours[0].len(), &hours[1], &hours[2]), (24, &expected, &expected));
    for wrong in [None, Some(day(-1)), Some(day(2)), Some(i64::MAX)] {
        let refused = later(&town, &figures.interactions_graph, wrong).await;
        assert_eq!(refused.err().as_deref(), Some("GRAPH_INVALID_RELOAD"));
    }
    let reactions = later(&town, &figures.reactions_by_emotion_graph, None).await.unwrap();
    assert_eq!(columns(&reactions), [days.clone(), vec![0, 1]]);
    let means = [&figures.views_per_post, &figures.shares_per_post, &figures.reactions_per_post];
    assert_eq!(means.map(now_and_before), [(2.0, 0.0), (1.0, 0.0), (1.0, 0.0)]);
    assert_eq!(now_and_before(&figures.followers), (2.0, 0.0));
    let recent = |one: &enums::PostInteractionCounters| match one {
        enums::PostInteractionCounters::PostInteractionCountersMessage(one) => {
            (one.msg_id, one.views, one.forwards, one.reactions)
        }
        enums::PostInteractionCounters::PostInteractionCountersStory(_) => panic!("there are no stories"),
    };
    assert_eq!(figures.recent_posts_interactions.iter().map(recent).collect::<Vec<_>>(), [(id, 2, 1, 1)]);
    let get = functions::stats::GetMessageStats::new(town.channel(&town.ani), id);
    let enums::stats::MessageStats::MessageStats(of_post) = town.house.call(&town.ani, get).await.unwrap();
    assert_eq!(columns(&of_post.views_graph), [days.clone(), vec![1, 1], vec![1, 0]]);
    assert_eq!(columns(&of_post.reactions_by_emotion_graph), [days, vec![0, 1]]);
    for wrong in [0, -1, id + 1] {
        let get = functions::stats::GetMessageStats::new(town.channel(&town.ani), wrong);
        let refused = town.house.call(&town.ani, get).await;
        assert_eq!(refused.err().as_deref(), Some("MESSAGE_ID_INVALID"));
    }
}

#[tokio::test]
async fn how_many_have_muted_a_channel_is_told_where_it_names_nobody() {
    let town = Town::over(fixture::House::open().await, true).await;
    let domain = &town.house.services.domain;
    domain.channels.set_username(town.ani(), town.channel, "warta_kita").await.unwrap();
    let target = NotifyTarget::Peer(Peer::Channel(town.channel));
    let muted = NotifySettings { mute_until: Some(i32::MAX), ..NotifySettings::default() };
    domain.settings.set_notify(town.budi(), target, muted).await.unwrap();
    let told = async || {
        let figures = channel_figures(&town, &town.ani).await.unwrap();
        let enums::StatsPercentValue::StatsPercentValue(unmuted) = figures.enabled_notifications;
        (unmuted.part, unmuted.total)
    };
    for number in 0..47 {
        let reader = town.house.person(100 + number, "Pembaca").await;
        domain.channels.join(By::user(reader), town.channel).await.unwrap();
    }
    assert_eq!(told().await, (0.0, 0.0), "49 members");
    let last = town.house.person(200, "Pembaca").await;
    domain.channels.join(By::user(last), town.channel).await.unwrap();
    assert_eq!(told().await, (49.0, 50.0));
}

#[tokio::test]
async fn figures_are_for_admins_and_tokens_for_who_got_them_and_for_a_while() {
    let town = Town::new().await;
    let citra = town.house.person(3, "Citra").await;
    let citra = town.house.device(citra, 1);
    let refused = |viewer: Device| {
        let town = &town;
        async move { group_figures(town, &viewer).await.err().unwrap() }
    };
    assert_eq!(refused(town.budi.clone()).await, "CHAT_ADMIN_REQUIRED");
    assert_eq!(refused(citra).await, "CHANNEL_PRIVATE");
    assert_eq!(channel_figures(&town, &town.ani).await.err().as_deref(), Some("BROADCAST_REQUIRED"));
    let figures = group_figures(&town, &town.ani).await.unwrap();
    let enums::StatsGraph::StatsGraphAsync(graph) = &figures.weekdays_graph else { panic!("it comes later") };
    let answer = |device: &Device, token: &str| {
        let (town, device) = (&town, device.clone());
        let load = functions::stats::LoadAsyncGraph::new(token.to_owned());
        async move { town.house.call(&device, load).await }
    };
    let of_budi = answer(&town.budi, &graph.token).await;
    assert_eq!(of_budi.err().as_deref(), Some("GRAPH_INVALID_RELOAD"));
    for wrong in [String::new(), graph.token.replace('0', "1"), format!("{}0", graph.token)] {
        assert_eq!(answer(&town.ani, &wrong).await.err().as_deref(), Some("GRAPH_INVALID_RELOAD"));
    }
    assert!(answer(&town.ani, &graph.token).await.is_ok());
    town.house.pass(1_800);
    let late = answer(&town.ani, &graph.token).await;
    assert_eq!(late.err().as_deref(), Some("GRAPH_EXPIRED_RELOAD"));
    // Who is no admin any more is shown nothing for a token that he got as one.
    town.house
        .services
        .domain
        .channels
        .set_admin(town.ani(), town.channel, town.budi().user, 1 << 4, None)
        .await
        .unwrap();
    let figures = group_figures(&town, &town.budi).await.unwrap();
    let enums::StatsGraph::StatsGraphAsync(graph) = &figures.weekdays_graph else { panic!("it comes later") };
    town.house
        .services
        .domain
        .channels
        .set_admin(town.ani(), town.channel, town.budi().user, 0, None)
        .await
        .unwrap();
    assert_eq!(answer(&town.budi, &graph.token).await.err().as_deref(), Some("CHAT_ADMIN_REQUIRED"));
}
