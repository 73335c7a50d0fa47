//! Whatever a client sends at whatever layer: no method panics or fails for a reason of ours, every answer is one
//! that the layer knows, and a key without a person is told nothing that is not for anyone.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[allow(dead_code, reason = "other tests use the rest")]
mod fixture;

use std::fs;

use boxes::UserId;
use domain::PeerKind;
use fixture::{Device, House};
use rpc::{METHODS, Method, Who};
use tl::{Layer, mtproto};
use tl_gen::{
    Kind, Schema,
    dynamic::{At, Random, Value},
};

/// Random requests of each method at each layer.
const REQUESTS: u64 = 2;
/// The people of the test, by id.
const PEOPLE: [i64; 3] = [11, 22, 33];

#[tokio::test]
async fn no_request_of_any_layer_makes_a_method_fail_or_answer_what_the_layer_does_not_know() {
    let house = House::open().await;
    for id in PEOPLE {
        house.person(id, "Orang").await;
    }
    let read = |name: &str| fs::read_to_string(format!("../../schema/{name}")).unwrap();
    let schema = Schema::with_history(&read("api.tl"), &read("history.tl"), &read("since.txt")).unwrap();
    let (mut answers, mut errors, mut problems) = (0, 0, Vec::new());
    for &number in &schema.layers {
        let at = At::new(&schema, number);
        for method in METHODS.iter().filter(|method| method.who != Who::Edge) {
            for seed in 0..REQUESTS {
                let mut random = Random(seed << 32 ^ (number as u64) << 48 ^ hash(method.name));
                let Some((result, body)) = request(&house, &at, method, &mut random) else { continue };
                let user = UserId(PEOPLE[random.below(3) as usize]);
                let device = Device { layer: Layer::new(number), ..house.device(user, 1) };
                let answer = house.answer(&device, &body).await;
                if answer.is_error {
                    errors += 1;
                    let mtproto::enums::RpcError::RpcError(error) = tl::decode(&answer.bytes).unwrap();
                    if error.error_code == 500 {
                        problems.push(format!("{number} {}: {}", method.name, error.error_message));
                    }
                } else {
                    answers += 1;
                    let mut rest = answer.bytes.as_slice();
                    if at.read(&mut rest, &result).is_none() || !rest.is_empty() {
                        problems.push(format!("{number} {}: not an answer of the layer", method.name));
                    }
                }
                let stranger = house.answer(&Device { user: None, ..device }, &body).await;
                if method.who != Who::Anyone && stranger.error.is_none_or(|error| error.code != 401) {
                    problems.push(format!("{number} {}: tells a stranger", method.name));
                }
            }
        }
    }
    problems.dedup();
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
    // Requests that are all refused would prove nothing.
    assert!(answers > 2000 && errors > 1000, "{answers} answers, {errors} errors");
}

/// A random request as the layer has it, with peers and ids that often exist, and the type of its answer.
fn request(
    house: &House,
    at: &At<'_>,
    method: &Method,
    random: &mut Random,
) -> Option<(tl_gen::Type, Vec<u8>)> {
    let definition = at.definition(Kind::Function, method.name)?;
    let mut value = at.random_of(random, definition, 3);
    make_likely(house, &mut value, random);
    let mut bytes = Vec::new();
    at.write_object(definition, &value, &mut bytes)?;
    Some((definition.result.clone(), bytes))
}

fn make_likely(house: &House, value: &mut Value, random: &mut Random) {
    match value {
        Value::Object(name, fields) => {
            for (field, value) in fields.iter_mut() {
                let small =
                    field == "pts" || field == "limit" || field.ends_with("id") || field.contains("offset");
                match value {
                    Value::Int(number) if small && random.below(4) > 0 => *number = random.below(12) as i32,
                    other => make_likely(house, other, random),
                }
            }
            if matches!(name.as_str(), "inputPeerUser" | "inputUser") && random.below(4) > 0 {
                let id = PEOPLE[random.below(3) as usize];
                // The callers' hashes differ: one in three is right.
                let viewer = UserId(PEOPLE[random.below(3) as usize]);
                let hash = house.services.domain.access.of(viewer, PeerKind::User, id);
                fields.insert("user_id".into(), Value::Long(id));
                fields.insert("access_hash".into(), Value::Long(hash));
            }
        }
        Value::Vector(values) => {
            for value in values {
                match value {
                    Value::Int(number) => *number = random.below(12) as i32,
                    other => make_likely(house, other, random),
                }
            }
        }
        _ => {}
    }
}

fn hash(name: &str) -> u64 {
    name.bytes().fold(7, |hash: u64, byte| hash.wrapping_mul(31).wrapping_add(u64::from(byte)))
}
