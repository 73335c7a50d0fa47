//! Turns `schema/` into Rust.

use std::{env, error::Error, fs, path::Path};

use tl_gen::{Output, Plan, Schema, Statements, dispatch, generate};

fn main() -> Result<(), Box<dyn Error>> {
    let schema = Path::new("../../schema");
    let read = |name: &str| {
        println!("cargo::rerun-if-changed={}", schema.join(name).display());
        fs::read_to_string(schema.join(name))
    };
    let out = env::var("OUT_DIR")?;
    let write = |prefix: &str, output: &Output| -> Result<(), std::io::Error> {
        let put =
            |name: &str, text: &str| fs::write(Path::new(&out).join(format!("{prefix}_{name}.rs")), text);
        put("types", &output.types)?;
        put("enums", &output.enums)?;
        put("functions", &output.functions)?;
        put("old", &output.old)?;
        put("names", &output.names)
    };
    let api = Schema::with_history(&read("api.tl")?, &read("history.tl")?, &read("since.txt")?)?;
    println!("cargo::rerun-if-changed=rules.txt");
    let plan = Plan::new(&api, Statements::parse(&fs::read_to_string("rules.txt")?)?)?;
    write("api", &generate(&api, &plan, "crate"))?;
    fs::write(Path::new(&out).join("dispatch.rs"), dispatch(&api, &plan))?;
    let mtproto = Schema::plain(&read("mtproto.tl")?)?;
    let plan = Plan::new(&mtproto, Statements::default())?;
    write("mtproto", &generate(&mtproto, &plan, "crate::mtproto"))?;
    Ok(())
}
