//! What people are called, write and sign in with stays out of the log, however much is logged (demand P-5).

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use common::Place;
use tl::{enums, functions};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Captured;

    fn make_writer(&'a self) -> Captured {
        self.clone()
    }
}

#[test]
fn nothing_of_a_person_is_logged_even_when_everything_is() {
    let captured = Captured::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(captured.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        tracing::info!("the log is heard");
        let place = Place::new().await;
        let mut ayu = place.person("+15550007654", "Canaryfirst").await;
        let text = "canary of a message";
        let request = functions::messages::SendMessage::new(enums::InputPeer::InputPeerSelf, text.into(), 1);
        ayu.call_ok(&request).await;
        let search = functions::contacts::ResolveUsername::new("canaryname".into());
        ayu.call_refused(&search).await;
        // Errors and refusals are where words slip out.
        let sent = ayu.send_code("+15550007655").await;
        let code = place.node.services().domain.accounts.waiting_code("+15550007655").unwrap();
        let mut wrong = functions::auth::SignIn::new("+15550007655".into(), sent);
        wrong.phone_code = Some("00000".into());
        ayu.call_refused(&wrong).await;
        let log = String::from_utf8(captured.0.lock().unwrap().clone()).unwrap();
        assert!(log.contains("the log is heard"));
        for canary in ["5550007654", "5550007655", "canary", "Canary", "192.0.2.1", code.as_str()] {
            assert!(!log.contains(canary), "`{canary}` is in the log: {log}");
        }
    });
}
