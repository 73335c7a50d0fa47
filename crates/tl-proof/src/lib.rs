//! Random values for the proof that other people's libraries read what `tl` writes for their layer, and that
//! `tl` reads what they write. Nothing depends on this crate: it is built for its tests alone.

#[expect(unreachable_pub, dead_code, reason = "generated")]
mod dispatch {
    include!(concat!(env!("OUT_DIR"), "/dispatch.rs"));
}

use std::{error::Error, fs, path::Path};

use tl::Layer;
use tl_gen::{
    Definition, Kind, Plan, Schema, Statements, Type,
    dynamic::{At, Random, Value},
};

/// Schema and rules of the project.
pub struct Subject {
    /// All layers.
    pub schema: Schema,
    /// What becomes of older forms.
    pub plan: Plan,
}

/// A value or request on the wire of one layer.
pub struct Vector {
    /// Its boxed type, or the function's name.
    pub name: String,
    /// The constructor.
    pub constructor: String,
    /// The bytes, id first.
    pub bytes: Vec<u8>,
    /// The same, as the schema of the layer reads it.
    pub value: Value,
}

impl Subject {
    /// Reads `schema/` and the rules.
    ///
    /// # Errors
    /// Files that are missing or no schema.
    pub fn load() -> Result<Subject, Box<dyn Error>> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let read = |path: &str| fs::read_to_string(root.join(path));
        let schema = Schema::with_history(
            &read("schema/api.tl")?,
            &read("schema/history.tl")?,
            &read("schema/since.txt")?,
        )?;
        let plan = Plan::new(&schema, Statements::parse(&read("crates/tl/rules.txt")?)?)?;
        Ok(Subject { schema, plan })
    }

    /// Random values of every constructor that a server sends, written by `tl` for `layer`: `count` of each.
    /// Only those that the layer can say whole.
    pub fn values(&self, layer: i32, count: u64) -> Vec<Vector> {
        let (newest, at) = (At::new(&self.schema, Layer::NEWEST.number()), At::new(&self.schema, layer));
        let mut out = Vec::new();
        for ty in dispatch::OUTGOING.iter().filter(|ty| !at.constructors(ty).is_empty()) {
            for definition in newest.constructors(ty) {
                for seed in 0..count {
                    out.extend(self.value(&newest, &at, ty, definition, seed));
                }
            }
        }
        out
    }

    fn value(&self, newest: &At<'_>, at: &At<'_>, ty: &str, form: &Definition, seed: u64) -> Option<Vector> {
        let boxed = Type::Boxed(ty.to_owned());
        let mut random = Random(seed << 32 ^ u64::from(form.id?));
        let value = newest.random_of(&mut random, form, 2);
        let mut bytes = Vec::new();
        newest.write(&value, &boxed, &mut bytes)?;
        let written = dispatch::transcode(ty, &bytes, Layer::new(at.layer()))?.ok()?;
        let mut rest = written.as_slice();
        let read = at.read(&mut rest, &boxed);
        let ruled = || {
            let id = at.definition(Kind::Type, &form.name).and_then(|d| d.id);
            id.is_none_or(|id| self.plan.is_by_rule(Kind::Type, &form.name, id))
        };
        if read.is_none() && (!is_known(at, &value) || ruled()) {
            return None;
        }
        // What the layer's schema does not read is left for the library to refuse.
        let value = read.filter(|_| rest.is_empty()).unwrap_or(Value::Bool(false));
        Some(Vector { name: ty.to_owned(), constructor: form.name.clone(), bytes: written, value })
    }

    /// Random requests of `layer`, `count` of each function.
    pub fn requests(&self, layer: i32, count: u64) -> Vec<Vector> {
        let at = At::new(&self.schema, layer);
        let mut out = Vec::new();
        for entry in self.schema.entries.values().filter(|e| e.kind == Kind::Function) {
            let Some(definition) = entry.at(layer).filter(|d| !d.generic && !self.is_dead(d)) else {
                continue;
            };
            for seed in 0..count {
                let mut random = Random(seed << 32 ^ u64::from(definition.id.unwrap_or(0)));
                let value = at.random_of(&mut random, definition, 2);
                let mut bytes = Vec::new();
                if self.has_dead(&at, &value) || at.write_object(definition, &value, &mut bytes).is_none() {
                    continue;
                }
                let (name, constructor) = (entry.name.clone(), definition.name.clone());
                out.push(Vector { name, constructor, bytes, value });
            }
        }
        out
    }

    /// Reads a request of any layer with `tl`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read_request(&self, bytes: &[u8]) -> Result<(), String> {
        let id = bytes.first_chunk().map(|b| u32::from_le_bytes(*b)).ok_or("no id")?;
        let name = tl::function_name(id).ok_or_else(|| format!("{id:#010x} is no function"))?;
        match dispatch::request(name, bytes) {
            Some(Ok(_)) => Ok(()),
            Some(Err(error)) => Err(format!("{name}: {error}")),
            None => Err(format!("{name} is gone")),
        }
    }

    /// Whether `again` says the same as the vector: what a library wrote after reading it. Flags of type `true`
    /// that came later do not change a constructor's id, so a library of that layer may not know them.
    pub fn is_same(&self, layer: i32, vector: &Vector, again: &[u8]) -> bool {
        if vector.bytes == again {
            return true;
        }
        let at = At::new(&self.schema, layer);
        let mut rest = again;
        let value = match at.definition(Kind::Function, &vector.constructor) {
            Some(_) => at.read_function(&mut rest),
            None => at.read(&mut rest, &Type::Boxed(vector.name.clone())),
        };
        rest.is_empty() && value.is_some_and(|value| same_but_flags(&vector.value, &value))
    }

    fn is_dead(&self, definition: &Definition) -> bool {
        let dead =
            |(name, id, _): &(String, u32, String)| *name == definition.name && Some(*id) == definition.id;
        self.plan.dead.iter().any(dead)
    }

    fn has_dead(&self, at: &At<'_>, value: &Value) -> bool {
        match value {
            Value::Vector(values) => values.iter().any(|v| self.has_dead(at, v)),
            Value::Object(name, fields) => {
                SUPERSEDED.iter().any(|(old, since)| old == name && at.layer() >= *since)
                    || at.definition(Kind::Type, name).is_some_and(|d| self.is_dead(d))
                    || fields.values().any(|v| self.has_dead(at, v))
            }
            _ => false,
        }
    }
}

/// Constructors that some sources of the schema kept longer than the libraries did, and since when these lack
/// them.
const SUPERSEDED: [(&str, i32); 1] = [("emojiStatusUntil", 198)];

fn same_but_flags(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Vector(ours), Value::Vector(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| same_but_flags(a, b))
        }
        (Value::Object(name, ours), Value::Object(other, theirs)) => {
            name == other
                && theirs.keys().all(|field| ours.contains_key(field))
                && ours.iter().all(|(field, value)| match theirs.get(field) {
                    Some(other) => same_but_flags(value, other),
                    None => *value == Value::Bool(true),
                })
        }
        _ => ours == theirs,
    }
}

fn is_known(at: &At<'_>, value: &Value) -> bool {
    match value {
        Value::Vector(values) => values.iter().all(|v| is_known(at, v)),
        Value::Object(name, fields) => {
            at.definition(Kind::Type, name).is_some() && fields.values().all(|v| is_known(at, v))
        }
        _ => true,
    }
}
