//! What people throw: of each game what moves until it is known how it came out, and then each way in which it can.
//! The last frame of these shows it. Slot machines are put together out of layers.

use crate::{
    Drawn,
    shape::{
        Color, Group, Item, Point, circle, curve, edged, edges, ellipse, filled, line, rgb, sheer, soft,
    },
    things,
};

const INK: Color = rgb(0x2f2d3f);
const WHITE: Color = rgb(0xffffff);
const RED: Color = rgb(0xe8453c);
const GOLD: Color = rgb(0xffc93c);
const WOOD: Color = rgb(0xd9a066);
const END: f64 = 120.0;

pub fn all() -> Vec<Drawn> {
    let games: [(&str, usize, fn(usize) -> Group); 6] = [
        ("die", 7, die),
        ("darts", 7, darts),
        ("basket", 6, basket),
        ("football", 6, football),
        ("bowling", 7, bowling),
        ("slots", 21, slots),
    ];
    let drawn = games.into_iter().flat_map(|(name, ways, draw)| {
        (0..ways).map(move |way| Drawn { name: format!("{name}_{way}"), scene: draw(way), moves: true })
    });
    drawn.collect()
}

/// Not there before `frame`.
fn since(frame: f64, scene: Group) -> Group {
    Group::of([scene.into()]).fading(&[(0.0, 0.0), (frame, 0.0), (frame + 1.0, 1.0), (END, 1.0)])
}

/// Only there between two frames.
fn between(from: f64, to: f64, scene: Group) -> Group {
    let begin: &[(f64, f64)] =
        if from > 0.0 { &[(0.0, 0.0), (from, 0.0), (from + 1.0, 1.0)] } else { &[(0.0, 1.0)] };
    let keys: Vec<_> = begin.iter().copied().chain([(to, 1.0), (to + 1.0, 0.0), (END, 0.0)]).collect();
    Group::of([scene.into()]).fading(&keys)
}

fn all_of(parts: impl IntoIterator<Item = Group>) -> Group {
    Group::of(parts.into_iter().map(Item::from))
}

fn rectangle((x, y): Point, width: f64, height: f64) -> crate::shape::Path {
    let (w, h) = (width / 2.0, height / 2.0);
    edges(&[(x - w, y - h), (x + w, y - h), (x + w, y + h), (x - w, y + h)])
}

/// A square with round corners: its line does the rounding.
fn rounded(at: Point, width: f64, height: f64, round: f64, fill: Color) -> Item {
    edged(rectangle(at, width - round, height - round), fill, fill, round)
}

/// Bits of paper at the end of what was won.
fn won(frame: f64) -> Group {
    let part = |third: usize| {
        things::confetti(third).moving(&[
            (frame, (0.0, 30.0)),
            (frame + 20.0, (0.0, -10.0)),
            (END, (0.0, 24.0)),
        ])
    };
    since(frame, all_of([part(0), part(1), part(2)]))
}

// The die.

fn face(pips: usize) -> Group {
    let places: &[Point] = match pips {
        1 => &[(0.0, 0.0)],
        2 => &[(-1.0, -1.0), (1.0, 1.0)],
        3 => &[(-1.0, -1.0), (0.0, 0.0), (1.0, 1.0)],
        4 => &[(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)],
        5 => &[(-1.0, -1.0), (1.0, -1.0), (0.0, 0.0), (-1.0, 1.0), (1.0, 1.0)],
        _ => &[(-1.0, -1.0), (1.0, -1.0), (-1.0, 0.0), (1.0, 0.0), (-1.0, 1.0), (1.0, 1.0)],
    };
    let radius = if pips == 1 { 44.0 } else { 30.0 };
    let color = if pips == 1 { RED } else { INK };
    Group::of(places.iter().map(|(x, y)| filled(circle((256.0 + x * 78.0, 256.0 + y * 78.0), radius), color)))
}

