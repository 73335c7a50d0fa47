//! What was measured: a table for people and a flat JSON for comparison.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

/// Figures by name; a run of a part of the bench keeps the others.
#[derive(Default)]
pub struct Report {
    figures: BTreeMap<String, f64>,
    machine: String,
}

/// A figure's name, and what it is asked to be at most.
const TARGETS: &[(&str, f64)] = &[
    ("server_cpu_us_per_message", 30.0),
    ("server_cpu_us_per_message_pipelined", 14.4),
    ("p50_ms", 3.0),
    ("p99_ms", 15.0),
    ("idle_bytes_per_connection", 10.0 * 1024.0),
    ("disk_bytes_per_message", 250.0),
    ("start_ms", 200.0),
    ("start_after_kill_ms", 5_000.0),
    ("first_start_ms", 5_000.0),
    ("channel_post_cpu_us_per_receiver", 15.0),
    ("channel_post_last_p99_ms", 1_000.0),
    ("channel_join_cpu_us_large", 300.0),
    ("channel_join_cpu_us_small", 300.0),
    ("channel_page_cold_cpu_ms", 2.0),
    ("channel_page_cpu_ms", 2.0),
    ("channel_dialogs_cpu_ms", 5.0),
    ("files_up_cpu_in_floors", 2.5),
    ("files_down_cpu_in_floors", 2.5),
    ("files_memory_more_with_size", FILES_SLACK_BYTES),
    ("files_memory_more_with_number", FILES_SLACK_BYTES),
    ("rest_bytes", 40.0 * 1024.0 * 1024.0),
];

/// What an allocator and threads make of the same work from run to run: one equal run and another differ by half of it.
const FILES_SLACK_BYTES: f64 = 4.0 * 1024.0 * 1024.0;

impl Report {
    /// Reads an earlier report; nothing there, or something foreign, is an empty one.
    pub fn read(path: &Path) -> Report {
        let text = fs::read_to_string(path).unwrap_or_default();
        Report { figures: parse(&text).unwrap_or_default(), machine: String::new() }
    }

    /// Reads the report that a run is compared with.
    ///
    /// # Errors
    /// A sentence, if there is no such file, or if it is none of this bench's.
    pub fn read_other(path: &Path) -> Result<Report, String> {
        let name = path.display();
        let text = fs::read_to_string(path).map_err(|error| format!("{name} cannot be read: {error}"))?;
        let figures = parse(&text).filter(|figures| !figures.is_empty());
        let figures = figures.ok_or_else(|| format!("{name} holds no figures of this bench."))?;
        Ok(Report { figures, machine: String::new() })
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
            let target = TARGETS.iter().find(|(known, _)| known == name).map(|(_, target)| *target);
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
        let missing = other.figures.keys().filter(|name| !self.figures.contains_key(*name)).count();
        if missing > 0 {
            let _ = writeln!(table, "{missing} figures of the other file are not in this one.");
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
        report.set("p99_ms", 18.0);
        report.describe_machine();
        report.write(&path).unwrap();
        let back = Report::read(&path);
        assert_eq!(back.figures, report.figures);
        assert!(report.table().contains("MISSED by 20 %"));
        assert!(back.against(&report).contains("1.00 x"));
    }

    #[test]
    fn a_foreign_file_is_an_empty_report_and_a_sentence_where_it_is_compared_with() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("foreign");
        for foreign in ["not a report", "{}", "{\"a\": [1, {\"b\": 2}]}", "\u{0}{", "{\n  \"name\": \"x\"\n}"]
        {
            fs::write(&path, foreign).unwrap();
            assert!(Report::read(&path).figures.is_empty(), "{foreign}");
            assert!(Report::read_other(&path).is_err_and(|sentence| sentence.ends_with("of this bench.")));
        }
        fs::write(&path, [0xff, 0xfe]).unwrap();
        assert!(Report::read_other(&path).is_err());
        let none = folder.path().join("none");
        assert!(Report::read(&none).figures.is_empty());
        assert!(Report::read_other(&none).is_err_and(|sentence| sentence.contains("cannot be read")));
    }

    #[test]
    fn an_older_file_is_compared_as_far_as_it_goes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("older.json");
        fs::write(
            &path,
            "{\n  \"p50_ms\": 3,\n  \"gone\": 7,\n  \"p99_ms\": 0,\n  \"machine\": \"old\"\n}\n",
        )
        .unwrap();
        let mut report = Report::default();
        for name in ["p50_ms", "p99_ms", "start_ms"] {
            report.set(name, 6.0);
        }
        let table = report.against(&Report::read_other(&path).unwrap());
        assert!(table.contains("2.00 x") && table.contains("1 figures of the other file"));
        assert_eq!(table.matches("not in the other file").count(), 2);
    }
}
