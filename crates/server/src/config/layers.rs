//! Which value of a setting is in force: a flag goes before the environment, the environment before the file,
//! the file before the default. Every value keeps where it came from.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

use super::{
    ConfigError,
    keys::{self, KEYS, Key, Kind},
};

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Nobody said anything.
    Default,
    /// The settings file.
    File(PathBuf),
    /// An environment variable.
    Environment(String),
    /// A flag, without its dashes.
    Flag(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Default => write!(f, "the default"),
            Source::File(path) => write!(f, "the file {}", path.display()),
            Source::Environment(name) => write!(f, "the variable {name}"),
            Source::Flag(flag) => write!(f, "the flag --{flag}"),
        }
    }
}

/// All values in force. Has no Debug, since some are secret.
pub struct Layers {
    values: BTreeMap<&'static str, (String, Source)>,
}

impl Layers {
    /// Joins `flags` (key name and value), the environment and the settings file. `file` names the settings
    /// file; without it, `merpati.toml` in the data folder is read when it is there.
    pub fn resolve(
        flags: &[(&str, &str)],
        environment: &dyn Fn(&str) -> Option<String>,
        file: Option<&Path>,
    ) -> Result<Layers, ConfigError> {
        let mut layers = Layers {
            values: KEYS.iter().map(|key| (key.name, (key.default.to_owned(), Source::Default))).collect(),
        };
        for key in KEYS {
            if let Some(value) = environment(&key.env()) {
                layers.set(key, value, Source::Environment(key.env()))?;
            }
        }
        for (name, value) in flags {
            if let Some(key) = keys::find(name) {
                layers.set(key, (*value).to_owned(), Source::Flag(key.flag()))?;
            }
        }
        match file {
            Some(path) => layers.read_file(path, false)?,
            None => {
                let path = PathBuf::from(layers.value("data")).join("merpati.toml");
                if path.exists() {
                    layers.read_file(&path, true)?;
                }
            }
        }
        Ok(layers)
    }

    /// The value of `name` in force; empty for none.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map(|(value, _)| value.as_str()).unwrap_or_default()
    }

    /// The value of `name` as a path; none when empty.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        Some(self.value(name)).filter(|value| !value.is_empty()).map(PathBuf::from)
    }

    /// Every setting with its value and place; secrets are hidden. The text is a settings file by itself.
    pub fn shown(&self) -> String {
        use fmt::Write;
        let width =
            KEYS.iter().map(|key| key.name.len() + self.shown_value(key).len() + 3).max().unwrap_or(0);
        let mut text = String::new();
        for key in KEYS {
            let line = format!("{} = {}", key.name, self.shown_value(key));
            let source = self.values.get(key.name).map(|(_, source)| source.to_string()).unwrap_or_default();
            // A String takes every write.
            let _ = writeln!(text, "{line:width$}  # {source}");
        }
        text
    }

    /// What to say about the value of `name`, which does not fit.
    pub(super) fn bad_value(&self, name: &'static str) -> ConfigError {
        let key = keys::find(name);
        let (value, source) =
            self.values.get(name).cloned().unwrap_or_else(|| (String::new(), Source::Default));
        let hidden = key.is_some_and(|key| key.kind == Kind::Secret);
        ConfigError::BadValue {
            key: name,
            value: if hidden { "(hidden)".to_owned() } else { value },
            place: source,
            expected: key.map(|key| key.expected).unwrap_or("another"),
        }
    }

    fn shown_value(&self, key: &Key) -> String {
        let value = self.value(key.name);
        match key.kind {
            Kind::Secret if !value.is_empty() => "\"(hidden)\"".to_owned(),
            Kind::Switch | Kind::Count => value.to_owned(),
            _ => toml::Value::String(value.to_owned()).to_string(),
        }
    }

    fn set(&mut self, key: &'static Key, value: String, source: Source) -> Result<(), ConfigError> {
        self.values.insert(key.name, (value, source));
        let fits = match key.kind {
            Kind::Switch => matches!(self.value(key.name), "true" | "false"),
            Kind::Count => self.value(key.name).parse::<usize>().is_ok(),
            _ => true,
        };
        if fits { Ok(()) } else { Err(self.bad_value(key.name)) }
    }

    fn read_file(&mut self, path: &Path, inside_data: bool) -> Result<(), ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| ConfigError::Unreadable { path: path.to_owned(), reason: error.to_string() })?;
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| ConfigError::NotToml {
            path: path.to_owned(),
            reason: match error.span() {
                Some(span) => {
                    let line = text.get(..span.start).map(|head| head.matches('\n').count() + 1).unwrap_or(1);
                    format!("line {line}: {}", error.message().replace('\n', " "))
                }
                None => error.message().replace('\n', " "),
            },
        })?;
        let source = Source::File(path.to_owned());
        for (name, value) in table {
            let Some(key) = keys::find(&name) else {
                return Err(ConfigError::UnknownKey { hint: nearest(&name), key: name, place: source });
            };
            if inside_data && key.name == "data" {
                return Err(ConfigError::DataInsideData { path: path.to_owned() });
            }
            let text = match value {
                toml::Value::String(text) => text,
                toml::Value::Boolean(switch) => switch.to_string(),
                toml::Value::Integer(number) => number.to_string(),
                _ => {
                    self.values.insert(key.name, (value.to_string(), source));
                    return Err(self.bad_value(key.name));
                }
            };
            let text = if key.kind == Kind::Path { relative_to(path, text) } else { text };
            let overridden = self.values.get(key.name).is_some_and(|(_, source)| *source != Source::Default);
            if !overridden {
                self.set(key, text, source.clone())?;
            }
        }
        Ok(())
    }
}