fn die(value: usize) -> Group {
    let cube = Group::of([
        rounded((256.0, 268.0), 308.0, 308.0, 70.0, rgb(0xc9ced8)),
        rounded((256.0, 256.0), 308.0, 308.0, 70.0, rgb(0xf7f8fb)),
    ]);
    let order = [3, 1, 6, 2, 5, 4];
    let (step, until) = if value == 0 { (20.0, END) } else { (12.0, 60.0) };
    let faces = order.iter().enumerate().filter_map(|(number, pips)| {
        let from = number as f64 * step;
        (from < until).then(|| between(from, (from + step).min(until), face(*pips)))
    });
    let faces: Vec<Group> = faces.collect();
    let last = (value > 0).then(|| since(until, face(value)));
    let whole = all_of(std::iter::once(cube).chain(faces).chain(last)).around((256.0, 256.0));
    let hops = |keys: &[(f64, Point)], turns: &[(f64, f64)]| whole.clone().moving(keys).turning(turns);
    let thrown = if value == 0 {
        hops(
            &[
                (0.0, (0.0, 30.0)),
                (30.0, (0.0, -40.0)),
                (60.0, (0.0, 30.0)),
                (90.0, (0.0, -40.0)),
                (END, (0.0, 30.0)),
            ],
            &[(0.0, 0.0), (60.0, 180.0), (END, 360.0)],
        )
    } else {
        hops(
            &[
                (0.0, (0.0, 30.0)),
                (24.0, (-20.0, -60.0)),
                (44.0, (10.0, 24.0)),
                (58.0, (0.0, -20.0)),
                (72.0, (0.0, 0.0)),
                (END, (0.0, 0.0)),
            ],
            &[(0.0, 0.0), (44.0, 330.0), (60.0, 372.0), (74.0, 360.0), (END, 360.0)],
        )
    };
    Group::of([thrown.into()]).around((256.0, 256.0)).sized(0.92)
}

// Darts.

fn darts(value: usize) -> Group {
    let rings = [
        (210.0, INK),
        (184.0, rgb(0xf4e7c8)),
        (146.0, RED),
        (110.0, rgb(0xf4e7c8)),
        (72.0, rgb(0x2f9e6b)),
        (30.0, RED),
    ];
    let board =
        Group::of(rings.into_iter().map(|(radius, color)| filled(circle((256.0, 256.0), radius), color)));
    // From outside of the board inwards.
    let hit: Point = match value {
        1 => (36.0, 366.0),
        2 => (96.0, 330.0),
        3 => (368.0, 140.0),
        4 => (176.0, 216.0),
        5 => (300.0, 292.0),
        _ => (256.0, 256.0),
    };
    if value == 0 {
        let sway = [
            (0.0, (120.0, 120.0)),
            (30.0, (96.0, 130.0)),
            (60.0, (120.0, 140.0)),
            (90.0, (140.0, 126.0)),
            (END, (120.0, 120.0)),
        ];
        return all_of([board, dart((256.0, 256.0)).moving(&sway)]);
    }
    let shake: &[(f64, f64)] = if value == 1 {
        &[(0.0, 0.0)]
    } else {
        &[(0.0, 0.0), (39.0, 0.0), (43.0, -3.0), (49.0, 3.0), (55.0, -1.5), (62.0, 0.0), (END, 0.0)]
    };
    let flight = dart(hit)
        .moving(&[(0.0, (240.0, 240.0)), (39.0, (0.0, 0.0)), (END, (0.0, 0.0))])
        .growing(&[(0.0, (1.7, 1.7)), (39.0, (1.0, 1.0)), (END, (1.0, 1.0))])
        .turning(&[
            (0.0, 0.0),
            (39.0, 0.0),
            (44.0, -9.0),
            (50.0, 7.0),
            (57.0, -4.0),
            (66.0, 0.0),
            (END, 0.0),
        ]);
    // What misses the board falls.
    let flight = if value == 1 {
        Group::of([flight.into()]).moving(&[
            (0.0, (0.0, 0.0)),
            (60.0, (0.0, 0.0)),
            (90.0, (0.0, 14.0)),
            (END, (0.0, 14.0)),
        ])
    } else {
        flight
    };
    let target = Group::of([board.into()]).around((256.0, 60.0)).turning(shake);
    all_of([target, flight].into_iter().chain((value == 6).then(|| won(58.0))))
}

