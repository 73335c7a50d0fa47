//! Values of any constructor at any layer, made, written and read from the schema alone: the yardstick that
//! tests hold the generated code against. Not fast, and not for bytes from outside.

use std::collections::BTreeMap;

use crate::{Definition, Kind, Schema, Type};

pub use crate::random::Random;

/// A value without a Rust type of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `int`.
    Int(i32),
    /// `long`.
    Long(i64),
    /// `double`, by its bits.
    Double(u64),
    /// `string`, `bytes`, `int128` and `int256`.
    Bytes(Vec<u8>),
    /// `Bool` and `true`.
    Bool(bool),
    /// A vector.
    Vector(Vec<Value>),
    /// A constructor or function with the fields that are there. A flag of type `true` that is not set is not
    /// there.
    Object(String, BTreeMap<String, Value>),
}

/// The schema as it was in one layer.
pub struct At<'a> {
    schema: &'a Schema,
    layer: i32,
    by_id: BTreeMap<u32, &'a Definition>,
    by_type: BTreeMap<String, Vec<&'a Definition>>,
    heights: BTreeMap<String, u32>,
}

impl<'a> At<'a> {
    /// The schema at `layer`.
    pub fn new(schema: &'a Schema, layer: i32) -> At<'a> {
        let mut at =
            At { schema, layer, by_id: BTreeMap::new(), by_type: BTreeMap::new(), heights: BTreeMap::new() };
        for entry in schema.entries.values() {
            let Some(definition) = entry.at(layer) else { continue };
            if definition.generic || definition.name == "vector" {
                continue;
            }
            if let Some(id) = definition.id {
                at.by_id.insert(id, definition);
            }
            if let (Kind::Type, Some(ty)) = (entry.kind, definition.result.boxed()) {
                at.by_type.entry(ty.to_owned()).or_default().push(definition);
            }
        }
        at.measure();
        at
    }

    /// The layer.
    pub fn layer(&self) -> i32 {
        self.layer
    }

    /// The form in force of a constructor or function.
    pub fn definition(&self, kind: Kind, name: &str) -> Option<&'a Definition> {
        self.schema.get(kind, name)?.at(self.layer)
    }

    /// The constructors of a type.
    pub fn constructors(&self, ty: &str) -> &[&'a Definition] {
        self.by_type.get(ty).map(Vec::as_slice).unwrap_or_default()
    }

