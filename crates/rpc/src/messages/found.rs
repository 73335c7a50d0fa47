//! Entities that nobody marked and clients expect the server to find: addresses, mentions, hashtags, cashtags and
//! commands. A plain reading of the rules that clients use themselves; telephone and card numbers are not looked
//! for.

use domain::hashtags;
use tl::{enums, types};

/// Endings after which a bare name is taken for an address; with a scheme any ending is.
const BARE_DOMAINS: &[&str] = &[
    "ai", "app", "asia", "be", "biz", "blog", "br", "ca", "cat", "cc", "ch", "cn", "co", "com", "de", "dev",
    "edu", "es", "eu", "fi", "fr", "gov", "id", "in", "info", "io", "it", "jp", "kr", "link", "live", "me",
    "mil", "my", "name", "net", "news", "nl", "no", "online", "org", "page", "ph", "pl", "pro", "ru", "se",
    "sg", "shop", "site", "store", "tech", "th", "to", "tv", "ua", "uk", "us", "vn", "wiki", "xyz",
];
const SCHEMES: &[&str] = &["http://", "https://", "ftp://", "tg://", "tonsite://"];
const NAME_CHARS: std::ops::RangeInclusive<usize> = 3..=32;
const COMMAND_CHARS_MAX: usize = 64;

/// A part of the text, in characters.
struct Found {
    start: usize,
    end: usize,
    kind: Kind,
}

enum Kind {
    Url,
    Email,
    Mention,
    Hashtag,
    Cashtag,
    Command,
}

/// The entities in `text`, in order; none overlaps another.
pub(super) fn entities(text: &str) -> Vec<enums::MessageEntity> {
    // Most messages have none, and this is on the way of each.
    if !may_have_any(text) {
        return Vec::new();
    }
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        match find(&chars, at) {
            Some(one) => {
                at = one.end.max(at + 1);
                found.push(one);
            }
            None => at += 1,
        }
    }
    let mut units = 0;
    let mut offsets = Vec::with_capacity(chars.len() + 1);
    for character in &chars {
        offsets.push(units);
        units += character.len_utf16() as i32;
    }
    offsets.push(units);
    found
        .into_iter()
        .filter_map(|one| entity(&one, *offsets.get(one.start)?, *offsets.get(one.end)?))
        .collect()
}

/// Whether there is a sign that an entity has. A scheme has its slashes, and a full stop ends a sentence unless a
/// letter stands right behind it.
fn may_have_any(text: &str) -> bool {
    let bytes = text.as_bytes();
    let behind = bytes.iter().skip(1).chain(std::iter::once(&b' '));
    bytes.iter().zip(behind).any(|(byte, behind)| match byte {
        b'@' | b'#' | b'$' | b'/' => true,
        b'.' => behind.is_ascii_alphabetic(),
        _ => false,
    })
}

fn entity(found: &Found, offset: i32, end: i32) -> Option<enums::MessageEntity> {
    let length = end - offset;
    (length > 0).then(|| match found.kind {
        Kind::Url => types::MessageEntityUrl::new(offset, length).into(),
        Kind::Email => types::MessageEntityEmail::new(offset, length).into(),
        Kind::Mention => types::MessageEntityMention::new(offset, length).into(),
        Kind::Hashtag => types::MessageEntityHashtag::new(offset, length).into(),
        Kind::Cashtag => types::MessageEntityCashtag::new(offset, length).into(),
        Kind::Command => types::MessageEntityBotCommand::new(offset, length).into(),
    })
}

/// What begins at this character, if anything does.
fn find(chars: &[char], at: usize) -> Option<Found> {
    let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
    if before.is_some_and(is_word) {
        return None;
    }
    match *chars.get(at)? {
        '@' => mention(chars, at),
        '#' => hashtags::hashtag(chars, at).map(|end| Found { start: at, end, kind: Kind::Hashtag }),
        '$' => hashtags::cashtag(chars, at).map(|end| Found { start: at, end, kind: Kind::Cashtag }),
        '/' => command(chars, at, before),
        first if is_word(first) => url(chars, at).or_else(|| email_or_bare(chars, at)),
        _ => None,
    }
}

fn mention(chars: &[char], at: usize) -> Option<Found> {
    let end = run(chars, at + 1, is_name);
    let after = chars.get(end).copied();
    (NAME_CHARS.contains(&(end - at - 1)) && !after.is_some_and(is_word)).then_some(Found {
        start: at,
        end,
        kind: Kind::Mention,
    })
}

fn command(chars: &[char], at: usize, before: Option<char>) -> Option<Found> {
    let mut end = run(chars, at + 1, is_name);
    if !(1..=COMMAND_CHARS_MAX).contains(&(end - at - 1))
        || matches!(before, Some('/' | '<' | '.' | ':' | '\\'))
    {
        return None;
    }
    if chars.get(end) == Some(&'@') {
        let name = run(chars, end + 1, is_name);
        if NAME_CHARS.contains(&(name - end - 1)) {
            end = name;
        }
    }
    let after = chars.get(end).copied();
    (!after.is_some_and(|c| is_word(c) || matches!(c, '/' | '<' | '>'))).then_some(Found {
        start: at,
        end,
        kind: Kind::Command,
    })
}

