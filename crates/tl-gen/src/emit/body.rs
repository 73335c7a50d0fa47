//! Reading and writing the fields of one form, in the order of the wire.

use std::fmt::Write;

use super::Context;
use crate::{Definition, Field, Type, names};

/// `Decode` and `Encode` of a struct: its body without the id, and `put`, which writes the id too.
pub(super) fn constructor(context: &Context<'_>, definition: &Definition, out: &mut String) {
    let name = names::pascal(names::split(&definition.name).1);
    let id = definition.id.unwrap_or(0);
    let _ = writeln!(out, "impl Decode for {name} {{");
    let _ = writeln!(out, "const MIN_BYTES: usize = {};", min_bytes(definition));
    let _ = writeln!(
        out,
        "fn read(r: &mut Reader<'_>) -> Result<Self, Failed> {{\n{}}}\n}}",
        read(context, definition)
    );
    let _ = writeln!(
        out,
        "impl {name} {{\n/// The constructor's id in the newest layer.\npub const ID: u32 = {id:#010x};"
    );
    let _ = writeln!(
        out,
        "pub(crate) fn put(&self, w: &mut Writer) {{\nw.id({id:#010x});\n{}}}\n}}",
        write(definition)
    );
    let _ = writeln!(
        out,
        "impl Encode for {name} {{\n#[inline]\nfn encode(&self, w: &mut Writer) {{ w.bare(|w| self.put(w)); }}\n}}"
    );
}

/// The fewest bytes that the body of this definition takes.
pub(super) fn min_bytes(definition: &Definition) -> usize {
    definition.fields.iter().filter(|f| f.flag.is_none()).map(|f| min_bytes_of(&f.ty)).sum()
}

fn min_bytes_of(ty: &Type) -> usize {
    match ty {
        Type::True | Type::Generic | Type::Bare(_) => 0,
        Type::Flags | Type::Int | Type::String | Type::Bytes | Type::Bool | Type::BareVector(_) => 4,
        Type::Boxed(_) => 4,
        Type::Long | Type::Double | Type::Vector(_) => 8,
        Type::Int128 => 16,
        Type::Int256 => 32,
    }
}

/// The expression that reads a body: flags first, then a struct literal in the order of the wire.
pub(super) fn read(context: &Context<'_>, definition: &Definition) -> String {
    let mut out = String::new();
    let words: Vec<&Field> = definition.fields.iter().filter(|f| f.ty == Type::Flags).collect();
    for field in &definition.fields {
        match &field.ty {
            Type::Flags => {
                let mask = mask(definition, &field.name);
                let _ = writeln!(
                    out,
                    "let {}w_{} = r.flags({mask:#x});",
                    if mask == 0 { "_" } else { "" },
                    field.name
                );
            }
            Type::Generic | Type::True => {}
            _ if words.len() > 1 => {
                let _ = writeln!(out, "let v_{} = {};", field.name, read_value(context, field));
            }
            _ => {}
        }
    }
    out.push_str("Ok(Self { ");
    for field in definition.visible() {
        let value = match (&field.ty, &field.flag) {
            (Type::True, Some((word, bit))) => format!("w_{word} & {:#x} != 0", 1u32 << bit),
            _ if words.len() > 1 => format!("v_{}", field.name),
            _ => read_value(context, field),
        };
        let _ = write!(out, "{}: {value}, ", names::field(&field.name));
    }
    out.push_str("})\n");
    out
}

fn read_value(context: &Context<'_>, field: &Field) -> String {
    if let Some((word, bit)) = &field.flag {
        if field.ty == Type::Bytes {
            return format!("r.optional_bytes(w_{word}, {:#x})", 1u32 << bit);
        }
        return format!("r.optional(w_{word}, {:#x})?", 1u32 << bit);
    }
    read_type(context, &field.ty)
}

fn read_type(context: &Context<'_>, ty: &Type) -> String {
    match ty {
        Type::Int => "r.i32()".to_owned(),
        Type::Long => "r.i64()".to_owned(),
        Type::Double => "r.f64()".to_owned(),
        Type::String => "r.string()".to_owned(),
        Type::Bytes => "r.bytes()".to_owned(),
        Type::Bool => "r.boolean()".to_owned(),
        Type::BareVector(_) => "r.bare_vector()?".to_owned(),
        _ => format!("<{} as Decode>::read(r)?", context.rust_type(ty)),
    }
}

