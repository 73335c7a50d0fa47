//! The struct of a constructor: its declaration, the reading of each of its forms, and the choice of the form
//! to write.

use std::{collections::BTreeMap, fmt::Write};

use super::{Context, body, body::Body, modules};
use crate::{Definition, Kind, Type, names, plan::Planned};

pub(super) fn write(context: &Context<'_>) -> String {
    let mut parts = BTreeMap::new();
    for (namespace, entries) in context.by_namespace(Kind::Type) {
        let mut text = String::new();
        for planned in entries {
            if planned.newest.visible().next().is_some() {
                declare(context, &planned.newest, &mut text);
                constructor(context, planned, &mut text);
            }
        }
        parts.insert(namespace, text);
    }
    modules(parts)
}

/// The structs of names that live on only in rules. They always carry their id.
pub(super) fn write_old(context: &Context<'_>) -> String {
    let mut out = String::new();
    for planned in context.plan.entries.values().filter(|p| p.gone) {
        let name = names::pascal(names::split(&planned.newest.name).1);
        declare(context, &planned.newest, &mut out);
        forms(context, planned, &mut out);
        let mut arms = format!("{:#010x} => Self::read_newest(r),\n", planned.newest.id.unwrap_or(0));
        for form in &planned.forms {
            let id = form.definition.id.unwrap_or(0);
            let _ = writeln!(arms, "{id:#010x} => Self::read_{id:08x}(r),");
        }
        let newest = Body { context, newest: &planned.newest, wire: &planned.newest, form: None };
        let _ = writeln!(
            out,
            "impl {name} {{\nfn read_newest({}: &mut Reader<'_>) -> Result<Self, Failed> {{\n{}}}\n\
             /// Reads the body that follows this id, if it is one of this name.\n\
             pub(crate) fn read_known(id: u32, r: &mut Reader<'_>) -> Result<Option<Self>, Failed> {{\n\
             match id {{\n{}_ => Ok(None),\n}}\n}}\n}}",
            reader(&planned.newest),
            newest.read(),
            arms.replace("(r),", "(r).map(Some),")
        );
        let _ = writeln!(
            out,
            "impl Decode for {name} {{\nfn read(r: &mut Reader<'_>) -> Result<Self, Failed> {{\nmatch r.id() {{\n{arms}id => r.unknown(id, \"{}\"),\n}}\n}}\n}}",
            planned.newest.name
        );
        let _ = writeln!(
            out,
            "impl Encode for {name} {{\nfn encode(&self, w: &mut Writer) {{ self.put(w); }}\n}}"
        );
    }
    out
}

/// The struct itself and `new` over its required fields.
pub(super) fn declare(context: &Context<'_>, definition: &Definition, out: &mut String) {
    let name = names::pascal(names::split(&definition.name).1);
    let _ = writeln!(out, "/// `{}`", line(definition));
    let empty = definition.visible().next().is_none();
    let derives = if empty { "Clone, PartialEq, Default" } else { "Clone, PartialEq" };
    let _ = writeln!(out, "#[derive({derives})]\npub struct {name} {{");
    let (mut parameters, mut values) = (String::new(), String::new());
    for field in definition.visible() {
        let (rust, ty) = (names::field(&field.name), context.rust_type(&field.ty));
        if field.is_optional() {
            let _ = writeln!(out, "pub {rust}: Option<{ty}>,");
            let _ = write!(values, "{rust}: None, ");
        } else {
            let _ = writeln!(out, "pub {rust}: {ty},");
            if field.ty == Type::True {
                let _ = write!(values, "{rust}: false, ");
            } else {
                let _ = write!(parameters, "{rust}: {ty}, ");
                let _ = write!(values, "{rust}, ");
            }
        }
    }
    let _ = writeln!(
        out,
        "}}\nimpl {name} {{\n/// With the required fields alone.\n#[inline]\npub fn new({parameters}) -> Self {{ Self {{ {values} }} }}\n}}"
    );
}

