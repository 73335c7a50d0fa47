//! Vectors for libraries that are not Rust.
//!
//! `vectors LAYER [COUNT]` writes a line of JSON for each value and request of that layer: `kind`, `name`,
//! `hex` and `value`. `vectors --read` reads lines of hex from standard input, each a request that a library
//! wrote, and fails with the first that `tl` does not read.

use std::{
    env,
    error::Error,
    io::{self, BufRead, BufWriter, Write},
};

use tl_gen::dynamic::Value;
use tl_proof::{Subject, Vector};

/// Values of each constructor when nothing else is asked for.
const COUNT: u64 = 4;

fn main() -> Result<(), Box<dyn Error>> {
    let subject = Subject::load()?;
    let mut arguments = env::args().skip(1);
    let first = arguments.next().ok_or("usage: vectors LAYER [COUNT] | vectors --read")?;
    if first == "--read" {
        return read(&subject);
    }
    let layer = first.parse()?;
    let count = arguments.next().map_or(Ok(COUNT), |count| count.parse())?;
    let mut out = BufWriter::new(io::stdout().lock());
    for vector in subject.values(layer, count) {
        write(&mut out, "value", &vector)?;
    }
    for vector in subject.requests(layer, count) {
        write(&mut out, "request", &vector)?;
    }
    Ok(out.flush()?)
}

fn read(subject: &Subject) -> Result<(), Box<dyn Error>> {
    let mut count = 0;
    for line in io::stdin().lock().lines() {
        let line = line?;
        let byte = |at: usize| line.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        let bytes: Option<Vec<u8>> = (0..line.len()).step_by(2).map(byte).collect();
        subject.read_request(&bytes.ok_or("not a line of hex")?)?;
        count += 1;
    }
    writeln!(io::stdout(), "{count} requests read")?;
    Ok(())
}

fn write(out: &mut impl Write, kind: &str, vector: &Vector) -> io::Result<()> {
    let (hex, value) = (hex(&vector.bytes), json(&vector.value));
    writeln!(out, r#"{{"kind":"{kind}","name":"{}","hex":"{hex}","value":{value}}}"#, vector.constructor)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Numbers of 64 bits, doubles and bytes are marked: not every reader of JSON tells them apart.
fn json(value: &Value) -> String {
    match value {
        Value::Int(v) => v.to_string(),
        Value::Long(v) => format!(r#"{{"long":"{v}"}}"#),
        Value::Double(v) => format!(r#"{{"double":{}}}"#, f64::from_bits(*v)),
        Value::Bytes(v) => format!(r#"{{"bytes":"{}"}}"#, hex(v)),
        Value::Bool(v) => v.to_string(),
        Value::Vector(values) => format!("[{}]", values.iter().map(json).collect::<Vec<_>>().join(",")),
        Value::Object(name, fields) => {
            let fields: String = fields.iter().map(|(name, v)| format!(r#","{name}":{}"#, json(v))).collect();
            format!(r#"{{"_":"{name}"{fields}}}"#)
        }
    }
}
