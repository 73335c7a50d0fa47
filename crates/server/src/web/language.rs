//! In which language a page is shown, from the browser's list.

/// A language that pages are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    /// English.
    English,
    /// Bahasa Indonesia.
    Indonesian,
}

impl Language {
    /// As HTML and HTTP name it.
    pub(super) fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Indonesian => "id",
        }
    }
}

/// The language that `accepted`, an Accept-Language header, puts first among ours; English when none is there.
pub(super) fn choose(accepted: &str) -> Language {
    let mut best = (0.0, Language::English);
    for one in accepted.split(',') {
        let (tag, weight) = one.split_once(';').unwrap_or((one, "q=1"));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse().ok()).unwrap_or(1.0);
        let language = match tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "id" | "in" => Language::Indonesian,
            "en" => Language::English,
            _ => continue,
        };
        if weight > best.0 {
            best = (weight, language);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_of_our_languages_wins() {
        assert_eq!(choose(""), Language::English);
        assert_eq!(choose("id-ID,id;q=0.9,en;q=0.8"), Language::Indonesian);
        assert_eq!(choose("fr, en;q=0.5, id;q=0.7"), Language::Indonesian);
        assert_eq!(choose("en-GB,id;q=0.3"), Language::English);
        assert_eq!(choose("de"), Language::English);
    }
}
