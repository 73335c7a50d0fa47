//! The list of rules as data: what a form's fields become when the names alone do not say it. What the rules
//! do is written by hand in crate `tl`; this is only how they are called.

use std::collections::{BTreeMap, BTreeSet};

use crate::SchemaError;

/// What becomes of a field of an older form.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FieldRule {
    /// It is this field of the newest form; a module of rules (`via`) converts the value.
    Is {
        /// The newest form's field.
        field: String,
        /// The module with `rise` and `fall`; none when names differ and nothing else does.
        via: Option<String>,
    },
    /// A module of rules puts it into this field, or into the whole value (`*`), once that was read.
    Into {
        /// The newest form's field, or `*`.
        field: String,
        /// The module.
        via: String,
    },
    /// It has no counterpart and is always written as this.
    Constant(String),
    /// It has no counterpart: read and forgotten, written as absent or default.
    Dropped,
}

/// All statements of a rule file.
///
/// One statement a line, `FORM` being `name` (all its older forms that have the field) or `name#id`:
/// ```text
/// alias OLDTYPE NEWTYPE            the type has another name now
/// bridge OLDTYPE NEWTYPE MODULE    values of fields that changed type so are converted by MODULE
///                                  (with `own` after it, MODULE says as what the old value is read)
/// OLDNAME becomes NEWNAME          the forms of OLDNAME are older forms of NEWNAME
/// FORM OLDFIELD = NEWFIELD [MODULE]
/// FORM OLDFIELD into NEWFIELD|* MODULE
/// FORM OLDFIELD constant VALUE
/// FORM OLDFIELD dropped
/// FORM NEWFIELD filled FUNCTION    a required field that the older form lacks
/// FORM result FUNCTION             the method answered with another type
/// NAME gone                        lives on as a struct of module `old` that rules read and write
/// TYPE else FUNCTION               reads constructors that are none of the newest type
/// NAME out FUNCTION                older layers get this constructor from FUNCTION, which may decline
/// fallback TYPE FUNCTION           what stands for a value that the layer cannot say
/// dead NAME|FORM REASON            neither read nor written
/// ```
#[derive(Default)]
pub struct Statements {
    pub(crate) aliases: BTreeMap<String, String>,
    pub(crate) bridges: BTreeMap<(String, String), String>,
    pub(crate) own: BTreeSet<String>,
    pub(crate) elses: BTreeMap<String, String>,
    pub(crate) becomes: BTreeMap<String, String>,
    pub(crate) fields: BTreeMap<(String, String), FieldRule>,
    pub(crate) fills: BTreeMap<(String, String), String>,
    pub(crate) results: BTreeMap<String, String>,
    pub(crate) gone: BTreeSet<String>,
    pub(crate) outs: BTreeMap<String, String>,
    pub(crate) fallbacks: BTreeMap<String, String>,
    pub(crate) dead: BTreeMap<String, String>,
}

impl Statements {
    /// Reads a rule file; `#` at the start of a line makes it a comment.
    ///
    /// # Errors
    /// A line that is no statement.
    pub fn parse(text: &str) -> Result<Statements, SchemaError> {
        let mut out = Statements::default();
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            out.statement(line).ok_or_else(|| SchemaError::Line { line: line.to_owned() })?;
        }
        Ok(out)
    }

    fn statement(&mut self, line: &str) -> Option<()> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let own = |word: &&str| (*word).to_owned();
        match words.as_slice() {
            ["alias", old, new] => {
                self.aliases.insert(own(old), own(new));
            }
            ["bridge", old, new, module, own_type @ ..] if matches!(own_type, [] | ["own"]) => {
                if !own_type.is_empty() {
                    self.own.insert(own(module));
                }
                self.bridges.insert((own(old), own(new)), own(module));
            }
            ["fallback", ty, function] => {
                self.fallbacks.insert(own(ty), own(function));
            }
            ["dead", name, reason @ ..] if !reason.is_empty() => {
                self.dead.insert(own(name), reason.join(" "));
            }
            [name, "gone"] => {
                self.gone.insert(own(name));
            }
            [name, "becomes", new] => {
                self.becomes.insert(own(name), own(new));
            }
            [ty, "else", function] => {
                self.elses.insert(own(ty), own(function));
            }
            [form, field, "constant", value] => {
                self.fields.insert((own(form), own(field)), FieldRule::Constant(own(value)));
            }
            [form, old, "into", new, module] => {
                let rule = FieldRule::Into { field: own(new), via: own(module) };
                self.fields.insert((own(form), own(old)), rule);
            }
            [name, "out", function] => {
                self.outs.insert(own(name), own(function));
            }
            [form, "result", function] => {
                self.results.insert(own(form), own(function));
            }
            [form, field, "dropped"] => {
                self.fields.insert((own(form), own(field)), FieldRule::Dropped);
            }
            [form, field, "filled", function] => {
                self.fills.insert((own(form), own(field)), own(function));
            }
            [form, old, "=", new, via @ ..] if via.len() < 2 => {
                let rule = FieldRule::Is { field: own(new), via: via.first().map(own) };
                self.fields.insert((own(form), own(old)), rule);
            }
            _ => return None,
        }
        Some(())
    }

    /// The rule for a form's field: one for this id, or one for all forms of the name.
    pub(crate) fn field(&self, name: &str, id: u32, field: &str) -> Option<&FieldRule> {
        let key = |form: String| (form, field.to_owned());
        self.fields.get(&key(format!("{name}#{id:x}"))).or_else(|| self.fields.get(&key(name.to_owned())))
    }

    /// What fills a required field that this form lacks.
    pub(crate) fn fill(&self, name: &str, id: u32, field: &str) -> Option<&str> {
        let key = |form: String| (form, field.to_owned());
        let found =
            self.fills.get(&key(format!("{name}#{id:x}"))).or_else(|| self.fills.get(&key(name.to_owned())));
        found.map(String::as_str)
    }

    /// Why this form is neither read nor written.
    pub(crate) fn dead(&self, name: &str, id: u32) -> Option<&str> {
        self.dead.get(&format!("{name}#{id:x}")).or_else(|| self.dead.get(name)).map(String::as_str)
    }

    /// What writes the answer of this form of a method.
    pub(crate) fn result(&self, name: &str, id: u32) -> Option<&str> {
        self.results.get(&format!("{name}#{id:x}")).or_else(|| self.results.get(name)).map(String::as_str)
    }

    /// The present name of a type.
    pub(crate) fn present<'a>(&'a self, ty: &'a str) -> &'a str {
        self.aliases.get(ty).map_or(ty, String::as_str)
    }
}
