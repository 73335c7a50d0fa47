//! How big the generated types are: which variants go into a box, how few bytes a value takes on the wire,
//! and which types can contain themselves.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Definition, Kind, Schema, Type};

/// A variant that is bigger than this goes into a box, so that an enum is not as big as its rarest form.
const INLINE_BYTES_MAX: usize = 128;

/// What is known about the types of one schema.
pub struct Shapes {
    boxed: BTreeSet<String>,
    recursive: BTreeSet<String>,
}

impl Shapes {
    /// Measures the newest forms of `schema`.
    pub fn of(schema: &Schema) -> Shapes {
        let reach_inline = closure(schema, false);
        let reach_any = closure(schema, true);
        let mut boxed = BTreeSet::new();
        for (ty, constructors) in &schema.types {
            for name in constructors {
                let in_cycle = newest(schema, name).is_some_and(|d| {
                    d.visible()
                        .filter_map(|f| direct(&f.ty, false))
                        .any(|t| t == ty || reach_inline.get(t).is_some_and(|r| r.contains(ty)))
                });
                if in_cycle {
                    boxed.insert(name.clone());
                }
            }
        }
        let recursive =
            reach_any.iter().filter(|(ty, reach)| reach.contains(*ty)).map(|(ty, _)| ty.clone()).collect();
        let mut shapes = Shapes { boxed, recursive };
        shapes.box_big(schema);
        shapes
    }

    /// Whether this constructor's variant holds a box.
    pub fn is_boxed(&self, constructor: &str) -> bool {
        self.boxed.contains(constructor)
    }

    /// Whether a value of this type can contain another of the same type at any depth.
    pub fn is_recursive(&self, ty: &str) -> bool {
        self.recursive.contains(ty)
    }

    fn box_big(&mut self, schema: &Schema) {
        let mut sizes = BTreeMap::new();
        for ty in schema.types.keys() {
            self.enum_size(schema, ty, &mut sizes);
        }
    }

    fn enum_size(&mut self, schema: &Schema, ty: &str, sizes: &mut BTreeMap<String, usize>) -> usize {
        if let Some(&size) = sizes.get(ty) {
            return size;
        }
        let mut biggest = 0;
        for name in schema.types.get(ty).into_iter().flatten() {
            let size = match newest(schema, name) {
                _ if self.boxed.contains(name) => 8,
                Some(definition) => self.struct_size(schema, definition, sizes),
                None => 0,
            };
            let size = if size > INLINE_BYTES_MAX {
                self.boxed.insert(name.clone());
                8
            } else {
                size
            };
            biggest = biggest.max(size);
        }
        sizes.insert(ty.to_owned(), biggest + 8);
        biggest + 8
    }

    fn struct_size(&mut self, schema: &Schema, d: &Definition, sizes: &mut BTreeMap<String, usize>) -> usize {
        let mut sum = 0;
        for field in d.visible() {
            let size = match &field.ty {
                Type::Flags | Type::Generic => 0,
                Type::True | Type::Bool => 1,
                Type::Int => 4 + if field.is_optional() { 4 } else { 0 },
                Type::Long | Type::Double => 8 + if field.is_optional() { 8 } else { 0 },
                Type::Int128 => 16,
                Type::Int256 => 32,
                Type::String | Type::Bytes | Type::Vector(_) | Type::BareVector(_) => 24,
                Type::Boxed(ty) => self.enum_size(schema, ty, sizes),
                Type::Bare(name) => match newest(schema, name).cloned() {
                    Some(inner) => self.struct_size(schema, &inner, sizes),
                    None => 0,
                },
            };
            sum += size;
        }
        sum
    }
}

fn newest<'a>(schema: &'a Schema, constructor: &str) -> Option<&'a Definition> {
    schema.get(Kind::Type, constructor)?.newest.as_ref()
}

/// The type that a field holds: inline alone, or through vectors too.
fn direct(ty: &Type, through_vectors: bool) -> Option<&str> {
    match ty {
        Type::Boxed(name) => Some(name),
        Type::Vector(inner) | Type::BareVector(inner) if through_vectors => direct(inner, true),
        _ => None,
    }
}

/// For each type, all types that its values can contain.
fn closure(schema: &Schema, through_vectors: bool) -> BTreeMap<String, BTreeSet<String>> {
    let mut edges: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (ty, constructors) in &schema.types {
        let out = edges.entry(ty).or_default();
        for definition in constructors.iter().filter_map(|name| newest(schema, name)) {
            out.extend(definition.visible().filter_map(|f| direct(&f.ty, through_vectors)));
        }
    }
    let mut reach = BTreeMap::new();
    for ty in schema.types.keys() {
        let mut seen = BTreeSet::new();
        let mut todo = vec![ty.as_str()];
        while let Some(next) = todo.pop() {
            for &to in edges.get(next).into_iter().flatten() {
                if seen.insert(to.to_owned()) {
                    todo.push(to);
                }
            }
        }
        reach.insert(ty.clone(), seen);
    }
    reach
}
