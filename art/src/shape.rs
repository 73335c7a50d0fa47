//! What pictures are made of: paths with a fill or a line, in groups that may move.

pub type Point = (f64, f64);

/// Red, green, blue, and how much of what lies behind is covered.
#[derive(Clone, Copy)]
pub struct Color(pub u8, pub u8, pub u8, pub f64);

/// `0xrrggbb`.
pub const fn rgb(hex: u32) -> Color {
    Color((hex >> 16) as u8, (hex >> 8) as u8, hex as u8, 1.0)
}

/// The same, through which one sees.
pub const fn sheer(hex: u32, alpha: f64) -> Color {
    Color((hex >> 16) as u8, (hex >> 8) as u8, hex as u8, alpha)
}

/// A point of a path, with where the path comes from and goes to, from the point's own place.
#[derive(Clone, Copy)]
pub struct Node {
    pub at: Point,
    pub from: Point,
    pub to: Point,
}

#[derive(Clone)]
pub struct Path {
    pub nodes: Vec<Node>,
    pub closed: bool,
}

#[derive(Clone)]
pub struct Shape {
    pub path: Path,
    pub fill: Option<Color>,
    /// Colour and width.
    pub line: Option<(Color, f64)>,
}

#[derive(Clone)]
pub enum Item {
    Shape(Shape),
    Group(Group),
}

/// Things one behind the other, the first lowest, which move together.
#[derive(Clone, Default)]
pub struct Group {
    pub items: Vec<Item>,
    pub motion: Motion,
}

/// What a group does in the course of a round. Keys are frames and values; one alone holds all the time.
#[derive(Clone, Default)]
pub struct Motion {
    /// Around which point it turns and grows.
    pub anchor: Point,
    pub moves: Vec<(f64, Point)>,
    /// Degrees.
    pub turns: Vec<(f64, f64)>,
    pub grows: Vec<(f64, Point)>,
    pub fades: Vec<(f64, f64)>,
}

/// Frames of a second, and of a round.
pub const RATE: f64 = 60.0;
pub const ROUND: f64 = 120.0;

/// How far a quarter of a circle bends.
const ROUNDNESS: f64 = 0.5523;

pub fn ellipse((x, y): Point, width: f64, height: f64) -> Path {
    let (bend_x, bend_y) = (width * ROUNDNESS, height * ROUNDNESS);
    let node = |at, from: Point| Node { at, from, to: (-from.0, -from.1) };
    let nodes = vec![
        node((x, y - height), (-bend_x, 0.0)),
        node((x + width, y), (0.0, -bend_y)),
        node((x, y + height), (bend_x, 0.0)),
        node((x - width, y), (0.0, bend_y)),
    ];
    Path { nodes, closed: true }
}

pub fn circle(at: Point, radius: f64) -> Path {
    ellipse(at, radius, radius)
}

/// Through all points, softly.
pub fn soft(points: &[Point]) -> Path {
    through(points, true, 0.18)
}

/// An open path through all points, softly.
pub fn curve(points: &[Point]) -> Path {
    through(points, false, 0.2)
}

/// Through all points, straight.
pub fn edges(points: &[Point]) -> Path {
    through(points, true, 0.0)
}

fn through(points: &[Point], closed: bool, softness: f64) -> Path {
    let count = points.len();
    let node = |at: usize| {
        let (before, after) = match (closed, at) {
            (true, _) => (points[(at + count - 1) % count], points[(at + 1) % count]),
            (false, 0) => (points[0], points[1]),
            (false, at) => (points[at - 1], points[(at + 1).min(count - 1)]),
        };
        let to = ((after.0 - before.0) * softness, (after.1 - before.1) * softness);
        Node { at: points[at], from: (-to.0, -to.1), to }
    };
    Path { nodes: (0..count).map(node).collect(), closed }
}

/// A heart as wide as it is high.
pub fn heart((x, y): Point, size: f64) -> Path {
    let half = size / 2.0;
    let node = |at: Point, from: Point, to: Point| Node {
        at: (x + at.0 * half, y + at.1 * half),
        from: (from.0 * half, from.1 * half),
        to: (to.0 * half, to.1 * half),
    };
    let nodes = vec![
        node((0.0, -0.45), (-0.1, -0.5), (0.1, -0.5)),
        node((1.0, -0.35), (0.0, -0.6), (0.0, 0.55)),
        node((0.0, 0.95), (0.4, -0.3), (-0.4, -0.3)),
        node((-1.0, -0.35), (0.0, 0.55), (0.0, -0.6)),
    ];
    Path { nodes, closed: true }
}