/// `path` as seen from the folder of the settings file `file`.
fn relative_to(file: &Path, path: String) -> String {
    if path.is_empty() || Path::new(&path).is_absolute() {
        return path;
    }
    let folder = file.parent().unwrap_or(Path::new(""));
    folder.join(&path).to_string_lossy().into_owned()
}

/// The key that was probably meant: at most two letters away.
fn nearest(name: &str) -> Option<String> {
    KEYS.iter()
        .map(|key| (distance(name, key.name), key.name))
        .min()
        .filter(|(distance, _)| *distance <= 2)
        .map(|(_, name)| name.to_owned())
}

/// How many letters must be put in, left out or exchanged to get from one word to the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, letter) in from.chars().enumerate() {
        let mut next = vec![line + 1];
        for (column, other) in to.iter().enumerate() {
            let exchanged = row.get(column).copied().unwrap_or(0) + usize::from(letter != *other);
            let left_out = row.get(column + 1).copied().unwrap_or(0) + 1;
            let put_in = next.get(column).copied().unwrap_or(0) + 1;
            next.push(exchanged.min(left_out).min(put_in));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        std::fs::write(&path, text).unwrap();
        (folder, path)
    }

    #[test]
    fn a_flag_goes_before_the_environment_and_that_before_the_file() {
        let (_folder, path) =
            file("listen = \"1.1.1.1:1\"\nhttp = \"1.1.1.1:2\"\nregistration = \"closed\"\n");
        let environment = |name: &str| match name {
            "MERPATI_LISTEN" => Some("2.2.2.2:1".to_owned()),
            "MERPATI_HTTP" => Some("2.2.2.2:2".to_owned()),
            _ => None,
        };
        let layers = Layers::resolve(&[("listen", "3.3.3.3:1")], &environment, Some(&path)).unwrap();
        assert_eq!(layers.value("listen"), "3.3.3.3:1");
        assert_eq!(layers.value("http"), "2.2.2.2:2");
        assert_eq!(layers.value("registration"), "closed");
        assert_eq!(layers.value("log"), "info");
        let shown = layers.shown();
        assert!(shown.contains("# the flag --listen"));
        assert!(shown.contains("# the variable MERPATI_HTTP"));
        assert!(shown.contains(&format!("# the file {}", path.display())));
        assert!(shown.contains("# the default"));
    }

    #[test]
    fn an_unknown_key_is_named_with_the_one_that_was_probably_meant() {
        let (_folder, path) = file("lisen = \"1.1.1.1:1\"\n");
        let error = Layers::resolve(&[], &|_| None, Some(&path)).err().unwrap();
        assert_eq!(
            error.to_string(),
            format!("the file {} sets the unknown key `lisen`, did you mean `listen`?", path.display())
        );
    }

    #[test]
    fn what_is_shown_hides_secrets_and_reads_as_a_settings_file() {
        let layers = Layers::resolve(&[("metrics_token", "hunter2")], &|_| None, None).unwrap();
        assert!(!layers.shown().contains("hunter2"));
        let table: toml::Table = layers.shown().parse().unwrap();
        assert_eq!(table.len(), KEYS.len());
    }

    #[test]
    fn a_file_that_is_not_toml_is_told_with_its_line() {
        let (_folder, path) = file("listen = \"1.1.1.1:1\"\nhttp = = 3\n");
        let error = Layers::resolve(&[], &|_| None, Some(&path)).err().unwrap();
        assert!(error.to_string().contains("line 2"), "{error}");
    }

    #[test]
    fn a_wrong_switch_is_refused_wherever_it_stands() {
        let environment = |name: &str| (name == "MERPATI_TEST_MODE").then(|| "maybe".to_owned());
        assert!(Layers::resolve(&[], &environment, None).is_err());
    }
}
