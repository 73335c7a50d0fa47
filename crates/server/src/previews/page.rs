//! What a page says of itself: by OpenGraph, by the cards of others, by its title. The tokens come from a reader that
//! keeps to the standard; no tree is built, so no page is too deep.

use std::{borrow::Cow, collections::BTreeMap};

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

/// See the top of the file.
#[derive(Default)]
pub(super) struct ReadPage {
    pub(super) site_name: Option<String>,
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) author: Option<String>,
    /// Where its picture is; may be relative.
    pub(super) image: Option<String>,
    kind: Option<String>,
}

impl ReadPage {
    /// What it is, as clients know it.
    pub(super) fn kind(&self) -> String {
        let kind = self.kind.as_deref().unwrap_or_default();
        let known = match kind.split('.').next().unwrap_or_default() {
            "video" => "video",
            "profile" => "profile",
            _ => "article",
        };
        known.to_owned()
    }
}

/// What is asked for, the best first.
const SITE_NAMES: &[&str] = &["og:site_name", "application-name"];
const TITLES: &[&str] = &["og:title", "twitter:title"];
const DESCRIPTIONS: &[&str] = &["og:description", "twitter:description", "description"];
const AUTHORS: &[&str] = &["author"];
const IMAGES: &[&str] =
    &["og:image:secure_url", "og:image:url", "og:image", "twitter:image", "twitter:image:src"];
const KINDS: &[&str] = &["og:type"];

const NAME_CHARS_MAX: usize = 64;
const TITLE_CHARS_MAX: usize = 200;
const DESCRIPTION_CHARS_MAX: usize = 500;
const IMAGE_BYTES_MAX: usize = 2_048;

/// A page that names its letters does so within so many bytes, as the standard has it.
const NAMED_WITHIN_BYTES: usize = 1_024;

/// In which letters something is, by its type: `text/html; charset=koi8-r`.
pub(super) fn charset(content_type: &str) -> Option<String> {
    let named = content_type.split(';').skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    });
    named.filter(|name| !name.is_empty())
}

/// A page's bytes as text: by the mark at its beginning, by what its head `named`, by what it says itself; else it is
/// UTF-8 if it can be, and what browsers take it for if not.
pub(super) fn decoded<'a>(bytes: &'a [u8], named: Option<&str>) -> Cow<'a, str> {
    let by_name = |name: &str| Encoding::for_label(name.as_bytes());
    let encoding = named.and_then(by_name).or_else(|| {
        let said = said_charset(bytes.get(..NAMED_WITHIN_BYTES).unwrap_or(bytes))?;
        // It could not have been read in letters of two bytes.
        by_name(&said).map(|encoding| if encoding.is_ascii_compatible() { encoding } else { UTF_8 })
    });
    // The last letter may be cut through.
    let is_utf8 = || std::str::from_utf8(bytes).err().is_none_or(|error| error.error_len().is_none());
    let encoding = encoding.unwrap_or_else(|| if is_utf8() { UTF_8 } else { WINDOWS_1252 });
    // A mark of the order of bytes goes before all else.
    encoding.decode(bytes).0
}

fn said_charset(head: &[u8]) -> Option<String> {
    Tokenizer::new(head).filter_map(Result::ok).find_map(|token| {
        let Token::StartTag(tag) = token else { return None };
        let attribute = |name| attribute(&tag, name);
        if tag.name.as_slice() != b"meta" {
            return None;
        }
        let equivalent =
            attribute("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("content-type"));
        attribute("charset")
            .or_else(|| attribute("content").filter(|_| equivalent).and_then(|content| charset(&content)))
    })
}

/// Reads the beginning of a page.
pub(super) fn read(page: &str) -> ReadPage {
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    let (mut title, mut in_title) = (String::new(), false);
    let mut image = None;
    let mut emitter = DefaultEmitter::default();
    // What stands in scripts is no page.
    emitter.naively_switch_states(true);
    for Ok(token) in Tokenizer::new_with_emitter(page, emitter) {
        match token {
            Token::StartTag(tag) => {
                let attribute = |name| attribute(&tag, name);
                match tag.name.as_slice() {
                    b"title" => in_title = title.is_empty(),
                    b"meta" => {
                        let name = attribute("property").or_else(|| attribute("name"));
                        let content = attribute("content").filter(|content| !content.trim().is_empty());
                        if let (Some(name), Some(content)) = (name, content) {
                            said.entry(name.trim().to_ascii_lowercase()).or_insert(content);
                        }
                    }
                    b"link" if attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("image_src")) => {
                        image = image.or_else(|| attribute("href"));
                    }
                    _ => {}
                }
            }
            Token::String(text) if in_title => title.push_str(&String::from_utf8_lossy(&text)),
            Token::EndTag(tag) if tag.name.as_slice() == b"title" => in_title = false,
            _ => {}
        }
    }
    let first = |names: &[&str]| names.iter().find_map(|name| said.get(*name));
    let text = |names: &[&str], max: usize| first(names).and_then(|text| clean(text, max));
    ReadPage {
        site_name: text(SITE_NAMES, NAME_CHARS_MAX),
        title: text(TITLES, TITLE_CHARS_MAX).or_else(|| clean(&title, TITLE_CHARS_MAX)),
        description: text(DESCRIPTIONS, DESCRIPTION_CHARS_MAX),
        author: text(AUTHORS, NAME_CHARS_MAX),
        image: first(IMAGES).cloned().or(image).filter(|image| image.len() <= IMAGE_BYTES_MAX),
        kind: first(KINDS).cloned(),
    }
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let found = tag.attributes.iter().find(|(key, _)| key.as_slice() == name.as_bytes());
    found.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
}

