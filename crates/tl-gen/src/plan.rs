//! Decides for every older form how its fields map to the newest form of its name: by name, by rule, or not
//! at all, which is a problem to report.

use std::collections::BTreeMap;

use crate::{Definition, Entry, Field, Kind, Schema, SchemaError, Statements, Type, statements::FieldRule};

/// Where the value of an older form's field lies in the newest form.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// In this field, as it is.
    Same(String),
    /// In this field, converted by a module of rules.
    Bridged(String, String),
    /// Put into this field (or `*`) by a module of rules.
    Into(String, String),
    /// Nowhere, and written as this.
    Constant(String),
    /// Nowhere.
    Dropped,
}

/// An older form and its mapping.
pub(crate) struct PlannedForm {
    pub(crate) definition: Definition,
    pub(crate) sources: BTreeMap<String, Source>,
    pub(crate) fills: BTreeMap<String, String>,
    pub(crate) result: Option<String>,
    pub(crate) by_rule: bool,
}

/// Everything of one name: its newest form, the older ones, and what is in force when.
pub(crate) struct Planned {
    pub(crate) kind: Kind,
    pub(crate) newest: Definition,
    pub(crate) forms: Vec<PlannedForm>,
    /// From which layer on which id is in force, ascending.
    pub(crate) segments: Vec<(i32, u32)>,
    /// Lives on only in rules.
    pub(crate) gone: bool,
}

/// How the older forms are mapped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Forms whose fields all stand in the newest form under the same name and type.
    pub by_name: usize,
    /// Forms for which a rule says something.
    pub by_rule: usize,
    /// Forms that are listed as dead.
    pub dead: usize,
    /// Methods whose answer had another type in some layer.
    pub results: usize,
    /// Types whose values are replaced where a layer cannot say them.
    pub fallbacks: usize,
}

/// The mapping of a whole schema.
pub struct Plan {
    pub(crate) entries: BTreeMap<(Kind, String), Planned>,
    pub(crate) statements: Statements,
    /// The count of forms by how they are mapped.
    pub counts: Counts,
    /// Dead forms: name, id, reason.
    pub dead: Vec<(String, u32, String)>,
}

impl Plan {
    /// Maps every older form of `schema`.
    ///
    /// # Errors
    /// All forms that have neither a mapping nor a rule nor a reason to be dead.
    pub fn new(schema: &Schema, statements: Statements) -> Result<Plan, SchemaError> {
        let mut counts = Counts { fallbacks: statements.fallbacks.len(), ..Counts::default() };
        let (mut entries, mut dead, mut problems) = (BTreeMap::new(), Vec::new(), Vec::new());
        for ((kind, name), entry) in &schema.entries {
            let gone = statements.gone.contains(name);
            for definition in entry.older() {
                let id = definition.id.unwrap_or(0);
                if let Some(reason) = statements.dead(name, id) {
                    counts.dead += 1;
                    dead.push((name.clone(), id, reason.to_owned()));
                }
            }
            if entry.newest.is_none() && statements.dead.contains_key(name) {
                continue;
            }
            if statements.becomes.contains_key(name) {
                continue;
            }
            let last = || entry.forms.last().map(|f| f.definition.clone()).filter(|_| gone);
            let Some(newest) = entry.newest.clone().or_else(last) else {
                problems.push(format!("{name}: no newer form"));
                continue;
            };
            let mut all = entry.forms.clone();
            let joined = statements.becomes.iter().filter(|(_, new)| *new == name);
            for other in joined.filter_map(|(old, _)| schema.get(*kind, old)) {
                all.extend(other.forms.iter().cloned());
            }
            all.sort_by_key(|f| f.from);
            let merged = Entry { forms: all, ..entry.clone() };
            let mut planned = Planned {
                kind: *kind,
                segments: merged.forms.iter().filter_map(|f| Some((f.from, f.definition.id?))).collect(),
                newest,
                forms: Vec::new(),
                gone,
            };
            for definition in merged.older().into_iter().filter(|d| d.id != planned.newest.id) {
                if statements.dead(&definition.name, definition.id.unwrap_or(0)).is_some() {
                    continue;
                }
                match form(&statements, &planned.newest, definition) {
                    Ok(mut form) => {
                        form.by_rule |= gone;
                        counts.results += usize::from(form.result.is_some());
                        if form.by_rule {
                            counts.by_rule += 1
                        } else {
                            counts.by_name += 1
                        }
                        planned.forms.push(form);
                    }
                    Err(mut found) => problems.append(&mut found),
                }
            }
            counts.by_rule += usize::from(gone);
            entries.insert((*kind, name.clone()), planned);
        }
        if problems.is_empty() {
            Ok(Plan { entries, statements, counts, dead })
        } else {
            Err(SchemaError::Unmapped { problems })
        }
    }

