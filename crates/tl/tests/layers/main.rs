//! At every layer: what is written is what the schema of that layer says, with the same values under the same
//! names; and requests of every layer are read.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod agree;
mod counts;
#[expect(unreachable_pub, reason = "generated")]
mod dispatch {
    include!(concat!(env!("OUT_DIR"), "/dispatch.rs"));
}

use std::fs;

use agree::Agreement;
use tl::Layer;
use tl_gen::{
    Kind, Plan, Schema, Statements, Type,
    dynamic::{At, Random},
};

/// Random values of each constructor at each layer.
const VALUES: u64 = 1;

fn schema() -> (Schema, Plan) {
    let read = |name: &str| fs::read_to_string(format!("../../schema/{name}")).unwrap();
    let schema = Schema::with_history(&read("api.tl"), &read("history.tl"), &read("since.txt")).unwrap();
    let rules = Statements::parse(&fs::read_to_string("rules.txt").unwrap()).unwrap();
    let plan = Plan::new(&schema, rules).unwrap();
    (schema, plan)
}

#[test]
fn every_value_a_server_sends_says_the_same_at_every_layer() {
    let (schema, plan) = schema();
    let newest = At::new(&schema, 230);
    let mut problems = Vec::new();
    for &layer in &schema.layers {
        let at = At::new(&schema, layer);
        let mut agreement = Agreement::new(&plan, &newest, &at);
        for ty in dispatch::OUTGOING.iter().filter(|ty| !at.constructors(ty).is_empty()) {
            let boxed = Type::Boxed((*ty).to_owned());
            for definition in newest.constructors(ty) {
                for seed in 0..VALUES {
                    let mut random = Random(seed ^ u64::from(definition.id.unwrap()) << 8);
                    let value = newest.random_of(&mut random, definition, 2);
                    let mut bytes = Vec::new();
                    newest.write(&value, &boxed, &mut bytes).unwrap();
                    let written = match dispatch::transcode(ty, &bytes, Layer::new(layer)).unwrap() {
                        Ok(written) => written,
                        Err(error) => panic!("{}: {error}", definition.name),
                    };
                    if at.definition(Kind::Type, &definition.name).is_none() && !agreement.has_fallback(ty) {
                        continue;
                    }
                    let mut rest = written.as_slice();
                    let read = at.read(&mut rest, &boxed);
                    if !agree::is_known(&plan, &at, &value) && read.is_none() {
                        continue; // nothing to take it out of
                    }
                    match read.filter(|_| rest.is_empty()) {
                        Some(read) => agreement.hold(&value, &read, &definition.name),
                        None if agreement.is_ruled(definition) => agreement.ruled += 1,
                        None => agreement.problem(&definition.name, "is not what the layer knows"),
                    }
                }
            }
        }
        println!(
            "layer {layer}: {} values and {} fields agree, {} are told by rules",
            agreement.values, agreement.fields, agreement.ruled
        );
        problems.extend(agreement.problems.iter().map(|p| format!("{layer}: {p}")));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_request_of_every_layer_is_read() {
    let (schema, plan) = schema();
    let newest = At::new(&schema, 230);
    for &layer in &schema.layers {
        let at = At::new(&schema, layer);
        let mut agreement = Agreement::new(&plan, &at, &newest);
        for entry in schema.entries.values().filter(|e| e.kind == Kind::Function) {
            let Some(definition) = entry.at(layer).filter(|d| !d.generic) else { continue };
            let id = definition.id.unwrap();
            let name = tl::function_name(id).unwrap();
            if plan.dead.iter().any(|(_, dead, _)| *dead == id) {
                continue;
            }
            let value = agree::living_request(&plan, &at, definition);
            let mut bytes = Vec::new();
            at.write_object(definition, &value, &mut bytes).unwrap();
            let written = match dispatch::request(name, &bytes).unwrap() {
                Ok(written) => written,
                Err(error) => panic!("{} at {layer}: {error}", definition.name),
            };
            let read = newest.read_function(&mut written.as_slice()).unwrap();
            agreement.hold(&value, &read, &definition.name);
        }
        println!(
            "layer {layer}: {} requests and {} fields agree, {} are told by rules",
            agreement.values, agreement.fields, agreement.ruled
        );
        assert!(agreement.problems.is_empty(), "layer {layer}:\n{}", agreement.problems.join("\n"));
    }
}

#[test]
fn every_answer_is_of_the_type_that_the_layer_expects() {
    let (schema, plan) = schema();
    let newest = At::new(&schema, 230);
    let mut problems = Vec::new();
    for &layer in &schema.layers {
        let at = At::new(&schema, layer);
        for entry in schema.entries.values().filter(|e| e.kind == Kind::Function) {
            let (Some(now), Some(then)) = (&entry.newest, entry.at(layer)) else { continue };
            if now.generic || tl::function_name(then.id.unwrap()) != Some(&entry.name) {
                continue;
            }
            if agree::is_dead(&plan, then) {
                continue;
            }
            for seed in 0..1 {
                let value = newest.random(&mut Random(seed ^ u64::from(now.id.unwrap())), &now.result, 2);
                let mut bytes = Vec::new();
                newest.write(&value, &now.result, &mut bytes).unwrap();
                let written = match dispatch::respond(&entry.name, &bytes, Layer::new(layer)).unwrap() {
                    Ok(written) => written,
                    Err(error) => panic!("{} answers {value:?}: {error}", entry.name),
                };
                let mut rest = written.as_slice();
                let known = agree::is_known(&plan, &at, &value);
                let read = at.read(&mut rest, &then.result);
                if known && (!rest.is_empty() || read.is_none()) {
                    problems.push(format!("{} at {layer}", entry.name));
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