fn dart((x, y): Point) -> Group {
    let along = |far: f64, beside: f64| (x + far + beside, y + far - beside);
    Group::of([
        line(curve(&[along(0.0, 0.0), along(30.0, 0.0)]), rgb(0x9aa3b2), 7.0),
        line(curve(&[along(30.0, 0.0), along(74.0, 0.0)]), rgb(0x4c536b), 20.0),
        filled(
            edges(&[along(74.0, 0.0), along(92.0, 26.0), along(128.0, 26.0), along(110.0, 0.0)]),
            rgb(0x2f80ed),
        ),
        filled(
            edges(&[along(74.0, 0.0), along(92.0, -26.0), along(128.0, -26.0), along(110.0, 0.0)]),
            rgb(0x1c5fb8),
        ),
    ])
    .around((x, y))
}

// Balls.

fn basketball() -> Group {
    let at = (256.0, 256.0);
    let seam = |points: &[Point]| line(curve(points), rgb(0x8a4316), 6.0);
    Group::of([
        edged(circle(at, 54.0), rgb(0xf2812f), rgb(0x8a4316), 6.0),
        seam(&[(202.0, 256.0), (310.0, 256.0)]),
        seam(&[(256.0, 202.0), (256.0, 310.0)]),
        seam(&[(216.0, 218.0), (236.0, 256.0), (216.0, 294.0)]),
        seam(&[(296.0, 218.0), (276.0, 256.0), (296.0, 294.0)]),
    ])
    .around(at)
}

fn basket(value: usize) -> Group {
    let board = Group::of([
        edged(rectangle((256.0, 110.0), 260.0, 170.0), rgb(0xf7f8fb), rgb(0xc9ced8), 12.0),
        line(rectangle((256.0, 134.0), 96.0, 72.0), RED, 8.0),
    ]);
    let net = Group::of((0..=4).map(|number| {
        let x = 186.0 + f64::from(number) * 35.0;
        line(curve(&[(x, 196.0), (256.0 + (x - 256.0) * 0.6, 282.0)]), rgb(0xb9c2d0), 5.0)
    }));
    let swing: &[(f64, Point)] = if value >= 4 {
        &[(0.0, (1.0, 1.0)), (66.0, (1.0, 1.0)), (76.0, (1.12, 1.16)), (90.0, (1.0, 1.0)), (END, (1.0, 1.0))]
    } else {
        &[(0.0, (1.0, 1.0))]
    };
    let net = net.around((256.0, 196.0)).growing(swing);
    let rim = Group::of([line(curve(&[(180.0, 194.0), (256.0, 198.0), (332.0, 194.0)]), RED, 14.0)]);
    // Frames, and where the ball is, seen from its first place.
    let path: &[(f64, Point)] = match value {
        0 => &[
            (0.0, (0.0, 190.0)),
            (30.0, (0.0, 110.0)),
            (60.0, (0.0, 190.0)),
            (90.0, (0.0, 110.0)),
            (END, (0.0, 190.0)),
        ],
        1 => &[
            (0.0, (0.0, 190.0)),
            (30.0, (-120.0, -170.0)),
            (50.0, (-190.0, -60.0)),
            (80.0, (-196.0, 190.0)),
            (95.0, (-196.0, 160.0)),
            (108.0, (-196.0, 190.0)),
            (END, (-196.0, 190.0)),
        ],
        2 => &[
            (0.0, (0.0, 190.0)),
            (30.0, (60.0, -200.0)),
            (46.0, (86.0, -92.0)),
            (62.0, (130.0, -140.0)),
            (92.0, (196.0, 190.0)),
            (106.0, (196.0, 164.0)),
            (END, (196.0, 190.0)),
        ],
        3 => &[
            (0.0, (0.0, 190.0)),
            (30.0, (0.0, -200.0)),
            (52.0, (40.0, -112.0)),
            (66.0, (10.0, -150.0)),
            (82.0, (-26.0, -108.0)),
            (END, (-26.0, -108.0)),
        ],
        4 => &[
            (0.0, (0.0, 190.0)),
            (28.0, (0.0, -200.0)),
            (42.0, (66.0, -104.0)),
            (54.0, (20.0, -160.0)),
            (66.0, (0.0, -70.0)),
            (90.0, (0.0, 190.0)),
            (104.0, (0.0, 160.0)),
            (END, (0.0, 190.0)),
        ],
        _ => &[
            (0.0, (0.0, 190.0)),
            (36.0, (0.0, -200.0)),
            (64.0, (0.0, -70.0)),
            (88.0, (0.0, 190.0)),
            (102.0, (0.0, 160.0)),
            (END, (0.0, 190.0)),
        ],
    };
    let turns: &[(f64, f64)] =
        if value == 3 { &[(0.0, 0.0), (82.0, 260.0), (END, 260.0)] } else { &[(0.0, 0.0), (END, 360.0)] };
    let ball = Group::of([basketball().turning(turns).into()]).moving(path);
    // On its way down it is behind the rim.
    let parts = match value {
        0..=2 => [board, net, rim, ball],
        _ => [board, ball, net, rim],
    };
    all_of(parts.into_iter().chain((value == 5).then(|| won(80.0))))
}

