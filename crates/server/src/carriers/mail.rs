//! Letters by SMTP: a connection for each, with TLS as the address of the server says.

use std::time::Duration;

use domain::Letter;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::extension::ClientId,
};

use super::{CarrierError, Failure};
use crate::config::MailSettings;

/// How long a step of the exchange may take, and all of it.
const STEP_WITHIN: Duration = Duration::from_secs(10);
const ALL_WITHIN: Duration = Duration::from_secs(20);

/// Answers that are about who sends, not about whom it goes to (RFC 4954).
const ABOUT_SENDER: [u16; 5] = [530, 534, 535, 538, 454];

/// A mail server and who writes.
pub(super) struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mail {
    pub(super) fn of(settings: &MailSettings) -> Result<Mail, CarrierError> {
        let from: Mailbox = settings.from.parse().map_err(|_| CarrierError::MailFrom)?;
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&settings.server)
            .map_err(|_| CarrierError::MailServer)?;
        let name = ClientId::Domain(from.email.domain().to_owned());
        Ok(Mail { transport: builder.timeout(Some(STEP_WITHIN)).hello_name(name).build(), from })
    }

    /// Whether it can be connected to and takes who writes, without sending anything.
    pub(super) async fn reach(&self) -> Result<(), &'static str> {
        match tokio::time::timeout(ALL_WITHIN, self.transport.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err("the mail server hangs up"),
            Ok(Err(error)) => Err(why(&error)),
            Err(_) => Err("the mail server does not answer"),
        }
    }

    pub(super) async fn send(&self, letter: Letter) -> Result<(), Failure> {
        let Letter { address, subject, text } = letter;
        let refused = Failure { why: "the address cannot be written to", refused: true, status: 0 };
        let Ok(to) = address.parse::<Mailbox>() else { return Err(refused) };
        let message = Message::builder().from(self.from.clone()).to(to).subject(subject);
        let message = message.header(ContentType::TEXT_PLAIN).body(text);
        let Ok(message) = message else { return Err(refused) };
        match tokio::time::timeout(ALL_WITHIN, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => {
                let status = error.status().and_then(|code| code.to_string().parse().ok()).unwrap_or(0);
                let refused = error.is_permanent() && !ABOUT_SENDER.contains(&status);
                Err(Failure { why: why(&error), refused, status })
            }
            Err(_) => Err(Failure::of("the mail server does not answer")),
        }
    }
}

/// What went wrong; what the server wrote may name an address.
fn why(error: &lettre::transport::smtp::Error) -> &'static str {
    match () {
        () if error.is_permanent() => "the mail server refuses",
        () if error.is_transient() => "the mail server puts off",
        () if error.is_timeout() => "the mail server does not answer",
        () if error.is_tls() => "the mail server's TLS does not hold",
        () => "the mail server cannot be reached",
    }
}
