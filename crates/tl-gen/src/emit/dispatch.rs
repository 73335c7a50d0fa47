//! Tables that reach the generated types by name, for tests.

use std::fmt::Write;

use super::{Context, reach};
use crate::{Kind, Plan, Schema, Shapes, names};

/// Functions over `tl`: `transcode(type, bytes, layer)` reads a boxed value and writes it for a layer;
/// `respond(method, bytes, layer)` does so with an answer; `request(bytes)` reads a request of any layer and
/// writes it as the newest. All give nothing for an unknown name.
pub fn dispatch(schema: &Schema, plan: &Plan) -> String {
    let shapes = Shapes::of(schema);
    let outgoing = reach::outgoing(schema);
    let context =
        Context { schema, plan, shapes: &shapes, root: "tl", outgoing, fallible: Default::default() };
    let mut out = "use tl::{Decode, DecodeError, Encode, Function, Layer};\n\
        type Outcome = Option<Result<Vec<u8>, DecodeError>>;\n\
        fn through<T: Decode + Encode>(bytes: &[u8], layer: Layer) -> Outcome {\n\
        Some(tl::decode::<T>(bytes).map(|value| tl::encode(&value, layer)))\n}\n\
        fn answer<F: Function>(bytes: &[u8], layer: Layer) -> Outcome {\n\
        Some(tl::decode::<F::Response>(bytes).map(|value| {\n\
        let mut w = tl::Writer::new(layer);\nF::encode_response(&value, &mut w);\nw.into_bytes()\n}))\n}\n"
        .to_owned();
    out.push_str("pub fn transcode(ty: &str, bytes: &[u8], layer: Layer) -> Outcome {\nmatch ty {\n");
    for ty in schema.types.keys().filter(|t| *t != "Bool" && *t != "Vector" && !t.contains(' ')) {
        let _ = writeln!(out, "{ty:?} => through::<tl::enums::{}>(bytes, layer),", names::path(ty));
    }
    out.push_str("_ => None,\n}\n}\npub fn request(name: &str, bytes: &[u8]) -> Outcome {\nmatch name {\n");
    let functions =
        || context.plan.entries.values().filter(|p| p.kind == Kind::Function && !p.newest.generic);
    for name in functions().map(|p| &p.newest.name) {
        let _ = writeln!(
            out,
            "{name:?} => through::<tl::functions::{}>(bytes, Layer::NEWEST),",
            names::path(name)
        );
    }
    out.push_str("_ => None,\n}\n}\npub fn respond(name: &str, bytes: &[u8], layer: Layer) -> Outcome {\nmatch name {\n");
    for name in functions().map(|p| &p.newest.name) {
        let _ = writeln!(out, "{name:?} => answer::<tl::functions::{}>(bytes, layer),", names::path(name));
    }
    out.push_str("_ => None,\n}\n}\n");
    let names: Vec<String> = context.outgoing.iter().map(|ty| format!("{ty:?}")).collect();
    let _ = writeln!(out, "pub static OUTGOING: &[&str] = &[{}];", names.join(", "));
    out
}
