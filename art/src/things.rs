//! What the bird holds, wears, or has around it.

use crate::{
    pigeon::{RED, TEAR},
    shape::{
        Color, Group, Item, Point, circle, curve, edged, edges, ellipse, filled, heart, line, rgb, sheer,
        soft, star,
    },
};

const INK: Color = rgb(0x2f2d3f);
const GOLD: Color = rgb(0xffd23e);

/// A letter with a seal.
pub fn letter((x, y): Point, width: f64) -> Group {
    let (w, h) = (width / 2.0, width * 0.33);
    let paper = edges(&[(x - w, y - h), (x + w, y - h), (x + w, y + h), (x - w, y + h)]);
    let flap = edges(&[(x - w, y - h), (x + w, y - h), (x, y + h * 0.25)]);
    Group::of([
        edged(paper, rgb(0xfff6e2), rgb(0xd9b98a), 7.0),
        edged(flap, rgb(0xffeac2), rgb(0xd9b98a), 7.0),
        filled(heart((x, y + h * 0.15), width * 0.24), RED),
    ])
    .around((x, y))
}

pub fn big_heart(at: Point, size: f64) -> Group {
    let (x, y) = at;
    let shine = ellipse((x - size * 0.24, y - size * 0.2), size * 0.09, size * 0.06);
    Group::of([filled(heart(at, size), RED), filled(shine, sheer(0xffffff, 0.7))]).around(at)
}

pub fn tear((x, y): Point, size: f64) -> Group {
    let drop = soft(&[
        (x, y - size * 1.5),
        (x + size, y + size * 0.3),
        (x, y + size * 1.2),
        (x - size, y + size * 0.3),
    ]);
    Group::of([filled(drop, TEAR)]).around((x, y))
}

/// Dark glasses.
pub fn glasses() -> Group {
    let lens = |x: f64| {
        soft(&[(x - 46.0, 152.0), (x + 44.0, 152.0), (x + 38.0, 196.0), (x, 212.0), (x - 38.0, 196.0)])
    };
    let shine = |x: f64| line(curve(&[(x - 22.0, 190.0), (x - 4.0, 164.0)]), sheer(0xffffff, 0.55), 9.0);
    Group::of([
        line(curve(&[(150.0, 158.0), (256.0, 150.0), (362.0, 158.0)]), INK, 12.0),
        filled(lens(204.0), INK),
        filled(lens(308.0), INK),
        shine(204.0),
        shine(308.0),
    ])
}

/// A cap that ends in a tassel.
pub fn nightcap() -> Group {
    let cap = soft(&[
        (168.0, 116.0),
        (210.0, 62.0),
        (300.0, 34.0),
        (396.0, 92.0),
        (404.0, 150.0),
        (372.0, 112.0),
        (344.0, 116.0),
    ]);
    Group::of([
        filled(cap, rgb(0x5c6bd0)),
        filled(star((250.0, 82.0), 15.0), GOLD),
        filled(star((312.0, 74.0), 11.0), GOLD),
        line(curve(&[(164.0, 122.0), (256.0, 100.0), (348.0, 122.0)]), rgb(0xf4f1ff), 26.0),
        filled(circle((404.0, 164.0), 20.0), rgb(0xf4f1ff)),
    ])
}

pub fn party_hat() -> Group {
    let hat = edges(&[(256.0, 4.0), (318.0, 106.0), (194.0, 106.0)]);
    Group::of([
        edged(hat, rgb(0xff5f8a), rgb(0xff5f8a), 10.0),
        line(curve(&[(228.0, 56.0), (286.0, 72.0)]), GOLD, 12.0),
        line(curve(&[(206.0, 88.0), (300.0, 104.0)]), rgb(0x59d0c0), 12.0),
        filled(circle((256.0, 12.0), 16.0), GOLD),
    ])
}