fn constructor(context: &Context<'_>, planned: &Planned, out: &mut String) {
    let definition = &planned.newest;
    let name = names::pascal(names::split(&definition.name).1);
    let newest = Body { context, newest: definition, wire: definition, form: None };
    let _ = writeln!(
        out,
        "impl Decode for {name} {{\nconst MIN_BYTES: usize = {};\nfn read(r: &mut Reader<'_>) -> Result<Self, Failed> {{\n{}}}\n}}",
        body::min_bytes(definition),
        newest.read()
    );
    let _ = writeln!(
        out,
        "impl Encode for {name} {{\n#[inline]\nfn encode(&self, w: &mut Writer) {{ w.bare(|w| self.put(w)); }}\n}}"
    );
    forms(context, planned, out);
}

/// `ID`, `read_…` for each older form, and `put`, which writes the form in force with its id.
fn forms(context: &Context<'_>, planned: &Planned, out: &mut String) {
    let definition = &planned.newest;
    let name = names::pascal(names::split(&definition.name).1);
    let id = definition.id.unwrap_or(0);
    let _ = writeln!(
        out,
        "impl {name} {{\n/// The constructor's id in the newest layer.\npub const ID: u32 = {id:#010x};"
    );
    for form in &planned.forms {
        let old = Body { context, newest: definition, wire: &form.definition, form: Some(form) };
        let _ = writeln!(
            out,
            "pub(crate) fn read_{:08x}({}: &mut Reader<'_>) -> Result<Self, Failed> {{\n{}}}",
            form.definition.id.unwrap_or(0),
            reader(&form.definition),
            old.read()
        );
    }
    let newest = Body { context, newest: definition, wire: definition, form: None };
    if !context.is_layered(planned) {
        let _ = writeln!(out, "pub(crate) fn put(&self, w: &mut Writer) {{\n{}}}\n}}", newest.write());
        return;
    }
    let mut choice = String::new();
    if let Some(function) = context.plan.statements.outs.get(&definition.name) {
        let _ = writeln!(choice, "if crate::rules::{function}::write(self, w) {{ return; }}");
    }
    if planned.forms.is_empty() {
        let first = planned.first();
        let _ = writeln!(
            out,
            "pub(crate) fn put(&self, w: &mut Writer) {{\n{choice}w.since({first});\n{}}}\n}}",
            newest.write()
        );
        return;
    }
    let call = |segment: u32| {
        if segment == id || planned.forms.iter().any(|f| f.definition.id == Some(segment)) {
            format!("self.put_{segment:08x}(w)")
        } else {
            format!("{{ w.lose(); self.put_{id:08x}(w) }}")
        }
    };
    let mut segments = planned.segments.iter().peekable();
    let first = planned.segments.first().map_or(0, |s| s.0);
    let _ = writeln!(choice, "w.since({first});\nmatch w.number() {{");
    while let Some(&(_, segment)) = segments.next() {
        match segments.peek() {
            Some(&&(next, _)) => {
                let _ = writeln!(choice, "..={} => {},", next - 1, call(segment));
            }
            None => {
                let _ = writeln!(choice, "_ => {},", call(segment));
            }
        }
    }
    let _ = writeln!(out, "pub(crate) fn put(&self, w: &mut Writer) {{\n{choice}}}\n}}");
    let _ = writeln!(out, "fn put_{id:08x}(&self, w: &mut Writer) {{\n{}}}", newest.write());
    for form in &planned.forms {
        let old = Body { context, newest: definition, wire: &form.definition, form: Some(form) };
        let id = form.definition.id.unwrap_or(0);
        if planned.segments.iter().any(|s| s.1 == id) {
            let _ = writeln!(out, "fn put_{id:08x}(&self, w: &mut Writer) {{\n{}}}", old.write());
        }
    }
    out.push_str("}\n");
}

/// The name of the reader in a function that may have nothing to read.
pub(super) fn reader(wire: &Definition) -> &'static str {
    if wire.fields.is_empty() { "_" } else { "r" }
}

/// The definition as published, for the documentation.
fn line(definition: &Definition) -> String {
    let mut out = definition.name.clone();
    for field in definition.visible() {
        let _ = write!(out, " {}", field.name);
        if field.flag.is_some() {
            out.push('?');
        }
    }
    out
}
