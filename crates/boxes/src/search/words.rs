//! What counts as a word: text cut at whatever is neither letter nor digit, in lower case and without accents.
//! Scripts that put no spaces between words (Chinese, Japanese, Thai and their neighbours) are cut into pairs of
//! characters. Nothing here knows an index.

use unicode_normalization::{
    UnicodeNormalization,
    char::{canonical_combining_class, is_combining_mark},
};

/// Which words there are depends on this file: when it changes, so does the number, and every index is rebuilt.
pub(crate) const RULES: u8 = 1;

/// A word of a text or of a query.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    pub(crate) letters: &'a str,
    pub(crate) kind: Kind,
}

/// How a word is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// By its beginnings from two letters on, or whole.
    Letters,
    /// Two characters of a script without spaces, or the last one of a run: by its first character or whole.
    Pair,
}

impl Kind {
    /// The shortest beginning by which a word of so many letters is found.
    pub(crate) fn shortest(self, letters: usize) -> usize {
        match self {
            Kind::Letters => letters.min(2),
            Kind::Pair => 1,
        }
    }
}

/// Words that a message has to hold.
pub(crate) struct Asked {
    words: Vec<(String, Kind)>,
    /// The text held no word at all, though it was not empty.
    pub(crate) hopeless: bool,
}

impl Asked {
    pub(crate) fn new(text: &str) -> Asked {
        let mut words: Vec<(String, Kind)> = Vec::new();
        cut(&fold(text), false, |word| {
            if words.len() < ASKED_MAX && !words.iter().any(|(known, _)| known == word.letters) {
                words.push((word.letters.to_owned(), word.kind));
            }
        });
        let hopeless = words.is_empty() && !text.trim().is_empty();
        Asked { words, hopeless }
    }

    /// Whether any text fits.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub(crate) fn words(&self) -> impl Iterator<Item = Word<'_>> {
        self.words.iter().map(|(letters, kind)| Word { letters, kind: *kind })
    }

    /// Whether a text holds all of them.
    pub(crate) fn fit(&self, text: &str) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let mut found = 0u32;
        cut(&fold(text), true, |word| {
            for (at, asked) in self.words().enumerate() {
                if begins(word, asked) {
                    found |= 1 << at;
                }
            }
        });
        found.count_ones() as usize == self.words.len()
    }
}

/// The words of a message, each as often as it stands there.
pub(crate) fn each_word(text: &str, each: impl FnMut(Word<'_>)) {
    cut(&fold(text), true, each);
}

fn begins(word: Word<'_>, asked: Word<'_>) -> bool {
    word.letters.starts_with(asked.letters)
        && word.kind == asked.kind
        && (asked.kind == Kind::Pair
            || word.letters.len() == asked.letters.len()
            || asked.letters.chars().nth(1).is_some())
}

/// Lower case, without accents and without the differences that only typesetting makes.
fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let bare = text.nfkd().filter(|letter| !is_accent(*letter) && !is_unseen(*letter));
    let mut folded = String::with_capacity(text.len());
    for letter in bare.nfc().flat_map(char::to_lowercase) {
        match plain(letter) {
            Some(plain) => folded.push_str(plain),
            None => folded.push(letter),
        }
    }
    folded
}

/// Marks above and below letters, and the points of Hebrew and Arabic. Signs that make another letter of one
/// (vowels of Indic scripts, the voicing of kana) are none.
fn is_accent(letter: char) -> bool {
    matches!(canonical_combining_class(letter), 10..=35 | 200..)
}

/// Joiners, soft hyphens, selectors of a letter's shape.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200c}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// Letters that Unicode does not take apart, as people type them who have no such key.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ς' => "σ",
        _ => return None,
    })
}

/// What a character is to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Spaceless,
    /// A picture: a word of its own.
    Sign,
    Between,
}

fn class(letter: char) -> Class {
    match letter {
        'a'..='z' | '0'..='9' => Class::Letter,
        '\0'..='\u{7f}' => Class::Between,
        // Thai, Lao; Burmese; Khmer; the marks of Chinese and Japanese; kana; their extensions; Han.
        '\u{e01}'..='\u{e3a}'
        | '\u{e40}'..='\u{e4e}'
        | '\u{e50}'..='\u{e59}'
        | '\u{e81}'..='\u{edf}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17d3}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{3096}'
        | '\u{3099}'..='\u{309f}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{30fc}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Class::Spaceless,
        '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' => Class::Sign,
        _ if letter.is_alphanumeric() || is_combining_mark(letter) => Class::Letter,
        _ => Class::Between,
    }
}

