//! Writes the Rust of a schema: one file each for the structs, the enums, the functions, the structs of names
//! that are gone, and the list of names.

mod body;
mod dispatch;
mod enums;
mod functions;
mod reach;
mod structs;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use crate::{
    Kind, Schema, Shapes, Type, names,
    plan::{Plan, Planned},
};

pub use dispatch::dispatch;

/// The generated files' texts.
pub struct Output {
    /// Contents of `mod types`.
    pub types: String,
    /// Contents of `mod enums`.
    pub enums: String,
    /// Contents of `mod functions`.
    pub functions: String,
    /// Contents of `mod old`.
    pub old: String,
    /// The constants `FUNCTIONS` and `FUNCTION_IDS`.
    pub names: String,
}

/// Writes the Rust of `schema`, whose modules will stand under `root` (`crate` or `crate::mtproto`).
pub fn generate(schema: &Schema, plan: &Plan, root: &str) -> Output {
    let shapes = Shapes::of(schema);
    let outgoing = reach::outgoing(schema);
    let fallible = reach::fallible(schema, plan, &outgoing);
    let context = Context { schema, plan, shapes: &shapes, root, outgoing, fallible };
    Output {
        types: structs::write(&context),
        enums: enums::write(&context),
        functions: functions::write(&context),
        old: structs::write_old(&context),
        names: functions::write_names(&context),
    }
}

/// What the writers need at hand.
struct Context<'a> {
    schema: &'a Schema,
    plan: &'a Plan,
    shapes: &'a Shapes,
    root: &'a str,
    outgoing: BTreeSet<String>,
    fallible: BTreeSet<String>,
}

impl Context<'_> {
    /// The Rust type of a field's value, without the option.
    fn rust_type(&self, ty: &Type) -> String {
        match ty {
            Type::Flags | Type::Int => "i32".to_owned(),
            Type::True | Type::Bool => "bool".to_owned(),
            Type::Long => "i64".to_owned(),
            Type::Double => "f64".to_owned(),
            Type::Int128 => "[u8; 16]".to_owned(),
            Type::Int256 => "[u8; 32]".to_owned(),
            Type::String => "String".to_owned(),
            Type::Bytes => "Vec<u8>".to_owned(),
            Type::Generic => "crate::Raw".to_owned(),
            Type::Vector(inner) if **inner == Type::Bytes => "Vec<crate::Bytes>".to_owned(),
            Type::Vector(inner) | Type::BareVector(inner) => format!("Vec<{}>", self.rust_type(inner)),
            Type::Boxed(name) => {
                let name = self.plan.statements.present(name);
                if self.schema.types.contains_key(name) {
                    format!("{}::enums::{}", self.root, names::path(name))
                } else {
                    format!("{}::old::{}", self.root, names::pascal(names::split(name).1))
                }
            }
            Type::Bare(name) => format!("{}::types::{}", self.root, names::path(name)),
        }
    }

    /// All of one kind that the newest layer has, grouped by namespace.
    fn by_namespace(&self, kind: Kind) -> BTreeMap<&str, Vec<&Planned>> {
        let mut out: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for planned in self.plan.entries.values().filter(|p| p.kind == kind && !p.gone) {
            out.entry(names::split(&planned.newest.name).0).or_default().push(planned);
        }
        out
    }

    /// Whether the layer decides about the form of this constructor: not for what only clients send, and not
    /// for what never changed.
    fn is_layered(&self, planned: &Planned) -> bool {
        let late = planned.first() > reach::FIRST_CERTAIN || !planned.forms.is_empty();
        let sent = planned.newest.result.boxed().is_some_and(|ty| self.outgoing.contains(ty));
        late && (sent || planned.gone)
    }

    /// Whether older layers know the type but not a constructor that came with layer `first`.
    fn is_late(&self, ty: &str, first: i32) -> bool {
        first > reach::first_of_type(self.schema, self.plan, ty).max(reach::FIRST_CERTAIN)
    }

    /// Whether some layer that knows this type cannot say some of its values.
    fn is_fallible(&self, ty: &str) -> bool {
        self.fallible.contains(ty)
    }
}

/// Puts each namespace's text into its module; the empty namespace stands at the top.
fn modules(parts: BTreeMap<&str, String>) -> String {
    let mut out = String::new();
    for (namespace, text) in parts {
        if namespace.is_empty() {
            out.push_str(&text);
        } else {
            let _ = writeln!(
                out,
                "pub mod {namespace} {{\n#[allow(unused_imports)]\nuse crate::runtime::*;\n{text}}}"
            );
        }
    }
    out
}
