//! Takes the web client's built files, `web/dist`, into the program. They are made by `cargo xtask web`; without
//! them the table is empty, and the server says so.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    let dist = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../web/dist");
    println!("cargo::rerun-if-changed=build.rs");
    // The folder is always there, and cargo looks at everything in it.
    println!("cargo::rerun-if-changed={}", dist.display());
    let mut files = Vec::new();
    collect(&dist, &mut files)?;
    let mut assets = BTreeMap::new();
    for brotli in files {
        let path = brotli.strip_prefix(&dist)?.with_extension("").to_string_lossy().into_owned();
        assets.insert(path, (fs::canonicalize(&brotli)?, fs::canonicalize(brotli.with_extension("gz"))?));
    }
    let mut table = String::from("&[\n");
    for (path, (brotli, gzip)) in assets {
        writeln!(
            table,
            "Asset {{ path: {path:?}, brotli: include_bytes!({brotli:?}), gzip: include_bytes!({gzip:?}) }},",
        )?;
    }
    table.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("web_assets.rs"), table)?;
    Ok(())
}

/// The files under `folder` that end in `.br`; beside each is the same in `.gz`.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "br") {
            files.push(path);
        }
    }
    Ok(())
}
