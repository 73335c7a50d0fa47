//! `help.getAppConfig hash:int = help.AppConfig`: a JSON object of this server's limits, out of
//! `data/app_config.txt`; passkeys are on where the server knows its own name.

use tl::{enums, functions, types};

use crate::{
    Call,
    errors::Error,
    help::data::{hash, lines},
};

const TABLE: &str = include_str!("../../data/app_config.txt");
/// By this, clients offer passkeys.
const PASSKEYS_SHOWN: &str = "settings_display_passkeys";

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::help::GetAppConfig,
) -> Result<enums::help::AppConfig, Error> {
    let lacks = if call.domain().accounts.takes_passkeys() { "" } else { PASSKEYS_SHOWN };
    let hash = hash(&[TABLE, lacks]);
    if request.hash == hash {
        return Ok(enums::help::AppConfig::AppConfigNotModified);
    }
    let values = lines(TABLE).filter_map(entry).filter(|(key, _)| *key != lacks);
    let values = values.map(|(key, value)| types::JsonObjectValue::new(key.to_owned(), value).into());
    let config = types::JsonObject::new(values.collect());
    Ok(types::help::AppConfig::new(hash, config.into()).into())
}

/// A line of the table; none if it is no such line, which a test rules out.
fn entry(line: &'static str) -> Option<(&'static str, enums::JSONValue)> {
    let (key, value) = line.split_once(" = ")?;
    Some((key, json(serde_json::from_str(value).ok()?)?))
}

fn json(value: serde_json::Value) -> Option<enums::JSONValue> {
    use serde_json::Value;
    Some(match value {
        Value::Null => enums::JSONValue::JsonNull,
        Value::Bool(value) => types::JsonBool::new(value).into(),
        Value::Number(number) => types::JsonNumber::new(number.as_f64()?).into(),
        Value::String(text) => types::JsonString::new(text).into(),
        Value::Array(values) => {
            types::JsonArray::new(values.into_iter().map(json).collect::<Option<Vec<_>>>()?).into()
        }
        Value::Object(values) => {
            let pair = |(key, value)| Some(types::JsonObjectValue::new(key, json(value)?).into());
            types::JsonObject::new(values.into_iter().map(pair).collect::<Option<Vec<_>>>()?).into()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read_and_they_are_sorted() {
        assert!(lines(TABLE).all(|line| entry(line).is_some()));
        let keys: Vec<_> = lines(TABLE).filter_map(|line| Some(line.split_once(" = ")?.0)).collect();
        assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn the_games_are_those_that_can_be_thrown() {
        let line = lines(TABLE).find(|line| line.starts_with("emojies_send_dice = ")).unwrap();
        let Some((_, enums::JSONValue::JsonArray(games))) = entry(line) else { panic!("no list: {line}") };
        assert_eq!(games.value.len(), 6);
        for game in games.value {
            let enums::JSONValue::JsonString(emoji) = game else { panic!("no text") };
            assert!(domain::stickers::game_short_name(&emoji.value).is_some());
        }
    }

    #[test]
    fn the_limits_are_those_that_are_kept() {
        let number = |wanted: &str| {
            let line =
                lines(TABLE).find(|line| line.split_once(" = ").is_some_and(|(key, _)| key == wanted))?;
            line.split_once(" = ")?.1.parse::<usize>().ok()
        };
        assert_eq!(number("community_peers_limit"), Some(domain::COMMUNITY_PEERS_MAX));
        assert_eq!(number("about_length_limit_default"), Some(domain::ABOUT_CHARS_MAX));
        let parts_max = usize::try_from(domain::files::PARTS_MAX).ok();
        assert_eq!(number("upload_max_fileparts_default"), parts_max);
        assert_eq!(number("upload_max_fileparts_premium"), parts_max);
        let read_date = usize::try_from(domain::READ_DATE_SECONDS_MAX).ok();
        assert_eq!(number("pm_read_date_expire_period"), read_date);
        let members_max = usize::try_from(domain::READ_MARK_MEMBERS_MAX).ok();
        assert_eq!(number("chat_read_mark_size_threshold"), members_max);
        let seconds_max = usize::try_from(domain::READ_MARK_SECONDS_MAX).ok();
        assert_eq!(number("chat_read_mark_expire_period"), seconds_max);
        assert_eq!(number("passkeys_account_passkeys_max"), Some(domain::PASSKEYS_MAX));
        assert!(lines(TABLE).any(|line| line == format!("{PASSKEYS_SHOWN} = true")));
        assert_eq!(number("poll_answers_max"), Some(domain::polls::ANSWERS_MAX));
        let seconds_max = usize::try_from(domain::files::RINGTONE_SECONDS_MAX).ok();
        assert_eq!(number("ringtone_duration_max"), seconds_max);
        assert_eq!(number("ringtone_size_max"), Some(domain::files::RINGTONE_BYTES_MAX));
        assert_eq!(number("ringtone_saved_count_max"), Some(domain::stickers::RINGTONES_MAX));
        assert_eq!(number("todo_items_max"), Some(boxes::TODO_ITEMS_MAX));
        assert_eq!(number("todo_title_length_max"), Some(domain::TODO_TITLE_CHARS_MAX));
        assert_eq!(number("todo_item_length_max"), Some(domain::TODO_ITEM_CHARS_MAX));
        assert_eq!(number("reactions_user_max_default"), Some(domain::reactions::REACTIONS_USER_MAX));
        assert_eq!(number("reactions_uniq_max"), Some(domain::reactions::REACTIONS_UNIQUE_MAX));
        for (kept, max) in [
            ("chatlist_invites_limit", domain::FOLDER_LINKS_MAX),
            ("chatlists_joined_limit", domain::FILTERS_MAX),
            ("dialog_filters_limit", domain::FILTERS_MAX),
            ("dialog_filters_chats_limit", domain::FILTER_CHATS_MAX),
            ("dialogs_folder_pinned_limit", domain::PINNED_ARCHIVED_MAX),
            ("dialogs_pinned_limit", domain::PINNED_DIALOGS_MAX),
            ("saved_dialogs_pinned_limit", domain::PINNED_SAVED_MAX),
            ("saved_gifs_limit", domain::stickers::GIFS_MAX),
            ("stickers_faved_limit", domain::stickers::FAVED_MAX),
        ] {
            assert_eq!(number(&format!("{kept}_default")), Some(max), "{kept}");
            assert_eq!(number(&format!("{kept}_premium")), Some(max), "{kept}");
        }
    }
}
