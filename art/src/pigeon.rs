//! The bird: a round pigeon seen from the front, out of parts that moods and poses choose.

use crate::shape::{
    Color, Group, Item, circle, curve, edged, edges, ellipse, filled, heart, line, rgb, sheer, soft, star,
};

const INK: Color = rgb(0x2f2d3f);
const HEAD: Color = rgb(0x6f86a8);
const HEAD_LIGHT: Color = rgb(0x86a0c2);
const BODY: Color = rgb(0x9db3cd);
const BELLY: Color = rgb(0xdbe6f1);
const WING: Color = rgb(0x7f97b8);
const WING_DARK: Color = rgb(0x566a8a);
const GREEN: Color = rgb(0x3fb79b);
const VIOLET: Color = rgb(0x9a6fd0);
const BEAK: Color = rgb(0xffb13d);
const BEAK_DARK: Color = rgb(0xe48a1f);
const CERE: Color = rgb(0xfdf3e3);
const FOOT: Color = rgb(0xf4796b);
const BLUSH: Color = sheer(0xff7f8d, 0.55);
pub const TEAR: Color = rgb(0x63c3ff);
pub const RED: Color = rgb(0xf0485e);

/// Where the head turns.
pub const NECK: (f64, f64) = (256.0, 285.0);
/// Where the wings hang, on the left.
pub const SHOULDER: (f64, f64) = (152.0, 292.0);
pub const GROUND: (f64, f64) = (256.0, 470.0);

