//! The names that definitions get in Rust.

/// `messages.sendMessage` → (`messages`, `sendMessage`); the namespace is empty when there is none.
pub fn split(name: &str) -> (&str, &str) {
    name.split_once('.').unwrap_or(("", name))
}

/// `inputPeerUser` → `InputPeerUser`, `p_q_inner_data` → `PQInnerData`.
pub fn pascal(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for part in name.split('_') {
        let mut chars = part.chars();
        if let Some(first) = chars.next() {
            out.extend(first.to_uppercase());
            out.push_str(chars.as_str());
        }
    }
    out
}

/// `messages.sendMessage` → `messages::SendMessage`.
pub fn path(name: &str) -> String {
    match split(name) {
        ("", base) => pascal(base),
        (namespace, base) => format!("{namespace}::{}", pascal(base)),
    }
}

/// A field's name in Rust: in small letters, keywords raw, `self` as `is_self`.
pub fn field(name: &str) -> String {
    let small = name.to_ascii_lowercase();
    match small.as_str() {
        "self" => "is_self".to_owned(),
        "type" | "static" | "final" | "loop" | "match" | "move" | "ref" | "use" | "where" | "for" | "in"
        | "virtual" | "override" | "box" | "do" | "macro" | "priv" | "try" | "yield" | "async" | "await"
        | "dyn" | "abstract" | "become" | "typeof" | "unsized" | "enum" | "fn" | "impl" | "let" | "mod"
        | "mut" | "pub" | "return" | "struct" | "trait" | "true" | "false" | "unsafe" | "while" | "const"
        | "continue" | "break" | "as" | "else" | "if" | "extern" | "gen" => format!("r#{small}"),
        _ => small,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_those_of_rust() {
        assert_eq!(path("messages.sendMessage"), "messages::SendMessage");
        assert_eq!(pascal("Server_DH_Params"), "ServerDHParams");
        assert_eq!(field("type"), "r#type");
        assert_eq!(field("self"), "is_self");
        assert_eq!(field("srp_B"), "srp_b");
    }
}
