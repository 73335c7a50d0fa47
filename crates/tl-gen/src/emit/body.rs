//! Reading and writing the fields of one form, in the order of the wire.

use std::fmt::Write;

use super::Context;
use crate::{
    Definition, Field, Type, names,
    plan::{PlannedForm, Source},
};

/// A form seen from the newest one: how each of its fields is found there.
pub(super) struct Body<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) newest: &'a Definition,
    /// The form on the wire.
    pub(super) wire: &'a Definition,
    /// Its mapping; none for the newest form itself.
    pub(super) form: Option<&'a PlannedForm>,
}

impl Body<'_> {
    fn source(&self, field: &Field) -> Source {
        let same = || Source::Same(field.name.clone());
        self.form.and_then(|f| f.sources.get(&field.name).cloned()).unwrap_or_else(same)
    }

    /// The statements that read a body and give `Ok(Self { … })`.
    pub(super) fn read(&self) -> String {
        let mut out = String::new();
        let words = self.wire.fields.iter().filter(|f| f.ty == Type::Flags).count();
        let flags_first = self.wire.fields.first().is_none_or(|f| f.ty == Type::Flags);
        let lets = words > 1 || self.form.is_some() || !(flags_first || words == 0);
        for field in &self.wire.fields {
            match &field.ty {
                Type::Flags => {
                    let mask = self.mask(&field.name);
                    let unused = if mask == 0 { "_" } else { "" };
                    let _ = writeln!(out, "let {unused}w_{} = r.flags({mask:#x});", field.name);
                }
                Type::Generic => {}
                Type::True if !lets => {}
                _ if lets => {
                    let unused = matches!(self.source(field), Source::Dropped | Source::Constant(_));
                    let prefix = if unused { "_" } else { "" };
                    let _ = writeln!(out, "let {prefix}v_{} = {};", local(field), self.read_value(field));
                }
                _ => {}
            }
        }
        let mut literal = String::new();
        for new in self.newest.visible() {
            let value = if lets { self.risen(new) } else { self.read_value(new) };
            let _ = write!(literal, "{}: {value}, ", names::field(&new.name));
        }
        let intos = self.intos();
        if intos.is_empty() {
            let _ = writeln!(out, "Ok(Self {{ {literal}}})");
        } else {
            let _ = writeln!(out, "let mut x = Self {{ {literal}}};\n{intos}Ok(x)");
        }
        out
    }

    fn intos(&self) -> String {
        let mut out = String::new();
        for field in self.wire.visible() {
            if let Source::Into(target, via) = self.source(field) {
                let place =
                    if target == "*" { "x".to_owned() } else { format!("x.{}", names::field(&target)) };
                let (v, rise) = (local(field), format!("crate::rules::{via}::rise"));
                let _ = match (&field.ty, field.is_optional()) {
                    (Type::True, _) => writeln!(out, "if v_{v} {{ {rise}(&mut {place}, true); }}"),
                    (_, true) => writeln!(out, "if let Some(v) = v_{v} {{ {rise}(&mut {place}, v); }}"),
                    (_, false) => writeln!(out, "{rise}(&mut {place}, v_{v});"),
                };
            }
        }
        out
    }

    /// The value of a field of the newest form, from what was read.
    fn risen(&self, new: &Field) -> String {
        for old in self.wire.visible() {
            let v = format!("v_{}", local(old));
            match self.source(old) {
                Source::Same(target) if target == new.name => {
                    return match (old.is_optional(), new.is_optional()) {
                        (false, true) if old.ty == Type::True => format!("{v}.then_some(true)"),
                        (false, true) => format!("Some({v})"),
                        (true, false) => format!("{v}.unwrap_or_default()"),
                        _ => v,
                    };
                }
                Source::Bridged(target, via) if target == new.name => {
                    let rise = format!("crate::rules::{via}::rise");
                    return match (old.is_optional(), new.is_optional()) {
                        (false, true) if old.ty == Type::True => format!("{v}.then(|| {rise}(true))"),
                        (true, true) => format!("{v}.map({rise})"),
                        (false, true) => format!("Some({rise}({v}))"),
                        (true, false) => format!("{v}.map({rise}).unwrap_or_default()"),
                        (false, false) => format!("{rise}({v})"),
                    };
                }
                _ => {}
            }
        }
        if let Some(function) = self.form.and_then(|f| f.fills.get(&new.name)) {
            return format!("crate::rules::{function}()");
        }
        match new.ty {
            _ if new.is_optional() => "None".to_owned(),
            Type::True => "false".to_owned(),
            _ => "Default::default()".to_owned(),
        }
    }

    fn read_value(&self, field: &Field) -> String {
        let own = match self.source(field) {
            Source::Bridged(_, via) if self.context.plan.statements.own.contains(&via) => Some(via),
            _ => None,
        };
        let flag = field.flag.as_ref().map(|(word, bit)| format!("w_{word}, {:#x}", 1u32 << bit));
        match (&field.ty, flag) {
            (Type::True, Some(flag)) => format!("r.bit({flag})"),
            (Type::Bytes, Some(flag)) => format!("r.optional_bytes({flag})"),
            (ty, Some(flag)) => format!("r.optional::<{}>({flag})?", self.context.rust_type(ty)),
            (ty, None) => match own {
                Some(via) => format!("<crate::rules::{via}::Old as Decode>::read(r)?"),
                None => read_type(self.context, ty),
            },
        }
    }

    /// All bits of a flags word that some field refers to.
    fn mask(&self, word: &str) -> u32 {
        let bits = self.wire.fields.iter().filter_map(|f| f.flag.as_ref());
        bits.filter(|(w, _)| w == word).fold(0, |mask, (_, bit)| mask | 1u32 << bit)
    }

    /// The statements that write id and body.
    pub(super) fn write(&self) -> String {
        let mut out = String::new();
        for field in self.wire.visible() {
            if let Some(value) = self.fallen(field) {
                let _ = writeln!(out, "let c_{} = {value};", local(field));
            }
        }
        let _ = writeln!(out, "w.id({:#010x});", self.wire.id.unwrap_or(0));
        for field in &self.wire.fields {
            match field.ty {
                Type::Flags => {
                    let kept = if self.wire.visible().any(|f| self.may_be_absent(f) && on(f, &field.name)) {
                        format!("let f_{} = ", field.name)
                    } else {
                        String::new()
                    };
                    let _ = writeln!(out, "{kept}w.flags({});", self.flags_word(&field.name));
                }
                Type::True | Type::Generic => {}
                _ => {
                    let _ = writeln!(out, "{}", self.write_value(field));
                }
            }
        }
        out
    }

    /// The old form's value of a field that is converted, as an option.
    fn fallen(&self, field: &Field) -> Option<String> {
        match self.source(field) {
            Source::Bridged(target, via) => {
                let new = self.newest.field(&target)?;
                let (place, fall) = (names::field(&target), format!("crate::rules::{via}::fall"));
                Some(if new.is_optional() {
                    format!("self.{place}.as_ref().and_then(|x| {fall}(x))")
                } else {
                    format!("{fall}(&self.{place})")
                })
            }
            Source::Into(target, via) => {
                let place = if target == "*" {
                    "self".to_owned()
                } else {
                    format!("&self.{}", names::field(&target))
                };
                Some(format!("crate::rules::{via}::fall({place})"))
            }
            _ => None,
        }
    }

    /// The condition under which a field's flag is set, as far as this field goes.
    fn test(&self, field: &Field) -> String {
        match self.source(field) {
            Source::Same(target) => {
                let (place, new) = (names::field(&target), self.newest.field(&target));
                let optional = new.is_some_and(Field::is_optional);
                match (&field.ty, optional) {
                    (Type::True, false) => format!("self.{place}"),
                    (Type::True, true) => format!("(self.{place} == Some(true))"),
                    (_, true) => format!("self.{place}.is_some()"),
                    (_, false) => "true".to_owned(),
                }
            }
            Source::Bridged(..) | Source::Into(..) if field.ty == Type::True => {
                format!("(c_{} == Some(true))", local(field))
            }
            Source::Bridged(..) | Source::Into(..) => format!("c_{}.is_some()", local(field)),
            Source::Constant(_) => "true".to_owned(),
            Source::Dropped => "false".to_owned(),
        }
    }

    fn write_value(&self, field: &Field) -> String {
        let given = |place: &str, optional: bool| match (&field.flag, optional) {
            (Some((word, bit)), true) if self.shared(word, *bit) => {
                let (test, write) = (self.bit_set(word, *bit), or_default(&field.ty, place));
                format!("if {test} {{ {write} }}")
            }
            (Some((word, bit)), true) if self.may_be_absent(field) => {
                format!("w.optional_or_absent(&{place}, f_{word}, {:#x});", 1u32 << bit)
            }
            (Some(_), true) if field.ty == Type::Bytes => format!("w.optional_bytes(&{place});"),
            (Some(_), true) => format!("w.optional(&{place});"),
            (None, true) => or_default(&field.ty, place),
            (_, false) => plain(&field.ty, place),
        };
        match self.source(field) {
            Source::Same(target) => {
                let optional = self.newest.field(&target).is_some_and(Field::is_optional);
                given(&format!("self.{}", names::field(&target)), optional)
            }
            Source::Bridged(target, _) if field.flag.is_none() => {
                let was_optional = self.newest.field(&target).is_some_and(Field::is_optional);
                let place = format!("c_{}", local(field));
                if was_optional {
                    or_default(&field.ty, &place)
                } else {
                    format!("w.value_or_lose(&{place});")
                }
            }
            Source::Bridged(..) | Source::Into(..) => given(&format!("c_{}", local(field)), true),
            Source::Constant(value) => plain(&field.ty, &value),
            Source::Dropped if field.flag.is_some() => String::new(),
            Source::Dropped => match field.ty {
                Type::Int => "w.i32(0);".to_owned(),
                Type::Long => "w.i64(0);".to_owned(),
                Type::Double => "w.f64(0.0);".to_owned(),
                Type::Bool => "w.boolean(false);".to_owned(),
                Type::String | Type::Bytes => "w.bytes(&[]);".to_owned(),
                Type::Vector(_) => "w.vector::<i32>(&[]);".to_owned(),
                _ => "w.lose();".to_owned(),
            },
        }
    }

    fn flags_word(&self, word: &str) -> String {
        let flags = self.wire.fields.iter().filter_map(|f| f.flag.as_ref());
        let mut bits: Vec<u8> = flags.filter(|(w, _)| w == word).map(|(_, bit)| *bit).collect();
        bits.sort_unstable();
        bits.dedup();
        let tests =
            bits.into_iter().map(|bit| (bit, self.bit_set(word, bit))).filter(|(_, test)| test != "false");
        let terms: Vec<String> = tests.map(|(bit, test)| format!("(({test}) as u32) << {bit}")).collect();
        if terms.is_empty() { "0".to_owned() } else { terms.join(" | ") }
    }

    /// Whether several fields hang on this bit.
    fn shared(&self, word: &str, bit: u8) -> bool {
        self.on_bit(word, bit).count() > 1
    }

    fn on_bit<'b>(&'b self, word: &'b str, bit: u8) -> impl Iterator<Item = &'b Field> {
        self.wire.fields.iter().filter(move |f| f.flag.as_ref().is_some_and(|(w, b)| w == word && *b == bit))
    }

    /// The condition under which a bit is set. Several fields on one bit: all that have no default value must
    /// be there; if all have one, any of them sets it and the others are written as default.
    fn bit_set(&self, word: &str, bit: u8) -> String {
        let firm: Vec<String> =
            self.on_bit(word, bit).filter(|f| !f.ty.has_default()).map(|f| self.test(f)).collect();
        if !firm.is_empty() {
            return firm.join(" && ");
        }
        let mut any: Vec<String> =
            self.on_bit(word, bit).map(|f| self.test(f)).filter(|t| t != "false").collect();
        any.dedup();
        if any.is_empty() { "false".to_owned() } else { any.join(" || ") }
    }

    /// Whether the value may turn out to be one that the layer cannot say, so that the field is left out.
    fn may_be_absent(&self, field: &Field) -> bool {
        let Some((word, bit)) = &field.flag else { return false };
        let fallible = matches!(&field.ty, Type::Boxed(ty) if self.context.is_fallible(ty));
        let optional = match self.source(field) {
            Source::Same(target) => self.newest.field(&target).is_some_and(Field::is_optional),
            Source::Bridged(..) | Source::Into(..) => true,
            Source::Constant(_) | Source::Dropped => false,
        };
        fallible && optional && !self.shared(word, *bit)
    }
}