/// Bits of paper in the air, of which each third is one group.
pub fn confetti(third: usize) -> Group {
    let places = [
        (64.0, 92.0),
        (132.0, 48.0),
        (404.0, 60.0),
        (458.0, 128.0),
        (70.0, 220.0),
        (446.0, 232.0),
        (112.0, 152.0),
        (390.0, 160.0),
        (40.0, 330.0),
        (474.0, 336.0),
        (352.0, 24.0),
        (160.0, 116.0),
    ];
    let colors = [rgb(0xff5f8a), GOLD, rgb(0x59d0c0), rgb(0x8f7bff)];
    let bits = places.iter().enumerate().filter(|(number, _)| number % 3 == third).map(|(number, (x, y))| {
        let turn = number as f64 * 0.9;
        let (a, b) = (turn.cos() * 14.0, turn.sin() * 14.0);
        let bit =
            edges(&[(x - a, y - b), (x + b * 0.6, y - a * 0.6), (x + a, y + b), (x - b * 0.6, y + a * 0.6)]);
        filled(bit, colors[number % 4])
    });
    Group::of(bits)
}

pub fn cup((x, y): Point) -> Group {
    let bowl = soft(&[
        (x - 52.0, y - 40.0),
        (x + 52.0, y - 40.0),
        (x + 44.0, y + 34.0),
        (x, y + 46.0),
        (x - 44.0, y + 34.0),
    ]);
    Group::of([
        line(curve(&[(x + 48.0, y - 22.0), (x + 84.0, y - 8.0), (x + 44.0, y + 22.0)]), rgb(0xffffff), 14.0),
        edged(bowl, rgb(0xffffff), rgb(0xdfe6ee), 5.0),
        filled(ellipse((x, y - 36.0), 50.0, 13.0), rgb(0x7a4a2c)),
        filled(heart((x, y + 6.0), 34.0), RED),
        steam((x - 18.0, y - 66.0)),
        steam((x + 18.0, y - 74.0)),
    ])
}

fn steam((x, y): Point) -> Item {
    line(
        curve(&[(x, y + 14.0), (x + 10.0, y), (x - 8.0, y - 16.0), (x + 4.0, y - 32.0)]),
        sheer(0xffffff, 0.9),
        9.0,
    )
}

pub fn umbrella() -> Group {
    let roof = soft(&[
        (40.0, 128.0),
        (100.0, 40.0),
        (256.0, -2.0),
        (412.0, 40.0),
        (472.0, 128.0),
        (400.0, 104.0),
        (328.0, 120.0),
        (256.0, 102.0),
        (184.0, 120.0),
        (112.0, 104.0),
    ]);
    Group::of([
        line(curve(&[(412.0, 84.0), (412.0, 372.0), (392.0, 398.0), (372.0, 382.0)]), rgb(0x8a5a3a), 12.0),
        filled(roof, rgb(0xff6f61)),
        line(curve(&[(184.0, 118.0), (210.0, 52.0), (256.0, 2.0)]), rgb(0xd9544a), 7.0),
        line(curve(&[(328.0, 118.0), (302.0, 52.0), (256.0, 2.0)]), rgb(0xd9544a), 7.0),
    ])
}

pub fn flower((x, y): Point, petals: Color) -> Group {
    let around = (0..5).map(|number| {
        let angle = f64::from(number) * std::f64::consts::TAU / 5.0 - 1.57;
        filled(circle((x + angle.cos() * 22.0, y + angle.sin() * 22.0), 19.0), petals)
    });
    Group::of(around.chain([filled(circle((x, y), 15.0), GOLD)]))
}

pub fn bouquet() -> Group {
    Group::of([
        line(curve(&[(256.0, 440.0), (232.0, 350.0)]), rgb(0x4ca56a), 11.0),
        line(curve(&[(256.0, 440.0), (258.0, 330.0)]), rgb(0x4ca56a), 11.0),
        line(curve(&[(256.0, 440.0), (286.0, 350.0)]), rgb(0x4ca56a), 11.0),
        flower((214.0, 344.0), rgb(0xff7fb0)).into(),
        flower((300.0, 346.0), rgb(0xb48cff)).into(),
        flower((257.0, 322.0), rgb(0xffffff)).into(),
        filled(soft(&[(222.0, 386.0), (290.0, 386.0), (268.0, 458.0), (244.0, 458.0)]), rgb(0xffe9c9)),
        line(curve(&[(234.0, 418.0), (256.0, 424.0), (278.0, 418.0)]), RED, 10.0),
    ])
}

