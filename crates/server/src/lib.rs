//! Listeners, connections, live sessions, workers, configuration, metrics.
