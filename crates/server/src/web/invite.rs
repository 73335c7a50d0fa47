//! The page behind the link of an invitation: the number that the server has handed out and the code that waits for
//! it, for whoever has the link and nobody else. Plain HTML without scripts.

use bytes::Bytes;
use domain::Invited;
use http_body_util::Full;
use hyper::{
    Request, Response, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
};

use super::{Web, language, language::Language, page::escaped, with_type};

/// Where such pages are.
pub(super) const PATH: &str = "/invite/";

/// The page for `token`.
pub(super) async fn answer(web: &Web, token: &str, request: &Request<Incoming>) -> Response<Full<Bytes>> {
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let language = language::choose(accepted.unwrap_or_default());
    let (status, invited) = match web.node.services().domain.accounts.invited(token).await {
        Ok(Some(invited)) => (StatusCode::OK, Some(invited)),
        Ok(None) => (StatusCode::NOT_FOUND, None),
        Err(error) => {
            tracing::error!(%error, "an invitation could not be read");
            (StatusCode::INTERNAL_SERVER_ERROR, None)
        }
    };
    let mut response = with_type(status, "text/html; charset=utf-8", body(invited.as_ref(), language));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.code()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    );
    response
}

fn body(invited: Option<&Invited>, language: Language) -> String {
    let words = words(language);
    let said = match invited {
        None => format!("<p>{}</p>", words.gone),
        Some(Invited { used: true, .. }) => format!("<p>{}</p>", words.used),
        Some(Invited { phone, code, .. }) => {
            let code = match code {
                Some(code) => format!("<p>{} <code>{}</code></p>", words.code, escaped(code)),
                None => format!("<p>{}</p>", words.waiting),
            };
            format!("<p>{} <code>+{}</code></p>\n{code}", words.number, escaped(phone))
        }
    };
    // Whoever waits for a code sees it without doing anything.
    let again = invited.filter(|invited| !invited.used && invited.code.is_none());
    let again = again.map_or("", |_| "<meta http-equiv=\"refresh\" content=\"5\">\n");
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n{again}<title>{title}</title>\n\
         <style>body{{font:1.1em/1.5 sans-serif;max-width:40em;margin:2em auto;padding:0 1em}}\
         code{{font-size:1.4em}}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{said}\n\
         <p><a href=\"/connect\">{}</a></p>\n</body>\n</html>\n",
        language.code(),
        words.connect,
        title = words.title,
    )
}

struct Words {
    title: &'static str,
    number: &'static str,
    code: &'static str,
    waiting: &'static str,
    used: &'static str,
    gone: &'static str,
    connect: &'static str,
}

fn words(language: Language) -> Words {
    match language {
        Language::English => Words {
            title: "You are invited",
            number: "Sign in with this number, which is yours now:",
            code: "Your code:",
            waiting: "As soon as the app asks for a code, it stands here. Show this page to nobody.",
            used: "Somebody has signed up with this invitation. Codes now come to that account's devices.",
            gone: "This invitation is not good, or no longer. Ask for another.",
            connect: "How to connect",
        },
        Language::Indonesian => Words {
            title: "Anda diundang",
            number: "Masuklah dengan nomor ini, yang kini milik Anda:",
            code: "Kode Anda:",
            waiting: "Begitu aplikasi meminta kode, kodenya muncul di sini. Jangan perlihatkan halaman ini kepada \
                      siapa pun.",
            used: "Seseorang telah mendaftar dengan undangan ini. Kode kini dikirim ke perangkat akun itu.",
            gone: "Undangan ini tidak berlaku, atau tidak lagi. Mintalah yang lain.",
            connect: "Cara menghubungkan",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_shows_number_and_code_until_somebody_has_signed_up() {
        let invited = |code: Option<&str>, used| Invited {
            phone: "88801234567".into(),
            code: code.map(str::to_owned),
            used,
        };
        for language in [Language::English, Language::Indonesian] {
            let waiting = body(Some(&invited(None, false)), language);
            assert!(waiting.contains("+88801234567") && waiting.contains("refresh"));
            let there = body(Some(&invited(Some("01234"), false)), language);
            assert!(there.contains("01234") && !there.contains("refresh"));
            let used = body(Some(&invited(None, true)), language);
            assert!(!used.contains("88801234567") && body(None, language).contains("/connect"));
        }
    }
}
