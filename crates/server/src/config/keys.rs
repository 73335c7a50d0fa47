//! The list of all settings. A key `like_this` of the TOML file is `MERPATI_LIKE_THIS` in the environment and
//! `--like-this` as a flag; no setting stands anywhere else.

use mtproto::transport::SECRET_EXPECTED;

/// What a value is, for help and for messages about a wrong one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An IP address and a port.
    Address,
    /// A file or folder; a relative one in the settings file starts at that file's folder.
    Path,
    /// `true` or `false`; as a flag it may stand without a value.
    Switch,
    /// A whole number that is not negative.
    Count,
    /// One of the words named in the help.
    Word,
    /// Any text.
    Text,
    /// Text that is never printed.
    Secret,
}

/// One setting.
#[derive(Debug)]
pub struct Key {
    /// Its name in the TOML file.
    pub name: &'static str,
    /// What its value is.
    pub kind: Kind,
    /// The value when nothing is said; empty for none.
    pub default: &'static str,
    /// What a wrong value is told: "but it must be …".
    pub expected: &'static str,
    /// One line for `--help`.
    pub help: &'static str,
}

impl Key {
    /// The name in the environment.
    pub fn env(&self) -> String {
        format!("MERPATI_{}", self.name.to_uppercase())
    }

    /// The flag without its dashes.
    pub fn flag(&self) -> String {
        self.name.replace('_', "-")
    }
}

