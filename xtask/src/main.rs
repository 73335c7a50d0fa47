//! The project's tasks: `cargo xtask run`, `test`, `bench`, `soak`.
fn main() {}
