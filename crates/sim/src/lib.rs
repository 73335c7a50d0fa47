//! Whole servers and their clients in one thread, from one seed.