/// Cuts folded text into words. `ends` gives the last character of a spaceless run as well, which texts need so
/// that it can be found alone.
fn cut(text: &str, ends: bool, mut each: impl FnMut(Word<'_>)) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let of = class(first);
        let end = match of {
            Class::Sign => first.len_utf8(),
            _ => rest.find(|letter| class(letter) != of).unwrap_or(rest.len()),
        };
        let (run, behind) = rest.split_at(end);
        rest = behind;
        match of {
            Class::Between => {}
            Class::Letter => {
                let end = run.char_indices().nth(WORD_LETTERS_MAX).map_or(run.len(), |(at, _)| at);
                each(Word { letters: run.get(..end).unwrap_or(run), kind: Kind::Letters });
            }
            Class::Sign => each(Word { letters: run, kind: Kind::Pair }),
            Class::Spaceless => pairs(run, ends, &mut each),
        }
    }
}

fn pairs(run: &str, ends: bool, each: &mut impl FnMut(Word<'_>)) {
    let mut letters = run.char_indices().map(|(at, _)| at).chain([run.len()]);
    let (mut before, mut here) = (letters.next().unwrap_or(0), letters.next().unwrap_or(run.len()));
    let mut word = |from: usize, to: usize| {
        if let Some(letters) = run.get(from..to).filter(|letters| !letters.is_empty()) {
            each(Word { letters, kind: Kind::Pair });
        }
    };
    let single = here == run.len();
    for next in letters {
        word(before, next);
        (before, here) = (here, next);
    }
    if ends || single {
        word(before, here);
    }
}

/// Letters of a word that count.
const WORD_LETTERS_MAX: usize = 24;
/// Words of a query that count; each is a bit of a `u32`.
const ASKED_MAX: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        each_word(text, |word| words.push(word.letters.to_owned()));
        words
    }

    fn fits(text: &str, query: &str) -> bool {
        Asked::new(query).fit(text)
    }

    #[test]
    fn words_are_found_by_their_beginnings_from_two_letters_on() {
        assert!(fits("Selamat pagi, Budi!", "se"));
        assert!(fits("Selamat pagi, Budi!", "BUDI sel"));
        assert!(!fits("Selamat pagi", "s"));
        assert!(!fits("Selamat pagi", "lamat"));
        assert!(!fits("Selamat pagi", "pagin"));
        assert!(fits("rencana B", "b") && !fits("rencana besar", "b"));
    }

    #[test]
    fn case_and_accents_make_no_difference() {
        for (text, query) in [
            ("Čeština je těžká", "tezka"),
            ("tezka", "těžká"),
            ("İstanbul", "istanbul"),
            ("STRASSE", "straße"),
            ("Ελλάδας", "ελλαδασ"),
            ("Ёлка", "елка"),
            ("שָׁלוֹם", "שלום"),
            ("Việt Nam", "viet"),
            ("ﬁne １２", "fine 12"),
            ("smørrebrød", "smorre"),
        ] {
            assert!(fits(text, query), "{query} in {text}");
        }
        // The voicing of kana and the vowels of Hindi make other words.
        assert!(!fits("かき", "がき") && !fits("कि", "कु"));
    }

    #[test]
    fn spaceless_scripts_go_by_pairs() {
        assert_eq!(words("你好吗 ok"), ["你好", "好吗", "吗", "ok"]);
        assert!(fits("你好吗", "好吗") && fits("你好吗", "吗") && fits("你好吗", "你"));
        assert!(!fits("你好吗", "吗你"));
        assert!(fits("สวัสดีครับ", "สวัสดี") && fits("東京タワーへ", "タワー"));
        assert!(fits("買いましたiPhone", "iphone"));
    }

    #[test]
    fn signs_alone_are_no_word_and_pictures_are() {
        assert!(Asked::new("?!").hopeless && !fits("anything", "😀"));
        assert!(fits("nice 😀😀", "😀"));
        assert!(Asked::new("  ").is_empty() && !Asked::new("  ").hopeless);
    }

    #[test]
    fn a_word_without_end_is_cut_on_both_sides_alike() {
        let long = "x".repeat(4000);
        assert!(fits(&long, &long) && fits(&long, "xx"));
        assert_eq!(words(&long)[0].len(), WORD_LETTERS_MAX);
    }
}
