//! What counts as a hashtag or cashtag in a text: the same for the entities that the server adds and for the index of
//! public posts.

const HASHTAG_CHARS_MAX: usize = 256;
const CASHTAG_CHARS_MAX: usize = 8;
/// Tags of one text that are found by.
const TAGS_MAX: usize = 32;

/// Where the hashtag ends that begins at this `#`, which stands behind no word.
pub fn hashtag(chars: &[char], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).and_then(|at| chars.get(at));
    let end = run(chars, at + 1, is_word);
    let body = chars.get(at + 1..end)?;
    let fits = (1..=HASHTAG_CHARS_MAX).contains(&body.len()) && !body.iter().all(char::is_ascii_digit);
    let alone = !matches!(before, Some('#' | '&' | '/')) && chars.get(end) != Some(&'#');
    (fits && alone).then_some(end)
}

/// Where the cashtag ends that begins at this `$`, which stands behind no word.
pub fn cashtag(chars: &[char], at: usize) -> Option<usize> {
    let end = run(chars, at + 1, |character| character.is_ascii_uppercase());
    let after = chars.get(end).copied();
    ((1..=CASHTAG_CHARS_MAX).contains(&(end - at - 1)) && !after.is_some_and(|c| is_word(c) || c == '$'))
        .then_some(end)
}

/// The tags of a text with their signs, each once, in the one form in which they are looked for.
pub fn tags(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    if !may_have_tags(text) {
        return tags;
    }
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() && tags.len() < TAGS_MAX {
        let behind_a_word = at.checked_sub(1).and_then(|at| chars.get(at)).is_some_and(|c| is_word(*c));
        let end = match chars.get(at) {
            Some('#') if !behind_a_word => hashtag(&chars, at),
            Some('$') if !behind_a_word => cashtag(&chars, at),
            _ => None,
        };
        let Some(end) = end else {
            at += 1;
            continue;
        };
        let tag: String =
            chars.get(at..end).unwrap_or_default().iter().flat_map(|c| c.to_lowercase()).collect();
        if !tags.contains(&tag) {
            tags.push(tag);
        }
        at = end;
    }
    tags
}

/// What somebody looks for, in the form of [`tags`]; without a sign it is a hashtag. None where it is no tag.
pub fn asked(text: &str) -> Option<String> {
    let text = text.trim();
    let tag = match text.strip_prefix('$') {
        Some(cash) => format!("${}", cash.to_uppercase()),
        None => format!("#{}", text.trim_start_matches('#')),
    };
    let chars = tag.chars().count();
    let found = tags(&tag).pop()?;
    // Nothing may stand behind it.
    (found.chars().count() == chars || found == tag.to_lowercase()).then_some(found)
}

/// Whether it is worth to look.
pub fn may_have_tags(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'#' | b'$'))
}

fn run(chars: &[char], from: usize, fits: impl Fn(char) -> bool) -> usize {
    from + chars.iter().skip(from).take_while(|c| fits(**c)).count()
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_once_each_whatever_their_case() {
        assert_eq!(
            tags("#Banjir di #jakarta, lagi #BANJIR; $USD a#b #12 ##x"),
            ["#banjir", "#jakarta", "$usd"]
        );
        assert!(tags("tanpa apa-apa").is_empty());
    }

    #[test]
    fn what_is_asked_for_is_one_tag_with_or_without_its_sign() {
        assert_eq!(asked("Banjir").as_deref(), Some("#banjir"));
        assert_eq!(asked(" #BANJIR ").as_deref(), Some("#banjir"));
        assert_eq!(asked("$usd").as_deref(), Some("$usd"));
        for text in ["", "#", "dua kata", "#a #b", "12", "a-b"] {
            assert!(asked(text).is_none(), "{text}");
        }
    }
}
