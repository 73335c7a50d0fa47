//! Chats as WhatsApp writes them into a text file, on Android and on iOS: which messages there are, who wrote them and
//! when, which file comes with one, and what kind of chat it was. Pure: bytes in, messages out, in pieces of a bounded
//! size.
//!
//! A message begins with a line that has a moment in front, and goes on until the next such line. Lines of the
//! messenger itself (who came, who left) have nobody who wrote them and are left out.

mod stamp;

use std::collections::BTreeSet;

pub(crate) use stamp::Order;

/// Characters of a name; what stands before a colon and is longer is none.
const NAME_CHARS_MAX: usize = 64;
/// Bytes of a file's name.
pub(crate) const FILE_NAME_BYTES_MAX: usize = 255;
/// Bytes of a line that are looked at to tell what a file is.
const LINE_BYTES_MAX: usize = 1024;
/// What the messenger says in groups alone, in English and Indonesian.
const OF_GROUPS: &[&str] = &[
    "created group",
    "created this group",
    "changed the subject",
    "changed the group",
    "changed this group",
    " added ",
    "were added",
    "was added",
    "joined using",
    " left",
    "membuat grup",
    "mengubah subjek",
    "mengganti subjek",
    "menambahkan",
    "ditambahkan",
    "bergabung menggunakan",
    " keluar",
];
/// What the messenger says first in every chat.
const OF_ALL: &[&str] = &["end-to-end", "ujung ke ujung"];
/// Before a group's title.
const CREATED: &[&str] = &["created group", "created this group", "membuat grup"];

/// What a file looks like from its beginning, or as a whole.
#[derive(Default)]
pub(crate) struct Scan {
    messages: u64,
    people: BTreeSet<String>,
    group: bool,
    title: Option<String>,
    order: stamp::Evidence,
    /// The beginning of a line whose end has not been seen.
    begun: Vec<u8>,
}

/// What kind of chat a file is of, as far as it says.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ImportedChat {
    /// Of two people.
    pub private: bool,
    /// Of a group.
    pub group: bool,
    /// The group's title.
    pub title: Option<String>,
}

/// A message of a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Where it begins, in bytes from the beginning of what was looked at.
    pub(crate) at: usize,
    /// Seconds since 1970.
    pub(crate) date: i32,
    /// Who wrote it.
    pub(crate) name: String,
    /// Its words; may be empty where there is a file.
    pub(crate) text: String,
}

impl Scan {
    /// Looks at the next bytes.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            // What tells something stands in front.
            let room = LINE_BYTES_MAX.saturating_sub(self.begun.len());
            self.begun.extend(part.iter().take(room));
            if part.ends_with(b"\n") {
                self.end();
            }
        }
    }

    /// No more bytes follow.
    pub(crate) fn end(&mut self) {
        let line = std::mem::take(&mut self.begun);
        self.line(&line);
    }

    fn line(&mut self, line: &[u8]) {
        let line = String::from_utf8_lossy(line);
        let Some((stamp, rest)) = stamp::read(&line) else { return };
        self.order.note(&stamp);
        let Some((name, text)) = written(rest) else { return self.told(rest) };
        if is_told(text) {
            // On iOS the messenger speaks in the name of the chat, or of who did it.
            return self.told(text);
        }
        self.messages += 1;
        if self.people.len() <= PEOPLE_COUNTED {
            self.people.insert(name.to_owned());
        }
    }

    /// How dates are written, if it is a chat at all and they can be.
    ///
    /// # Errors
    /// What is wrong.
    pub(crate) fn order(&self) -> Result<Order, Unreadable> {
        if self.messages == 0 {
            return Err(Unreadable::Format);
        }
        self.order.order().ok_or(Unreadable::Dates)
    }

    /// What kind of chat it is.
    ///
    /// # Errors
    /// As [`Scan::order`].
    pub(crate) fn chat(self) -> Result<ImportedChat, Unreadable> {
        self.order()?;
        let group = self.group || self.people.len() > PEOPLE_COUNTED;
        let private = !group && self.people.len() == PEOPLE_COUNTED;
        Ok(ImportedChat { private, group, title: self.title.filter(|_| group) })
    }

    /// The messenger says something.
    fn told(&mut self, text: &str) {
        if !OF_GROUPS.iter().any(|told| text.contains(told)) {
            return;
        }
        self.group = true;
        let title = CREATED.iter().find_map(|created| Some(text.split_once(created)?.1));
        let quotes = ['"', '\u{201c}', '\u{201d}', '\u{ab}', '\u{bb}'];
        let title = title.and_then(|title| title.split(quotes).nth(1)).map(str::trim);
        let title = title.filter(|title| (1..=TITLE_CHARS_MAX).contains(&title.chars().count()));
        self.title = self.title.take().or_else(|| title.map(str::to_owned));
    }
}