fn leather() -> Group {
    let at = (256.0, 256.0);
    let patch = |angle: f64| {
        let (x, y) = (256.0 + angle.cos() * 40.0, 256.0 + angle.sin() * 40.0);
        filled(circle((x, y), 11.0), INK)
    };
    let around = (0..5).map(|number| patch(f64::from(number) * std::f64::consts::TAU / 5.0 - 1.57));
    Group::of(
        [edged(circle(at, 54.0), WHITE, INK, 6.0), filled(circle(at, 17.0), INK)].into_iter().chain(around),
    )
    .around(at)
}

fn football(value: usize) -> Group {
    let net = (0..=8).map(|number| {
        let x = 64.0 + f64::from(number) * 48.0;
        line(curve(&[(x, 90.0), (x, 330.0)]), rgb(0xcfd6e0), 4.0)
    });
    let net = net.chain((0..=4).map(|number| {
        let y = 100.0 + f64::from(number) * 54.0;
        line(curve(&[(60.0, y), (452.0, y)]), rgb(0xcfd6e0), 4.0)
    }));
    let goal = [
        line(curve(&[(56.0, 336.0), (56.0, 84.0)]), WHITE, 20.0),
        line(curve(&[(456.0, 336.0), (456.0, 84.0)]), WHITE, 20.0),
        line(curve(&[(56.0, 84.0), (456.0, 84.0)]), WHITE, 20.0),
    ];
    let shadow = [
        line(curve(&[(56.0, 340.0), (56.0, 80.0)]), rgb(0x9aa3b2), 26.0),
        line(curve(&[(456.0, 340.0), (456.0, 80.0)]), rgb(0x9aa3b2), 26.0),
        line(curve(&[(56.0, 80.0), (456.0, 80.0)]), rgb(0x9aa3b2), 26.0),
    ];
    let grass = filled(ellipse((256.0, 420.0), 240.0, 82.0), rgb(0x58b368));
    let behind = Group::of(std::iter::once(grass).chain(net).chain(shadow).chain(goal));
    let start = (0.0, 180.0);
    let path: Vec<(f64, Point)> = match value {
        0 => vec![(0.0, start), (30.0, (0.0, 130.0)), (60.0, start), (90.0, (0.0, 130.0)), (END, start)],
        1 => vec![
            (0.0, start),
            (20.0, start),
            (60.0, (60.0, -250.0)),
            (80.0, (70.0, -330.0)),
            (END, (70.0, -330.0)),
        ],
        2 => vec![
            (0.0, start),
            (20.0, start),
            (52.0, (196.0, -80.0)),
            (66.0, (120.0, 40.0)),
            (90.0, (40.0, 170.0)),
            (104.0, (0.0, 190.0)),
            (END, (0.0, 190.0)),
        ],
        3 => vec![
            (0.0, start),
            (20.0, start),
            (52.0, (0.0, 10.0)),
            (70.0, (0.0, 20.0)),
            (88.0, (0.0, 46.0)),
            (END, (0.0, 46.0)),
        ],
        4 => vec![
            (0.0, start),
            (20.0, start),
            (50.0, (-190.0, -60.0)),
            (66.0, (-120.0, 10.0)),
            (88.0, (-110.0, 46.0)),
            (END, (-110.0, 46.0)),
        ],
        _ => vec![
            (0.0, start),
            (20.0, start),
            (52.0, (136.0, -112.0)),
            (70.0, (132.0, -20.0)),
            (88.0, (130.0, 46.0)),
            (END, (130.0, 46.0)),
        ],
    };
    let sizes: &[(f64, Point)] = match value {
        0 => &[(0.0, (1.0, 1.0))],
        2 => &[
            (0.0, (1.0, 1.0)),
            (20.0, (1.0, 1.0)),
            (52.0, (0.6, 0.6)),
            (104.0, (1.0, 1.0)),
            (END, (1.0, 1.0)),
        ],
        _ => &[(0.0, (1.0, 1.0)), (20.0, (1.0, 1.0)), (56.0, (0.6, 0.6)), (END, (0.6, 0.6))],
    };
    let turns: &[(f64, f64)] = if value == 0 {
        &[(0.0, 0.0), (END, 360.0)]
    } else {
        &[(0.0, 0.0), (20.0, 0.0), (90.0, 540.0), (END, 540.0)]
    };
    let ball = Group::of([leather().turning(turns).growing(sizes).into()]).moving(&path);
    all_of([behind, ball].into_iter().chain((value == 5).then(|| won(80.0))))
}

