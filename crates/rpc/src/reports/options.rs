//! What a client offers who reports something: a list of reasons, one of them with a list of its own, and for some a few
//! words of the person's. The option that a client gives back says where he stands in it.

use domain::Language;

/// One reason.
struct Reason {
    /// In what the client gives back, and in the report.
    name: &'static str,
    /// What the person reads, in English and Indonesian.
    text: [&'static str; 2],
    /// Whether he has to say more.
    comment: bool,
}

const fn reason(name: &'static str, text: [&'static str; 2]) -> Reason {
    Reason { name, text, comment: false }
}

/// The list that behind this reason leads further.
const ILLEGAL: &str = "illegal";

const REASONS: &[Reason] = &[
    reason("spam", ["Spam", "Spam"]),
    reason("fake", ["Somebody pretends to be another", "Menyamar sebagai orang lain"]),
    reason("violence", ["Violence", "Kekerasan"]),
    reason("child-abuse", ["Child abuse", "Kekerasan terhadap anak"]),
    reason("pornography", ["Sexual content", "Konten seksual"]),
    reason(ILLEGAL, ["Illegal goods", "Barang terlarang"]),
    reason("personal-data", ["Somebody's private data", "Data pribadi seseorang"]),
    Reason { comment: true, ..reason("copyright", ["Copyright", "Hak cipta"]) },
    Reason { comment: true, ..reason("other", ["Something else", "Hal lain"]) },
];

const GOODS: &[Reason] = &[
    reason("weapons", ["Weapons", "Senjata"]),
    reason("drugs", ["Drugs", "Narkoba"]),
    reason("documents", ["False documents", "Dokumen palsu"]),
    Reason { comment: true, ..reason("goods", ["Other goods", "Barang lain"]) },
];

/// What comes after an option.
pub(crate) enum Next {
    /// He chooses: what stands above, and each text with its option.
    Choose(&'static str, Vec<(&'static str, &'static str)>),
    /// He says more, and gives this option again.
    Comment(&'static str),
    /// That is all: the reason.
    Done(&'static str),
}

/// What comes after this option with these words; none where there is no such option.
pub(crate) fn next(option: &[u8], comment: &str, language: Language) -> Option<Next> {
    let of_language = |text: [&'static str; 2]| match language {
        Language::English => text[0],
        Language::Indonesian => text[1],
    };
    let choice = |title: [&'static str; 2], reasons: &'static [Reason]| {
        let options = reasons.iter().map(|one| (of_language(one.text), one.name)).collect();
        Some(Next::Choose(of_language(title), options))
    };
    match option {
        [] => choice(["What is wrong?", "Apa yang salah?"], REASONS),
        _ if option == ILLEGAL.as_bytes() => choice(["Which goods?", "Barang apa?"], GOODS),
        _ => {
            let chosen = REASONS.iter().chain(GOODS).find(|one| one.name.as_bytes() == option)?;
            Some(match chosen.comment && comment.trim().is_empty() {
                true => Next::Comment(chosen.name),
                false => Next::Done(chosen.name),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_leads_to_an_end_with_a_few_words() {
        let mut open: Vec<&[u8]> = vec![&[]];
        let mut ends = Vec::new();
        while let Some(option) = open.pop() {
            match next(option, "", Language::Indonesian) {
                Some(Next::Choose(_, options)) => {
                    open.extend(options.into_iter().map(|(_, one)| one.as_bytes()))
                }
                Some(Next::Comment(again)) => {
                    assert!(matches!(
                        next(again.as_bytes(), "begini", Language::English),
                        Some(Next::Done(_))
                    ));
                    ends.push(again);
                }
                Some(Next::Done(reason)) => ends.push(reason),
                None => panic!("an option that leads nowhere"),
            }
        }
        assert_eq!(ends.len(), REASONS.len() + GOODS.len() - 1);
        assert!(next(b"nothing", "", Language::English).is_none());
    }
}