/// All bits of a flags word that some field refers to.
fn mask(definition: &Definition, word: &str) -> u32 {
    let bits = definition.fields.iter().filter_map(|f| f.flag.as_ref());
    bits.filter(|(w, _)| w == word).fold(0, |mask, (_, bit)| mask | 1u32 << bit)
}

/// The statements that write a body.
pub(super) fn write(definition: &Definition) -> String {
    let mut out = String::new();
    for field in &definition.fields {
        let rust = names::field(&field.name);
        match (&field.ty, &field.flag) {
            (Type::Flags, _) => {
                let _ = writeln!(out, "w.u32({});", flags_word(definition, &field.name));
            }
            (Type::True | Type::Generic, _) => {}
            (ty, Some((word, bit))) if ty.has_default() && shared(definition, word, *bit) => {
                let test = bit_set(definition, word, *bit);
                let method = if *ty == Type::Bytes { "bytes_or_default" } else { "value_or_default" };
                let _ = writeln!(out, "if {test} {{ w.{method}(&self.{rust}); }}");
            }
            (_, Some((word, bit))) if shared(definition, word, *bit) => {
                let test = bit_set(definition, word, *bit);
                let _ = writeln!(out, "if {test} {{ w.optional(&self.{rust}); }}");
            }
            (Type::Bytes, Some(_)) => {
                let _ = writeln!(out, "w.optional_bytes(&self.{rust});");
            }
            (_, Some(_)) => {
                let _ = writeln!(out, "w.optional(&self.{rust});");
            }
            (Type::Int, None) => {
                let _ = writeln!(out, "w.i32(self.{rust});");
            }
            (Type::Long, None) => {
                let _ = writeln!(out, "w.i64(self.{rust});");
            }
            (Type::Double, None) => {
                let _ = writeln!(out, "w.f64(self.{rust});");
            }
            (Type::String, None) => {
                let _ = writeln!(out, "w.string(&self.{rust});");
            }
            (Type::Bytes, None) => {
                let _ = writeln!(out, "w.bytes(&self.{rust});");
            }
            (Type::Bool, None) => {
                let _ = writeln!(out, "w.boolean(self.{rust});");
            }
            (Type::BareVector(_), None) => {
                let _ = writeln!(out, "w.bare_vector(&self.{rust});");
            }
            (_, None) => {
                let _ = writeln!(out, "self.{rust}.encode(w);");
            }
        }
    }
    out
}

fn flags_word(definition: &Definition, word: &str) -> String {
    let mut bits: Vec<u8> = definition
        .fields
        .iter()
        .filter_map(|f| f.flag.as_ref())
        .filter(|(w, _)| w == word)
        .map(|(_, b)| *b)
        .collect();
    bits.sort_unstable();
    bits.dedup();
    if bits.is_empty() {
        return "0".to_owned();
    }
    let term = |bit: &u8| format!("(({}) as u32) << {bit}", bit_set(definition, word, *bit));
    bits.iter().map(term).collect::<Vec<_>>().join(" | ")
}

/// Whether several fields hang on this bit.
fn shared(definition: &Definition, word: &str, bit: u8) -> bool {
    on_bit(definition, word, bit).count() > 1
}

fn on_bit<'a>(definition: &'a Definition, word: &'a str, bit: u8) -> impl Iterator<Item = &'a Field> {
    definition.fields.iter().filter(move |f| f.flag.as_ref().is_some_and(|(w, b)| w == word && *b == bit))
}

/// The condition under which a bit is set. Several fields on one bit: all that have no default value must be
/// there; if all have one, any of them sets it and the others are written as default.
fn bit_set(definition: &Definition, word: &str, bit: u8) -> String {
    let test = |f: &Field| {
        let rust = names::field(&f.name);
        if f.ty == Type::True { format!("self.{rust}") } else { format!("self.{rust}.is_some()") }
    };
    let firm: Vec<String> = on_bit(definition, word, bit).filter(|f| !f.ty.has_default()).map(test).collect();
    if !firm.is_empty() {
        return firm.join(" && ");
    }
    on_bit(definition, word, bit).map(test).collect::<Vec<_>>().join(" || ")
}
