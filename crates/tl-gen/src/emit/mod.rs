//! Writes the Rust of a schema: one file each for the structs, the enums, the functions and the list of names.

mod body;
mod enums;
mod functions;
mod structs;

use std::{collections::BTreeMap, fmt::Write};

use crate::{Definition, Entry, Kind, Schema, Shapes, Type, names};

/// The generated files' texts.
pub struct Output {
    /// Contents of `mod types`.
    pub types: String,
    /// Contents of `mod enums`.
    pub enums: String,
    /// Contents of `mod functions`.
    pub functions: String,
    /// The constants `FUNCTIONS` and `FUNCTION_IDS`.
    pub names: String,
}

/// Writes the Rust of `schema`, whose modules will stand under `root` (`crate` or `crate::mtproto`).
pub fn generate(schema: &Schema, root: &str) -> Output {
    let shapes = Shapes::of(schema);
    let context = Context { schema, shapes: &shapes, root };
    Output {
        types: structs::write(&context),
        enums: enums::write(&context),
        functions: functions::write(&context),
        names: functions::write_names(&context),
    }
}

/// What the writers need at hand.
struct Context<'a> {
    schema: &'a Schema,
    shapes: &'a Shapes,
    root: &'a str,
}

impl Context<'_> {
    /// The Rust type of a field's value, without the option.
    fn rust_type(&self, ty: &Type) -> String {
        match ty {
            Type::Flags | Type::Int => "i32".to_owned(),
            Type::True | Type::Bool => "bool".to_owned(),
            Type::Long => "i64".to_owned(),
            Type::Double => "f64".to_owned(),
            Type::Int128 => "[u8; 16]".to_owned(),
            Type::Int256 => "[u8; 32]".to_owned(),
            Type::String => "String".to_owned(),
            Type::Bytes => "Vec<u8>".to_owned(),
            Type::Generic => "crate::Raw".to_owned(),
            Type::Vector(inner) if **inner == Type::Bytes => "Vec<crate::Bytes>".to_owned(),
            Type::Vector(inner) | Type::BareVector(inner) => format!("Vec<{}>", self.rust_type(inner)),
            Type::Boxed(name) => format!("{}::enums::{}", self.root, names::path(name)),
            Type::Bare(name) => format!("{}::types::{}", self.root, names::path(name)),
        }
    }

    /// Newest definitions of one kind, grouped by namespace.
    fn by_namespace(&self, kind: Kind) -> BTreeMap<&str, Vec<(&Entry, &Definition)>> {
        let mut out: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for entry in self.schema.entries.values().filter(|e| e.kind == kind) {
            if let Some(newest) = &entry.newest {
                out.entry(names::split(&entry.name).0).or_default().push((entry, newest));
            }
        }
        out
    }
}

/// Puts each namespace's text into its module; the empty namespace stands at the top.
fn modules(parts: BTreeMap<&str, String>) -> String {
    let mut out = String::new();
    for (namespace, text) in parts {
        if namespace.is_empty() {
            out.push_str(&text);
        } else {
            let _ = writeln!(
                out,
                "pub mod {namespace} {{\n#[allow(unused_imports)]\nuse crate::runtime::*;\n{text}}}"
            );
        }
    }
    out
}