    /// Whether a rule says anything about this form or name, so that names alone do not tell what becomes of
    /// its fields.
    pub fn is_by_rule(&self, kind: Kind, name: &str, id: u32) -> bool {
        let statements = &self.statements;
        let named = statements.outs.contains_key(name) || statements.becomes.contains_key(name);
        let Some(planned) = self.get(kind, name) else { return true };
        let form = planned.forms.iter().find(|f| f.definition.id == Some(id));
        named || planned.gone || statements.dead(name, id).is_some() || form.is_some_and(|f| f.by_rule)
    }

    /// Whether this name stands in the newest layer or in a rule.
    pub fn knows(&self, kind: Kind, name: &str) -> bool {
        self.get(kind, name).is_some()
    }

    /// Whether something stands for values of this type that a layer cannot say.
    pub fn has_fallback(&self, ty: &str) -> bool {
        self.statements.fallbacks.contains_key(ty)
    }

    /// The name under which the newest layer knows this one.
    pub fn present_name<'a>(&'a self, name: &'a str) -> &'a str {
        self.statements.becomes.get(name).map_or(name, String::as_str)
    }

    pub(crate) fn get(&self, kind: Kind, name: &str) -> Option<&Planned> {
        self.entries.get(&(kind, name.to_owned()))
    }
}

impl Planned {
    /// The first layer that knows the name.
    pub(crate) fn first(&self) -> i32 {
        self.segments.first().map_or(0, |s| s.0)
    }
}

fn form(statements: &Statements, newest: &Definition, old: &Definition) -> Result<PlannedForm, Vec<String>> {
    let id = old.id.unwrap_or(0);
    let mut planned = PlannedForm {
        definition: old.clone(),
        sources: BTreeMap::new(),
        fills: BTreeMap::new(),
        result: statements.result(&old.name, id).map(str::to_owned),
        by_rule: old.name != newest.name,
    };
    let mut problems = Vec::new();
    for field in old.visible() {
        match source(statements, newest, old, field) {
            Some((source, by_rule)) => {
                planned.by_rule |= by_rule;
                planned.sources.insert(field.name.clone(), source);
            }
            None => problems
                .push(format!("{}#{id:x} {}: {:?} has no counterpart", old.name, field.name, field.ty)),
        }
    }
    for field in newest.visible() {
        let given = planned.sources.values().any(|s| match s {
            Source::Same(name) | Source::Bridged(name, _) => *name == field.name,
            Source::Into(..) | Source::Constant(_) | Source::Dropped => false,
        });
        if given {
            continue;
        }
        if let Some(function) = statements.fill(&old.name, id, &field.name) {
            planned.by_rule = true;
            planned.fills.insert(field.name.clone(), function.to_owned());
        } else if field.flag.is_none() && !field.ty.has_default() {
            problems.push(format!("{}#{id:x} lacks {}: {:?}", old.name, field.name, field.ty));
        }
    }
    let changed = present(statements, &old.result) != present(statements, &newest.result);
    if changed && planned.result.is_none() {
        problems.push(format!("{}#{id:x} answers {:?}, now {:?}", old.name, old.result, newest.result));
    }
    planned.by_rule |= planned.result.is_some();
    if problems.is_empty() { Ok(planned) } else { Err(problems) }
}

