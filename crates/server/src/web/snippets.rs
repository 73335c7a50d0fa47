//! Ready programs, one for each client library that the tests run: each connects to this server, asks for number and
//! code, and signs the account in (or up). The tests run these very programs, so what a person copies works.

use std::net::SocketAddr;

use crate::info::{DC, ServerInfo};

/// A program for one client library.
pub struct Snippet {
    /// The library's name, as `merpati connect --client` takes it.
    pub client: &'static str,
    /// How to install what it needs.
    pub install: &'static str,
    /// The file's name.
    pub file: &'static str,
    /// The whole program.
    pub program: String,
}

/// The programs, filled in for a server that is reached at `address`.
pub fn all(info: &ServerInfo, address: SocketAddr) -> Vec<Snippet> {
    TEMPLATES
        .iter()
        .map(|(client, install, file, template)| Snippet {
            client,
            install,
            file,
            program: filled(template, info, address),
        })
        .collect()
}

fn filled(template: &str, info: &ServerInfo, address: SocketAddr) -> String {
    template
        .replace("{{HOST}}", &address.ip().to_string())
        .replace("{{PORT}}", &address.port().to_string())
        .replace("{{DC}}", &DC.to_string())
        .replace("{{KEY}}", info.public_key.trim())
        .replace("{{FINGERPRINT}}", &info.fingerprint_hex())
        .replace("{{MODULUS}}", &info.modulus_hex())
}

/// Client, how to install it, file name, program.
const TEMPLATES: &[(&str, &str, &str, &str)] = &[
    ("telethon", "pip install telethon==1.45.*", "telethon_connect.py", include_str!("snippets/telethon.py")),
    ("kurigram", "pip install kurigram==2.2.*", "kurigram_connect.py", include_str!("snippets/kurigram.py")),
    ("gramjs", "npm install telegram@2.26", "gramjs_connect.cjs", include_str!("snippets/gramjs.cjs")),
    ("mtcute", "npm install @mtcute/node@0.30", "mtcute_connect.mjs", include_str!("snippets/mtcute.mjs")),
];

#[cfg(test)]
pub(crate) fn info_for_tests() -> ServerInfo {
    ServerInfo {
        public_key: "-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----\n".to_owned(),
        fingerprint: 0xa1b2_c3d4_e5f6_0718,
        modulus: Box::new([7; 256]),
        port: 4430,
        public_address: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_program_has_a_gap_left() {
        let address = "192.0.2.7:4430".parse().unwrap();
        let all = all(&info_for_tests(), address);
        assert_eq!(all.len(), 4);
        for snippet in all {
            assert!(!snippet.program.contains("{{"), "{}", snippet.client);
            assert!(snippet.program.contains("192.0.2.7"), "{}", snippet.client);
        }
    }
}
