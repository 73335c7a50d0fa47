//! What was measured: a table for people and a flat JSON for comparison.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

/// Figures by name; a run of a part of the bench keeps the others.
#[derive(Default)]
pub struct Report {
    figures: BTreeMap<String, f64>,
    machine: String,
}

/// A figure's name, what it is asked to be at most (or, for rates, nothing), and what it is.
const TARGETS: &[(&str, Option<f64>)] = &[
    ("server_cpu_us_per_message", Some(60.0)),
    ("p99_ms", Some(50.0)),
    ("idle_bytes_per_connection", Some(16.0 * 1024.0)),
    ("disk_bytes_per_message", Some(400.0)),
    ("start_ms", Some(200.0)),
    ("first_start_ms", Some(5_000.0)),
    ("rest_bytes", Some(40.0 * 1024.0 * 1024.0)),
];

impl Report {
    /// Reads an earlier report; nothing there, or something foreign, is an empty one.
    pub fn read(path: &Path) -> Report {
        let text = fs::read_to_string(path).unwrap_or_default();
        Report { figures: parse(&text).unwrap_or_default(), machine: String::new() }
    }

    /// Notes one figure.
    pub fn set(&mut self, name: &str, value: f64) {
        self.figures.insert(name.to_owned(), value);
    }

    /// Notes what machine this is.
    pub fn describe_machine(&mut self) {
        let model = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = model.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown");
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        self.machine = format!("{} x {cores}", model.trim_start_matches(['\t', ' ', ':']));
    }

    /// The table, a line a figure, with what is asked of it where something is.
    pub fn table(&self) -> String {
        let mut table = String::new();
        for (name, value) in &self.figures {
            let target = TARGETS.iter().find(|(known, _)| known == name).and_then(|(_, target)| *target);
            let asked = match target {
                Some(most) if *value <= most => format!("asked: at most {most}"),
                Some(most) => {
                    format!("asked: at most {most}, MISSED by {:.0} %", (value / most - 1.0) * 100.0)
                }
                None => String::new(),
            };
            let _ = writeln!(table, "{name:<36} {value:>16.2}   {asked}");
        }
        table
    }

    /// Each figure as a ratio to the same one of `other`.
    pub fn against(&self, other: &Report) -> String {
        let mut table = String::new();
        for (name, value) in &self.figures {
            match other.figures.get(name) {
                Some(before) if *before != 0.0 => {
                    let _ = writeln!(table, "{name:<36} {value:>16.2} {:>8.2} x", value / before);
                }
                _ => {
                    let _ = writeln!(table, "{name:<36} {value:>16.2} (not in the other file)");
                }
            }
        }
        table
    }

    /// Writes the flat JSON.
    ///
    /// # Errors
    /// A sentence, if the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), String> {
        let mut text = String::from("{\n");
        for (name, value) in &self.figures {
            let _ = writeln!(text, "  \"{name}\": {value},");
        }
        let machine = self.machine.replace(['"', '\\'], "");
        let _ = writeln!(text, "  \"machine\": \"{machine}\"\n}}");
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
    }
}

/// Reads what [`Report::write`] wrote: one `"name": number` a line. A foreign file gives `None`.
fn parse(text: &str) -> Option<BTreeMap<String, f64>> {
    let inside = text.trim().strip_prefix('{')?.strip_suffix('}')?;
    let mut figures = BTreeMap::new();
    for line in inside.lines() {
        let Some((name, value)) = line.trim().trim_end_matches(',').split_once("\": ") else { continue };
        if let Ok(value) = value.parse() {
            figures.insert(name.trim_start_matches('"').to_owned(), value);
        }
    }
    Some(figures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_report_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/latest.json");
        let mut report = Report::default();
        report.set("p50_ms", 1.5);
        report.set("p99_ms", 60.0);
        report.describe_machine();
        report.write(&path).unwrap();
        let back = Report::read(&path);
        assert_eq!(back.figures, report.figures);
        assert!(report.table().contains("MISSED by 20 %"));
        assert!(back.against(&report).contains("1.00 x"));
    }

    #[test]
    fn a_foreign_file_is_an_empty_report() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("foreign");
        fs::write(&path, "not a report").unwrap();
        assert!(Report::read(&path).figures.is_empty());
        assert!(Report::read(&folder.path().join("none")).figures.is_empty());
    }
}
