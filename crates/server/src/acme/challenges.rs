//! The answer to an authority that asks for a proof by TLS-ALPN-01 (RFC 8737): a certificate that nobody else is
//! shown, with the hash of what was agreed on.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rcgen::{CertificateParams, CustomExtension, KeyPair};
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{crypto::ring, sign::CertifiedKey};

/// What the authority names in its TLS hello, and nobody else does.
pub(crate) const ALPN: &[u8] = b"acme-tls/1";

/// The answer in force, if one is asked for.
#[derive(Default)]
pub(crate) struct Challenges(Mutex<Option<Arc<CertifiedKey>>>);

impl Challenges {
    /// Shows this from now on.
    pub(super) fn answer(&self, domain: &str, digest: &[u8]) -> Result<(), String> {
        *self.lock() = Some(Arc::new(certificate(domain, digest)?));
        Ok(())
    }

    /// Nothing is asked any more.
    pub(super) fn clear(&self) {
        *self.lock() = None;
    }

    /// What is to be shown.
    pub(crate) fn current(&self) -> Option<Arc<CertifiedKey>> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Arc<CertifiedKey>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn certificate(domain: &str, digest: &[u8]) -> Result<CertifiedKey, String> {
    let made = || -> Result<_, rcgen::Error> {
        let mut parameters = CertificateParams::new([domain.to_owned()])?;
        parameters.custom_extensions = vec![CustomExtension::new_acme_identifier(digest)];
        let key = KeyPair::generate()?;
        Ok((parameters.self_signed(&key)?, key))
    };
    let (certificate, key) = made().map_err(|error| error.to_string())?;
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let chain = vec![certificate.der().clone()];
    // Not by `from_der`, which reads the certificate: its extension is critical, and known to the authority alone.
    let key = ring::sign::any_supported_type(&key).map_err(|error| error.to_string())?;
    Ok(CertifiedKey::new(chain, key))
}