    /// How deep the shallowest value of each type is.
    fn measure(&mut self) {
        loop {
            let mut changed = false;
            for (ty, definitions) in &self.by_type {
                let best = definitions.iter().filter_map(|d| self.height(d)).min();
                if let Some(best) = best
                    && self.heights.get(ty).is_none_or(|&known| best < known)
                {
                    self.heights.insert(ty.clone(), best);
                    changed = true;
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn height(&self, definition: &Definition) -> Option<u32> {
        let mut height = 0;
        for field in definition.visible().filter(|f| f.flag.is_none()) {
            if let Type::Boxed(ty) = &field.ty {
                height = height.max(1 + *self.heights.get(ty)?);
            }
        }
        Some(height)
    }

    /// A random value of this type, about `depth` objects deep.
    pub fn random(&self, random: &mut Random, ty: &Type, depth: u32) -> Value {
        match ty {
            Type::Int | Type::Flags => Value::Int(random.draw() as i32),
            Type::Long => Value::Long(random.draw() as i64),
            Type::Double => Value::Double(((random.draw() as i32) as f64 / 8.0).to_bits()),
            Type::String => Value::Bytes(random.text()),
            Type::Bytes => Value::Bytes((0..random.below(20)).map(|_| random.draw() as u8).collect()),
            Type::Int128 => Value::Bytes((0..16).map(|_| random.draw() as u8).collect()),
            Type::Int256 => Value::Bytes((0..32).map(|_| random.draw() as u8).collect()),
            Type::Bool | Type::True => Value::Bool(random.chance()),
            Type::Vector(inner) | Type::BareVector(inner) => {
                let count = if depth == 0 { 0 } else { random.below(4) };
                Value::Vector((0..count).map(|_| self.random(random, inner, depth - 1)).collect())
            }
            Type::Boxed(ty) | Type::Bare(ty) => {
                let all = self.constructors(ty);
                let chosen = match depth {
                    0 => all.iter().min_by_key(|d| self.height(d).unwrap_or(u32::MAX)),
                    _ => all.get(random.below(all.len() as u64) as usize),
                };
                match chosen {
                    Some(definition) => self.random_of(random, definition, depth.saturating_sub(1)),
                    None => Value::Object(String::new(), BTreeMap::new()),
                }
            }
            Type::Generic => Value::Bool(false),
        }
    }

    /// A random value of this constructor or function.
    pub fn random_of(&self, random: &mut Random, definition: &Definition, depth: u32) -> Value {
        let mut bits: BTreeMap<(&str, u8), bool> = BTreeMap::new();
        let mut fields = BTreeMap::new();
        for field in definition.visible() {
            if let Some((word, bit)) = &field.flag {
                let shallow = depth == 0 && !field.ty.has_default();
                let there = *bits.entry((word, *bit)).or_insert_with(|| !shallow && random.chance());
                if !there {
                    continue;
                }
            }
            let value = match field.ty {
                Type::True => Value::Bool(true),
                _ => self.random(random, &field.ty, depth),
            };
            let value = if is_id(&field.name) { positive(value) } else { value };
            fields.insert(field.name.clone(), value);
        }
        Value::Object(definition.name.clone(), fields)
    }

    /// Appends the value as this type; nothing for a value that does not fit.
    pub fn write(&self, value: &Value, ty: &Type, out: &mut Vec<u8>) -> Option<()> {
        match (ty, value) {
            (Type::Int, Value::Int(v)) => out.extend(v.to_le_bytes()),
            (Type::Long, Value::Long(v)) => out.extend(v.to_le_bytes()),
            (Type::Double, Value::Double(v)) => out.extend(v.to_le_bytes()),
            (Type::String | Type::Bytes, Value::Bytes(v)) => write_bytes(v, out),
            (Type::Int128 | Type::Int256, Value::Bytes(v)) => out.extend(v),
            (Type::Bool, Value::Bool(v)) => out.extend(if *v { TRUE } else { FALSE }.to_le_bytes()),
            (Type::Vector(inner), Value::Vector(values)) => {
                out.extend(VECTOR.to_le_bytes());
                out.extend((values.len() as u32).to_le_bytes());
                for value in values {
                    self.write(value, inner, out)?;
                }
            }
            (Type::Boxed(_), Value::Object(name, _)) => {
                self.write_object(self.definition(Kind::Type, name)?, value, out)?;
            }
            _ => return None,
        }
        Some(())
    }

    /// Appends a constructor or function with its id.
    pub fn write_object(&self, definition: &Definition, value: &Value, out: &mut Vec<u8>) -> Option<()> {
        let Value::Object(_, fields) = value else { return None };
        out.extend(definition.id?.to_le_bytes());
        for field in &definition.fields {
            if field.ty == Type::Flags {
                let set = definition.visible().filter(|f| fields.contains_key(&f.name));
                let bits = set.filter_map(|f| f.flag.as_ref()).filter(|(word, _)| *word == field.name);
                let word = bits.fold(0u32, |word, (_, bit)| word | 1 << bit);
                out.extend(word.to_le_bytes());
            } else if field.ty != Type::True
                && let Some(value) = fields.get(&field.name)
            {
                self.write(value, &field.ty, out)?;
            }
        }
        Some(())
    }

    /// Reads a value of this type from the front of `bytes`; nothing when it is not one.
    pub fn read(&self, bytes: &mut &[u8], ty: &Type) -> Option<Value> {
        Some(match ty {
            Type::Flags | Type::Int => Value::Int(i32::from_le_bytes(take(bytes)?)),
            Type::Long => Value::Long(i64::from_le_bytes(take(bytes)?)),
            Type::Double => Value::Double(u64::from_le_bytes(take(bytes)?)),
            Type::String | Type::Bytes => Value::Bytes(read_bytes(bytes)?),
            Type::Int128 => Value::Bytes(take::<16>(bytes)?.to_vec()),
            Type::Int256 => Value::Bytes(take::<32>(bytes)?.to_vec()),
            Type::Bool => match u32::from_le_bytes(take(bytes)?) {
                TRUE => Value::Bool(true),
                FALSE => Value::Bool(false),
                _ => return None,
            },
            Type::Vector(inner) => {
                if u32::from_le_bytes(take(bytes)?) != VECTOR {
                    return None;
                }
                let count = u32::from_le_bytes(take(bytes)?);
                let mut values = Vec::new();
                for _ in 0..count {
                    values.push(self.read(bytes, inner)?);
                }
                Value::Vector(values)
            }
            Type::Boxed(ty) => {
                let definition = self.by_id.get(&u32::from_le_bytes(take(bytes)?))?;
                if definition.result.boxed() != Some(ty) {
                    return None;
                }
                self.read_fields(bytes, definition)?
            }
            Type::True | Type::BareVector(_) | Type::Bare(_) | Type::Generic => return None,
        })
    }

    /// Reads a function with its id.
    pub fn read_function(&self, bytes: &mut &[u8]) -> Option<Value> {
        let definition = self.by_id.get(&u32::from_le_bytes(take(bytes)?))?;
        self.read_fields(bytes, definition)
    }

    fn read_fields(&self, bytes: &mut &[u8], definition: &Definition) -> Option<Value> {
        let mut words: BTreeMap<&str, u32> = BTreeMap::new();
        let mut fields = BTreeMap::new();
        for field in &definition.fields {
            if field.ty == Type::Flags {
                words.insert(&field.name, u32::from_le_bytes(take(bytes)?));
                continue;
            }
            if let Some((word, bit)) = &field.flag
                && words.get(word.as_str())? >> bit & 1 == 0
            {
                continue;
            }
            let value = match field.ty {
                Type::True => Value::Bool(true),
                _ => self.read(bytes, &field.ty)?,
            };
            fields.insert(field.name.clone(), value);
        }
        Some(Value::Object(definition.name.clone(), fields))
    }
}

/// Ids count upwards from 1, and libraries rely on it.
fn is_id(field: &str) -> bool {
    field == "id" || field.ends_with("_id")
}

fn positive(value: Value) -> Value {
    match value {
        Value::Int(v) => Value::Int(v & 0x3fff_ffff),
        Value::Long(v) => Value::Long(v & 0xff_ffff_ffff),
        other => other,
    }
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*head)
}

fn read_bytes(bytes: &mut &[u8]) -> Option<Vec<u8>> {
    let [first] = take(bytes)?;
    let (head, length) = match first {
        254 => {
            let [a, b, c] = take(bytes)?;
            (4, u32::from_le_bytes([a, b, c, 0]) as usize)
        }
        short => (1, usize::from(short)),
    };
    let value = bytes.get(..length)?.to_vec();
    *bytes = bytes.get(length + (4 - (head + length) % 4) % 4..)?;
    Some(value)
}

fn write_bytes(value: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    if value.len() < 254 {
        out.push(value.len() as u8);
    } else {
        out.extend(((value.len() as u32) << 8 | 254).to_le_bytes());
    }
    out.extend(value);
    while !(out.len() - start).is_multiple_of(4) {
        out.push(0);
    }
}

const VECTOR: u32 = 0x1cb5_c415;
const TRUE: u32 = 0x9972_75b5;
const FALSE: u32 = 0xbc79_9737;
