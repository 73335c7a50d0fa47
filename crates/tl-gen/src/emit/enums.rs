//! The enum of a type: a variant for each constructor.

use std::{collections::BTreeMap, fmt::Write};

use super::{Context, modules};
use crate::{Definition, Kind, names};

pub(super) fn write(context: &Context<'_>) -> String {
    let mut parts: BTreeMap<&str, String> = BTreeMap::new();
    for (ty, constructors) in &context.schema.types {
        if ty == "Bool" || ty == "Vector" {
            continue;
        }
        let (namespace, base) = names::split(ty);
        let newest: Vec<&Definition> =
            constructors.iter().filter_map(|c| context.schema.get(Kind::Type, c)?.newest.as_ref()).collect();
        enumeration(context, ty, &names::pascal(base), &newest, parts.entry(namespace).or_default());
    }
    modules(parts)
}

fn enumeration(context: &Context<'_>, ty: &str, name: &str, constructors: &[&Definition], out: &mut String) {
    let root = context.root;
    let (mut variants, mut reads, mut writes, mut froms) =
        (String::new(), String::new(), String::new(), String::new());
    for definition in constructors {
        let variant = names::pascal(names::split(&definition.name).1);
        let id = definition.id.unwrap_or(0);
        if definition.visible().next().is_none() {
            let _ = writeln!(variants, "{variant},");
            let _ = writeln!(reads, "{id:#010x} => Self::{variant},");
            let _ = writeln!(writes, "Self::{variant} => w.id({id:#010x}),");
            continue;
        }
        let path = format!("{root}::types::{}", names::path(&definition.name));
        let boxed = context.shapes.is_boxed(&definition.name);
        let held = if boxed { format!("Box<{path}>") } else { path.clone() };
        let read = if boxed { format!("r.boxed::<{path}>()?") } else { format!("{path}::read(r)?") };
        let wrapped = if boxed { "Box::new(x)" } else { "x" };
        let _ = writeln!(variants, "{variant}({held}),");
        let _ = writeln!(reads, "{id:#010x} => Self::{variant}({read}),");
        let _ = writeln!(writes, "Self::{variant}(x) => x.put(w),");
        let _ = writeln!(
            froms,
            "impl From<{path}> for {name} {{\n#[inline]\nfn from(x: {path}) -> Self {{ Self::{variant}({wrapped}) }}\n}}"
        );
    }
    let _ =
        writeln!(out, "/// `{ty}`\n#[derive(Clone, PartialEq)]\npub enum {name} {{\n{variants}}}\n{froms}");
    let (enter, leave) =
        if context.shapes.is_recursive(ty) { ("r.enter()?;\n", "r.leave();\n") } else { ("", "") };
    let _ = writeln!(
        out,
        "impl Decode for {name} {{\nfn read(r: &mut Reader<'_>) -> Result<Self, Failed> {{\n{enter}let x = match r.id() {{\n{reads}id => return r.unknown(id, \"{ty}\"),\n}};\n{leave}Ok(x)\n}}\n}}"
    );
    let _ = writeln!(
        out,
        "impl Encode for {name} {{\nfn encode(&self, w: &mut Writer) {{\nmatch self {{\n{writes}}}\n}}\n}}"
    );
}