fn source(
    statements: &Statements,
    newest: &Definition,
    old: &Definition,
    field: &Field,
) -> Option<(Source, bool)> {
    let id = old.id.unwrap_or(0);
    let (target, via, named) = match statements.field(&old.name, id, &field.name) {
        Some(FieldRule::Dropped) => return Some((Source::Dropped, true)),
        Some(FieldRule::Constant(value)) => return Some((Source::Constant(value.clone()), true)),
        Some(FieldRule::Into { field, via }) => {
            let known = field == "*" || newest.field(field).is_some();
            return known.then(|| (Source::Into(field.clone(), via.clone()), true));
        }
        Some(FieldRule::Is { field, via }) => (field.as_str(), via.clone(), true),
        None => (field.name.as_str(), None, false),
    };
    let new = newest.field(target)?;
    if let Some(via) = via {
        return Some((Source::Bridged(target.to_owned(), via), true));
    }
    let (old_type, new_type) = (present(statements, &field.ty), present(statements, &new.ty));
    if old_type == new_type || (is_bool(&old_type) && is_bool(&new_type)) {
        let by_rule = named || field.ty != new.ty;
        return Some((Source::Same(target.to_owned()), by_rule));
    }
    let bridge = statements.bridges.get(&(text(&old_type), text(&new_type)))?;
    Some((Source::Bridged(target.to_owned(), bridge.clone()), true))
}

/// `true` and `Bool` are one type in Rust.
fn is_bool(ty: &Type) -> bool {
    matches!(ty, Type::True | Type::Bool)
}

/// The type with today's names.
fn present(statements: &Statements, ty: &Type) -> Type {
    match ty {
        Type::Boxed(name) => Type::Boxed(statements.present(name).to_owned()),
        Type::Vector(inner) => Type::Vector(Box::new(present(statements, inner))),
        other => other.clone(),
    }
}

/// The type as it is published.
pub(crate) fn text(ty: &Type) -> String {
    match ty {
        Type::Flags => "#".to_owned(),
        Type::True => "true".to_owned(),
        Type::Int => "int".to_owned(),
        Type::Long => "long".to_owned(),
        Type::Double => "double".to_owned(),
        Type::Int128 => "int128".to_owned(),
        Type::Int256 => "int256".to_owned(),
        Type::String => "string".to_owned(),
        Type::Bytes => "bytes".to_owned(),
        Type::Bool => "Bool".to_owned(),
        Type::Generic => "X".to_owned(),
        Type::Vector(inner) => format!("Vector<{}>", text(inner)),
        Type::BareVector(inner) => format!("vector<{}>", text(inner)),
        Type::Boxed(name) | Type::Bare(name) => name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HISTORY: &str = "// Layers seen: 1 2 3\n1 1 cat#aa name:string lives:int = Cat;\n";
    const SINCE: &str = "2 cat\n";

    fn plan(newest: &str, rules: &str) -> Result<Plan, SchemaError> {
        let schema = Schema::with_history(newest, HISTORY, SINCE)?;
        Plan::new(&schema, Statements::parse(rules)?)
    }

    #[test]
    fn a_form_maps_by_name_when_all_its_fields_do() {
        let plan =
            plan("cat#bb flags:# name:string lives:flags.0?int colour:string = Cat;", "").ok().unwrap();
        assert_eq!(plan.counts, Counts { by_name: 1, ..Counts::default() });
    }

    #[test]
    fn a_form_with_neither_mapping_nor_rule_is_an_error_that_names_it() {
        let newest = "cat#bb name:string = Cat;";
        let error = plan(newest, "").err().unwrap().to_string();
        assert!(error.contains("cat#aa lives"), "{error}");
        assert_eq!(plan(newest, "cat lives dropped").ok().unwrap().counts.by_rule, 1);
        assert_eq!(plan(newest, "dead cat#aa cats have one life").ok().unwrap().counts.dead, 1);
    }

    #[test]
    fn a_required_field_without_default_must_be_filled() {
        let newest = "cat#bb name:string lives:int home:Home = Cat;";
        assert!(plan(newest, "").is_err());
        assert!(plan(newest, "cat home filled no_home").is_ok());
    }

    #[test]
    fn a_statement_that_is_none_is_an_error() {
        assert!(plan("cat#bb name:string lives:int = Cat;", "cat is nice").is_err());
    }
}