pub fn laptop() -> Group {
    let lid = edges(&[(150.0, 346.0), (362.0, 346.0), (374.0, 452.0), (138.0, 452.0)]);
    Group::of([
        edged(lid, rgb(0x4c536b), rgb(0x3a4056), 12.0),
        filled(heart((256.0, 400.0), 46.0), rgb(0xbfd2ff)),
        edged(
            edges(&[(112.0, 458.0), (400.0, 458.0), (410.0, 478.0), (102.0, 478.0)]),
            rgb(0x6d7592),
            rgb(0x3a4056),
            9.0,
        ),
    ])
}

/// One letter of a sleeper.
pub fn sleepy((x, y): Point, size: f64) -> Group {
    let strokes = [(x - size, y - size), (x + size, y - size), (x - size, y + size), (x + size, y + size)];
    let mut path = edges(&strokes);
    path.closed = false;
    Group::of([line(path, rgb(0x5c6bd0), size * 0.5)]).around((x, y))
}

pub fn moon() -> Group {
    let horn = soft(&[
        (96.0, 60.0),
        (60.0, 96.0),
        (66.0, 150.0),
        (112.0, 176.0),
        (150.0, 162.0),
        (112.0, 142.0),
        (92.0, 104.0),
    ]);
    Group::of([filled(horn, GOLD), filled(star((160.0, 92.0), 14.0), GOLD)])
}

pub fn stars_around() -> Group {
    let places = [(100.0, 110.0), (176.0, 52.0), (256.0, 30.0), (336.0, 52.0), (412.0, 110.0)];
    Group::of(places.map(|at| edged(star(at, 24.0), GOLD, rgb(0xf09a1e), 4.0))).around((256.0, 130.0))
}

/// A vein that shows who is angry.
pub fn anger((x, y): Point) -> Group {
    let bow = |a: f64, b: f64| {
        line(
            curve(&[(x + a * 8.0, y + b * 34.0), (x + a * 10.0, y + b * 10.0), (x + a * 34.0, y + b * 8.0)]),
            RED,
            11.0,
        )
    };
    Group::of([bow(-1.0, -1.0), bow(1.0, -1.0), bow(-1.0, 1.0), bow(1.0, 1.0)])
}

pub fn question((x, y): Point) -> Group {
    let hook = [(x - 24.0, y - 26.0), (x, y - 50.0), (x + 26.0, y - 24.0), (x, y), (x, y + 20.0)];
    Group::of([line(curve(&hook), rgb(0x8f7bff), 15.0), filled(circle((x, y + 46.0), 10.0), rgb(0x8f7bff))])
}

pub fn exclamation((x, y): Point) -> Group {
    Group::of([
        line(curve(&[(x, y - 44.0), (x, y + 8.0)]), RED, 17.0),
        filled(circle((x, y + 38.0), 11.0), RED),
    ])
}

pub fn music((x, y): Point) -> Group {
    let violet = rgb(0x8f7bff);
    Group::of([
        line(curve(&[(x, y), (x, y - 66.0), (x + 34.0, y - 48.0)]), violet, 10.0),
        filled(ellipse((x - 12.0, y + 2.0), 17.0, 13.0), violet),
    ])
    .around((x, y))
}

