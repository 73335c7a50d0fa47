//! What admins look up of a channel: every deed once, for admins alone, and for two days.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "a test may start tasks")]

#[allow(dead_code, reason = "other tests use the rest")]
mod fixture;

use boxes::{By, DueNow};
use domain::{ChannelAction, NewTopic, TopicChange, channel_rights::banned};
use fixture::{Device, town::Town};
use store::records::channels::flag;
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
