//! Logs of owners, delivery between them, difference, projections.