/// So many in a private chat.
const PEOPLE_COUNTED: usize = 2;
const TITLE_CHARS_MAX: usize = 128;

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// No chat of a kind that is known.
    Format,
    /// Its dates cannot be.
    Dates,
}

/// The first messages in a piece of a file that begins where a message does, at most `max`, and how many bytes they
/// take. What is not followed by another one is whole only where the piece is the `last`.
pub(crate) fn messages(piece: &[u8], order: Order, last: bool, max: usize) -> (Vec<Line>, usize) {
    let mut found: Vec<Line> = Vec::new();
    // Where the last message begins that may go on behind the piece.
    let (mut open, mut at) = (None, 0);
    let (mut taken, mut whole_lines) = (None, 0);
    for raw in piece.split_inclusive(|byte| *byte == b'\n') {
        let start = at;
        at += raw.len();
        let whole = raw.ends_with(b"\n") || last;
        if whole {
            whole_lines = at;
        }
        let line = String::from_utf8_lossy(raw);
        let line = line.trim_end_matches(['\n', '\r']);
        let begins = stamp::read(line).and_then(|(stamp, rest)| Some((stamp.seconds(order)?, rest)));
        match begins.filter(|_| whole) {
            Some(_) if found.len() >= max => {
                taken = Some(start);
                break;
            }
            Some((date, rest)) => {
                open = Some(start);
                if let Some((name, text)) = written(rest).filter(|(_, text)| !is_told(text)) {
                    found.push(Line {
                        at: start,
                        date,
                        name: name.to_owned(),
                        text: unmarked(text).to_owned(),
                    });
                } else {
                    // What follows the messenger's words is not another message's.
                    found.push(Line { at: start, date, name: String::new(), text: String::new() });
                }
            }
            None if !whole => {}
            None => match found.last_mut() {
                Some(message) if !message.name.is_empty() => {
                    message.text.push('\n');
                    message.text.push_str(line);
                }
                _ => {}
            },
        }
    }
    let taken = taken.unwrap_or_else(|| match open {
        _ if last => piece.len(),
        // It may go on.
        Some(start) if start > 0 => {
            found.retain(|message| message.at < start);
            start
        }
        // Nothing but one message, or none: of it only what the piece has is taken.
        _ if whole_lines > 0 => whole_lines,
        _ => piece.len(),
    });
    found.retain(|message| !message.name.is_empty());
    (found, taken)
}

/// The file that a message may bring along, by its name, and the words that remain without it.
pub(crate) fn attached(text: &str) -> Option<(&str, &str)> {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let first = unmarked(first).trim();
    let name = match first.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')) {
        // "<attached: NAME>", in any language.
        Some(inner) => inner.split_once(':')?.1.trim(),
        // "NAME (file attached)", in any language.
        None => first.strip_suffix(')')?.rsplit_once(" (")?.0.trim(),
    };
    let named = name.contains('.') && !name.contains('/') && name.len() <= FILE_NAME_BYTES_MAX;
    named.then_some((name, rest))
}

/// Who wrote a line, and what.
fn written(rest: &str) -> Option<(&str, &str)> {
    let (name, text) = rest.split_once(':')?;
    let name = unmarked(name).trim_start_matches(['~', '\u{202f}', '\u{a0}']).trim();
    let text = text.strip_prefix(' ').or(text.is_empty().then_some(text))?;
    (1..=NAME_CHARS_MAX).contains(&name.chars().count()).then_some((name, text))
}

/// Whether the messenger says it in the name of the chat, as on iOS.
fn is_told(text: &str) -> bool {
    is_marked(text) && OF_ALL.iter().chain(OF_GROUPS).any(|told| text.contains(told))
}

/// Whether a text begins with the mark of what nobody has typed.
fn is_marked(text: &str) -> bool {
    text.starts_with(MARKS)
}

fn unmarked(text: &str) -> &str {
    text.trim_start_matches(MARKS)
}

