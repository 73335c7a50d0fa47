//! How links are opened, as it is shown; shared by the methods about it.

use domain::preferences::{Browser, BrowserException};
use tl::{enums, types};

use crate::contacts::hash_of;

/// All of it.
pub(super) fn shown(browser: &Browser) -> enums::account::WebBrowserSettings {
    let of = |external: bool| {
        let exceptions = browser.exceptions.iter().filter(|one| one.external == external);
        exceptions.map(exception).collect()
    };
    types::account::WebBrowserSettings {
        open_external_browser: browser.external,
        display_close_button: browser.close_button,
        ..types::account::WebBrowserSettings::new(of(true), of(false), hash(browser))
    }
    .into()
}

/// By this a client tells whether it has it as it is.
pub(super) fn hash(browser: &Browser) -> i64 {
    let text = |text: &str| text.bytes().fold(7, |sum: i64, byte| sum.wrapping_mul(31) + i64::from(byte));
    let flags = 1 + i64::from(browser.external) + 2 * i64::from(browser.close_button);
    let exceptions = browser.exceptions.iter();
    let exceptions = exceptions.flat_map(|one| [text(&one.url), i64::from(one.external)]);
    hash_of(std::iter::once(flags).chain(exceptions))
}

/// One place of which links are opened otherwise. Nobody has looked at it, so its name stands for a title.
pub(super) fn exception(one: &BrowserException) -> enums::WebDomainException {
    types::WebDomainException::new(one.domain.clone(), one.url.clone(), one.domain.clone()).into()
}

/// The name of the place to which an address leads; none for what is no address.
pub(super) fn domain_of(url: &str) -> Option<String> {
    let bare = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
    let authority = bare.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let fits = host.len() <= HOST_BYTES_MAX
        && host.contains('.')
        && host.split('.').all(|label| !label.is_empty())
        && host.chars().all(|letter| letter.is_alphanumeric() || letter == '-' || letter == '.');
    fits.then_some(host)
}

/// Bytes of an address, and of the name in it.
pub(super) const URL_BYTES_MAX: usize = 512;
const HOST_BYTES_MAX: usize = 253;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_what_stands_before_path_and_port() {
        assert_eq!(domain_of("https://Example.org/a?b").as_deref(), Some("example.org"));
        assert_eq!(domain_of("ayu@example.org:8080").as_deref(), Some("example.org"));
        assert_eq!(domain_of("例え.jp").as_deref(), Some("例え.jp"));
        for none in ["", "https://", "localhost", "a..b", "ex ample.org", ".org"] {
            assert_eq!(domain_of(none), None, "{none}");
        }
    }
}
