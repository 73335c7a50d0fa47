//! TLS on the HTTP port: the certificate is read at start and again whenever its files change, so that a renewed
//! one is served without a restart. A renewed one that cannot be read is told once, and the old one stays.

use std::{
    fs, io,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring},
};

use crate::config::TlsFiles;

/// Why a certificate cannot be served; one sentence.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("the TLS file {path} cannot be read: {reason}")]
    Unreadable {
        /// The file.
        path: String,
        /// The parser's or the system's words.
        reason: String,
    },
    /// Certificate and key do not go together.
    #[error("the certificate {cert} and the key {key} cannot be used together: {reason}")]
    Unusable {
        /// The certificate's file.
        cert: String,
        /// The key's file.
        key: String,
        /// rustls's words.
        reason: String,
    },
}

/// The certificate in force.
pub struct Tls {
    files: TlsFiles,
    served: Mutex<Served>,
}

struct Served {
    acceptor: TlsAcceptor,
    stamp: Stamp,
    looked: Duration,
}

/// When the two files were last written and how long they are.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp([Option<(SystemTime, u64)>; 2]);

impl Tls {
    /// Reads `files`.
    pub fn load(files: TlsFiles) -> Result<Tls, TlsError> {
        let stamp = Stamp::of(&files);
        let acceptor = acceptor(&files)?;
        Ok(Tls { files, served: Mutex::new(Served { acceptor, stamp, looked: Duration::ZERO }) })
    }

    /// What the next connection is accepted with. `elapsed` is the clock's; the files are looked at once in
    /// [`LOOK_AGAIN_AFTER`].
    pub fn acceptor(&self, elapsed: Duration) -> TlsAcceptor {
        let mut served = self.served.lock().unwrap_or_else(PoisonError::into_inner);
        if elapsed.saturating_sub(served.looked) >= LOOK_AGAIN_AFTER {
            served.looked = elapsed;
            let stamp = Stamp::of(&self.files);
            if stamp != served.stamp {
                served.stamp = stamp;
                match acceptor(&self.files) {
                    Ok(acceptor) => {
                        tracing::info!("the TLS certificate was read again");
                        served.acceptor = acceptor;
                    }
                    Err(error) => tracing::warn!(%error, "the old TLS certificate stays in use"),
                }
            }
        }
        served.acceptor.clone()
    }
}

impl Stamp {
    fn of(files: &TlsFiles) -> Stamp {
        let one = |path: &Path| {
            let metadata = fs::metadata(path).ok()?;
            Some((metadata.modified().ok()?, metadata.len()))
        };
        Stamp([one(&files.cert), one(&files.key)])
    }
}

fn acceptor(files: &TlsFiles) -> Result<TlsAcceptor, TlsError> {
    let unreadable =
        |path: &Path, reason: String| TlsError::Unreadable { path: path.display().to_string(), reason };
    let read = |path: &Path| fs::read(path).map_err(|error: io::Error| unreadable(path, error.to_string()));
    let chain = CertificateDer::pem_slice_iter(&read(&files.cert)?)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| unreadable(&files.cert, error.to_string()))?;
    if chain.is_empty() {
        return Err(unreadable(&files.cert, "it holds no certificate".to_owned()));
    }
    let key = PrivateKeyDer::from_pem_slice(&read(&files.key)?)
        .map_err(|error| unreadable(&files.key, error.to_string()))?;
    let unusable = |error: tokio_rustls::rustls::Error| TlsError::Unusable {
        cert: files.cert.display().to_string(),
        key: files.key.display().to_string(),
        reason: error.to_string(),
    };
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(unusable)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(unusable)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// How often the files are looked at, at most.
const LOOK_AGAIN_AFTER: Duration = Duration::from_secs(1);
