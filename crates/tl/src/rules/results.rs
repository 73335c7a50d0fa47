//! Answers of methods that once answered with another type, written as that type.

use crate::{Encode, Writer, enums, old, types};

pub(crate) fn email_verified(_: &enums::account::EmailVerified, w: &mut Writer) {
    true.encode(w);
}

pub(crate) fn bot_info_texts(enums::bots::BotInfo::BotInfo(info): &enums::bots::BotInfo, w: &mut Writer) {
    w.vector(&[info.name.clone(), info.about.clone(), info.description.clone()]);
}

pub(crate) fn invited_updates(
    enums::messages::InvitedUsers::InvitedUsers(invited): &enums::messages::InvitedUsers,
    w: &mut Writer,
) {
    invited.updates.encode(w);
}

pub(crate) fn join_updates(result: &enums::messages::ChatInviteJoinResult, w: &mut Writer) {
    match result {
        enums::messages::ChatInviteJoinResult::ChatInviteJoinResultOk(joined) => joined.updates.encode(w),
        _ => enums::Updates::UpdatesTooLong.encode(w),
    }
}

pub(crate) fn app_config(config: &enums::help::AppConfig, w: &mut Writer) {
    match config {
        enums::help::AppConfig::AppConfig(known) => known.config.encode(w),
        enums::help::AppConfig::AppConfigNotModified => {
            enums::JSONValue::from(types::JsonObject::new(Vec::new())).encode(w);
        }
    }
}

pub(crate) fn dialog_filters(
    enums::messages::DialogFilters::DialogFilters(filters): &enums::messages::DialogFilters,
    w: &mut Writer,
) {
    filters.filters.encode(w);
}

pub(crate) fn reader_ids(readers: &[enums::ReadParticipantDate], w: &mut Writer) {
    let ids: Vec<i64> =
        readers.iter().map(|enums::ReadParticipantDate::ReadParticipantDate(r)| r.user_id).collect();
    ids.encode(w);
}

pub(crate) fn web_page(enums::messages::WebPage::WebPage(page): &enums::messages::WebPage, w: &mut Writer) {
    page.webpage.encode(w);
}

pub(crate) fn preview_media(
    enums::messages::WebPagePreview::WebPagePreview(preview): &enums::messages::WebPagePreview,
    w: &mut Writer,
) {
    preview.media.encode(w);
}

pub(crate) fn reported(_: &enums::ReportResult, w: &mut Writer) {
    true.encode(w);
}

pub(crate) fn app_web_view(
    enums::WebViewResult::WebViewResultUrl(view): &enums::WebViewResult,
    w: &mut Writer,
) {
    old::AppWebViewResultUrl { url: view.url.clone() }.encode(w);
}

pub(crate) fn simple_web_view(
    enums::WebViewResult::WebViewResultUrl(view): &enums::WebViewResult,
    w: &mut Writer,
) {
    old::SimpleWebViewResultUrl { url: view.url.clone() }.encode(w);
}

pub(crate) fn done(_: &enums::Updates, w: &mut Writer) {
    true.encode(w);
}

pub(crate) fn can_send_story(
    enums::stories::CanSendStoryCount::CanSendStoryCount(count): &enums::stories::CanSendStoryCount,
    w: &mut Writer,
) {
    (count.count_remains > 0).encode(w);
}

pub(crate) fn story_ids(stories: &[enums::RecentStory], w: &mut Writer) {
    let ids: Vec<i32> =
        stories.iter().map(|enums::RecentStory::RecentStory(s)| s.max_id.unwrap_or_default()).collect();
    ids.encode(w);
}
