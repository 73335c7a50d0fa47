//! The built program as a test sees it: started on a folder of its own, told to stop, asked over HTTP.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its part of a shared module")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may panic and start threads")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::mpsc,
    time::Duration,
};

/// The program, with nothing of the tester's environment that could set something.
pub fn merpati() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_merpati"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MERPATI_")) {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// Runs the program to its end.
pub fn run(arguments: &[&str]) -> Output {
    merpati().args(arguments).output().unwrap()
}

/// The one sentence that a refused call says.
pub fn sentence(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    let said: Vec<&str> = text.lines().filter(|line| line.starts_with("merpati: ")).collect();
    assert_eq!(said.len(), 1, "not one sentence: {text}");
    said[0].to_owned()
}

/// Every file under `folder` with its bytes, to see that nothing changed.
pub fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let kind = entry.file_type().unwrap();
        let name = entry.path().display().to_string();
        if kind.is_dir() {
            all.extend(contents(&entry.path()));
        } else if kind.is_file() {
            all.push((name, std::fs::read(entry.path()).unwrap()));
        }
    }
    all.sort();
    all
}

/// A server that runs until it is dropped.
pub struct Server {
    child: Child,
    pub mtproto: SocketAddr,
    pub http: SocketAddr,
    pub fingerprint: String,
    errors: mpsc::Receiver<String>,
    pub logged: Vec<String>,
}

impl Server {
    /// Starts a server on `data` at free ports and waits until it is ready.
    pub fn start(data: &Path, more: &[&str]) -> Server {
        let mut command = merpati();
        command.args(["serve", "--data"]).arg(data);
        command.args(["--listen", "127.0.0.1:0", "--http", "127.0.0.1:0"]).args(more);
        Server::started(command)
    }

    /// Waits until `command`, which starts a server, is ready.
    pub fn started(mut command: Command) -> Server {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (send, errors) = mpsc::channel();
        let stderr = child.stderr.take().unwrap();
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let words: Vec<&str> = line.split_whitespace().collect();
        let [ready, mtproto, http, fingerprint] = words[..] else {
            panic!("not ready: {line} {:?}", errors.iter().collect::<Vec<_>>())
        };
        assert_eq!(ready, "ready");
        let address = |word: &str, name: &str| word.strip_prefix(name).unwrap().parse().unwrap();
        Server {
            mtproto: address(mtproto, "mtproto="),
            http: address(http, "http="),
            fingerprint: fingerprint.strip_prefix("fingerprint=").unwrap().to_owned(),
            child,
            errors,
            logged: Vec::new(),
        }
    }

    /// The id of the process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits for a line of the log that contains `word`.
    pub fn wait_for_log(&mut self, word: &str) -> String {
        loop {
            let line = self.errors.recv_timeout(Duration::from_secs(60)).unwrap_or_else(|_| {
                panic!("no line with `{word}` among {:?}", self.logged);
            });
            self.logged.push(line.clone());
            if line.contains(word) {
                return line;
            }
        }
    }

    /// Tells the server to stop with SIGTERM; gives the exit code and everything that was logged.
    pub fn stop(mut self) -> (Option<i32>, Vec<String>) {
        let told = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status().unwrap();
        assert!(told.success());
        let code = self.child.wait().unwrap().code();
        let mut logged = std::mem::take(&mut self.logged);
        logged.extend(self.errors.iter());
        (code, logged)
    }

    /// One GET; the whole answer as text.
    pub fn get(&self, path: &str, headers: &str) -> String {
        get(self.http, path, headers)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that was stopped is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One GET at `address`; the whole answer as text.
pub fn get(address: SocketAddr, path: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}
