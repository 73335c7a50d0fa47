//! What a server can say: the types that answers and updates can contain, and which of them some layer may
//! not be able to say.

use std::collections::BTreeSet;

use crate::{
    Kind, Schema, Type,
    plan::{Plan, Planned, Source},
};

/// The layer up to which names were not told apart by their first layer: the oldest files lack the built-ins.
pub(super) const FIRST_CERTAIN: i32 = 146;

/// Types that are reachable from the result of some function.
pub(super) fn outgoing(schema: &Schema) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let functions = schema.entries.values().filter(|e| e.kind == Kind::Function);
    let mut todo: Vec<String> =
        functions.filter_map(|e| Some(e.newest.as_ref()?.result.boxed()?.to_owned())).collect();
    while let Some(ty) = todo.pop() {
        if !out.insert(ty.clone()) {
            continue;
        }
        for name in schema.types.get(&ty).into_iter().flatten() {
            let newest = schema.get(Kind::Type, name).and_then(|e| e.newest.as_ref());
            let fields = newest.into_iter().flat_map(|d| d.visible());
            todo.extend(fields.filter_map(|f| Some(f.ty.boxed()?.to_owned())));
        }
    }
    out
}

/// The first layer that knows any constructor of this type.
pub(super) fn first_of_type(schema: &Schema, plan: &Plan, ty: &str) -> i32 {
    let constructors = schema.types.get(ty).into_iter().flatten();
    constructors.filter_map(|c| Some(plan.get(Kind::Type, c)?.first())).min().unwrap_or(0)
}

/// Types with values that some layer cannot say, although it knows the type.
pub(super) fn fallible(schema: &Schema, plan: &Plan, outgoing: &BTreeSet<String>) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    loop {
        let before = out.len();
        for ty in outgoing {
            if plan.statements.fallbacks.contains_key(ty) || out.contains(ty) {
                continue;
            }
            let first = first_of_type(schema, plan, ty).max(FIRST_CERTAIN);
            let constructors = schema.types.get(ty).into_iter().flatten();
            let mut planned = constructors.filter_map(|c| plan.get(Kind::Type, c));
            if planned.any(|p| p.first() > first || loses(p, &out)) {
                out.insert(ty.clone());
            }
        }
        if out.len() == before {
            return out;
        }
    }
}

/// Whether writing one of the forms may fail for want of a field.
fn loses(planned: &Planned, fallible: &BTreeSet<String>) -> bool {
    let firm = |ty: &Type| matches!(ty, Type::Boxed(name) if fallible.contains(name));
    planned.newest.visible().any(|f| f.flag.is_none() && firm(&f.ty))
        || planned.forms.iter().any(|form| {
            form.definition.visible().filter(|f| f.flag.is_none()).any(|f| match form.sources.get(&f.name) {
                Some(Source::Same(new)) => {
                    let optional = planned.newest.field(new).is_some_and(|n| n.is_optional());
                    firm(&f.ty) || (optional && !f.ty.has_default())
                }
                Some(Source::Bridged(..)) => true,
                Some(Source::Into(..) | Source::Dropped) => !f.ty.has_default(),
                Some(Source::Constant(_)) | None => false,
            })
        })
}
