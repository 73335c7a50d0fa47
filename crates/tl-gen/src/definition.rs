//! One line of a .tl file as a value: name, id, fields with their types and flags, and the result. Not the
//! layers in which it was in force.

use crate::SchemaError;

/// The type of a field or of a result.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    /// `#`: a word of flags that the fields after it refer to.
    Flags,
    /// `true`: takes no bytes, stands for its flag alone.
    True,
    /// 32 bits, signed.
    Int,
    /// 64 bits, signed.
    Long,
    /// 64 bits, floating.
    Double,
    /// 16 bytes.
    Int128,
    /// 32 bytes.
    Int256,
    /// Text in UTF-8.
    String,
    /// Bytes with their length.
    Bytes,
    /// `boolTrue` or `boolFalse`.
    Bool,
    /// `Vector<T>`, with the id of vector before it.
    Vector(Box<Type>),
    /// `vector<t>`, without an id.
    BareVector(Box<Type>),
    /// Any constructor of this type, with its id.
    Boxed(String),
    /// This one constructor, without its id.
    Bare(String),
    /// `!X` or `X`: the inner query of a wrapper, or its result.
    Generic,
}

/// A field of a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name as published.
    pub name: String,
    /// The type, without the condition.
    pub ty: Type,
    /// The flags field and the bit that tell whether it is there.
    pub flag: Option<(String, u8)>,
}

/// A constructor or a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The full name, with its namespace.
    pub name: String,
    /// The constructor's id on the wire; none for those that never stand alone.
    pub id: Option<u32>,
    /// The fields in the order of the wire, flags words included.
    pub fields: Vec<Field>,
    /// What it belongs to (a constructor) or answers with (a function).
    pub result: Type,
    /// Whether it wraps another query.
    pub generic: bool,
}

impl Definition {
    /// Reads `name#id field:type … = Result;`.
    ///
    /// Returns nothing for definitions that need no code (`int ? = Int;`, `vector {t:Type} …`).
    ///
    /// # Errors
    /// A line that does not have this shape.
    pub fn parse(line: &str) -> Result<Option<Definition>, SchemaError> {
        let bad = || SchemaError::Line { line: line.to_owned() };
        let (left, right) =
            line.trim().strip_suffix(';').and_then(|l| l.split_once(" = ")).ok_or_else(bad)?;
        let mut words = left.split_whitespace();
        let head = words.next().ok_or_else(bad)?;
        let (name, id) = match head.split_once('#') {
            Some((name, id)) => (name, Some(u32::from_str_radix(id, 16).map_err(|_| bad())?)),
            None => (head, None),
        };
        let mut fields = Vec::new();
        let mut generic = false;
        for word in words {
            if word.starts_with("{X:") {
                generic = true;
                continue;
            }
            if word.starts_with('{') || word == "?" || word == "[" || word.ends_with('[') {
                return Ok(None);
            }
            let (name, ty) = word.split_once(':').ok_or_else(bad)?;
            let (flag, ty) = match ty.split_once('?') {
                None => (None, ty),
                Some((flag, ty)) => {
                    let (word, bit) = flag.split_once('.').ok_or_else(bad)?;
                    (Some((word.to_owned(), bit.parse().map_err(|_| bad())?)), ty)
                }
            };
            fields.push(Field { name: name.to_owned(), ty: Type::parse(ty), flag });
        }
        let result = Type::parse(right);
        Ok(Some(Definition { name: name.to_owned(), id, fields, result, generic }))
    }

    /// The fields that a program sees: no flags words, no inner query.
    pub fn visible(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|f| !matches!(f.ty, Type::Flags | Type::Generic))
    }

    /// The field of this name, if there is one.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.visible().find(|f| f.name == name)
    }
}

impl Type {
    /// Reads a type as it stands after the condition.
    pub fn parse(text: &str) -> Type {
        if let Some(inner) = text.strip_prefix("Vector<").and_then(|t| t.strip_suffix('>')) {
            return Type::Vector(Box::new(Type::parse(inner)));
        }
        if let Some(inner) = text.strip_prefix("vector<").and_then(|t| t.strip_suffix('>')) {
            return Type::BareVector(Box::new(Type::parse(inner)));
        }
        match text {
            "#" => Type::Flags,
            "true" => Type::True,
            "int" => Type::Int,
            "long" => Type::Long,
            "double" => Type::Double,
            "int128" => Type::Int128,
            "int256" => Type::Int256,
            "string" => Type::String,
            "bytes" => Type::Bytes,
            "Bool" => Type::Bool,
            "X" | "!X" => Type::Generic,
            other => {
                let base = other.rsplit('.').next().unwrap_or(other);
                if base.starts_with(|c: char| c.is_ascii_lowercase()) {
                    Type::Bare(other.to_owned())
                } else {
                    Type::Boxed(other.to_owned())
                }
            }
        }
    }

    /// The boxed type that this is or is a vector of.
    pub fn boxed(&self) -> Option<&str> {
        match self {
            Type::Boxed(name) => Some(name),
            Type::Vector(inner) | Type::BareVector(inner) => inner.boxed(),
            _ => None,
        }
    }

    /// Whether an absent value can be said by zero, nothing or an empty list.
    pub fn has_default(&self) -> bool {
        !matches!(self, Type::Boxed(_) | Type::Bare(_) | Type::Generic | Type::Flags)
    }
}

impl Field {
    /// Whether the field is there only if its flag says so, and has a value then.
    pub fn is_optional(&self) -> bool {
        self.flag.is_some() && self.ty != Type::True
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_gives_name_id_fields_and_result() {
        let line = "inputStickerSetItem#32da9e9c flags:# document:InputDocument keywords:flags.1?Vector<string> = InputStickerSetItem;";
        let definition = Definition::parse(line).unwrap().unwrap();
        assert_eq!(definition.id, Some(0x32da_9e9c));
        assert_eq!(definition.visible().count(), 2);
        let keywords = definition.field("keywords").unwrap();
        assert_eq!(keywords.flag, Some(("flags".to_owned(), 1)));
        assert_eq!(keywords.ty, Type::Vector(Box::new(Type::String)));
        assert_eq!(definition.result, Type::Boxed("InputStickerSetItem".to_owned()));
    }

    #[test]
    fn a_line_without_a_result_is_refused() {
        assert!(Definition::parse("user id:long;").is_err());
    }
}
