//! The settings of one server: their list ([`keys`]), where each value comes from ([`layers`]) and their typed
//! form ([`Config`]). Nothing here touches the data folder or the network.

pub mod keys;
pub mod layers;

use std::{net::SocketAddr, path::PathBuf};

use domain::SendLimits;
use mtproto::transport::ProxySecret;
use zeroize::Zeroizing;

pub use crate::previews::Reach;
use crate::{carriers::GatewayUrl, outgoing::Place};

pub use keys::{KEYS, Key, Kind};
pub use layers::{Layers, Source};

/// What is wrong with a setting; one sentence for the person who wrote it.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A key that no setting has.
    #[error("{place} sets the unknown key `{key}`{}", hint.as_ref().map(|hint| format!(", did you mean `{hint}`?")).unwrap_or_default())]
    UnknownKey {
        /// The key as written.
        key: String,
        /// Where it stands.
        place: Source,
        /// The nearest key that exists.
        hint: Option<String>,
    },
    /// A value that its key cannot take.
    #[error("{place} gives `{key}` the value `{value}`, but it must be {expected}")]
    BadValue {
        /// The key.
        key: &'static str,
        /// The value as written; `(hidden)` for secrets.
        value: String,
        /// Where it stands.
        place: Source,
        /// What would be right.
        expected: &'static str,
    },
    /// The file is there but cannot be read.
    #[error("the settings file {} cannot be read: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's words.
        reason: String,
    },
    /// The file is not TOML.
    #[error("the settings file {} is not valid TOML: {reason}", path.display())]
    NotToml {
        /// The file.
        path: PathBuf,
        /// The parser's words, on one line.
        reason: String,
    },
    /// A file inside the data folder says where the data folder is.
    #[error("the settings file {} lies in the data folder and cannot name another with `data`", path.display())]
    DataInsideData {
        /// The file.
        path: PathBuf,
    },
    /// A key that means nothing without another.
    #[error("`{given}` is set but `{missing}` is not")]
    Alone {
        /// The key that is set.
        given: &'static str,
        /// The key that is not.
        missing: &'static str,
    },
    /// Two keys that cannot both hold.
    #[error("`{one}` and `{other}` are both set; only one of them can hold")]
    Both {
        /// The one.
        one: &'static str,
        /// The other.
        other: &'static str,
    },
    /// One half of a pair.
    #[error("`{given}` is set but `{missing}` is not; TLS needs both")]
    HalfPair {
        /// The key that is set.
        given: &'static str,
        /// The key that is not.
        missing: &'static str,
    },
}

/// Who may sign up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registration {
    /// Anybody with a phone number.
    Open,
    /// Only numbers that somebody invited.
    Invite,
    /// Nobody; those who have an account sign in.
    Closed,
}

/// Certificate chain and key of the HTTP port, as PEM files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    /// The chain, leaf first.
    pub cert: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

/// An authority that gives certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcmeSettings {
    /// The name that the certificate is for.
    pub domain: String,
    /// The authority's directory.
    pub directory: String,
    /// The certificate that the authority's address is trusted by.
    pub root: Option<PathBuf>,
}

/// Every setting in its own type. Has no Debug, since it holds a token.
#[derive(Clone)]
pub struct Config {
    /// The data folder.
    pub data: PathBuf,
    /// Where MTProto connections arrive.
    pub listen: SocketAddr,
    /// Where pages, metrics and WebSocket connections arrive.
    pub http: SocketAddr,
    /// The address and port that clients are told, when it is not the one they arrived at.
    pub public_address: Option<SocketAddr>,
    /// The name under which people reach the web pages, where the operator has said it.
    pub public_name: Option<String>,
    /// Who may sign up.
    pub registration: Registration,
    /// Flood limits and waiting times are off.
    pub test_mode: bool,
    /// TLS on the HTTP port.
    pub tls: Option<TlsFiles>,
    /// Certificates for the HTTP port by ACME.
    pub acme: Option<AcmeSettings>,
    /// How far the worker reaches that looks at pages behind links; none: there is none.
    pub link_previews: Option<Reach>,
    /// Who names this token may read `/metrics` from elsewhere than loopback.
    pub metrics_token: Option<Zeroizing<String>>,
    /// The filter of the log, in tracing's words.
    pub log: String,
    /// How many connections are held at once; 0 leaves it to the limit of open files.
    pub connections_max: usize,
    /// Whether key exchange takes the SHA-1 padding that Telethon, kurigram and grammers send.
    pub legacy_rsa_padding: bool,
    /// Secrets with which clients may come as if through a proxy.
    pub proxy_secrets: Vec<ProxySecret>,
    /// A bucket for people's files, which lie in the data folder where there is none.
    pub bucket: Option<BucketSettings>,
    /// What carries codes.
    pub carrying: Carrying,
    /// How many codes are sent.
    pub sends: SendLimits,
    /// Whether whoever signs in has to prove a mail address.
    pub mail_required: bool,
}

