//! The server as a separate process: starting it, and what the kernel says of its CPU time and memory.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// A running server; it ends when this is dropped.
pub struct Server {
    process: Child,
    /// Where it speaks MTProto, as `IP:PORT`.
    pub mtproto: String,
    /// Where it speaks HTTP, as `IP:PORT`.
    pub http: String,
    /// From its start to its word that it is ready.
    pub start: Duration,
}

impl Server {
    /// Starts `program` on `data` and waits until it is ready. Its log goes to `data` with `.log` behind.
    ///
    /// # Errors
    /// A sentence, with what the program said.
    pub fn start(program: &Path, data: &Path, arguments: &[&str]) -> Result<Server, String> {
        let mut log = data.as_os_str().to_owned();
        log.push(".log");
        let log = PathBuf::from(log);
        let file = fs::File::create(&log).map_err(|error| format!("{}: {error}", log.display()))?;
        let began = Instant::now();
        let mut process = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(file)
            .spawn()
            .map_err(|error| format!("could not start {}: {error}", program.display()))?;
        let mut line = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output).read_line(&mut line).map_err(|error| error.to_string())?;
        }
        let start = began.elapsed();
        let word =
            |name: &str| line.split_whitespace().find_map(|word| word.strip_prefix(name)).map(str::to_owned);
        match (word("mtproto="), word("http=")) {
            (Some(mtproto), Some(http)) => Ok(Server { process, mtproto, http, start }),
            _ => {
                let _ = process.kill();
                let said = fs::read_to_string(&log).unwrap_or_default();
                Err(format!("the server did not come up; it said {line:?} and {said}"))
            }
        }
    }

    /// User and system time that the process has used so far.
    ///
    /// # Errors
    /// A sentence, if the process is gone.
    pub fn cpu(&self) -> Result<Duration, String> {
        let path = format!("/proc/{}/stat", self.process.id());
        let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
        cpu_of_stat(&text).ok_or_else(|| format!("{path} is not understood"))
    }

    /// Resident memory in bytes.
    ///
    /// # Errors
    /// A sentence, if the process is gone.
    pub fn resident_bytes(&self) -> Result<u64, String> {
        self.memory("VmRSS:")
    }

    /// The most resident memory since the start or [`Server::forget_peak`], in bytes.
    ///
    /// # Errors
    /// A sentence, if the process is gone.
    pub fn peak_bytes(&self) -> Result<u64, String> {
        self.memory("VmHWM:")
    }

    /// From now on [`Server::peak_bytes`] counts anew.
    ///
    /// # Errors
    /// A sentence, if the kernel says no.
    pub fn forget_peak(&self) -> Result<(), String> {
        let path = format!("/proc/{}/clear_refs", self.process.id());
        fs::write(&path, "5").map_err(|error| format!("{path}: {error}"))
    }

    fn memory(&self, name: &str) -> Result<u64, String> {
        let path = format!("/proc/{}/status", self.process.id());
        let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
        let kilobytes = text
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .and_then(|rest| rest.trim().trim_end_matches(" kB").trim().parse::<u64>().ok());
        kilobytes.map(|kilobytes| kilobytes * 1024).ok_or_else(|| format!("{path} is not understood"))
    }

    /// One value of its metrics page.
    ///
    /// # Errors
    /// A sentence, if the page cannot be read or does not have it.
    pub fn metric(&self, name: &str) -> Result<f64, String> {
        let page = http_get(&self.http, "/metrics")?;
        page.lines()
            .find_map(|line| line.strip_prefix(name)?.trim().parse().ok())
            .ok_or_else(|| format!("no metric {name}"))
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Ends it as the power would: at once, with nothing said.
    pub fn kill(mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    /// Asks it to stop and waits until it has.
    ///
    /// # Errors
    /// A sentence, if it does not end well.
    pub fn stop(mut self) -> Result<(), String> {
        let asked = Command::new("kill").arg(self.process.id().to_string()).status();
        asked.map_err(|error| error.to_string())?;
        let status = self.process.wait().map_err(|error| error.to_string())?;
        if status.success() { Ok(()) } else { Err(format!("the server ended with {status}")) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The body of a page over plain HTTP.
fn http_get(address: &str, path: &str) -> Result<String, String> {
    let mut stream = TcpStream::connect(address).map_err(|error| format!("{address}: {error}"))?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).map_err(|error| error.to_string())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(|error| error.to_string())?;
    Ok(answer)
}

/// Fields 14 and 15 of /proc/PID/stat, in ticks of a hundredth of a second. The name in the second field may
/// hold spaces, so counting starts behind its closing bracket.
fn cpu_of_stat(text: &str) -> Option<Duration> {
    let mut fields = text.rsplit_once(") ")?.1.split(' ').skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some(Duration::from_millis((user + system) * 10))
}

/// The bytes of all files below `folder`.
///
/// # Errors
/// A sentence, if a folder cannot be read.
pub fn folder_bytes(folder: &Path) -> Result<u64, String> {
    let mut sum = 0;
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let entry = entry.map_err(|error| error.to_string())?;
        let kind = entry.metadata().map_err(|error| error.to_string())?;
        sum += if kind.is_dir() { folder_bytes(&entry.path())? } else { allocated_bytes(&kind) };
    }
    Ok(sum)
}

/// What a file takes on disk: a file that was laid out in advance may say more than it holds.
fn allocated_bytes(file: &fs::Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    file.blocks() * 512
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpu_time_is_read_behind_a_name_with_spaces() {
        let text = "12 (a ) name) S 1 1 1 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 3 0 1 2 3";
        assert_eq!(cpu_of_stat(text), Some(Duration::from_secs(3)));
    }
}
