//! The key space in one table: versioned, sealed records and typed access.
