//! A certificate by itself (`tls_acme`): an authority that speaks ACME (RFC 8555) asks for a proof at the HTTP port by
//! TLS-ALPN-01 (RFC 8737) and signs. Account and certificate stand in the data folder; when two thirds of a
//! certificate's life are over, the next one is got. What fails is told and tried again; the old one stays in use.

mod challenges;

use std::{
    fs, io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    pin::Pin,
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use hyper::Request;
use instant_acme::{
    Account, AccountCredentials, AuthorizationStatus, BodyWrapper, BytesResponse, ChallengeType, HttpClient,
    Identifier, NewAccount, NewOrder, OrderStatus, RetryPolicy,
};
use rustls_pki_types::{CertificateDer, pem::PemObject};
use serde_json::{Value, json};
use world::{Clock, World};
use x509_cert::der::Decode;

use crate::{
    config::{AcmeSettings, TlsFiles},
    data_folder::{
        FolderError,
        files::{read_secret, write_new},
    },
    outgoing::{NoTrust, Outgoing, Place},
};

pub(crate) use challenges::{ALPN, Challenges};

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
enum AcmeError {
    #[error("the authority: {0}")]
    Authority(#[from] instant_acme::Error),
    #[error("the authority does not offer a proof by TLS-ALPN-01")]
    NoWay,
    #[error(
        "the authority could not see the proof: it must reach port 443 of the name, and that must lead to `http` \
         ({0})"
    )]
    NotProven(String),
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error("the proof cannot be made: {0}")]
    Proof(String),
    #[error("the account cannot be read or written: {0}")]
    Account(#[from] serde_json::Error),
    #[error("the folder cannot be made: {0}")]
    Io(#[from] io::Error),
}

/// What gets certificates.
pub(crate) struct Acme {
    settings: AcmeSettings,
    folder: PathBuf,
    challenges: Arc<Challenges>,
    outgoing: Arc<Outgoing>,
    clock: Arc<dyn Clock>,
}

impl Acme {
    /// Connects to nobody yet, and writes nothing.
    pub(crate) fn of(settings: AcmeSettings, data: &Path, world: &World) -> Result<Self, NoTrust> {
        let outgoing = Arc::new(Outgoing::new(settings.root.as_deref(), world)?);
        let (folder, clock) = (data.join(FOLDER), Arc::clone(&world.clock));
        Ok(Acme { settings, folder, challenges: Arc::default(), outgoing, clock })
    }

    /// Where chain and key will stand: in one file, so that they change at once.
    pub(crate) fn files(&self) -> TlsFiles {
        let path = file(&self.folder, &self.settings.domain);
        TlsFiles { cert: path.clone(), key: path }
    }

    /// What answers the authority.
    pub(crate) fn challenges(&self) -> Arc<Challenges> {
        Arc::clone(&self.challenges)
    }

    /// Gets a certificate, and each next one in time; never ends.
    pub(crate) async fn keep(self) {
        let mut failures = 0_u32;
        loop {
            let wait = match self.renews_in() {
                Some(wait) if !wait.is_zero() => wait.min(LOOK_EVERY),
                _ => match self.obtain().await {
                    Ok(()) => {
                        failures = 0;
                        tracing::info!(domain = self.settings.domain, "a certificate was got");
                        self.renews_in().unwrap_or(LOOK_EVERY).clamp(LEAST_WAIT, LOOK_EVERY)
                    }
                    Err(error) => {
                        failures = failures.saturating_add(1);
                        tracing::warn!(domain = self.settings.domain, %error, "no certificate was got");
                        // Authorities allow few failures an hour.
                        (AGAIN_AFTER * failures.min(12)).min(LOOK_EVERY)
                    }
                },
            };
            self.challenges.clear();
            self.clock.sleep_until(self.clock.elapsed() + wait).await;
        }
    }

    /// How long the certificate at hand may be served before the next is got; none without one.
    fn renews_in(&self) -> Option<Duration> {
        let (begin, end) = validity(&file(&self.folder, &self.settings.domain))?;
        let now = u64::try_from(self.clock.now().seconds()).unwrap_or_default();
        Some(Duration::from_secs((begin + end.saturating_sub(begin) * 2 / 3).saturating_sub(now)))
    }

    async fn obtain(&self) -> Result<(), AcmeError> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        let account = self.account().await?;
        let names = [Identifier::Dns(self.settings.domain.clone())];
        let mut order = account.new_order(&NewOrder::new(&names)).await?;
        let mut authorizations = order.authorizations();
        while let Some(authorization) = authorizations.next().await {
            let mut authorization = authorization?;
            if authorization.status == AuthorizationStatus::Valid {
                continue;
            }
            let mut challenge = authorization.challenge(ChallengeType::TlsAlpn01).ok_or(AcmeError::NoWay)?;
            let digest = challenge.key_authorization().digest();
            self.challenges.answer(&self.settings.domain, digest.as_ref()).map_err(AcmeError::Proof)?;
            challenge.set_ready().await?;
        }
        let status = match order.poll_ready(&RetryPolicy::default()).await {
            // Before an order is ready, the authority complains of the proof alone.
            Err(instant_acme::Error::Api(problem)) => return Err(AcmeError::NotProven(problem.to_string())),
            status => status?,
        };
        if status != OrderStatus::Ready {
            return Err(AcmeError::NotProven(format!("the order is {status:?}")));
        }
        let key = order.finalize().await?;
        let chain = order.poll_certificate(&RetryPolicy::default()).await?;
        let text = zeroize::Zeroizing::new(format!("{}\n{}", key.trim_end(), chain));
        Ok(write_new(&file(&self.folder, &self.settings.domain), text.as_bytes(), 0o600)?)
    }

    /// The account at this authority: kept, or made.
    async fn account(&self) -> Result<Account, AcmeError> {
        let builder = Account::builder_with_http(Box::new(Http(Arc::clone(&self.outgoing))));
        let path = self.folder.join(ACCOUNT);
        if let Some(text) = read_secret(&path)? {
            let mut kept: Value = serde_json::from_slice(&text)?;
            if kept["directory"] == self.settings.directory {
                let credentials: AccountCredentials = serde_json::from_value(kept["credentials"].take())?;
                return Ok(builder.from_credentials(credentials).await?);
            }
        }
        // Whoever names an authority in the settings agrees to its terms; the help says so.
        let new = NewAccount { contact: &[], terms_of_service_agreed: true, only_return_existing: false };
        let (account, credentials) = builder.create(&new, self.settings.directory.clone(), None).await?;
        let kept = json!({ "directory": self.settings.directory, "credentials": credentials });
        write_new(&path, kept.to_string().as_bytes(), 0o600)?;
        Ok(account)
    }
}

