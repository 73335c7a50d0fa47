//! A server that speaks S3, over a folder, in a thread of its own, which can be made to misbehave.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its part of a shared module")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may panic and start threads")]

use std::{
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    thread::JoinHandle,
};

use hyper::{
    Request, Response, StatusCode,
    body::Incoming,
    server::conn::http1,
    service::{Service, service_fn},
};
use hyper_util::rt::TokioIo;
use s3s::{Body, auth::SimpleAuth, service::S3ServiceBuilder};
use s3s_fs::FileSystem;
use tokio::{sync::oneshot, task::JoinSet};

/// The bucket that is there, and the key that opens it.
pub const BUCKET: &str = "merpati-files";
pub const KEY_ID: &str = "shown";
pub const SECRET: &str = "never-to-be-seen-in-a-log";

/// How it behaves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Well,
    /// Refuses all, as one that is overloaded.
    Fails,
    /// Takes requests and does not answer.
    Silent,
    /// Does what it is asked for and does not answer.
    LosesAnswers,
}

/// Ends when it is dropped, with all its connections.
pub struct Speaker {
    pub address: SocketAddr,
    mood: Arc<Mutex<Mood>>,
    root: PathBuf,
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Speaker {
    /// Over the folder `root`, at an address such as `127.0.0.1:0`.
    pub fn start(root: &Path, address: &str) -> Speaker {
        std::fs::create_dir_all(root.join(BUCKET)).unwrap();
        let listener = TcpListener::bind(address).unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (end, mut ended) = oneshot::channel();
        let mut builder = S3ServiceBuilder::new(FileSystem::new(root).unwrap());
        builder.set_auth(SimpleAuth::from_single(KEY_ID, SECRET));
        let service = builder.build();
        let mood = Arc::new(Mutex::new(Mood::Well));
        let moods = Arc::clone(&mood);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                let mut connections = JoinSet::new();
                loop {
                    tokio::select! {
                        _ = &mut ended => return,
                        accepted = listener.accept() => {
                            let stream = TokioIo::new(accepted.unwrap().0);
                            let (service, mood) = (service.clone(), Arc::clone(&moods));
                            let service = service_fn(move |request: Request<Incoming>| {
                                let (service, mood) = (service.clone(), *mood.lock().unwrap());
                                async move {
                                    match mood {
                                        Mood::Well => Service::call(&service, request).await,
                                        Mood::Fails => {
                                            let mut answer = Response::new(Body::empty());
                                            *answer.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
                                            Ok(answer)
                                        }
                                        Mood::Silent => std::future::pending().await,
                                        Mood::LosesAnswers => {
                                            let _ = Service::call(&service, request).await;
                                            std::future::pending().await
                                        }
                                    }
                                }
                            });
                            connections.spawn(async move {
                                let _ = http1::Builder::new().serve_connection(stream, service).await;
                            });
                        }
                    }
                }
            });
        });
        Speaker { address, mood, root: root.to_owned(), end: Some(end), thread: Some(thread) }
    }

    pub fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The files that lie in the bucket.
    pub fn objects(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.root.join(BUCKET)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { found.push(path) }
            }
        }
        found
    }
}

impl Drop for Speaker {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}