/// Marks of direction and of a file's beginning, which say nothing.
const MARKS: [char; 5] = ['\u{200e}', '\u{200f}', '\u{202a}', '\u{202c}', '\u{feff}'];

#[cfg(test)]
mod tests {
    use super::*;

    const ANDROID: &str = "12/31/20, 9:41 PM - Messages and calls are end-to-end encrypted.\n\
        12/31/20, 9:41 PM - Ani: Selamat\ntahun baru\n\n12/31/20, 9:42\u{202f}PM - Budi: IMG-1.jpg (file attached)\nlihat\n";
    const IOS: &str = "\u{200e}[31.12.20, 21:41:05] Keluarga: \u{200e}Messages and calls are end-to-end encrypted.\r\n\
        [31.12.20, 21:41:06] Ani: \u{200e}Ani created group \u{201c}Keluarga\u{201d}\r\n\
        [31.12.20, 21:41:07] ~\u{202f}Budi: 10:30 - nanti\r\n\u{200e}[31.12.20, 21:41:08] Ani: \u{200e}<attached: 1-PHOTO.jpg>\r\n";

    fn scanned(text: &str) -> Scan {
        let mut scan = Scan::default();
        text.as_bytes().chunks(7).for_each(|bytes| scan.feed(bytes));
        scan.end();
        scan
    }

    fn all(text: &str, order: Order) -> Vec<(String, String)> {
        let (found, taken) = messages(text.as_bytes(), order, true, 100);
        assert_eq!(taken, text.len());
        found.into_iter().map(|line| (line.name, line.text)).collect()
    }

    #[test]
    fn a_private_chat_of_android_is_read() {
        assert!(scanned(ANDROID).order() == Ok(Order::MonthFirst));
        let chat = scanned(ANDROID).chat().unwrap();
        assert_eq!(chat, ImportedChat { private: true, group: false, title: None });
        let found = all(ANDROID, Order::MonthFirst);
        assert_eq!(found[0], ("Ani".into(), "Selamat\ntahun baru\n".into()));
        assert_eq!(attached(&found[1].1), Some(("IMG-1.jpg", "lihat")));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn a_group_of_ios_is_read_and_the_messenger_s_own_words_are_left_out() {
        let chat = scanned(IOS).chat().unwrap();
        assert_eq!(chat, ImportedChat { private: false, group: true, title: Some("Keluarga".into()) });
        let found = all(IOS, scanned(IOS).order().unwrap());
        assert_eq!(found[0], ("Budi".into(), "10:30 - nanti".into()));
        assert_eq!(attached(&found[1].1), Some(("1-PHOTO.jpg", "")));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn what_is_no_chat_is_not_taken() {
        assert_eq!(scanned("Dear diary,\n12/31/20 was fun\n").chat(), Err(Unreadable::Format));
        assert_eq!(scanned("").chat(), Err(Unreadable::Format));
        let impossible = "31/12/20, 21:41 - Ani: a\n12/31/20, 21:41 - Ani: b\n";
        assert_eq!(scanned(impossible).chat(), Err(Unreadable::Dates));
    }

    #[test]
    fn pieces_of_any_size_give_the_same_messages() {
        for text in [ANDROID, IOS] {
            let order = scanned(text).order().unwrap();
            let whole = all(text, order);
            let longest = 120;
            for (size, max) in [(longest, 1), (longest, 3), (longest + 37, 2), (4096, 1)] {
                let (mut found, mut at) = (Vec::new(), 0);
                while at < text.len() {
                    let end = (at + size).min(text.len());
                    let piece = &text.as_bytes()[at..end];
                    let (some, taken) = messages(piece, order, end == text.len(), max);
                    assert!(taken > 0, "it goes on");
                    found.extend(some.into_iter().map(|line| (line.name, line.text)));
                    at += taken;
                }
                assert!(found == whole, "{size} {max}");
            }
        }
    }

    #[test]
    fn a_message_larger_than_a_piece_ends_with_it() {
        let text = format!("31/12/20, 21:41 - Ani: {}\nrest\n", "a".repeat(100));
        let (found, taken) = messages(&text.as_bytes()[..64], Order::DayFirst, false, 9);
        assert!(taken == 64 && found.is_empty(), "its first line is not whole");
        let (found, taken) = messages(&text.as_bytes()[..text.len() - 2], Order::DayFirst, false, 9);
        assert!(taken == text.len() - 5 && found.len() == 1);
    }
}
