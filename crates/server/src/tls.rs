//! TLS on the HTTP port: the certificate is read at start and again whenever its files change, so that a renewed
//! one is served without a restart. A renewed one that cannot be read is told once, and the old one stays. Where
//! certificates come by ACME, there may be none yet, and the authority is shown its proof.

use std::{
    fs, io,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        server::{ClientHello, ResolvesServerCert},
        sign::CertifiedKey,
    },
};

use crate::{
    acme::{ALPN, Challenges},
    config::TlsFiles,
};

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
    /// Proofs for an authority; with them, files that are not there yet are no mistake.
    challenges: Option<Arc<Challenges>>,
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
        Tls::with(files, None)
    }

    /// The same, for files that an authority's certificate will stand in.
    pub(crate) fn with_challenges(files: TlsFiles, challenges: Arc<Challenges>) -> Result<Tls, TlsError> {
        Tls::with(files, Some(challenges))
    }

    fn with(files: TlsFiles, challenges: Option<Arc<Challenges>>) -> Result<Tls, TlsError> {
        let stamp = Stamp::of(&files);
        let acceptor = acceptor(&files, challenges.as_ref())?;
        let served = Mutex::new(Served { acceptor, stamp, looked: Duration::ZERO });
        Ok(Tls { files, challenges, served })
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
                match acceptor(&self.files, self.challenges.as_ref()) {
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

fn acceptor(files: &TlsFiles, challenges: Option<&Arc<Challenges>>) -> Result<TlsAcceptor, TlsError> {
    let served = match challenges {
        Some(_) if !files.cert.exists() => None,
        _ => Some(Arc::new(certified(files)?)),
    };
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| unusable(files, &error))?
        .with_no_client_auth();
    let mut config =
        builder.with_cert_resolver(Arc::new(Resolver { served, challenges: challenges.cloned() }));
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    if challenges.is_some() {
        config.alpn_protocols.push(ALPN.to_vec());
    }
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Shows an authority its proof and everybody else the certificate.
struct Resolver {
    served: Option<Arc<CertifiedKey>>,
    challenges: Option<Arc<Challenges>>,
}

impl ResolvesServerCert for Resolver {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let asks_for_proof = hello.alpn().is_some_and(|protocols| protocols.eq([ALPN]));
        match &self.challenges {
            Some(challenges) if asks_for_proof => challenges.current(),
            _ => self.served.clone(),
        }
    }
}

impl std::fmt::Debug for Resolver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a resolver of certificates")
    }
}

fn certified(files: &TlsFiles) -> Result<CertifiedKey, TlsError> {
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
    CertifiedKey::from_der(chain, key, &ring::default_provider()).map_err(|error| unusable(files, &error))
}

fn unusable(files: &TlsFiles, error: &tokio_rustls::rustls::Error) -> TlsError {
    TlsError::Unusable {
        cert: files.cert.display().to_string(),
        key: files.key.display().to_string(),
        reason: error.to_string(),
    }
}

/// How often the files are looked at, at most.
const LOOK_AGAIN_AFTER: Duration = Duration::from_secs(1);