// Bowling.

fn pin((x, y): Point) -> Group {
    let body = soft(&[
        (x, y - 66.0),
        (x + 15.0, y - 46.0),
        (x + 10.0, y - 22.0),
        (x + 23.0, y + 14.0),
        (x + 14.0, y + 50.0),
        (x - 14.0, y + 50.0),
        (x - 23.0, y + 14.0),
        (x - 10.0, y - 22.0),
        (x - 15.0, y - 46.0),
    ]);
    Group::of([
        edged(body, WHITE, rgb(0xc9ced8), 5.0),
        line(curve(&[(x - 9.0, y - 26.0), (x + 9.0, y - 26.0)]), RED, 7.0),
        line(curve(&[(x - 9.0, y - 14.0), (x + 9.0, y - 14.0)]), RED, 7.0),
    ])
    .around((x, y + 50.0))
}

fn bowling(value: usize) -> Group {
    let lane = Group::of([
        filled(edges(&[(96.0, 500.0), (416.0, 500.0), (352.0, 120.0), (160.0, 120.0)]), WOOD),
        line(edges(&[(96.0, 500.0), (160.0, 120.0)]), rgb(0xa9713d), 12.0),
        line(edges(&[(416.0, 500.0), (352.0, 120.0)]), rgb(0xa9713d), 12.0),
    ]);
    let places: [Point; 6] =
        [(196.0, 128.0), (256.0, 128.0), (316.0, 128.0), (226.0, 166.0), (286.0, 166.0), (256.0, 206.0)];
    // Which of them fall.
    let falling: &[usize] = match value {
        0 | 1 => &[],
        2 => &[2],
        3 => &[1, 2, 4],
        4 => &[1, 3, 4, 5],
        5 => &[0, 1, 3, 4, 5],
        _ => &[0, 1, 2, 3, 4, 5],
    };
    let pins = places.iter().enumerate().map(|(number, at)| {
        let pin = pin(*at);
        if !falling.contains(&number) {
            return pin;
        }
        let side = if at.0 < 256.0 || (at.0 == 256.0 && number % 2 == 1) { -1.0 } else { 1.0 };
        let late = 46.0 + (206.0 - at.1) * 0.1;
        pin.turning(&[(0.0, 0.0), (late, 0.0), (late + 22.0, side * 96.0), (END, side * 96.0)])
            .moving(&[
                (0.0, (0.0, 0.0)),
                (late, (0.0, 0.0)),
                (late + 30.0, (side * 70.0, -20.0)),
                (END, (side * 70.0, -20.0)),
            ])
            .fading(&[(0.0, 1.0), (late + 16.0, 1.0), (late + 34.0, 0.0), (END, 0.0)])
    });
    let pins: Vec<Group> = pins.collect();
    let ball = Group::of([
        filled(circle((256.0, 256.0), 50.0), rgb(0x4b3fa8)),
        filled(ellipse((238.0, 236.0), 12.0, 8.0), sheer(0xffffff, 0.5)),
        filled(circle((266.0, 240.0), 7.0), INK),
        filled(circle((284.0, 252.0), 7.0), INK),
        filled(circle((268.0, 262.0), 7.0), INK),
    ])
    .around((256.0, 256.0));
    let start = (0.0, 180.0);
    let goal: Point = match value {
        1 => (-124.0, -110.0),
        2 => (84.0, -110.0),
        3 => (44.0, -110.0),
        4 => (16.0, -110.0),
        5 => (-16.0, -110.0),
        _ => (0.0, -110.0),
    };
    let ball = if value == 0 {
        ball.turning(&[(0.0, 0.0), (END, 360.0)]).moving(&[
            (0.0, (-60.0, 180.0)),
            (60.0, (60.0, 180.0)),
            (END, (-60.0, 180.0)),
        ])
    } else {
        ball.turning(&[(0.0, 0.0), (60.0, 540.0), (END, 540.0)])
            .moving(&[(0.0, start), (12.0, start), (58.0, goal), (END, goal)])
            .growing(&[(0.0, (1.0, 1.0)), (12.0, (1.0, 1.0)), (58.0, (0.5, 0.5)), (END, (0.5, 0.5))])
            .fading(&[(0.0, 1.0), (58.0, 1.0), (66.0, 0.0), (END, 0.0)])
    };
    all_of(std::iter::once(lane).chain(pins).chain([ball]).chain((value == 6).then(|| won(70.0))))
}