/// A bucket for people's files. Has no Debug, since it holds a key.
#[derive(Clone)]
pub struct BucketSettings {
    /// `https://s3.example.org`.
    pub endpoint: String,
    /// Its region.
    pub region: String,
    /// Its name.
    pub name: String,
    /// What stands in front of the names in it.
    pub prefix: String,
    /// The key's id.
    pub key_id: Zeroizing<String>,
    /// The key.
    pub secret: BucketSecret,
}

/// Where the key of a bucket is.
#[derive(Clone)]
pub enum BucketSecret {
    /// Here.
    Given(Zeroizing<String>),
    /// In a file.
    File(PathBuf),
}

/// What carries codes. Has no Debug, since it holds passwords.
#[derive(Clone, Default)]
pub struct Carrying {
    /// A mail server.
    pub mail: Option<MailSettings>,
    /// A gateway to telephones.
    pub gateway: Option<GatewaySettings>,
}

/// A mail server and who writes.
#[derive(Clone)]
pub struct MailSettings {
    /// `smtps://USER:PASSWORD@HOST` or the like.
    pub server: Zeroizing<String>,
    /// Whom letters come from.
    pub from: String,
}

/// A gateway to telephones.
#[derive(Clone)]
pub struct GatewaySettings {
    /// Where it is.
    pub url: GatewayUrl,
    /// What it is shown as a bearer token.
    pub token: Option<Zeroizing<String>>,
}

impl Config {
    /// The typed form of `layers`, or the first value that does not fit.
    pub fn from_layers(layers: &Layers) -> Result<Config, ConfigError> {
        let tls = match (layers.path("tls_cert"), layers.path("tls_key")) {
            (Some(cert), Some(key)) => Some(TlsFiles { cert, key }),
            (None, None) => None,
            (Some(_), None) => return Err(ConfigError::HalfPair { given: "tls_cert", missing: "tls_key" }),
            (None, Some(_)) => return Err(ConfigError::HalfPair { given: "tls_key", missing: "tls_cert" }),
        };
        let public = layers.value("public_address");
        Ok(Config {
            data: layers.path("data").unwrap_or_else(|| PathBuf::from("merpati-data")),
            listen: parsed(layers, "listen")?,
            http: parsed(layers, "http")?,
            public_address: if public.is_empty() { None } else { Some(parsed(layers, "public_address")?) },
            public_name: host_name(layers, "public_name")?,
            registration: match layers.value("registration") {
                "open" => Registration::Open,
                "invite" => Registration::Invite,
                "closed" => Registration::Closed,
                _ => return Err(layers.bad_value("registration")),
            },
            test_mode: parsed(layers, "test_mode")?,
            link_previews: match layers.value("link_previews") {
                "off" => None,
                "on" => Some(Reach::Public),
                "loopback" => Some(Reach::Loopback),
                _ => return Err(layers.bad_value("link_previews")),
            },
            acme: acme(layers, tls.is_some())?,
            tls,
            metrics_token: Some(layers.value("metrics_token"))
                .filter(|token| !token.is_empty())
                .map(|token| Zeroizing::new(token.to_owned())),
            log: layers.value("log").to_owned(),
            connections_max: parsed(layers, "connections_max")?,
            legacy_rsa_padding: parsed(layers, "legacy_rsa_padding")?,
            bucket: bucket(layers)?,
            carrying: carrying(layers)?,
            sends: SendLimits {
                number: parsed(layers, "codes_per_number")?,
                prefix: parsed(layers, "codes_per_prefix")?,
                network: parsed(layers, "codes_per_network")?,
                day: parsed(layers, "codes_per_day")?,
            },
            mail_required: match parsed(layers, "mail_required")? {
                true if layers.value("mail_server").is_empty() => {
                    let (given, missing) = ("mail_required", "mail_server");
                    return Err(ConfigError::Alone { given, missing });
                }
                required => required,
            },
            proxy_secrets: match layers.value("proxy_secret") {
                "" => Vec::new(),
                written => {
                    vec![ProxySecret::read(written).ok_or_else(|| layers.bad_value("proxy_secret"))?]
                }
            },
        })
    }
}

