//! The struct of a function, with its id, and the lists of all functions.

use std::{collections::BTreeMap, fmt::Write};

use super::{Context, body::Body, modules, structs};
use crate::{Kind, names, plan::Planned};

pub(super) fn write(context: &Context<'_>) -> String {
    let mut parts = BTreeMap::new();
    for (namespace, entries) in context.by_namespace(Kind::Function) {
        let mut text = String::new();
        for planned in entries {
            structs::declare(context, &planned.newest, &mut text);
            function(context, planned, &mut text);
        }
        parts.insert(namespace, text);
    }
    modules(parts)
}

fn function(context: &Context<'_>, planned: &Planned, out: &mut String) {
    let definition = &planned.newest;
    let name = names::pascal(names::split(&definition.name).1);
    let id = definition.id.unwrap_or(0);
    let full = &definition.name;
    let newest = Body { context, newest: definition, wire: definition, form: None };
    let mut arms = format!("{id:#010x} => {{ {} }}\n", newest.read());
    let mut olds = String::new();
    for form in &planned.forms {
        let old = Body { context, newest: definition, wire: &form.definition, form: Some(form) };
        let id = form.definition.id.unwrap_or(0);
        let _ = writeln!(arms, "{id:#010x} => Self::read_{id:08x}(r),");
        let _ = writeln!(
            olds,
            "fn read_{id:08x}({}: &mut Reader<'_>) -> Result<Self, Failed> {{\n{}}}",
            structs::reader(&form.definition),
            old.read()
        );
    }
    if !olds.is_empty() {
        let _ = writeln!(out, "impl {name} {{\n{olds}}}");
    }
    let _ = writeln!(
        out,
        "impl Decode for {name} {{\nfn read(r: &mut Reader<'_>) -> Result<Self, Failed> {{\nmatch r.id() {{\n{arms}id => r.unknown(id, \"{full}\"),\n}}\n}}\n}}"
    );
    let _ = writeln!(
        out,
        "impl Encode for {name} {{\nfn encode(&self, w: &mut Writer) {{\n{}}}\n}}",
        newest.write()
    );
    let response = context.rust_type(&definition.result);
    let _ = writeln!(
        out,
        "impl Function for {name} {{\ntype Response = {response};\nconst NAME: &'static str = \"{full}\";\nconst ID: u32 = {id:#010x};\n{}}}",
        encode_response(planned)
    );
}

/// The answer's older types, by layer; nothing when the answer never had another type.
fn encode_response(planned: &Planned) -> String {
    if planned.forms.iter().all(|f| f.result.is_none()) {
        return String::new();
    }
    let mut arms = String::new();
    for (index, (_, id)) in planned.segments.iter().enumerate() {
        let Some((next, _)) = planned.segments.get(index + 1) else { break };
        let form = planned.forms.iter().find(|f| f.definition.id == Some(*id));
        if let Some(function) = form.and_then(|f| f.result.as_ref()) {
            let _ = writeln!(arms, "..={} => crate::rules::{function}(response, w),", next - 1);
        } else {
            let _ = writeln!(arms, "..={} => response.encode(w),", next - 1);
        }
    }
    format!(
        "fn encode_response(response: &Self::Response, w: &mut Writer) {{\nmatch w.number() {{\n{arms}_ => response.encode(w),\n}}\n}}\n"
    )
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
        let name = context.plan.statements.becomes.get(&entry.name).unwrap_or(&entry.name);
        for form in &entry.forms {
            if let Some(id) = form.definition.id {
                ids.insert(id, name);
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