/// The setting called `name`.
pub fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// Every setting, in the order in which help and `merpati config` show them.
pub const KEYS: &[Key] = &[
    Key {
        name: "data",
        kind: Kind::Path,
        default: "./merpati-data",
        expected: "a folder",
        help: "The folder with the server's keys and everything it stores; made when it is not there",
    },
    Key {
        name: "listen",
        kind: Kind::Address,
        default: "0.0.0.0:4430",
        expected: "an IP address and a port, such as 0.0.0.0:4430",
        help: "Where clients connect; port 0 takes a free one",
    },
    Key {
        name: "http",
        kind: Kind::Address,
        default: "0.0.0.0:8080",
        expected: "an IP address and a port, such as 0.0.0.0:8080",
        help: "Where the web pages, WebSocket and metrics are; port 0 takes a free one",
    },
    Key {
        name: "public_address",
        kind: Kind::Address,
        default: "",
        expected: "an IP address and a port, such as 203.0.113.5:4430",
        help: "The address that clients are told, when it is not the one at which they arrive (behind NAT or a balancer)",
    },
    Key {
        name: "public_name",
        kind: Kind::Text,
        default: "",
        expected: "a name such as chat.example.org",
        help: "The name under which people reach the web pages over https, when it is not the one of --tls-acme; passkeys are made for it",
    },
    Key {
        name: "registration",
        kind: Kind::Word,
        default: "open",
        expected: "open, invite or closed",
        help: "Who may sign up: open (anybody), invite (numbers that were invited) or closed (nobody)",
    },
    Key {
        name: "mail_server",
        kind: Kind::Secret,
        default: "",
        expected: "an address such as smtps://USER:PASSWORD@mail.example.org",
        help: "The mail server that brings codes to the mail addresses that people have set",
    },
    Key {
        name: "mail_from",
        kind: Kind::Text,
        default: "",
        expected: "an address such as Merpati <merpati@example.org>",
        help: "Whom letters with codes come from",
    },
    Key {
        name: "mail_required",
        kind: Kind::Switch,
        default: "false",
        expected: "true or false",
        help: "Whether whoever signs in has to prove a mail address first",
    },
    Key {
        name: "code_gateway",
        kind: Kind::Secret,
        default: "",
        expected: "an address that begins with http:// or https://",
        help: "Brings codes to telephones: gets a POST with number and code as JSON",
    },
    Key {
        name: "code_gateway_token",
        kind: Kind::Secret,
        default: "",
        expected: "text",
        help: "Shown to the gateway as a bearer token",
    },
    Key {
        name: "codes_per_number",
        kind: Kind::Count,
        default: "5",
        expected: "a number of codes, or 0 for no limit",
        help: "How many codes are sent in 24 hours to one number; 0 for no limit",
    },
    Key {
        name: "codes_per_prefix",
        kind: Kind::Count,
        default: "50",
        expected: "a number of codes, or 0 for no limit",
        help: "How many codes are sent in 24 hours to numbers that differ in the last four digits only; 0 for no limit",
    },
    Key {
        name: "codes_per_network",
        kind: Kind::Count,
        default: "100",
        expected: "a number of codes, or 0 for no limit",
        help: "How many codes are sent in 24 hours asked for from one network (/24, or /48 of IPv6); 0 for no limit",
    },
    Key {
        name: "codes_per_day",
        kind: Kind::Count,
        default: "5000",
        expected: "a number of codes, or 0 for no limit",
        help: "How many codes are sent in 24 hours to all numbers together; 0 for no limit",
    },
    Key {
        name: "tls_cert",
        kind: Kind::Path,
        default: "",
        expected: "a PEM file",
        help: "Certificate chain of the HTTP port; read again when the file changes",
    },
    Key {
        name: "tls_key",
        kind: Kind::Path,
        default: "",
        expected: "a PEM file",
        help: "Private key that belongs to --tls-cert",
    },
    Key {
        name: "tls_acme",
        kind: Kind::Text,
        default: "",
        expected: "a name such as chat.example.org",
        help: "Gets and renews a certificate for this name by ACME, whose terms you agree to by this; port 443 of the name must lead to `http`",
    },
    Key {
        name: "tls_acme_directory",
        kind: Kind::Text,
        default: "https://acme-v02.api.letsencrypt.org/directory",
        expected: "an address that begins with https://",
        help: "The authority that --tls-acme asks",
    },
    Key {
        name: "tls_acme_root",
        kind: Kind::Path,
        default: "",
        expected: "a PEM file",
        help: "The only certificate that the authority's own address is trusted by, instead of those of the system",
    },
    Key {
        name: "link_previews",
        kind: Kind::Word,
        default: "off",
        expected: "off, on or loopback",
        help: "Whether the server looks at pages to which people link, to show what they are: off, on, or loopback (this machine's pages as well, for tests)",
    },
    Key {
        name: "s3_bucket",
        kind: Kind::Text,
        default: "",
        expected: "the name of a bucket: 3 to 63 small letters, digits, dots and hyphens",
        help: "Keeps people's files in this bucket, which speaks S3, instead of the data folder",
    },
    Key {
        name: "s3_endpoint",
        kind: Kind::Text,
        default: "",
        expected: "an address such as https://s3.example.org, without the bucket",
        help: "Where the bucket is",
    },
    Key {
        name: "s3_region",
        kind: Kind::Text,
        default: "us-east-1",
        expected: "a region, as the bucket's server names it",
        help: "The bucket's region",
    },
    Key {
        name: "s3_prefix",
        kind: Kind::Text,
        default: "",
        expected: "letters, digits, dots, hyphens, low lines and single slashes between them",
        help: "Stands in front of all names in the bucket, which several servers may then share",
    },
    Key {
        name: "s3_key_id",
        kind: Kind::Secret,
        default: "",
        expected: "text",
        help: "The id of the key that opens the bucket",
    },
    Key {
        name: "s3_secret",
        kind: Kind::Secret,
        default: "",
        expected: "text",
        help: "The key that opens the bucket; rather in the settings file or the environment than as a flag",
    },
    Key {
        name: "s3_secret_file",
        kind: Kind::Path,
        default: "",
        expected: "a file",
        help: "A file with nothing but the key that opens the bucket",
    },
    Key {
        name: "metrics_token",
        kind: Kind::Secret,
        default: "",
        expected: "text",
        help: "Lets `/metrics` be read from elsewhere than this machine, as a bearer token",
    },
    Key {
        name: "connections_max",
        kind: Kind::Count,
        default: "0",
        expected: "a number of connections, or 0 for what the limit of open files allows",
        help: "How many connections are held at once; 0 for as many as the limit of open files allows",
    },
    Key {
        name: "legacy_rsa_padding",
        kind: Kind::Switch,
        default: "true",
        expected: "true or false",
        help: "Whether key exchange takes the older padding that Telethon, kurigram and grammers send",
    },
    Key {
        name: "proxy_secret",
        kind: Kind::Secret,
        default: "",
        expected: SECRET_EXPECTED,
        help: "Lets apps use this server as an MTProxy with this secret: 32 hexadecimal digits, or dd and 32 of them",
    },
    Key {
        name: "test_mode",
        kind: Kind::Switch,
        default: "false",
        expected: "true or false",
        help: "Switches off flood limits and waiting times, for automated tests; never for a server with people on it",
    },
    Key {
        name: "log",
        kind: Kind::Text,
        default: "info",
        expected: "a log filter such as info or server=debug",
        help: "What is logged on standard error: error, warn, info, debug or trace, also by part of the program",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_turn_into_flag_and_variable() {
        let mut names: Vec<_> = KEYS.iter().map(|key| key.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), KEYS.len());
        let key = find("test_mode").unwrap();
        assert_eq!((key.env().as_str(), key.flag().as_str()), ("MERPATI_TEST_MODE", "test-mode"));
    }
}