/// The name of a machine, if this key has one.
fn host_name(layers: &Layers, key: &'static str) -> Result<Option<String>, ConfigError> {
    let name = layers.value(key).to_lowercase();
    if name.is_empty() {
        return Ok(None);
    }
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
    };
    if name.len() > 253 || !name.split('.').all(label) {
        return Err(layers.bad_value(key));
    }
    Ok(Some(name))
}

fn acme(layers: &Layers, has_files: bool) -> Result<Option<AcmeSettings>, ConfigError> {
    let Some(domain) = host_name(layers, "tls_acme")? else { return Ok(None) };
    if has_files {
        return Err(ConfigError::Both { one: "tls_acme", other: "tls_cert" });
    }
    let directory = layers.value("tls_acme_directory").to_owned();
    if !directory.starts_with("https://") {
        return Err(layers.bad_value("tls_acme_directory"));
    }
    Ok(Some(AcmeSettings { domain, directory, root: layers.path("tls_acme_root") }))
}

fn bucket(layers: &Layers) -> Result<Option<BucketSettings>, ConfigError> {
    let text = |key: &'static str| layers.value(key).to_owned();
    let secret = Zeroizing::new(text("s3_secret"));
    let secret = match (secret.is_empty(), layers.path("s3_secret_file")) {
        (false, Some(_)) => return Err(ConfigError::Both { one: "s3_secret", other: "s3_secret_file" }),
        (false, None) => Some(BucketSecret::Given(secret)),
        (true, file) => file.map(BucketSecret::File),
    };
    let (name, endpoint, prefix) = (text("s3_bucket"), text("s3_endpoint"), text("s3_prefix"));
    let key_id = Zeroizing::new(text("s3_key_id"));
    if name.is_empty() {
        let set = [
            ("s3_endpoint", !endpoint.is_empty()),
            ("s3_prefix", !prefix.is_empty()),
            ("s3_key_id", !key_id.is_empty()),
            ("s3_secret", secret.is_some()),
        ];
        let alone = set.into_iter().find(|(_, set)| *set);
        return match alone {
            Some((given, _)) => Err(ConfigError::Alone { given, missing: "s3_bucket" }),
            None => Ok(None),
        };
    }
    let missing = |missing| ConfigError::Alone { given: "s3_bucket", missing };
    let secret = secret.ok_or_else(|| missing("s3_secret"))?;
    if key_id.is_empty() {
        return Err(missing("s3_key_id"));
    }
    if endpoint.is_empty() {
        return Err(missing("s3_endpoint"));
    }
    let named = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    if !(3..=63).contains(&name.len()) || !name.bytes().all(named) {
        return Err(layers.bad_value("s3_bucket"));
    }
    let part = |part: &str| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
        !part.is_empty() && !matches!(part, "." | "..") && part.bytes().all(fits)
    };
    if !prefix.is_empty() && !prefix.split('/').all(part) {
        return Err(layers.bad_value("s3_prefix"));
    }
    let address = endpoint.parse::<hyper::Uri>().ok();
    let plain = address.as_ref().filter(|address| address.path() == "/" && address.query().is_none());
    if plain.and_then(Place::of).is_none() {
        return Err(layers.bad_value("s3_endpoint"));
    }
    let (endpoint, region) = (endpoint.trim_end_matches('/').to_owned(), text("s3_region"));
    if region.is_empty() {
        return Err(layers.bad_value("s3_region"));
    }
    Ok(Some(BucketSettings { endpoint, region, name, prefix, key_id, secret }))
}

fn carrying(layers: &Layers) -> Result<Carrying, ConfigError> {
    let text = |key: &'static str| Some(layers.value(key).to_owned()).filter(|value| !value.is_empty());
    let mail = match (text("mail_server"), text("mail_from")) {
        (None, None) => None,
        (Some(server), Some(from)) => Some(MailSettings { server: Zeroizing::new(server), from }),
        (Some(_), None) => return Err(ConfigError::Alone { given: "mail_server", missing: "mail_from" }),
        (None, Some(_)) => return Err(ConfigError::Alone { given: "mail_from", missing: "mail_server" }),
    };
    let token = text("code_gateway_token").map(Zeroizing::new);
    let gateway = match text("code_gateway") {
        Some(url) => {
            let url = GatewayUrl::read(&url).ok_or_else(|| layers.bad_value("code_gateway"))?;
            Some(GatewaySettings { url, token })
        }
        None if token.is_some() => {
            return Err(ConfigError::Alone { given: "code_gateway_token", missing: "code_gateway" });
        }
        None => None,
    };
    Ok(Carrying { mail, gateway })
}