// The slot machine: 0 and 1 stand behind (1 where it was won), 2 is the lever; then of each reel the seven that wins,
// a seven, a bar, cherries, a lemon, and what turns.

fn slots(part: usize) -> Group {
    match part {
        0 => machine(),
        1 => {
            let lights = (0..7).map(|number| {
                let at = (98.0 + f64::from(number) * 47.0, 134.0);
                let light = Group::of([filled(circle(at, 13.0), WHITE)]);
                let (on, off) = if number % 2 == 0 { (1.0, 0.2) } else { (0.2, 1.0) };
                light.fading(&[
                    (0.0, 0.0),
                    (84.0, 0.0),
                    (90.0, on),
                    (98.0, off),
                    (106.0, on),
                    (114.0, off),
                    (END, 1.0),
                ])
            });
            all_of(std::iter::once(machine()).chain(lights).chain([won(84.0)]))
        }
        2 => lever(),
        part => {
            let (reel, symbol) = ((part - 3) / 6, (part - 3) % 6);
            let at = (136.0 + reel as f64 * 102.0, 275.0);
            if symbol == 5 { turning(at, END) } else { stopping(at, reel, symbol) }
        }
    }
}

fn machine() -> Group {
    let window =
        |number: i32| rounded((136.0 + f64::from(number) * 102.0, 275.0), 94.0, 136.0, 20.0, rgb(0xfffaf0));
    let lights = (0..7).map(|number| filled(circle((98.0 + f64::from(number) * 47.0, 134.0), 12.0), GOLD));
    Group::of(
        [
            rounded((238.0, 290.0), 364.0, 372.0, 70.0, rgb(0x9e2a2b)),
            rounded((238.0, 280.0), 364.0, 364.0, 70.0, rgb(0xd6403f)),
            rounded((238.0, 275.0), 324.0, 164.0, 30.0, rgb(0x5c1a1b)),
            window(0),
            window(1),
            window(2),
            rounded((238.0, 418.0), 220.0, 50.0, 24.0, rgb(0x5c1a1b)),
            rounded((238.0, 418.0), 180.0, 18.0, 10.0, GOLD),
        ]
        .into_iter()
        .chain(lights),
    )
}

fn lever() -> Group {
    let arm = Group::of([
        line(curve(&[(452.0, 320.0), (452.0, 190.0)]), rgb(0xb9c2d0), 18.0),
        filled(circle((452.0, 178.0), 28.0), GOLD),
    ])
    .around((452.0, 320.0))
    .growing(&[(0.0, (1.0, 1.0)), (14.0, (1.0, -0.9)), (34.0, (1.0, 1.0)), (END, (1.0, 1.0))]);
    Group::of([rounded((440.0, 320.0), 56.0, 60.0, 20.0, rgb(0x7a8496)), arm.into()])
}

/// What one cannot make out yet, until a frame.
fn turning((x, y): Point, until: f64) -> Group {
    let symbols = (0..12).filter_map(|step| {
        let from = f64::from(step) * 10.0;
        (from < until).then(|| {
            let slide = [(from, (0.0, -26.0)), ((from + 10.0).min(END), (0.0, 26.0))];
            let one = self::symbol((x, y), 1 + (step as usize * 3) % 4).moving(&slide);
            between(from, (from + 10.0).min(until - 1.0), one)
        })
    });
    let streaks = [-30.0, 0.0, 30.0]
        .map(|by| line(curve(&[(x + by, y - 50.0), (x + by, y + 50.0)]), sheer(0x8f8a80, 0.35), 7.0));
    let blur = Group::of(streaks);
    let blur = if until < END { between(0.0, until - 1.0, blur) } else { blur };
    all_of(symbols.chain([blur]))
}