/// An address with its scheme.
fn url(chars: &[char], at: usize) -> Option<Found> {
    let scheme = SCHEMES.iter().find(|scheme| {
        let mut rest = chars.iter().skip(at);
        scheme.chars().all(|wanted| rest.next().is_some_and(|c| c.to_ascii_lowercase() == wanted))
    })?;
    let host = at + scheme.len();
    let host_end = run(chars, host, is_host);
    if host_end == host {
        return None;
    }
    Some(Found { start: at, end: path_end(chars, host_end), kind: Kind::Url })
}

/// An address without scheme, or that of a mailbox.
fn email_or_bare(chars: &[char], at: usize) -> Option<Found> {
    let mut end = run(chars, at, |c| is_host(c) || matches!(c, '_' | '+'));
    let mailbox = chars.get(end) == Some(&'@');
    let host = if mailbox { end + 1 } else { at };
    end = run(chars, host, is_host);
    while end > host && chars.get(end - 1).is_some_and(|c| matches!(c, '.' | '-')) {
        end -= 1;
    }
    let name: String = chars.get(host..end)?.iter().collect();
    let (rest, ending) = name.rsplit_once('.')?;
    let labels =
        rest.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
    let known = BARE_DOMAINS.binary_search(&ending.to_ascii_lowercase().as_str()).is_ok();
    if !labels || !known || rest.is_empty() {
        return None;
    }
    if mailbox {
        return Some(Found { start: at, end, kind: Kind::Email });
    }
    Some(Found { start: at, end: path_end(chars, end), kind: Kind::Url })
}

/// Where an address ends whose host ends here: after port, path, query and fragment, without the punctuation of
/// the sentence around it.
fn path_end(chars: &[char], host_end: usize) -> usize {
    let mut end = host_end;
    if chars.get(end) == Some(&':') {
        let port = run(chars, end + 1, |c| c.is_ascii_digit());
        end = if port > end + 1 { port } else { end };
    }
    if !matches!(chars.get(end), Some('/' | '?' | '#')) {
        // A host may have taken the full stop of the sentence.
        while end > 0 && chars.get(end - 1).is_some_and(|c| matches!(c, '.' | '-')) {
            end -= 1;
        }
        return end;
    }
    let start = end;
    end = run(chars, start, |c| !c.is_whitespace() && !matches!(c, '<' | '>' | '"' | '«' | '»' | '“' | '”'));
    while end > start {
        let part = chars.get(start..end).unwrap_or_default();
        let count = |wanted: char| part.iter().filter(|c| **c == wanted).count();
        let closes = match part.last() {
            Some('.' | ',' | ':' | ';' | '!' | '?' | '\'') => true,
            Some(')') => count(')') > count('('),
            Some(']') => count(']') > count('['),
            Some('}') => count('}') > count('{'),
            _ => false,
        };
        if !closes {
            break;
        }
        end -= 1;
    }
    end
}

fn run(chars: &[char], from: usize, fits: impl Fn(char) -> bool) -> usize {
    from + chars.iter().skip(from).take_while(|c| fits(**c)).count()
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn is_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

fn is_host(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '.' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found, as kind and words.
    fn found(text: &str) -> Vec<(&'static str, String)> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let part = |offset: i32, length: i32| {
            String::from_utf16(&units[offset as usize..(offset + length) as usize]).unwrap()
        };
        let told = |entity: enums::MessageEntity| match entity {
            enums::MessageEntity::MessageEntityUrl(e) => ("url", part(e.offset, e.length)),
            enums::MessageEntity::MessageEntityEmail(e) => ("email", part(e.offset, e.length)),
            enums::MessageEntity::MessageEntityMention(e) => ("mention", part(e.offset, e.length)),
            enums::MessageEntity::MessageEntityHashtag(e) => ("hashtag", part(e.offset, e.length)),
            enums::MessageEntity::MessageEntityCashtag(e) => ("cashtag", part(e.offset, e.length)),
            enums::MessageEntity::MessageEntityBotCommand(e) => ("command", part(e.offset, e.length)),
            _ => panic!("another kind"),
        };
        entities(text).into_iter().map(told).collect()
    }

    #[test]
    fn addresses_are_found_without_the_sentence_around_them() {
        for (text, expected) in [
            ("lihat https://example.com/a_(b)?c=d#e.", "https://example.com/a_(b)?c=d#e"),
            ("(http://example.com/x)", "http://example.com/x"),
            ("\u{1f426}\u{1f426} Example.COM, ya", "Example.COM"),
            ("di merpati.id:8080/jalan!", "merpati.id:8080/jalan"),
            ("http://localhost:4430", "http://localhost:4430"),
        ] {
            assert_eq!(found(text), [("url", expected.to_owned())], "{text}");
        }
        for text in ["selesai.lalu pergi", "v1.2.3", "a..com", "-.com", "https://", "nama file.txt"] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn names_tags_and_commands_are_found_at_the_start_of_words_only() {
        assert_eq!(
            found("@budi_22 dan a@example.org"),
            [("mention", "@budi_22".to_owned()), ("email", "a@example.org".to_owned())]
        );
        assert_eq!(
            found("#merpati #2026 #burung_2 a#b"),
            [("hashtag", "#merpati".to_owned()), ("hashtag", "#burung_2".to_owned())]
        );
        assert_eq!(
            found("/start@merpatibot lalu /help dan a/b"),
            [("command", "/start@merpatibot".to_owned()), ("command", "/help".to_owned())]
        );
        assert_eq!(found("$USD $usd $1"), [("cashtag", "$USD".to_owned())]);
        assert_eq!(found("@ab dan/atau 10$ ke @"), []);
    }

    #[test]
    fn endings_are_sorted() {
        assert!(BARE_DOMAINS.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
