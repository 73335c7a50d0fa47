//! `help.getCountriesList lang_code:string hash:int = help.CountriesList`: names and calling codes, out of
//! `data/countries.txt`; in Indonesian for those who ask in it, else in English.

use domain::Language;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::Error,
    help::data::{hash, lines},
};

const TABLE: &str = include_str!("../../data/countries.txt");

pub(crate) async fn handle(
    _: &Call<'_>,
    request: functions::help::GetCountriesList,
) -> Result<enums::help::CountriesList, Error> {
    let language = Language::of(&request.lang_code);
    let hash = hash(&[TABLE, if language == Language::Indonesian { "id" } else { "en" }]);
    if request.hash == hash {
        return Ok(enums::help::CountriesList::CountriesListNotModified);
    }
    let countries = lines(TABLE).filter_map(Country::read).map(|country| country.shown(language));
    Ok(types::help::CountriesList::new(countries.collect(), hash).into())
}

/// A line of the table.
struct Country {
    iso2: &'static str,
    english: &'static str,
    indonesian: &'static str,
    code: &'static str,
    prefixes: &'static str,
    pattern: &'static str,
}

impl Country {
    fn read(line: &'static str) -> Option<Country> {
        let mut fields = line.split('|');
        let mut next = || fields.next();
        let (iso2, english, indonesian) = (next()?, next()?, next()?);
        let (code, prefixes, pattern) = (next()?, next()?, next()?);
        next().is_none().then_some(Country { iso2, english, indonesian, code, prefixes, pattern })
    }

    fn shown(self, language: Language) -> enums::help::Country {
        let owned = |text: &str| text.to_owned();
        let prefixes: Vec<String> = self.prefixes.split_whitespace().map(owned).collect();
        let code = types::help::CountryCode {
            prefixes: (!prefixes.is_empty()).then_some(prefixes),
            patterns: (!self.pattern.is_empty()).then(|| vec![owned(self.pattern)]),
            ..types::help::CountryCode::new(owned(self.code))
        };
        let named = language == Language::Indonesian && !self.indonesian.is_empty();
        let country = types::help::Country::new(owned(self.iso2), owned(self.english), vec![code.into()]);
        types::help::Country { name: named.then(|| owned(self.indonesian)), ..country }.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_country_and_they_are_sorted() {
        let all: Vec<_> = lines(TABLE).map(|line| Country::read(line).ok_or(line)).collect();
        assert!(all.iter().all(Result::is_ok));
        let all: Vec<_> = all.into_iter().flatten().collect();
        assert!(all.len() > 200);
        assert!(all.windows(2).all(|pair| pair[0].iso2 < pair[1].iso2));
        for country in &all {
            let digits = |text: &str| text.bytes().all(|sign| sign.is_ascii_digit());
            assert!(country.iso2.len() == 2 && !country.english.is_empty(), "{}", country.iso2);
            assert!(!country.code.is_empty() && digits(country.code), "{}", country.iso2);
            assert!(country.prefixes.split_whitespace().all(digits), "{}", country.iso2);
            assert!(country.pattern.chars().all(|sign| sign == 'X' || sign == ' '), "{}", country.iso2);
        }
    }

    #[test]
    fn indonesia_can_be_chosen() {
        let indonesia = lines(TABLE).filter_map(Country::read).find(|country| country.iso2 == "ID");
        assert_eq!(indonesia.map(|country| country.code), Some("62"));
    }
}
