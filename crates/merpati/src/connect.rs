//! `merpati connect`: address, key, fingerprint, and a ready program for each client library.

use std::{fs, net::SocketAddr};

use clap::ArgMatches;
use crypto::RsaPublicKey;
use serde_json::Value;
use server::{config::Config, data_folder::DataFolder, info::ServerInfo, web::snippets};

use crate::{Failure, operator, print, settings};

/// Prints how to connect to the server on this data folder, whether it runs or not.
pub(crate) fn run(flags: &ArgMatches) -> Result<(), Failure> {
    let config = settings::config(flags)?;
    let (info, address) = info(&config)?;
    let all = snippets::all(&info, address);
    if let Some(client) = flags.get_one::<String>("client") {
        let Some(snippet) = all.iter().find(|snippet| snippet.client == client) else {
            let known: Vec<_> = all.iter().map(|snippet| snippet.client).collect();
            let sentence = format!("there is no program for `{client}`, only for {}", known.join(", "));
            return Err(Failure { sentence, code: 2 });
        };
        return print(&snippet.program);
    }
    let mut text = format!(
        "address:     {address}\nfingerprint: {}\nkey:\n{}\n",
        info.fingerprint_hex(),
        info.public_key.trim_end()
    );
    for snippet in &all {
        let (client, install, file, program) =
            (snippet.client, snippet.install, snippet.file, snippet.program.trim_end());
        text.push_str(&format!("\n--- {client} ({install}), save as {file} ---\n{program}\n"));
    }
    print(&text)
}

/// From the running server where there is one, else from the folder and the settings.
fn info(config: &Config) -> Result<(ServerInfo, SocketAddr), Failure> {
    let path = DataFolder::at(&config.data).public_key();
    let failed = |reason: String| Failure { sentence: reason, code: 1 };
    let pem = fs::read_to_string(&path).map_err(|_| {
        failed(format!("{} is not there; start a server on this folder first: merpati serve", path.display()))
    })?;
    let key = RsaPublicKey::from_pem(&pem).map_err(|error| failed(format!("{}: {error}", path.display())))?;
    let running = operator::info(&config.data);
    let told = |name: &str| -> Option<SocketAddr> {
        running.as_ref()?.get(name).and_then(Value::as_str)?.parse().ok()
    };
    let listen = told("mtproto").unwrap_or(config.listen);
    let public = told("public_address").or(config.public_address);
    let info = ServerInfo::new(&key, listen.port(), public).map_err(|error| failed(error.to_string()))?;
    let address = info.address(listen.ip());
    Ok((info, address))
}
