//! A server that is started for the benchmark, asked to stop at its end, and whose memory is looked at in between.

use super::http::{Target, ask, away};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use store::Result;

/// How long a server may take to begin to serve.
const PATIENCE: Duration = Duration::from_secs(120);

/// A server.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

/// An address of this machine that nobody listens at.
pub fn free_address() -> Result<SocketAddr> {
    TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).map_err(away)
}

impl Server {
    /// Starts it and waits until `path` is answered.
    pub fn start(mut command: Command, address: SocketAddr, path: &str) -> Result<Server> {
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().map_err(away)?;
        let mut server = Server { child, address };
        let target = Target { address, path: path.into(), cookies: String::new(), gzip: false };
        let begun = Instant::now();
        loop {
            if super::wait(ask(&target, None))?.is_ok_and(|told| told.status.is_success()) {
                return Ok(server);
            }
            if let Some(status) = server.child.try_wait().map_err(away)? {
                return Err(away(format!("{command:?} ended with {status}")));
            }
            if begun.elapsed() > PATIENCE {
                return Err(away(format!("{command:?} did not begin to serve")));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Resident memory of the process and of those that it started, in MiB: all, and of it what is not backed by files.
    pub fn memory(&self) -> Option<(u64, u64)> {
        let mut sum = (0, 0);
        let mut next = vec![self.child.id()];
        while let Some(id) = next.pop() {
            let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
            let kib = |name: &str| -> Option<u64> {
                status.lines().find_map(|l| l.strip_prefix(name))?.split_whitespace().next()?.parse().ok()
            };
            sum = (sum.0 + kib("VmRSS:")?, sum.1 + kib("RssAnon:")?);
            let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
            next.extend(children.split_whitespace().filter_map(|c| c.parse::<u32>().ok()));
        }
        Some((sum.0 / 1024, sum.1 / 1024))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Asked to stop, as an operator would; killed only if it does not.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(25) {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
