//! The operator's socket in the data folder: one request a line, one answer a line, both JSON. Only the owner
//! of the folder can open it, and whoever is at the other end must be the same user (or root).

mod requests;

use std::{fs, io, os::unix::fs::PermissionsExt, path::Path, sync::Arc, time::Duration};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{UnixListener, UnixStream},
};

use kv_fjall::Fjall;

use crate::{backup, data_folder::DataFolder, info::ServerInfo, node::Node};

/// What the operator may ask about.
pub struct Desk {
    /// The server.
    pub node: Arc<Node>,
    /// Address and key.
    pub info: ServerInfo,
    /// The addresses at which it listens.
    pub listening: Listening,
    /// What keeps the bytes: for backups alone.
    pub engine: Arc<Fjall>,
    /// Where the keys lie.
    pub folder: DataFolder,
    /// Whether pages are behind TLS.
    pub tls: bool,
    /// The name that its certificate is for, where that is known.
    pub domain: Option<String>,
}

/// Where the server listens.
#[derive(Clone, Copy)]
pub struct Listening {
    /// MTProto.
    pub mtproto: std::net::SocketAddr,
    /// HTTP.
    pub http: std::net::SocketAddr,
}

/// Makes the socket, which only its owner can open from its first moment on. The lock of the data folder says
/// that no other server has it, so one that is there is left over.
pub fn bind(path: &Path) -> io::Result<UnixListener> {
    let unfinished = path.with_extension("new");
    remove(&unfinished)?;
    let listener = UnixListener::bind(&unfinished)?;
    fs::set_permissions(&unfinished, fs::Permissions::from_mode(0o600))?;
    fs::rename(&unfinished, path)?;
    Ok(listener)
}

/// Removes the socket.
pub fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Answers for ever.
pub async fn serve(desk: Arc<Desk>, listener: UnixListener) {
    let own = listener.local_addr().ok().and_then(|_| own_uid());
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let peer = stream.peer_cred().map(|peer| peer.uid()).ok();
        if peer != Some(0) && (peer.is_none() || peer != own) {
            continue;
        }
        let desk_ = Arc::clone(&desk);
        desk.node.world().spawn.spawn(Box::pin(async move {
            // An operator who went away before the answer does not need it.
            let _ = answer(&desk_, stream).await;
        }));
    }
}

async fn answer(desk: &Desk, mut stream: UnixStream) -> io::Result<()> {
    let mut line = Vec::new();
    BufReader::new((&mut stream).take(REQUEST_BYTES_MAX)).read_until(b'\n', &mut line).await?;
    let answer = match serde_json::from_slice::<serde_json::Value>(&line) {
        Ok(request) if request.get("do").is_some_and(|what| what == "backup") => {
            return pour(desk, stream).await;
        }
        Ok(request) => requests::answer(desk, &request).await,
        Err(_) => Err("the request is not JSON".to_owned()),
    };
    let answer = match answer {
        Ok(result) => serde_json::json!({ "ok": result }),
        Err(reason) => serde_json::json!({ "error": reason }),
    };
    let mut bytes = answer.to_string().into_bytes();
    bytes.push(b'\n');
    stream.write_all(&bytes).await?;
    stream.shutdown().await
}

/// After a line that says so, the whole backup as [`backup::seal`] reads it.
async fn pour(desk: &Desk, mut stream: UnixStream) -> io::Result<()> {
    stream.write_all(b"{\"ok\":true}\n").await?;
    let stream = stream.into_std()?;
    stream.set_nonblocking(false)?;
    // An operator who takes nothing for so long has gone.
    stream.set_write_timeout(Some(TAKEN_WITHIN))?;
    let (engine, folder) = (Arc::clone(&desk.engine), desk.folder.clone());
    let now = desk.node.world().clock.now().seconds().into();
    tokio::task::spawn_blocking(move || backup::pour(&engine, &folder, now, stream)).await?
}

/// The user that runs this program, as files that it makes show it.
fn own_uid() -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").ok().map(|metadata| metadata.uid())
}

/// How long a backup waits for whoever reads it.
const TAKEN_WITHIN: Duration = Duration::from_secs(60);

/// The longest request.
const REQUEST_BYTES_MAX: u64 = 16 << 10;
