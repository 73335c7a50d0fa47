//! One file per TL method; one table registers all.
