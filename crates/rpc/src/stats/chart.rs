//! A graph as clients draw it: columns of numbers with names and colours, as JSON in the form that Telegram's charts have.

use serde_json::{Map, Value, json};

/// How a graph is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A line for each column.
    Lines,
    /// Two lines with scales of their own.
    Scaled,
    /// Bars, one upon the other.
    Bars,
    /// Shares of a whole.
    Shares,
}

/// What stands along the bottom.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    /// Hours of any day, 0 to 23.
    HoursOfDay,
    /// Moments an hour apart, milliseconds since 1970.
    Hours,
    /// A day apart.
    Days,
    /// A week apart.
    Weeks,
}

/// A column.
pub(super) struct Line {
    /// As people read it.
    pub(super) name: String,
    /// Of [`COLORS`].
    pub(super) color: usize,
    /// A number for each place of the axis.
    pub(super) values: Vec<i64>,
}

/// A graph.
pub(super) struct Chart {
    /// How it is drawn.
    pub(super) shape: Shape,
    /// What stands along the bottom.
    pub(super) axis: Axis,
    /// Its places, rising.
    pub(super) places: Vec<i64>,
    /// The columns.
    pub(super) lines: Vec<Line>,
}

/// A colour by the name that clients have for it, so that it fits their themes; by day and by night.
const COLORS: [(&str, &str, &str); 10] = [
    ("BLUE", "#3497ED", "#4FA6F2"),
    ("GREEN", "#4BD964", "#5BD070"),
    ("RED", "#F34C44", "#F4665F"),
    ("GOLDEN", "#E7A230", "#EDB24F"),
    ("LIGHTBLUE", "#5AB5E8", "#74C4EF"),
    ("LIGHTGREEN", "#8FCF39", "#A1D95A"),
    ("ORANGE", "#F28C39", "#F5A15E"),
    ("INDIGO", "#7F79F3", "#9691F5"),
    ("PURPLE", "#9F79E8", "#B195EE"),
    ("CYAN", "#40D0CA", "#62DBD6"),
];

impl Chart {
    /// The graph as clients read it.
    pub(super) fn json(&self, dark: bool) -> String {
        let column = |name: &str, values: &[i64]| {
            let name = std::iter::once(Value::from(name));
            Value::from(name.chain(values.iter().copied().map(Value::from)).collect::<Vec<_>>())
        };
        // Clients read the places before the numbers.
        let mut columns = vec![column("x", &self.places)];
        let (mut types, mut names, mut colors) = (Map::new(), Map::new(), Map::new());
        types.insert("x".to_owned(), "x".into());
        for (at, line) in self.lines.iter().enumerate() {
            let id = format!("y{at}");
            columns.push(column(&id, &line.values));
            types.insert(id.clone(), self.shape.name().into());
            names.insert(id.clone(), line.name.as_str().into());
            colors.insert(id, color(line.color, dark).into());
        }
        let format = self.axis.format();
        let mut graph = json!({
            "columns": columns,
            "types": types,
            "names": names,
            "colors": colors,
            "subchart": { "show": true },
            "xTickFormatter": format,
            "xTooltipFormatter": format,
        });
        let mut set = |name: &str| {
            if let Some(graph) = graph.as_object_mut() {
                graph.insert(name.to_owned(), true.into());
            }
        };
        match self.shape {
            Shape::Lines => {}
            Shape::Scaled => set("y_scaled"),
            Shape::Bars => set("stacked"),
            Shape::Shares => {
                set("stacked");
                set("percentage");
            }
        }
        graph.to_string()
    }
}

impl Shape {
    fn name(self) -> &'static str {
        match self {
            Shape::Lines | Shape::Scaled => "line",
            Shape::Bars => "bar",
            Shape::Shares => "area",
        }
    }
}

impl Axis {
    fn format(self) -> &'static str {
        match self {
            Axis::HoursOfDay => "statsFormat('hour')",
            Axis::Hours => "statsFormat('5min')",
            Axis::Days => "statsFormat('day')",
            Axis::Weeks => "statsFormat('week')",
        }
    }
}

fn color(number: usize, dark: bool) -> String {
    let (name, day, night) = COLORS[number % COLORS.len()];
    format!("{name}{}", if dark { night } else { day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_graph_has_the_form_that_clients_read() {
        let line = |name: &str, color, values| Line { name: name.to_owned(), color, values };
        let lines = vec![line("\"A\"", 0, vec![1, 2]), line("B", 2, vec![3, 4])];
        let mut chart = Chart { shape: Shape::Bars, axis: Axis::Days, places: vec![0, 86_400_000], lines };
        let graph: Value = serde_json::from_str(&chart.json(false)).unwrap();
        assert_eq!(graph["columns"], json!([["x", 0, 86_400_000], ["y0", 1, 2], ["y1", 3, 4]]));
        assert_eq!(graph["types"], json!({ "x": "x", "y0": "bar", "y1": "bar" }));
        assert_eq!(graph["names"], json!({ "y0": "\"A\"", "y1": "B" }));
        assert_eq!(graph["colors"], json!({ "y0": "BLUE#3497ED", "y1": "RED#F34C44" }));
        assert_eq!(graph["stacked"], json!(true));
        chart.shape = Shape::Shares;
        let graph: Value = serde_json::from_str(&chart.json(true)).unwrap();
        assert_eq!((&graph["percentage"], &graph["types"]["y0"]), (&json!(true), &json!("area")));
        assert_eq!(graph["colors"]["y0"], json!("BLUE#4FA6F2"), "other colours by night");
    }
}