fn parsed<T: std::str::FromStr>(layers: &Layers, key: &'static str) -> Result<T, ConfigError> {
    layers.value(key).parse().map_err(|_| layers.bad_value(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layers(flags: &[(&str, &str)]) -> Layers {
        Layers::resolve(flags, &|_| None, None).unwrap()
    }

    #[test]
    fn nothing_set_gives_the_defaults_that_scripts_rely_on() {
        let config = Config::from_layers(&layers(&[])).unwrap();
        assert_eq!(config.data, PathBuf::from("./merpati-data"));
        assert_eq!(config.listen.to_string(), "0.0.0.0:4430");
        assert_eq!(config.http.to_string(), "0.0.0.0:8080");
        assert!(!config.test_mode);
        assert!(config.legacy_rsa_padding);
        assert_eq!(config.registration, Registration::Open);
    }

    #[test]
    fn a_value_that_does_not_fit_is_named_with_its_place_and_what_would_be_right() {
        let error = Config::from_layers(&layers(&[("listen", "everywhere")])).err().unwrap();
        assert_eq!(
            error.to_string(),
            "the flag --listen gives `listen` the value `everywhere`, but it must be an IP address and a port, such as 0.0.0.0:4430"
        );
    }

    #[test]
    fn a_certificate_comes_for_a_name_from_an_authority_with_tls_and_not_from_two_places() {
        let acme = |flags: &[(&str, &str)]| Config::from_layers(&layers(flags)).map(|config| config.acme);
        assert_eq!(acme(&[]).ok().unwrap(), None);
        let settings = acme(&[("tls_acme", "Chat.Example.org")]).ok().unwrap().unwrap();
        assert_eq!(settings.domain, "chat.example.org");
        assert!(settings.directory.starts_with("https://") && settings.root.is_none());
        for wrong in ["..", "a/b", "../x", "-a.org", "*.example.org", "a b"] {
            assert!(acme(&[("tls_acme", wrong)]).is_err(), "{wrong}");
        }
        let name = ("tls_acme", "chat.example.org");
        assert!(acme(&[name, ("tls_acme_directory", "http://127.0.0.1")]).is_err());
        let both = acme(&[name, ("tls_cert", "a.pem"), ("tls_key", "b.pem")]).err().unwrap();
        assert_eq!(both.to_string(), "`tls_acme` and `tls_cert` are both set; only one of them can hold");
    }

    #[test]
    fn a_bucket_has_all_that_it_needs_or_is_refused_with_a_sentence() {
        let whole = [
            ("s3_bucket", "merpati-files"),
            ("s3_endpoint", "https://s3.example.org/"),
            ("s3_key_id", "shown"),
            ("s3_secret", "hidden"),
        ];
        let bucket = |flags: &[(&str, &str)]| Config::from_layers(&layers(flags)).map(|config| config.bucket);
        assert!(bucket(&[]).ok().unwrap().is_none());
        let settings = bucket(&whole).ok().unwrap().unwrap();
        assert_eq!(
            (settings.endpoint.as_str(), settings.region.as_str()),
            ("https://s3.example.org", "us-east-1")
        );
        for (left_out, (missing, _)) in whole.iter().enumerate() {
            let mut rest = whole.to_vec();
            rest.remove(left_out);
            let sentence = bucket(&rest).err().unwrap().to_string();
            assert!(sentence.ends_with(&format!("`{missing}` is not")), "{sentence}");
        }
        for (key, wrong) in [
            ("s3_bucket", "a/b"),
            ("s3_bucket", "ab"),
            ("s3_endpoint", "s3.example.org"),
            ("s3_endpoint", "https://s3.example.org/bucket"),
            ("s3_prefix", "/a"),
            ("s3_prefix", "a/../b"),
            ("s3_region", ""),
        ] {
            let mut with = whole.to_vec();
            with.retain(|(name, _)| *name != key);
            with.push((key, wrong));
            assert!(bucket(&with).is_err(), "{key} {wrong}");
        }
        let both = [whole.as_slice(), &[("s3_secret_file", "key")]].concat();
        let sentence = bucket(&both).err().unwrap().to_string();
        assert!(sentence.contains("only one of them") && !sentence.contains("hidden"), "{sentence}");
    }

    #[test]
    fn half_of_a_tls_pair_is_refused() {
        let error = Config::from_layers(&layers(&[("tls_cert", "a.pem")])).err().unwrap();
        assert_eq!(error.to_string(), "`tls_cert` is set but `tls_key` is not; TLS needs both");
    }
}
