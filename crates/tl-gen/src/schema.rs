//! The forms of every name by layer: what was in force when, from the newest schema and its history.

use std::collections::BTreeMap;

use crate::{Definition, SchemaError};

/// Whether a definition is a constructor of a type or a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A constructor.
    Type,
    /// A function.
    Function,
}

/// A definition and the layers in which it is in force.
#[derive(Clone, Debug)]
pub struct Form {
    /// First layer.
    pub from: i32,
    /// First layer in which it is not in force any more; `i32::MAX` for the newest.
    pub until: i32,
    /// What is in force.
    pub definition: Definition,
}

/// All that ever had one name.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Constructor or function.
    pub kind: Kind,
    /// The full name.
    pub name: String,
    /// The forms, oldest first; a form can stand here twice with another between.
    pub forms: Vec<Form>,
    /// The form of the newest layer, if the name still exists.
    pub newest: Option<Definition>,
}

impl Entry {
    /// The form in force at `layer`.
    pub fn at(&self, layer: i32) -> Option<&Definition> {
        self.forms.iter().find(|f| f.from <= layer && layer < f.until).map(|f| &f.definition)
    }

    /// Older forms whose id differs from the newest and from each other, oldest first.
    pub fn older(&self) -> Vec<&Definition> {
        let newest = self.newest.as_ref().and_then(|d| d.id);
        let mut out: Vec<&Definition> = Vec::new();
        for form in &self.forms {
            if form.definition.id != newest && !out.iter().any(|d| d.id == form.definition.id) {
                out.push(&form.definition);
            }
        }
        out
    }
}

/// A whole schema with its history.
pub struct Schema {
    /// The layers that were seen, ascending; empty for a schema without layers.
    pub layers: Vec<i32>,
    /// Every name, in order of its kind and name.
    pub entries: BTreeMap<(Kind, String), Entry>,
    /// The constructors of each type of the newest layer, in published order.
    pub types: BTreeMap<String, Vec<String>>,
}

impl Schema {
    /// Reads a schema without layers.
    ///
    /// # Errors
    /// A line that is not a definition.
    pub fn plain(text: &str) -> Result<Schema, SchemaError> {
        Schema::with_history(text, "", "")
    }

    /// Reads the newest layer, its history and `since.txt`; see schema/README.md.
    ///
    /// # Errors
    /// A line that is not a definition, a number that is none, or a name without a first layer.
    pub fn with_history(newest: &str, history: &str, since: &str) -> Result<Schema, SchemaError> {
        let mut schema =
            Schema { layers: seen_layers(history)?, entries: BTreeMap::new(), types: BTreeMap::new() };
        let mut first_of = BTreeMap::new();
        for (_, line) in definitions(since) {
            let (first, name) = ranged(line)?;
            first_of.insert(name.to_owned(), first);
        }
        let oldest = schema.layers.first().copied().unwrap_or(0);
        for (kind, line) in definitions(history) {
            let (first, rest) = ranged(line)?;
            let (last, rest) = ranged(rest)?;
            if let Some(definition) = Definition::parse(rest)? {
                let until = schema.layers.iter().copied().find(|&l| l > last).unwrap_or(i32::MAX);
                let entry = schema.entry(kind, &definition.name);
                entry.forms.push(Form { from: first, until, definition });
            }
        }
        for (kind, line) in definitions(newest) {
            let Some(definition) = Definition::parse(line)? else { continue };
            if definition.id.is_none() {
                continue;
            }
            let from = match first_of.get(&definition.name) {
                Some(&first) => first,
                None if schema.layers.is_empty() => oldest,
                None => return Err(SchemaError::NoFirstLayer { name: definition.name }),
            };
            if kind == Kind::Type
                && let Some(name) = definition.result.boxed()
            {
                schema.types.entry(name.to_owned()).or_default().push(definition.name.clone());
            }
            let entry = schema.entry(kind, &definition.name);
            entry.newest = Some(definition.clone());
            entry.forms.push(Form { from, until: i32::MAX, definition });
        }
        schema.close_ranges();
        Ok(schema)
    }

    /// The entry of this constructor or function.
    pub fn get(&self, kind: Kind, name: &str) -> Option<&Entry> {
        self.entries.get(&(kind, name.to_owned()))
    }

    fn entry(&mut self, kind: Kind, name: &str) -> &mut Entry {
        self.entries.entry((kind, name.to_owned())).or_insert_with(|| Entry {
            kind,
            name: name.to_owned(),
            forms: Vec::new(),
            newest: None,
        })
    }

    /// A form stays in force until the next of its name is first seen, even over layers that lacked it.
    fn close_ranges(&mut self) {
        for entry in self.entries.values_mut() {
            entry.forms.sort_by_key(|f| f.from);
            let starts: Vec<i32> = entry.forms.iter().map(|f| f.from).collect();
            for (form, next) in entry.forms.iter_mut().zip(starts.into_iter().skip(1)) {
                form.until = next;
            }
        }
    }
}

fn definitions(text: &str) -> impl Iterator<Item = (Kind, &str)> {
    let mut kind = Kind::Type;
    text.lines().map(str::trim).filter_map(move |line| match line {
        "---functions---" => {
            kind = Kind::Function;
            None
        }
        "---types---" => {
            kind = Kind::Type;
            None
        }
        _ if line.is_empty() || line.starts_with("//") => None,
        _ => Some((kind, line)),
    })
}

fn ranged(line: &str) -> Result<(i32, &str), SchemaError> {
    let bad = || SchemaError::Line { line: line.to_owned() };
    let (number, rest) = line.split_once(' ').ok_or_else(bad)?;
    Ok((number.parse().map_err(|_| bad())?, rest.trim()))
}

fn seen_layers(history: &str) -> Result<Vec<i32>, SchemaError> {
    let Some(line) = history.lines().find_map(|l| l.strip_prefix("// Layers seen: ")) else {
        return Ok(Vec::new());
    };
    let number = |w: &str| w.parse().map_err(|_| SchemaError::Line { line: line.to_owned() });
    line.split_whitespace().map(number).collect()
}
