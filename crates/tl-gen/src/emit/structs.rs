//! The struct of a definition with its constructor, and the reading and writing of its fields.

use std::{collections::BTreeMap, fmt::Write};

use super::{Context, body, modules};
use crate::{Definition, Kind, Type, names};

pub(super) fn write(context: &Context<'_>) -> String {
    let mut parts = BTreeMap::new();
    for (namespace, entries) in context.by_namespace(Kind::Type) {
        let mut text = String::new();
        for (_, definition) in entries {
            if definition.visible().next().is_some() {
                declare(context, definition, &mut text);
                body::constructor(context, definition, &mut text);
            }
        }
        parts.insert(namespace, text);
    }
    modules(parts)
}

/// The struct itself and `new` over its required fields.
pub(super) fn declare(context: &Context<'_>, definition: &Definition, out: &mut String) {
    let name = names::pascal(names::split(&definition.name).1);
    let _ = writeln!(out, "/// `{}`", line(definition));
    let derives =
        if definition.visible().next().is_none() { "Clone, PartialEq, Default" } else { "Clone, PartialEq" };
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