/// One reel after the other stands still.
fn stopping(at: Point, reel: usize, symbol: usize) -> Group {
    let stop = 30.0 + reel as f64 * 24.0;
    let mut settle =
        vec![(0.0, (0.0, -20.0)), (stop, (0.0, -20.0)), (stop + 7.0, (0.0, 8.0)), (stop + 14.0, (0.0, 0.0))];
    settle.push((END, (0.0, 0.0)));
    let mut shown = Group::of([self::symbol(at, symbol).into()]).moving(&settle);
    if symbol == 0 {
        shown = Group::of([shown.into()]).around(at).growing(&[
            (0.0, (1.0, 1.0)),
            (92.0, (1.0, 1.0)),
            (102.0, (1.14, 1.14)),
            (112.0, (1.0, 1.0)),
            (END, (1.0, 1.0)),
        ]);
    }
    all_of([turning(at, stop), since(stop - 1.0, shown)])
}

fn symbol((x, y): Point, which: usize) -> Group {
    let stroke = |points: &[Point], color: Color, width: f64| {
        let points: Vec<Point> = points.iter().map(|(a, b)| (x + a, y + b)).collect();
        let mut path = edges(&points);
        path.closed = false;
        line(path, color, width)
    };
    let of = match which {
        0 | 1 => vec![
            stroke(&[(-24.0, -32.0), (24.0, -32.0), (-6.0, 36.0)], rgb(0x8f1d1d), 24.0),
            stroke(&[(-24.0, -32.0), (24.0, -32.0), (-6.0, 36.0)], RED, 15.0),
        ],
        2 => {
            let mut bar = vec![rounded((x, y), 84.0, 46.0, 14.0, INK)];
            let letters: [&[Point]; 5] = [
                &[(-30.0, 12.0), (-30.0, -12.0), (-18.0, -7.0), (-30.0, 0.0), (-17.0, 7.0), (-30.0, 12.0)],
                &[(-10.0, 12.0), (0.0, -12.0), (10.0, 12.0)],
                &[(-5.0, 4.0), (5.0, 4.0)],
                &[(18.0, 12.0), (18.0, -12.0), (30.0, -6.0), (18.0, 0.0)],
                &[(20.0, 1.0), (30.0, 12.0)],
            ];
            bar.extend(letters.map(|points| stroke(points, WHITE, 5.0)));
            bar
        }
        3 => vec![
            line(
                curve(&[(x - 20.0, y + 14.0), (x - 6.0, y - 16.0), (x + 10.0, y - 38.0)]),
                rgb(0x3f8f4f),
                7.0,
            ),
            line(
                curve(&[(x + 22.0, y + 10.0), (x + 18.0, y - 14.0), (x + 10.0, y - 38.0)]),
                rgb(0x3f8f4f),
                7.0,
            ),
            filled(ellipse((x + 22.0, y - 34.0), 16.0, 8.0), rgb(0x58b368)),
            filled(circle((x - 20.0, y + 20.0), 19.0), RED),
            filled(circle((x + 22.0, y + 18.0), 19.0), RED),
            filled(circle((x - 26.0, y + 13.0), 5.0), sheer(0xffffff, 0.7)),
            filled(circle((x + 16.0, y + 11.0), 5.0), sheer(0xffffff, 0.7)),
        ],
        _ => vec![
            filled(
                soft(&[
                    (x - 42.0, y + 6.0),
                    (x - 24.0, y - 22.0),
                    (x + 8.0, y - 28.0),
                    (x + 42.0, y - 6.0),
                    (x + 26.0, y + 22.0),
                    (x - 8.0, y + 28.0),
                ]),
                rgb(0xffd93d),
            ),
            filled(ellipse((x - 10.0, y - 10.0), 10.0, 6.0), sheer(0xffffff, 0.7)),
            filled(ellipse((x + 32.0, y - 26.0), 13.0, 7.0), rgb(0x58b368)),
        ],
    };
    Group::of(of)
}