/// A star of five points.
pub fn star((x, y): Point, size: f64) -> Path {
    let point = |number: usize| {
        let angle = std::f64::consts::PI * (number as f64 / 5.0 - 0.5);
        let radius = if number % 2 == 0 { size } else { size * 0.5 };
        (x + angle.cos() * radius, y + angle.sin() * radius)
    };
    through(&(0..10).map(point).collect::<Vec<_>>(), true, 0.05)
}

pub fn filled(path: Path, fill: Color) -> Item {
    Item::Shape(Shape { path, fill: Some(fill), line: None })
}

pub fn line(path: Path, color: Color, width: f64) -> Item {
    Item::Shape(Shape { path, fill: None, line: Some((color, width)) })
}

pub fn edged(path: Path, fill: Color, color: Color, width: f64) -> Item {
    Item::Shape(Shape { path, fill: Some(fill), line: Some((color, width)) })
}

impl Group {
    pub fn of(items: impl IntoIterator<Item = Item>) -> Group {
        Group { items: items.into_iter().collect(), motion: Motion::default() }
    }

    pub fn around(mut self, anchor: Point) -> Group {
        self.motion.anchor = anchor;
        self
    }

    pub fn turned(mut self, degrees: f64) -> Group {
        self.motion.turns = vec![(0.0, degrees)];
        self
    }

    pub fn moved(mut self, by: Point) -> Group {
        self.motion.moves = vec![(0.0, by)];
        self
    }

    pub fn sized(mut self, by: f64) -> Group {
        self.motion.grows = vec![(0.0, (by, by))];
        self
    }

    /// As in a mirror that stands in the middle.
    pub fn mirrored(self) -> Group {
        let mut mirror = Group::of([self.into()]).around((256.0, 256.0));
        mirror.motion.grows = vec![(0.0, (-1.0, 1.0))];
        mirror
    }

    pub fn turning(mut self, keys: &[(f64, f64)]) -> Group {
        self.motion.turns = keys.to_vec();
        self
    }

    pub fn moving(mut self, keys: &[(f64, Point)]) -> Group {
        self.motion.moves = keys.to_vec();
        self
    }

    pub fn growing(mut self, keys: &[(f64, Point)]) -> Group {
        self.motion.grows = keys.to_vec();
        self
    }

    pub fn fading(mut self, keys: &[(f64, f64)]) -> Group {
        self.motion.fades = keys.to_vec();
        self
    }

    /// With a white rim around all that is solid, as stickers have.
    pub fn rimmed(self, width: f64) -> Group {
        let rim = rim(&self, width);
        Group::of([rim.into(), self.into()])
    }
}

fn rim(group: &Group, width: f64) -> Group {
    let white = rgb(0xffffff);
    let items = group.items.iter().filter_map(|item| match item {
        Item::Group(group) => Some(rim(group, width).into()),
        Item::Shape(shape) if shape.fill.is_some_and(|fill| fill.3 < 1.0) => None,
        Item::Shape(shape) => {
            let own = shape.line.map_or(0.0, |(_, width)| width);
            let line = Some((white, own + 2.0 * width));
            Some(Item::Shape(Shape { path: shape.path.clone(), fill: shape.fill.map(|_| white), line }))
        }
    });
    Group { items: items.collect(), motion: group.motion.clone() }
}

impl From<Group> for Item {
    fn from(group: Group) -> Item {
        Item::Group(group)
    }
}

/// The value of keys at a frame.
pub fn at<T: Copy>(keys: &[(f64, T)], frame: f64, still: T, mix: impl Fn(T, T, f64) -> T) -> T {
    let Some(last) = keys.last() else { return still };
    let Some(behind) = keys.iter().position(|(key, _)| *key > frame) else { return last.1 };
    if behind == 0 {
        return keys[0].1;
    }
    let ((from, before), (to, after)) = (keys[behind - 1], keys[behind]);
    let part = (frame - from) / (to - from);
    mix(before, after, part * part * (3.0 - 2.0 * part))
}
