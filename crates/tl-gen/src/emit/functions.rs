//! The struct of a function, with its id, and the lists of all functions.

use std::{collections::BTreeMap, fmt::Write};

use super::{Context, body, modules, structs};
use crate::{Definition, Kind, names};

pub(super) fn write(context: &Context<'_>) -> String {
    let mut parts = BTreeMap::new();
    for (namespace, entries) in context.by_namespace(Kind::Function) {
        let mut text = String::new();
        for (_, definition) in entries {
            structs::declare(context, definition, &mut text);
            function(context, definition, &mut text);
        }
        parts.insert(namespace, text);
    }
    modules(parts)
}

fn function(context: &Context<'_>, definition: &Definition, out: &mut String) {
    let name = names::pascal(names::split(&definition.name).1);
    let id = definition.id.unwrap_or(0);
    let full = &definition.name;
    let _ = writeln!(
        out,
        "impl Decode for {name} {{\nfn read(r: &mut Reader<'_>) -> Result<Self, Failed> {{\nmatch r.id() {{\n{id:#010x} => {{ {} }}\nid => r.unknown(id, \"{full}\"),\n}}\n}}\n}}",
        body::read(context, definition)
    );
    let _ = writeln!(
        out,
        "impl Encode for {name} {{\nfn encode(&self, w: &mut Writer) {{\nw.id({id:#010x});\n{}}}\n}}",
        body::write(definition)
    );
    let response = context.rust_type(&definition.result);
    let _ = writeln!(
        out,
        "impl Function for {name} {{\ntype Response = {response};\nconst NAME: &'static str = \"{full}\";\nconst ID: u32 = {id:#010x};\n}}"
    );
}

/// The sorted names of all functions, and every id that any layer gave one of them.
pub(super) fn write_names(context: &Context<'_>) -> String {
    let functions = || context.schema.entries.values().filter(|e| e.kind == Kind::Function);
    let mut out =
        "/// The names of all functions of the newest layer, sorted.\npub static FUNCTIONS: &[&str] = &[\n"
            .to_owned();
    let mut ids = BTreeMap::new();
    for entry in functions() {
        if entry.newest.is_some() {
            let _ = writeln!(out, "{:?},", entry.name);
        }
        for form in &entry.forms {
            if let Some(id) = form.definition.id {
                ids.insert(id, &entry.name);
            }
        }
    }
    out.push_str("];\npub(crate) static FUNCTION_IDS: &[(u32, &str)] = &[\n");
    for (id, name) in ids {
        let _ = writeln!(out, "({id:#010x}, {name:?}),");
    }
    out.push_str("];\n");
    out
}
