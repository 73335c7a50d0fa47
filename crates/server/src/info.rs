//! What a client must know to reach this server: address, public key, fingerprint. None of it is secret.

use std::net::{IpAddr, SocketAddr};

use crypto::{RsaError, RsaPublicKey};

/// What pages, `merpati connect` and `/.well-known/merpati.json` tell.
#[derive(Clone)]
pub struct ServerInfo {
    /// The public key, PKCS#1 PEM.
    pub public_key: String,
    /// Its fingerprint.
    pub fingerprint: u64,
    /// Its modulus, big-endian.
    pub modulus: Box<[u8; 256]>,
    /// The port of MTProto.
    pub port: u16,
    /// What is told in place of the address at which a client arrives.
    pub public_address: Option<SocketAddr>,
}

impl ServerInfo {
    /// What there is to tell about a server with this key, listening at `port`.
    pub fn new(key: &RsaPublicKey, port: u16, public_address: Option<SocketAddr>) -> Result<Self, RsaError> {
        Ok(ServerInfo {
            public_key: key.to_pem()?,
            fingerprint: key.fingerprint() as u64,
            modulus: Box::new(key.modulus()),
            port,
            public_address,
        })
    }

    /// The fingerprint as 16 hexadecimal digits.
    pub fn fingerprint_hex(&self) -> String {
        format!("{:016x}", self.fingerprint)
    }

    /// The modulus as hexadecimal digits.
    pub fn modulus_hex(&self) -> String {
        self.modulus.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The address for somebody who reached the server at `local`.
    pub fn address(&self, local: IpAddr) -> SocketAddr {
        let local = match local.to_canonical() {
            local if local.is_unspecified() => IpAddr::from([127, 0, 0, 1]),
            local => local,
        };
        self.public_address.unwrap_or(SocketAddr::new(local, self.port))
    }

    /// The same for programs.
    pub fn json(&self, local: IpAddr) -> serde_json::Value {
        let address = self.address(local);
        serde_json::json!({
            "address": address.ip().to_string(),
            "port": address.port(),
            "dc": DC,
            "fingerprint": self.fingerprint_hex(),
            "public_key": self.public_key,
        })
    }
}

/// The data centre that snippets name; every other is served as well.
pub const DC: i32 = 2;
