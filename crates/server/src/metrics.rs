//! Counters of one server in Prometheus' text form. They count; they carry no label that names a person, an
//! address or a number.

use std::{
    fmt::Write,
    sync::atomic::{AtomicU64, Ordering},
};

/// A number that only grows, or, as a gauge, goes up and down.
#[derive(Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// `by` more.
    pub fn add(&self, by: u64) {
        self.0.fetch_add(by, Ordering::Relaxed);
    }

    /// `by` less, of a gauge.
    pub fn take(&self, by: u64) {
        self.0.fetch_sub(by, Ordering::Relaxed);
    }

    /// This many, of a gauge.
    pub fn set(&self, to: u64) {
        self.0.store(to, Ordering::Relaxed);
    }

    /// The number now.
    pub fn value(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

macro_rules! metrics {
    ($($field:ident $kind:literal $help:literal;)*) => {
        /// All counters of a server.
        #[derive(Default)]
        pub struct Metrics {
            $(#[doc = $help] pub $field: Counter,)*
        }

        impl Metrics {
            /// The text that Prometheus reads.
            pub fn text(&self) -> String {
                let mut text = String::new();
                $(
                    // A String takes every write.
                    let _ = writeln!(
                        text,
                        concat!(
                            "# HELP merpati_", stringify!($field), " ", $help, "\n",
                            "# TYPE merpati_", stringify!($field), " ", $kind, "\n",
                            "merpati_", stringify!($field), " {}"
                        ),
                        self.$field.value()
                    );
                )*
                text
            }
        }
    };
}

metrics! {
    connections "gauge" "Connections that are open now.";
    connections_total "counter" "Connections that were accepted.";
    connections_refused_total "counter" "Times that accepting paused at the limit of connections.";
    sessions "gauge" "Sessions that are held in memory.";
    auth_keys "gauge" "Authorization keys that are held in memory.";
    handshakes_total "counter" "Key exchanges that ended with a key.";
    handshake_faults_total "counter" "Key exchanges and plain messages that were refused.";
    requests_total "counter" "Calls that were run.";
    request_errors_total "counter" "Calls that were answered with an error of the caller's making.";
    request_failures_total "counter" "Calls that were answered with 500.";
    requests_running "gauge" "Calls that run now.";
    pushes_total "counter" "Updates that were queued to sessions.";
    slow_readers_total "counter" "Connections that were cut because they did not read.";
    received_bytes_total "counter" "Bytes from clients.";
    sent_bytes_total "counter" "Bytes to clients.";
    http_requests_total "counter" "HTTP requests.";
    codes_sent_total "counter" "Codes that a mail server or a gateway has taken.";
    codes_not_sent_total "counter" "Codes that a mail server or a gateway has not taken.";
    codes_over_number_total "counter" "Codes that were refused because their number got enough in 24 hours.";
    codes_over_prefix_total "counter" "Codes that were refused because numbers alike got enough in 24 hours.";
    codes_over_network_total "counter" "Codes that were refused because their network asked for enough in 24 hours.";
    codes_over_day_total "counter" "Codes that were refused because the budget of 24 hours was spent.";
    store_syncs_total "counter" "Times that the store waited for the disk, as of a second ago.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_counter_has_help_type_and_value() {
        let metrics = Metrics::default();
        metrics.requests_total.add(3);
        let text = metrics.text();
        assert!(text.contains("# TYPE merpati_requests_total counter\nmerpati_requests_total 3\n"));
        assert_eq!(text.matches("# HELP").count(), text.matches("# TYPE").count());
    }
}
