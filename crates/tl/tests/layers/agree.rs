//! Compares a value with what became of it at another layer, field by field and by name. What a rule says is
//! counted, not compared; everything else must be the same.

use std::collections::BTreeMap;

use tl_gen::{
    Definition, Kind, Plan,
    dynamic::{At, Random, Value},
};

/// The comparison of many values and what it found.
pub(crate) struct Agreement<'a> {
    plan: &'a Plan,
    from: &'a At<'a>,
    to: &'a At<'a>,
    pub(crate) values: usize,
    pub(crate) fields: usize,
    pub(crate) ruled: usize,
    pub(crate) problems: Vec<String>,
}

impl<'a> Agreement<'a> {
    pub(crate) fn new(plan: &'a Plan, from: &'a At<'a>, to: &'a At<'a>) -> Self {
        Agreement { plan, from, to, values: 0, fields: 0, ruled: 0, problems: Vec::new() }
    }

    pub(crate) fn has_fallback(&self, ty: &str) -> bool {
        self.plan.has_fallback(ty)
    }

    /// Compares `before` with `after`.
    pub(crate) fn hold(&mut self, before: &Value, after: &Value, place: &str) {
        self.values += 1;
        self.compare(before, after, place);
    }

    fn compare(&mut self, before: &Value, after: &Value, place: &str) {
        match (before, after) {
            (Value::Vector(old), Value::Vector(new)) => {
                if old.len() == new.len() {
                    for (old, new) in old.iter().zip(new) {
                        self.compare(old, new, place);
                    }
                } else if old.iter().all(|v| self.is_plain(v)) || new.len() > old.len() {
                    self.problem(place, "lost an element");
                }
            }
            (Value::Object(old_name, old), Value::Object(new_name, new)) => {
                self.object((old_name, old), (new_name, new), place);
            }
            _ if before == after => self.fields += 1,
            _ => self.problem(place, "differs"),
        }
    }

    fn object(
        &mut self,
        (old_name, old): (&str, &BTreeMap<String, Value>),
        (new_name, new): (&str, &BTreeMap<String, Value>),
        place: &str,
    ) {
        let before = self.definition(self.from, old_name);
        let after = self.definition(self.to, new_name);
        let (Some(before), Some(after)) = (before, after) else { return self.problem(place, "has no form") };
        if old_name != new_name {
            self.ruled += 1;
            if self.is_plain(&Value::Object(old_name.to_owned(), old.clone())) {
                self.problem(place, &format!("became {new_name}"));
            }
            return;
        }
        for field in after.visible() {
            let Some(counterpart) = before.field(&field.name).filter(|f| f.ty == field.ty) else {
                continue;
            };
            let place = format!("{place}.{}", field.name);
            match (old.get(&field.name), new.get(&field.name)) {
                (Some(before), Some(after)) => self.compare(before, after, &place),
                (None, None) => {}
                (None, Some(default)) if is_default(default) => {}
                (Some(value), None) if !self.is_plain(value) => self.ruled += 1,
                (Some(default), None) if is_default(default) && counterpart.flag.is_none() => {}
                _ => self.problem(&place, "came or went"),
            }
        }
        if self.is_form_ruled(before) || self.is_form_ruled(after) {
            self.ruled += 1;
        }
    }

    fn definition(&self, at: &'a At<'a>, name: &str) -> Option<&'a Definition> {
        at.definition(Kind::Type, name).or_else(|| at.definition(Kind::Function, name))
    }

    /// Whether a rule touches one of the two forms of this name.
    pub(crate) fn is_ruled(&self, definition: &Definition) -> bool {
        let forms =
            [self.definition(self.from, &definition.name), self.definition(self.to, &definition.name)];
        forms.into_iter().flatten().any(|form| self.is_form_ruled(form))
    }

    fn is_form_ruled(&self, definition: &Definition) -> bool {
        let id = definition.id.unwrap();
        [Kind::Type, Kind::Function].into_iter().any(|kind| {
            self.plan.knows(kind, &definition.name) && self.plan.is_by_rule(kind, &definition.name, id)
        })
    }

    /// Whether all of a value has a form on both sides that no rule touches.
    fn is_plain(&self, value: &Value) -> bool {
        match value {
            Value::Vector(values) => values.iter().all(|v| self.is_plain(v)),
            Value::Object(name, fields) => {
                let form = |at: &'a At<'a>| self.definition(at, name);
                let plain = |d: Option<&Definition>| d.is_some_and(|d| !self.is_form_ruled(d));
                plain(form(self.from)) && plain(form(self.to)) && fields.values().all(|v| self.is_plain(v))
            }
            _ => true,
        }
    }

    pub(crate) fn problem(&mut self, place: &str, what: &str) {
        if self.problems.len() < 40 {
            self.problems.push(format!("{place} {what}"));
        }
    }
}

fn is_default(value: &Value) -> bool {
    match value {
        Value::Int(v) => *v == 0,
        Value::Long(v) => *v == 0,
        Value::Double(v) => *v == 0,
        Value::Bytes(v) => v.is_empty(),
        Value::Bool(v) => !v,
        Value::Vector(v) => v.is_empty(),
        Value::Object(..) => false,
    }
}

/// Whether a layer has a living form of all that stands in the value.
pub(crate) fn is_known(plan: &Plan, at: &At<'_>, value: &Value) -> bool {
    match value {
        Value::Vector(values) => values.iter().all(|v| is_known(plan, at, v)),
        Value::Object(name, fields) => {
            let form = at.definition(Kind::Type, name);
            form.is_some_and(|d| !is_dead(plan, d)) && fields.values().all(|v| is_known(plan, at, v))
        }
        _ => true,
    }
}

pub(crate) fn is_dead(plan: &Plan, definition: &Definition) -> bool {
    plan.dead.iter().any(|(name, id, _)| *name == definition.name && Some(*id) == definition.id)
}

/// A random request without dead parts.
pub(crate) fn living_request(plan: &Plan, at: &At<'_>, definition: &Definition) -> Value {
    let seeds = (0..100).map(|n| u64::from(definition.id.unwrap()) ^ n << 32);
    let mut values = seeds.map(|seed| at.random_of(&mut Random(seed), definition, 2));
    values.find(|value| !has_dead(plan, at, value)).expect("a request can do without what is dead")
}

fn has_dead(plan: &Plan, at: &At<'_>, value: &Value) -> bool {
    match value {
        Value::Vector(values) => values.iter().any(|v| has_dead(plan, at, v)),
        Value::Object(name, fields) => {
            at.definition(Kind::Type, name).is_some_and(|d| is_dead(plan, d))
                || fields.values().any(|v| has_dead(plan, at, v))
        }
        _ => false,
    }
}
