//! Pictures that move, as clients play them: one layer of shapes in Lottie's words, packed.

use std::io::Write;

use flate2::{Compression, GzBuilder};
use serde_json::{Value, json};

use crate::shape::{Color, Group, Item, Path, Point, RATE, ROUND, Shape};

/// The packed file; the same bytes for the same picture.
pub fn packed(scene: &Group) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let text = serde_json::to_vec(&document(scene))?;
    let mut packer = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    packer.write_all(&text)?;
    Ok(packer.finish()?)
}

fn document(scene: &Group) -> Value {
    json!({
        "tgs": 1, "v": "5.5.2", "fr": RATE, "ip": 0, "op": ROUND, "w": 512, "h": 512, "nm": "", "ddd": 0,
        "assets": [],
        "layers": [{
            "ddd": 0, "ind": 1, "ty": 4, "nm": "", "sr": 1, "ao": 0, "ip": 0, "op": ROUND, "st": 0, "bm": 0,
            "ks": {
                "o": fixed(json!(100)), "r": fixed(json!(0)), "p": fixed(json!([0, 0, 0])),
                "a": fixed(json!([0, 0, 0])), "s": fixed(json!([100, 100, 100]))
            },
            "shapes": [group(scene)]
        }]
    })
}

fn group(of: &Group) -> Value {
    // Here the first lies on top.
    let mut items: Vec<Value> = of.items.iter().rev().map(item).collect();
    let motion = &of.motion;
    let (x, y) = motion.anchor;
    items.push(json!({
        "ty": "tr",
        "a": fixed(json!([round(x), round(y)])),
        "p": keyed(&motion.moves, (0.0, 0.0), |by| vec![x + by.0, y + by.1]),
        "s": keyed(&motion.grows, (1.0, 1.0), |by| vec![by.0 * 100.0, by.1 * 100.0]),
        "r": keyed(&motion.turns, 0.0, |by| vec![by]),
        "o": keyed(&motion.fades, 1.0, |by| vec![by * 100.0]),
        "sk": fixed(json!(0)), "sa": fixed(json!(0))
    }));
    json!({ "ty": "gr", "it": items })
}

fn item(of: &Item) -> Value {
    match of {
        Item::Group(inner) => group(inner),
        Item::Shape(inner) => shape(inner),
    }
}

fn shape(of: &Shape) -> Value {
    let mut items = vec![path(&of.path)];
    if let Some((paint, width)) = of.line {
        items.push(json!({
            "ty": "st", "c": fixed(color(paint)), "o": fixed(json!(round(paint.3 * 100.0))),
            "w": fixed(json!(round(width))), "lc": 2, "lj": 2
        }));
    }
    if let Some(fill) = of.fill {
        items.push(json!({
            "ty": "fl", "c": fixed(color(fill)), "o": fixed(json!(round(fill.3 * 100.0))), "r": 1
        }));
    }
    items.push(json!({
        "ty": "tr", "a": fixed(json!([0, 0])), "p": fixed(json!([0, 0])), "s": fixed(json!([100, 100])),
        "r": fixed(json!(0)), "o": fixed(json!(100)), "sk": fixed(json!(0)), "sa": fixed(json!(0))
    }));
    json!({ "ty": "gr", "it": items })
}

fn path(of: &Path) -> Value {
    let points =
        |of: Vec<Point>| -> Vec<Value> { of.into_iter().map(|(x, y)| json!([round(x), round(y)])).collect() };
    json!({ "ty": "sh", "ks": fixed(json!({
        "v": points(of.nodes.iter().map(|node| node.at).collect()),
        "i": points(of.nodes.iter().map(|node| node.from).collect()),
        "o": points(of.nodes.iter().map(|node| node.to).collect()),
        "c": of.closed
    })) })
}

fn color(Color(red, green, blue, _): Color) -> Value {
    let part = |part: u8| (f64::from(part) / 255.0 * 1000.0).round() / 1000.0;
    json!([part(red), part(green), part(blue), 1])
}

fn fixed(value: Value) -> Value {
    json!({ "a": 0, "k": value })
}

fn keyed<T: Copy>(keys: &[(f64, T)], still: T, value: impl Fn(T) -> Vec<f64>) -> Value {
    let value = |of: T| -> Vec<f64> { value(of).into_iter().map(round).collect() };
    let one = |values: Vec<f64>| if values.len() == 1 { json!(values[0]) } else { json!(values) };
    match keys {
        [] => fixed(one(value(still))),
        [(_, only)] => fixed(one(value(*only))),
        keys => {
            let last = keys.len() - 1;
            let steps = keys.iter().enumerate().map(|(number, (frame, of))| match number == last {
                // Nothing leads on from it: players take one that says how for the beginning of another stretch.
                true => json!({ "t": frame, "s": value(*of) }),
                false => json!({
                    "t": frame, "s": value(*of),
                    "i": { "x": [0.6], "y": [1] }, "o": { "x": [0.4], "y": [0] }
                }),
            });
            json!({ "a": 1, "k": steps.collect::<Vec<_>>() })
        }
    }
}

fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
