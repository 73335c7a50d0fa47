//! What carries codes out of this server: a mail server, an HTTP gateway to telephones, both or none. Each call
//! ends within seconds. What goes wrong is logged and counted without addresses, numbers and codes.

mod gateway;
mod mail;

use std::sync::Arc;

use domain::{Carrier, Letter, NotCarried, SendLimit};
use world::{BoxFuture, World};

use crate::{config::Carrying, metrics::Metrics};
use gateway::Gateway;
use mail::Mail;

pub use gateway::GatewayUrl;

/// The carriers that the operator has set up.
pub struct Carriers {
    gateway: Option<Gateway>,
    mail: Option<Mail>,
    metrics: Arc<Metrics>,
}

/// Why a carrier cannot be set up; one sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum CarrierError {
    /// The address of the mail server.
    #[error("`mail_server` names no mail server; smtps://USER:PASSWORD@mail.example.org would be right")]
    MailServer,
    /// The sender of letters.
    #[error("`mail_from` is no mail address; Merpati <merpati@example.org> would be right")]
    MailFrom,
    /// Certificates of the system, which TLS needs.
    #[error("the system has no certificates, which https needs: install ca-certificates")]
    Certificates,
}

impl Carriers {
    /// Sets up what the settings name; connects to nobody yet.
    ///
    /// # Errors
    /// [`CarrierError`].
    pub fn of(settings: &Carrying, world: &World, metrics: Arc<Metrics>) -> Result<Self, CarrierError> {
        let mail = settings.mail.as_ref().map(Mail::of).transpose()?;
        let gateway = settings.gateway.as_ref().map(|gateway| Gateway::of(gateway, world)).transpose()?;
        Ok(Carriers { gateway, mail, metrics })
    }

    /// Whether the mail server and the gateway can be used, without sending anything: what each is called, and why
    /// not. None where one is not set up.
    pub(crate) async fn reach(&self) -> [(&'static str, Option<Result<(), &'static str>>); 2] {
        let mail = match &self.mail {
            Some(mail) => Some(mail.reach().await),
            None => None,
        };
        let gateway = match &self.gateway {
            Some(gateway) => Some(gateway.reach().await),
            None => None,
        };
        [("mail", mail), ("gateway", gateway)]
    }

    fn count(&self, way: &'static str, carried: Result<(), Failure>) -> Result<(), NotCarried> {
        match carried {
            Ok(()) => {
                self.metrics.codes_sent_total.add(1);
                Ok(())
            }
            Err(Failure { why, refused, status }) => {
                self.metrics.codes_not_sent_total.add(1);
                tracing::warn!(way, why, status, "a code could not be sent");
                Err(if refused { NotCarried::Refused } else { NotCarried::Failed })
            }
        }
    }
}

/// What went wrong, without what it was about.
struct Failure {
    why: &'static str,
    /// The other side does not take this address.
    refused: bool,
    /// What the other side said, as a number; 0 for nothing.
    status: u16,
}

impl Failure {
    fn of(why: &'static str) -> Self {
        Failure { why, refused: false, status: 0 }
    }
}

impl Carrier for Carriers {
    fn reaches_numbers(&self) -> bool {
        self.gateway.is_some()
    }

    fn reaches_mail(&self) -> bool {
        self.mail.is_some()
    }

    fn to_number<'a>(&'a self, phone: &'a str, code: &'a str) -> BoxFuture<'a, Result<(), NotCarried>> {
        Box::pin(async move {
            let Some(gateway) = &self.gateway else { return Err(NotCarried::Failed) };
            self.count("gateway", gateway.send(phone, code).await)
        })
    }

    fn to_mail(&self, letter: Letter) -> BoxFuture<'_, Result<(), NotCarried>> {
        Box::pin(async move {
            let Some(mail) = &self.mail else { return Err(NotCarried::Failed) };
            self.count("mail", mail.send(letter).await)
        })
    }

    fn limit_reached(&self, limit: SendLimit) {
        let counter = match limit {
            SendLimit::Number => &self.metrics.codes_over_number_total,
            SendLimit::Prefix => &self.metrics.codes_over_prefix_total,
            SendLimit::Network => &self.metrics.codes_over_network_total,
            SendLimit::Day => &self.metrics.codes_over_day_total,
        };
        counter.add(1);
    }
}
