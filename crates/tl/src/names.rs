//! Names of functions by their ids.

include!(concat!(env!("OUT_DIR"), "/api_names.rs"));

/// The name of the API function that has this id in any known layer; also functions that the newest layer
/// lacks.
pub fn function_name(id: u32) -> Option<&'static str> {
    let at = FUNCTION_IDS.binary_search_by_key(&id, |&(id, _)| id).ok()?;
    FUNCTION_IDS.get(at).map(|&(_, name)| name)
}
