//! The page at `/connect`: address, key, fingerprint and a program for each client library. Plain HTML without
//! scripts; it loads nothing.

use std::net::IpAddr;

use super::{language::Language, snippets};
use crate::info::ServerInfo;

/// The page for somebody who reached the server at `local`.
pub(super) fn connect(info: &ServerInfo, local: IpAddr, language: Language) -> String {
    let address = info.address(local);
    let words = words(language);
    let programs: String = snippets::all(info, address)
        .iter()
        .map(|snippet| {
            format!(
                "<details><summary>{}</summary>\n<p><code>{}</code></p>\n<pre>{}</pre>\n</details>\n",
                escaped(snippet.client),
                escaped(snippet.install),
                escaped(&snippet.program)
            )
        })
        .collect();
    include_str!("connect.html")
        .replace("{{LANGUAGE}}", language.code())
        .replace("{{TITLE}}", words.title)
        .replace("{{INTRODUCTION}}", words.introduction)
        .replace("{{ADDRESS_WORD}}", words.address)
        .replace("{{FINGERPRINT_WORD}}", words.fingerprint)
        .replace("{{KEY_WORD}}", words.key)
        .replace("{{PROGRAMS_WORD}}", words.programs)
        .replace("{{SIGN_IN}}", words.sign_in)
        .replace("{{ADDRESS}}", &escaped(&address.to_string()))
        .replace("{{FINGERPRINT}}", &escaped(&info.fingerprint_hex()))
        .replace("{{KEY}}", &escaped(info.public_key.trim()))
        .replace("{{PROGRAMS}}", &programs)
}

/// What the page says.
struct Words {
    title: &'static str,
    introduction: &'static str,
    address: &'static str,
    fingerprint: &'static str,
    key: &'static str,
    programs: &'static str,
    sign_in: &'static str,
}

fn words(language: Language) -> Words {
    match language {
        Language::English => Words {
            title: "Connect to this server",
            introduction: "This is a Merpati server. It speaks Telegram's own protocol, so the libraries and apps \
                           that you know work with it once they have its address and its key.",
            address: "Address",
            fingerprint: "Fingerprint of the key",
            key: "Public key",
            programs: "Ready programs",
            sign_in: "Sign in with any phone number. The code comes to your other devices; for a first sign-in, \
                      whoever runs the server reads it with <code>merpati admin login-code +PHONE</code>.",
        },
        Language::Indonesian => Words {
            title: "Hubungkan ke server ini",
            introduction: "Ini adalah server Merpati. Server ini berbicara dengan protokol Telegram sendiri, \
                           sehingga pustaka dan aplikasi yang Anda kenal dapat dipakai setelah diberi alamat dan \
                           kuncinya.",
            address: "Alamat",
            fingerprint: "Sidik jari kunci",
            key: "Kunci publik",
            programs: "Program siap pakai",
            sign_in: "Masuklah dengan nomor telepon apa pun. Kodenya dikirim ke perangkat Anda yang lain; untuk \
                      masuk pertama kali, pengelola server membacanya dengan \
                      <code>merpati admin login-code +NOMOR</code>.",
        },
    }
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_address_key_and_fingerprint_in_both_languages() {
        for language in [Language::English, Language::Indonesian] {
            let page = connect(&snippets::info_for_tests(), "192.0.2.7".parse().unwrap(), language);
            assert!(page.contains("192.0.2.7:4430") && page.contains("a1b2c3d4e5f60718"));
            assert!(page.contains("-----BEGIN RSA PUBLIC KEY-----"));
            assert!(page.contains(&format!("<html lang=\"{}\">", language.code())));
            assert!(!page.contains("{{"));
        }
    }
}
