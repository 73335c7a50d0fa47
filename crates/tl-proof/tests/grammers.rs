//! grammers-tl-types of eight layers reads what we write for them and writes the same bytes again; and we read
//! the requests that it reads and writes. That fields keep their values by name is tested in `tl` itself,
//! against the schema; here the reading is somebody else's.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking and says what it saw"
)]

mod libraries {
    include!(concat!(env!("OUT_DIR"), "/grammers.rs"));
}

use tl_proof::Subject;

/// Values of each constructor and requests of each function.
const COUNT: u64 = 8;

/// Unoptimised, grammers' readers hold big values of many enums on the stack.
const STACK_BYTES: usize = 256 << 20;

type Again = fn(&str, &[u8]) -> Option<Vec<u8>>;

fn hold(layer: i32, value: Again, request: Again) {
    let subject = Subject::load().unwrap();
    let mut problems = Vec::new();
    let values = subject.values(layer, COUNT);
    for vector in values.iter().filter(|v| !["Bool", "True", "Error", "Null"].contains(&v.name.as_str())) {
        match value(&vector.name, &vector.bytes) {
            Some(again) if subject.is_same(layer, vector, &again) => {}
            Some(_) => problems.push(format!("{} is written otherwise", vector.constructor)),
            None => problems.push(format!("{} is not read", vector.constructor)),
        }
    }
    let requests = subject.requests(layer, COUNT);
    for vector in requests.iter().filter(|v| subject.plan.present_name(&v.name) == v.name) {
        match request(&vector.name, &vector.bytes) {
            Some(again) if subject.is_same(layer, vector, &again) => {
                problems.extend(subject.read_request(&again).err());
            }
            _ => problems.push(format!("{} is not a request there", vector.name)),
        }
    }
    problems.sort();
    problems.dedup();
    println!("layer {layer}: {} values, {} requests", values.len(), requests.len());
    assert!(values.len() > 1_000 && requests.len() > 500, "too few to say anything");
    assert!(problems.is_empty(), "layer {layer}:\n{}", problems.join("\n"));
}

macro_rules! layers {
    ($($test:ident $layer:literal $module:ident;)*) => {
        $(
            #[test]
            fn $test() {
                let proof = || hold($layer, libraries::$module::value, libraries::$module::request);
                let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(proof).unwrap();
                thread.join().unwrap();
            }
        )*
    };
}

layers! {
    grammers_of_146_agrees 146 layer_146;
    grammers_of_166_agrees 166 layer_166;
    grammers_of_179_agrees 179 layer_179;
    grammers_of_186_agrees 186 layer_186;
    grammers_of_216_agrees 216 layer_216;
    grammers_of_222_agrees 222 layer_222;
    grammers_of_227_agrees 227 layer_227;
    grammers_of_230_agrees 230 layer_230;
}