pub fn cake() -> Group {
    Group::of([
        edged(
            edges(&[(164.0, 396.0), (348.0, 396.0), (348.0, 468.0), (164.0, 468.0)]),
            rgb(0xffd9a8),
            rgb(0xffd9a8),
            12.0,
        ),
        filled(
            soft(&[
                (156.0, 384.0),
                (256.0, 374.0),
                (356.0, 384.0),
                (352.0, 420.0),
                (318.0, 404.0),
                (286.0, 428.0),
                (254.0, 404.0),
                (222.0, 428.0),
                (190.0, 404.0),
                (160.0, 420.0),
            ]),
            rgb(0xff8fb2),
        ),
        line(curve(&[(256.0, 376.0), (256.0, 342.0)]), rgb(0x59d0c0), 13.0),
        filled(soft(&[(256.0, 304.0), (268.0, 328.0), (256.0, 342.0), (244.0, 328.0)]), rgb(0xffb13d)),
    ])
}

pub fn check((x, y): Point) -> Group {
    Group::of([
        filled(circle((x, y), 56.0), rgb(0x3fb96f)),
        line(
            edges_open(&[(x - 26.0, y + 2.0), (x - 6.0, y + 24.0), (x + 30.0, y - 22.0)]),
            rgb(0xffffff),
            16.0,
        ),
    ])
}

pub fn cross((x, y): Point) -> Group {
    let stroke = |by: f64| line(curve(&[(x - 22.0, y - by), (x + 22.0, y + by)]), rgb(0xffffff), 16.0);
    Group::of([filled(circle((x, y), 56.0), RED), stroke(22.0), stroke(-22.0)])
}

fn edges_open(points: &[Point]) -> crate::shape::Path {
    let mut path = edges(points);
    path.closed = false;
    path
}

/// A feather.
pub fn feather() -> Group {
    let vane = soft(&[
        (398.0, 84.0),
        (404.0, 190.0),
        (320.0, 330.0),
        (196.0, 400.0),
        (150.0, 362.0),
        (196.0, 232.0),
        (300.0, 120.0),
    ]);
    Group::of([
        filled(vane, rgb(0x9db3cd)),
        line(curve(&[(384.0, 104.0), (270.0, 262.0), (112.0, 448.0)]), rgb(0xfdf3e3), 14.0),
        line(curve(&[(292.0, 232.0), (348.0, 236.0)]), rgb(0x566a8a), 9.0),
        line(curve(&[(244.0, 296.0), (306.0, 306.0)]), rgb(0x566a8a), 9.0),
        line(curve(&[(318.0, 196.0), (306.0, 146.0)]), rgb(0x566a8a), 9.0),
        line(curve(&[(254.0, 284.0), (226.0, 222.0)]), rgb(0x566a8a), 9.0),
    ])
}

/// A nest with eggs in it.
pub fn nest() -> Group {
    let egg = |x: f64, y: f64, turn: f64| {
        let shell = Group::of([
            edged(ellipse((x, y), 58.0, 76.0), rgb(0xf3ead8), rgb(0xc9b18a), 7.0),
            filled(ellipse((x - 18.0, y - 30.0), 12.0, 18.0), rgb(0xffffff)),
        ]);
        shell.around((x, y)).turned(turn).into()
    };
    let twig = |points: [Point; 3], color: u32| line(curve(&points), rgb(color), 20.0);
    Group::of([
        egg(172.0, 262.0, -14.0),
        egg(340.0, 262.0, 14.0),
        egg(256.0, 240.0, 0.0),
        filled(
            soft(&[
                (60.0, 290.0),
                (256.0, 322.0),
                (452.0, 290.0),
                (420.0, 400.0),
                (256.0, 444.0),
                (92.0, 400.0),
            ]),
            rgb(0x9c6b43),
        ),
        twig([(64.0, 306.0), (256.0, 342.0), (448.0, 306.0)], 0xb98455),
        twig([(84.0, 352.0), (256.0, 386.0), (428.0, 352.0)], 0x7d5232),
        twig([(116.0, 396.0), (256.0, 420.0), (396.0, 396.0)], 0xb98455),
        twig([(96.0, 330.0), (190.0, 392.0), (300.0, 352.0)], 0x7d5232),
    ])
}
