//! Sends as many messages as its argument says, for a tool that counts instructions; see `cargo xtask instructions`.

fn main() -> Result<(), String> {
    let messages = std::env::args().nth(1).and_then(|number| number.parse().ok()).unwrap_or(2000);
    let heard = sim::cost::exchange(messages).map_err(|finding| finding.to_string())?;
    if heard == messages { Ok(()) } else { Err(format!("{heard} of {messages} messages arrived")) }
}