/// The file of a name's certificate and key, below a data folder.
pub(crate) fn certificate_file(data: &Path, domain: &str) -> PathBuf {
    file(&data.join(FOLDER), domain)
}

/// Seconds since 1970 from and until which the first certificate of a file is good.
pub(crate) fn validity(path: &Path) -> Option<(u64, u64)> {
    let bytes = fs::read(path).ok()?;
    let first = CertificateDer::pem_slice_iter(&bytes).next()?.ok()?;
    let certificate = x509_cert::Certificate::from_der(&first).ok()?;
    let validity = certificate.tbs_certificate().validity();
    let seconds = |time: x509_cert::time::Time| time.to_unix_duration().as_secs();
    Some((seconds(validity.not_before), seconds(validity.not_after)))
}

fn file(folder: &Path, domain: &str) -> PathBuf {
    folder.join(format!("{domain}.pem"))
}

/// The way to the authority.
struct Http(Arc<Outgoing>);

impl HttpClient for Http {
    fn request(
        &self,
        request: Request<BodyWrapper<Bytes>>,
    ) -> Pin<Box<dyn Future<Output = Result<BytesResponse, instant_acme::Error>> + Send>> {
        let outgoing = Arc::clone(&self.0);
        Box::pin(async move {
            let other = |words: &str| instant_acme::Error::Other(words.into());
            let place = Place::of(request.uri()).filter(|place| place.tls);
            let place = place.ok_or_else(|| other("it names an address that is not https"))?;
            match tokio::time::timeout(ANSWER_WITHIN, outgoing.send(&place, request)).await {
                Ok(Ok(response)) => Ok(BytesResponse::from(response)),
                Ok(Err(trouble)) => Err(instant_acme::Error::Other(Box::new(trouble))),
                Err(_) => Err(other("it does not answer")),
            }
        })
    }
}

/// In the data folder.
const FOLDER: &str = "acme";
/// In that one.
const ACCOUNT: &str = "account.json";

/// How long the authority may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// How often it is looked whether the next certificate is due.
const LOOK_EVERY: Duration = Duration::from_secs(60 * 60);

/// How long a fresh certificate is served at least: one that is born old must not be asked for over and over.
const LEAST_WAIT: Duration = Duration::from_secs(5);

/// How long it rests after a failure; longer after more of them.
const AGAIN_AFTER: Duration = Duration::from_secs(5 * 60);
