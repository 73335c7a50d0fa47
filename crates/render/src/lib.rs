//! Events and records, for one viewer, as the newest TL types.