/// On one line, without what cannot be seen, cut to so many characters; none where nothing is left.
fn clean(text: &str, max: usize) -> Option<String> {
    let mut kept = String::new();
    let mut chars = 0;
    for word in text.split(|character: char| character.is_whitespace() || character.is_control()) {
        if word.is_empty() {
            continue;
        }
        if !kept.is_empty() {
            kept.push(' ');
            chars += 1;
        }
        for character in word.chars() {
            if chars >= max {
                let kept = kept.trim_end();
                return Some(format!("{kept}\u{2026}"));
            }
            kept.push(character);
            chars += 1;
        }
    }
    (!kept.is_empty()).then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_what_it_is_in_the_best_words_that_it_has() {
        let page = read(
            "<!doctype html><html><head><TITLE>Plain &amp; simple</TITLE>\
              <script>var x = '<meta property=\"og:title\" content=\"not this\">';</script>\
              <meta name='description' content='A  plain\n description'>\
              <meta property=og:title content=\"Pasar &quot;Pagi&quot;\"><meta property='og:title' content='second'>\
              <meta property='og:image' content='/a.png'><meta name=author content=Ayu>\
              <meta property='OG:Site_Name' content='Kabar'><meta property='og:type' content='video.other'>",
        );
        assert_eq!(page.title.as_deref(), Some("Pasar \"Pagi\""));
        assert_eq!(page.description.as_deref(), Some("A plain description"));
        assert_eq!(page.image.as_deref(), Some("/a.png"));
        assert_eq!((page.author.as_deref(), page.site_name.as_deref()), (Some("Ayu"), Some("Kabar")));
        assert_eq!(page.kind(), "video");
        let plain = read("<title>\n Hanya judul \n</title><link rel=image_src href=b.jpg>");
        assert_eq!((plain.title.as_deref(), plain.image.as_deref()), (Some("Hanya judul"), Some("b.jpg")));
        assert_eq!(plain.kind(), "article");
    }

    #[test]
    fn junk_and_endless_words_are_cut_short() {
        let long = read(&format!("<title>{}</title>", "a".repeat(10_000)));
        assert_eq!(long.title.map(|title| title.chars().count()), Some(TITLE_CHARS_MAX + 1));
        for junk in [
            &b""[..],
            b"\xff\xfe\x00<",
            b"<title>",
            b"<meta property=og:title content>",
            b"<title>\x00\x01</title>",
        ] {
            assert!(read(&decoded(junk, None)).description.is_none());
        }
        let deep = "<div>".repeat(100_000) + "<title>Dalam</title>";
        assert_eq!(read(&deep).title.as_deref(), Some("Dalam"));
    }
    #[test]
    fn a_page_in_other_letters_is_read_as_its_head_or_it_itself_says() {
        let title = |bytes: &[u8], named| read(&decoded(bytes, named)).title.unwrap_or_default();
        assert_eq!(title(b"<title>\xd0\xd2\xc9\xd7\xc5\xd4</title>", Some("koi8-r")), "привет");
        assert_eq!(title(b"<meta charset='Shift_JIS'><title>\x93\xfa\x96{</title>", None), "日本");
        let meta = b"<meta http-equiv=Content-Type content='text/html; charset=windows-1251'><title>\xc4\xe0</title>";
        assert_eq!(title(meta, None), "Да");
        assert_eq!(title("<meta charset=utf-16><title>é</title>".as_bytes(), None), "é");
        assert_eq!(title("<title>é</title>".as_bytes(), None), "é");
        assert_eq!(title(b"<title>caf\xe9</title>", None), "café");
        assert_eq!(title(b"<title>caf\xe9</title>", Some("no such letters")), "café");
        assert_eq!(title("\u{feff}<title>é</title>".as_bytes(), Some("koi8-r")), "é");
        let cut = &"<title>é".as_bytes()[..8];
        assert_eq!(title(&[cut, b"</title>"].concat(), Some("utf-8")), "\u{fffd}");
        assert_eq!(charset("text/html; Charset=\"UTF-8\"; x=1").as_deref(), Some("UTF-8"));
        assert_eq!((charset("text/html"), charset("text/html; charset=")), (None, None));
    }
}
