//! Writes the tables that reach our types and grammers' types by name.

use std::{env, error::Error, fmt::Write, fs, path::Path};

use tl_gen::{Kind, Plan, Schema, Statements, dispatch};

/// The layers for which a version of grammers-tl-types is published.
const LAYERS: [i32; 8] = [146, 166, 179, 186, 216, 222, 227, 230];

fn main() -> Result<(), Box<dyn Error>> {
    let read = |path: &str| {
        println!("cargo::rerun-if-changed={path}");
        fs::read_to_string(path)
    };
    let schema = Schema::with_history(
        &read("../../schema/api.tl")?,
        &read("../../schema/history.tl")?,
        &read("../../schema/since.txt")?,
    )?;
    let plan = Plan::new(&schema, Statements::parse(&read("../tl/rules.txt")?)?)?;
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("dispatch.rs"), dispatch(&schema, &plan))?;
    let mut text = String::new();
    for layer in LAYERS {
        grammers(&schema, &plan, layer, &mut text);
    }
    fs::write(Path::new(&out).join("grammers.rs"), text)?;
    Ok(())
}

/// `grammers_N::value(type, bytes)` and `request(name, bytes)` read and write again what they read.
fn grammers(schema: &Schema, plan: &Plan, layer: i32, out: &mut String) {
    let _ = writeln!(
        out,
        "pub(crate) mod layer_{layer} {{\nuse grammers_{layer}::{{Deserializable, Serializable, enums, functions}};\n\
         fn again<T: Deserializable + Serializable>(bytes: &[u8]) -> Option<Vec<u8>> {{\n\
         T::from_bytes(bytes).ok().map(|value| value.to_bytes())\n}}\n\
         pub(crate) fn value(ty: &str, bytes: &[u8]) -> Option<Vec<u8>> {{\nmatch ty {{"
    );
    let dead = |name: &str, id| plan.dead.iter().any(|(n, i, _)| n == name && Some(*i) == id);
    let in_force = |kind| {
        let entries = schema.entries.values().filter(move |e| e.kind == kind);
        entries.filter_map(move |e| e.at(layer)).filter(|d| !d.generic && !dead(&d.name, d.id))
    };
    let mut types: Vec<&str> = in_force(Kind::Type).filter_map(|d| d.result.boxed()).collect();
    types.sort_unstable();
    types.dedup();
    let living = |ty: &&str| schema.types.contains_key(*ty) && !BUILT_IN.contains(ty);
    for ty in types.into_iter().filter(living) {
        let _ = writeln!(out, "{ty:?} => again::<enums::{}>(bytes),", grammers_path(ty));
    }
    out.push_str(
        "_ => None,\n}\n}\n\
         pub(crate) fn request(name: &str, bytes: &[u8]) -> Option<Vec<u8>> {\n\
         let body = bytes.get(4..).unwrap_or_default();\nmatch name {\n",
    );
    // Where a name gave way to another, some layers knew both and some libraries one of them.
    for definition in in_force(Kind::Function).filter(|d| plan.present_name(&d.name) == d.name) {
        let (name, path) = (&definition.name, grammers_path(&definition.name));
        let _ = writeln!(out, "{name:?} => again::<functions::{path}>(body),");
    }
    out.push_str("_ => None,\n}\n}\n}\n");
}

/// Types that grammers does not generate.
const BUILT_IN: [&str; 6] = ["Bool", "True", "Vector", "Error", "Null", "Vector t"];

/// grammers' names: a capital after a capital becomes small.
fn grammers_path(name: &str) -> String {
    let (namespace, base) = name.split_once('.').unwrap_or(("", name));
    let (mut out, mut upper, mut preserve) = (String::new(), true, false);
    for c in base.chars() {
        if c == '_' {
            (upper, preserve) = (true, false);
        } else if upper {
            out.push(c.to_ascii_uppercase());
            (upper, preserve) = (false, false);
        } else {
            out.push(if preserve { c } else { c.to_ascii_lowercase() });
            preserve = !c.is_ascii_uppercase();
        }
    }
    if namespace.is_empty() { out } else { format!("{namespace}::{out}") }
}