#[derive(Clone, Copy, PartialEq)]
pub enum Eyes {
    Open,
    Up,
    Wide,
    Happy,
    Closed,
    Asleep,
    Wink,
    Hearts,
    Stars,
    Crosses,
    Wet,
    Narrow,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Brows {
    None,
    Angry,
    Sad,
    Raised,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Beak {
    Shut,
    Open,
    Smile,
    Round,
    Down,
}

/// How the bird looks.
#[derive(Clone, Copy)]
pub struct Mood {
    pub eyes: Eyes,
    pub brows: Brows,
    pub beak: Beak,
    pub blush: bool,
}

pub const fn mood(eyes: Eyes, beak: Beak) -> Mood {
    Mood { eyes, beak, brows: Brows::None, blush: true }
}

impl Mood {
    pub const fn brows(self, brows: Brows) -> Mood {
        Mood { brows, ..self }
    }

    pub const fn pale(self) -> Mood {
        Mood { blush: false, ..self }
    }
}

/// The whole bird. Wings are given as they are to stand, the left one twice where both are alike.
pub fn bird(mood: Mood, left: Group, right: Group) -> Group {
    Group::of([tail(), feet().into(), body().into(), left.into(), right.mirrored().into(), head(mood).into()])
}

/// At rest, with both wings down.
pub fn resting(mood: Mood) -> Group {
    bird(mood, wing(0.0), wing(0.0))
}

/// A wing, turned about the shoulder: 0 hangs, 90 points aside, 140 up.
pub fn wing(degrees: f64) -> Group {
    feathers().around(SHOULDER).turned(degrees)
}

pub fn feathers() -> Group {
    let whole =
        [(160.0, 268.0), (196.0, 318.0), (182.0, 396.0), (138.0, 440.0), (106.0, 398.0), (116.0, 318.0)];
    Group::of([
        filled(soft(&whole), WING),
        line(curve(&[(113.0, 372.0), (146.0, 388.0), (186.0, 368.0)]), WING_DARK, 13.0),
        line(curve(&[(112.0, 404.0), (142.0, 420.0), (172.0, 402.0)]), WING_DARK, 13.0),
    ])
}

fn tail() -> Item {
    let fan = [
        (214.0, 420.0),
        (180.0, 486.0),
        (222.0, 478.0),
        (256.0, 492.0),
        (290.0, 478.0),
        (332.0, 486.0),
        (298.0, 420.0),
    ];
    filled(soft(&fan), WING_DARK)
}

fn feet() -> Group {
    let foot = |x: f64| {
        let toes = [(-30.0, 484.0), (0.0, 490.0), (30.0, 484.0)];
        toes.map(|(by, y)| line(curve(&[(x, 452.0), (x + by, y)]), FOOT, 13.0))
    };
    Group::of(foot(212.0).into_iter().chain(foot(300.0)))
}

fn body() -> Group {
    let egg = [
        (256.0, 214.0),
        (350.0, 254.0),
        (388.0, 352.0),
        (344.0, 440.0),
        (256.0, 464.0),
        (168.0, 440.0),
        (124.0, 352.0),
        (162.0, 254.0),
    ];
    Group::of([
        filled(soft(&egg), BODY),
        filled(ellipse((256.0, 386.0), 88.0, 72.0), BELLY),
        line(curve(&[(226.0, 372.0), (238.0, 382.0), (250.0, 372.0)]), sheer(0x9db3cd, 0.9), 6.0),
        line(curve(&[(264.0, 392.0), (276.0, 402.0), (288.0, 392.0)]), sheer(0x9db3cd, 0.9), 6.0),
        line(curve(&[(226.0, 412.0), (238.0, 422.0), (250.0, 412.0)]), sheer(0x9db3cd, 0.9), 6.0),
    ])
}

/// The head with the shine of the neck, which turns as one.
pub fn head(mood: Mood) -> Group {
    Group::of([shine().into(), skull().into(), face(mood).into()]).around(NECK)
}

fn shine() -> Group {
    let ring = |y: f64, out: f64, down: f64| {
        soft(&[
            (256.0 - out, y - 30.0),
            (256.0 + out, y - 30.0),
            (256.0 + out + 6.0, y),
            (256.0 + out * 0.6, y + down),
            (256.0, y + down + 9.0),
            (256.0 - out * 0.6, y + down),
            (256.0 - out - 6.0, y),
        ])
    };
    Group::of([filled(ring(272.0, 98.0, 40.0), VIOLET), filled(ring(258.0, 92.0, 32.0), GREEN)])
}

fn skull() -> Group {
    let round = [
        (256.0, 84.0),
        (332.0, 108.0),
        (366.0, 182.0),
        (336.0, 254.0),
        (256.0, 282.0),
        (176.0, 254.0),
        (146.0, 182.0),
        (180.0, 108.0),
    ];
    Group::of([
        filled(
            soft(&[
                (236.0, 96.0),
                (222.0, 58.0),
                (250.0, 70.0),
                (262.0, 40.0),
                (272.0, 72.0),
                (298.0, 62.0),
                (278.0, 98.0),
            ]),
            HEAD,
        ),
        filled(soft(&round), HEAD),
        filled(
            soft(&[
                (216.0, 100.0),
                (272.0, 94.0),
                (296.0, 112.0),
                (246.0, 116.0),
                (196.0, 138.0),
                (184.0, 128.0),
            ]),
            HEAD_LIGHT,
        ),
    ])
}

fn face(mood: Mood) -> Group {
    let mut items = Vec::new();
    if mood.blush {
        items.push(filled(ellipse((182.0, 226.0), 24.0, 15.0), BLUSH));
        items.push(filled(ellipse((330.0, 226.0), 24.0, 15.0), BLUSH));
    }
    items.extend(beak(mood.beak));
    let right = if mood.eyes == Eyes::Wink { Eyes::Happy } else { mood.eyes };
    let left = if mood.eyes == Eyes::Wink { Eyes::Open } else { mood.eyes };
    items.extend(eye(204.0, left));
    items.extend(eye(308.0, right));
    items.extend(brows(mood.brows));
    Group::of(items)
}

fn eye(x: f64, eyes: Eyes) -> Vec<Item> {
    let y = 178.0;
    let bent = |by: f64| line(curve(&[(x - 24.0, y + by), (x, y - by), (x + 24.0, y + by)]), INK, 11.0);
    let ball = |size: f64, (dx, dy): (f64, f64)| {
        vec![
            filled(circle((x, y), size), rgb(0xffffff)),
            filled(circle((x + dx, y + dy), size * 0.74), rgb(0xf08a2c)),
            filled(circle((x + dx, y + dy), size * 0.56), INK),
            filled(circle((x + dx - size * 0.18, y + dy - size * 0.24), size * 0.2), rgb(0xffffff)),
            filled(circle((x + dx + size * 0.2, y + dy + size * 0.2), size * 0.1), rgb(0xffffff)),
        ]
    };
    match eyes {
        Eyes::Open | Eyes::Wink => ball(31.0, (0.0, 0.0)),
        Eyes::Up => ball(31.0, (6.0, -8.0)),
        Eyes::Wide => ball(40.0, (0.0, 0.0)),
        Eyes::Wet => {
            let mut items = ball(34.0, (0.0, 2.0));
            items.push(filled(ellipse((x, y + 26.0), 20.0, 9.0), sheer(0x63c3ff, 0.85)));
            items
        }
        Eyes::Narrow => {
            let mut items = ball(30.0, (0.0, 4.0));
            items.push(filled(
                edges(&[
                    (x - 38.0, y - 38.0),
                    (x + 38.0, y - 38.0),
                    (x + 38.0, y - 8.0),
                    (x - 38.0, y - 8.0),
                ]),
                HEAD,
            ));
            items.push(line(curve(&[(x - 29.0, y - 8.0), (x + 29.0, y - 8.0)]), INK, 8.0));
            items
        }
        Eyes::Happy => vec![bent(12.0)],
        Eyes::Closed | Eyes::Asleep => vec![bent(-11.0)],
        Eyes::Hearts => vec![edged(heart((x, y), 72.0), RED, rgb(0xffffff), 5.0)],
        Eyes::Stars => vec![edged(star((x, y), 42.0), rgb(0xffd23e), rgb(0xf09a1e), 5.0)],
        Eyes::Crosses => {
            let stroke = |by: f64| line(curve(&[(x - 19.0, y - by), (x + 19.0, y + by)]), INK, 11.0);
            vec![stroke(19.0), stroke(-19.0)]
        }
    }
}

fn brows(brows: Brows) -> Vec<Item> {
    let pair = |inner: f64, outer: f64, y: f64| {
        let one = |side: f64| {
            let x = |by: f64| 256.0 + side * by;
            line(curve(&[(x(24.0), y + inner), (x(52.0), y), (x(80.0), y + outer)]), INK, 11.0)
        };
        vec![one(-1.0), one(1.0)]
    };
    match brows {
        Brows::None => Vec::new(),
        Brows::Angry => pair(14.0, -12.0, 140.0),
        Brows::Sad => pair(-12.0, 12.0, 134.0),
        Brows::Raised => pair(4.0, 8.0, 122.0),
    }
}

fn beak(beak: Beak) -> Vec<Item> {
    let cere = || {
        vec![
            filled(ellipse((246.0, 208.0), 12.0, 9.0), CERE),
            filled(ellipse((266.0, 208.0), 12.0, 9.0), CERE),
        ]
    };
    let upper = |width: f64, tip: f64| {
        filled(soft(&[(256.0, 206.0), (256.0 + width, 216.0), (256.0, tip), (256.0 - width, 216.0)]), BEAK)
    };
    let mouth = |width: f64, deep: f64| {
        vec![
            filled(
                soft(&[
                    (256.0 - width, 218.0),
                    (256.0 + width, 218.0),
                    (256.0 + width * 0.6, deep),
                    (256.0 - width * 0.6, deep),
                ]),
                rgb(0x8e2f43),
            ),
            filled(ellipse((256.0, deep - 7.0), width * 0.45, 8.0), rgb(0xff8a94)),
        ]
    };
    let mut items = match beak {
        Beak::Shut => vec![
            filled(soft(&[(232.0, 222.0), (280.0, 222.0), (256.0, 248.0)]), BEAK_DARK),
            upper(30.0, 242.0),
        ],
        Beak::Smile => vec![
            filled(
                soft(&[(226.0, 216.0), (286.0, 216.0), (272.0, 242.0), (256.0, 250.0), (240.0, 242.0)]),
                BEAK_DARK,
            ),
            upper(34.0, 236.0),
        ],
        Beak::Open => [mouth(28.0, 258.0), vec![upper(34.0, 234.0)]].concat(),
        Beak::Round => {
            [vec![filled(circle((256.0, 238.0), 19.0), rgb(0x8e2f43))], vec![upper(24.0, 230.0)]].concat()
        }
        Beak::Down => vec![
            filled(
                soft(&[
                    (234.0, 230.0),
                    (256.0, 216.0),
                    (278.0, 230.0),
                    (270.0, 244.0),
                    (256.0, 236.0),
                    (242.0, 244.0),
                ]),
                BEAK_DARK,
            ),
            upper(26.0, 230.0),
        ],
    };
    items.extend(cere());
    items
}
