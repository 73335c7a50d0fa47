//! The enum of a type: a variant for each constructor of the newest layer.

use std::{collections::BTreeMap, fmt::Write};

use super::{Context, modules};
use crate::{Kind, names, plan::Planned};

pub(super) fn write(context: &Context<'_>) -> String {
    let mut parts: BTreeMap<&str, String> = BTreeMap::new();
    for (ty, constructors) in &context.schema.types {
        if ty == "Bool" || ty == "Vector" {
            continue;
        }
        let (namespace, base) = names::split(ty);
        let newest: Vec<&Planned> =
            constructors.iter().filter_map(|name| context.plan.get(Kind::Type, name)).collect();
        enumeration(context, ty, &names::pascal(base), &newest, parts.entry(namespace).or_default());
    }
    modules(parts)
}

/// The arms of an enum, one text for each place.
#[derive(Default)]
struct Arms {
    variants: String,
    reads: String,
    writes: String,
    froms: String,
}

fn enumeration(context: &Context<'_>, ty: &str, name: &str, constructors: &[&Planned], out: &mut String) {
    let mut arms = Arms::default();
    for planned in constructors {
        variant(context, ty, name, planned, &mut arms);
    }
    let Arms { variants, reads, writes, froms } = arms;
    let _ =
        writeln!(out, "/// `{ty}`\n#[derive(Clone, PartialEq)]\npub enum {name} {{\n{variants}}}\n{froms}");
    let (enter, leave) =
        if context.shapes.is_recursive(ty) { ("r.enter()?;\n", "r.leave();\n") } else { ("", "") };
    let other = match context.plan.statements.elses.get(ty) {
        Some(function) => format!(
            "id => match crate::rules::{function}::read(id, r)? {{ Some(x) => x, None => return r.unknown(id, \"{ty}\") }},"
        ),
        None => format!("id => return r.unknown(id, \"{ty}\"),"),
    };
    let _ = writeln!(
        out,
        "impl Decode for {name} {{\nfn read(r: &mut Reader<'_>) -> Result<Self, Failed> {{\n{enter}let x = match r.id() {{\n{reads}{other}\n}};\n{leave}Ok(x)\n}}\n}}"
    );
    let (begin, end) = match context.plan.statements.fallbacks.get(ty) {
        Some(function) => (
            "let saved = w.begin();\n",
            format!("if w.failed(saved) {{ w.fall(|w| crate::rules::{function}::write(self, w)); }}\n"),
        ),
        None => ("", String::new()),
    };
    let _ = writeln!(
        out,
        "impl Encode for {name} {{\nfn encode(&self, w: &mut Writer) {{\n{begin}match self {{\n{writes}}}\n{end}}}\n}}"
    );
}

fn variant(context: &Context<'_>, ty: &str, name: &str, planned: &Planned, arms: &mut Arms) {
    let definition = &planned.newest;
    let variant = names::pascal(names::split(&definition.name).1);
    let id = definition.id.unwrap_or(0);
    if definition.visible().next().is_none() {
        let _ = writeln!(arms.variants, "{variant},");
        let _ = writeln!(arms.reads, "{id:#010x} => Self::{variant},");
        let first = planned.first();
        let since = if context.is_layered(planned) && context.is_late(ty, first) {
            format!("w.since({first}); ")
        } else {
            String::new()
        };
        let _ = writeln!(arms.writes, "Self::{variant} => {{ {since}w.id({id:#010x}) }}");
        return;
    }
    let path = format!("{}::types::{}", context.root, names::path(&definition.name));
    let boxed = context.shapes.is_boxed(&definition.name);
    let (held, wrapped) = if boxed { (format!("Box<{path}>"), "Box::new(x)") } else { (path.clone(), "x") };
    let read = |method: &str| {
        if boxed { format!("r.boxed({path}::{method})?") } else { format!("{path}::{method}(r)?") }
    };
    let _ = writeln!(arms.variants, "{variant}({held}),");
    let _ = writeln!(arms.reads, "{id:#010x} => Self::{variant}({}),", read("read"));
    for form in &planned.forms {
        let old = form.definition.id.unwrap_or(0);
        let _ = writeln!(arms.reads, "{old:#010x} => Self::{variant}({}),", read(&format!("read_{old:08x}")));
    }
    let _ = writeln!(arms.writes, "Self::{variant}(x) => x.put(w),");
    let _ = writeln!(
        arms.froms,
        "impl From<{path}> for {name} {{\n#[inline]\nfn from(x: {path}) -> Self {{ Self::{variant}({wrapped}) }}\n}}"
    );
}