/// The field's name in a local variable.
fn local(field: &Field) -> String {
    field.name.to_ascii_lowercase()
}

fn on(field: &Field, word: &str) -> bool {
    field.flag.as_ref().is_some_and(|(w, _)| w == word)
}

/// Writes an option whose field must be there.
fn or_default(ty: &Type, place: &str) -> String {
    match ty {
        Type::Bytes => format!("w.bytes_or_default(&{place});"),
        ty if ty.has_default() => format!("w.value_or_default(&{place});"),
        _ => format!("w.value_or_lose(&{place});"),
    }
}

fn plain(ty: &Type, place: &str) -> String {
    match ty {
        Type::Int => format!("w.i32({place});"),
        Type::Long => format!("w.i64({place});"),
        Type::Double => format!("w.f64({place});"),
        Type::String => format!("w.string(&{place});"),
        Type::Bytes => format!("w.bytes(&{place});"),
        Type::Bool => format!("w.boolean({place});"),
        Type::BareVector(_) => format!("w.bare_vector(&{place});"),
        _ => format!("{place}.encode(w);"),
    }
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

/// The fewest bytes that the body of this definition takes.
pub(super) fn min_bytes(definition: &Definition) -> usize {
    let of = |ty: &Type| match ty {
        Type::True | Type::Generic | Type::Bare(_) => 0,
        Type::Flags | Type::Int | Type::String | Type::Bytes | Type::Bool | Type::BareVector(_) => 4,
        Type::Boxed(_) => 4,
        Type::Long | Type::Double | Type::Vector(_) => 8,
        Type::Int128 => 16,
        Type::Int256 => 32,
    };
    definition.fields.iter().filter(|f| f.flag.is_none()).map(|f| of(&f.ty)).sum()
}
