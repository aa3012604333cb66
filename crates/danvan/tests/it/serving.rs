//! The server as an operator starts, watches and stops it.

use crate::desk::{Desk, program, refusal, says};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A running server; stopped when this is dropped.
struct Server {
    child: Child,
    address: String,
    said: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts it on a free port and waits for its address.
    fn start(command: &mut Command) -> Server {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let said = Arc::new(Mutex::new(Vec::new()));
        let heard = said.clone();
        std::thread::spawn(move || out.lines().map_while(Result::ok).for_each(|line| heard.lock().unwrap().push(line)));
        let mut server = Server { child, address: String::new(), said };
        for _ in 0..600 {
            let lines = server.said();
            if let Some((_, rest)) = lines.split_once("http://") {
                server.address = rest.split(['/', ' ', '\n']).next().unwrap().to_string();
                return server;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("no address: {}", server.stop().1);
    }

    /// What it has said so far.
    fn said(&self) -> String {
        self.said.lock().unwrap().iter().map(|line| format!("{line}\n")).collect()
    }

    /// The status and body of a page.
    fn get(&self, path: &str) -> (u16, String) {
        ask(&self.address, path, "")
    }

    /// Tells it to stop; how long it took, and what it wrote to its log.
    fn stop(mut self) -> (Duration, String) {
        let begun = Instant::now();
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        let ended = self.child.wait().unwrap();
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        assert!(ended.success(), "{ended}: {log}");
        (begun.elapsed(), log)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn ask(address: &str, path: &str, headers: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n").unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let status = text.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or_else(|| panic!("{text}"));
    (status, text)
}

fn serve(desk: &Desk, more: &[&str]) -> Server {
    let key = desk.path("danvan.key");
    let words = ["serve", "--database", desk.database(), "--listen", "127.0.0.1:0", "--key-file", &key];
    Server::start(program().args(words).args(more).current_dir(desk.folder()))
}

#[test]
fn a_server_is_alive_and_ready_says_what_it_does_without_names_and_stops_when_told() {
    testkit::both(|db| {
        let desk = Desk::on(db);
        let server = serve(&desk, &["--log-format", "json", "--metrics-listen", "127.0.0.1:0"]);
        assert_eq!(server.get("/suc-khoe").0, 200);
        assert_eq!(server.get("/san-sang").0, 200);
        let (status, page) = server.get("/so/doi-thoai?words=Nguy%E1%BB%85n&x=bi-mat");
        assert!((300..400).contains(&status), "{page}");
        assert_eq!(server.get("/khong-co-trang-nay").0, 404);
        assert_eq!(ask(&server.address, "/api/v1/me", "").0, 401);
        says(&server.said(), &["phục vụ tại"]);
        let (took, log) = server.stop();
        assert!(took < Duration::from_secs(15), "{took:?}");
        let lines: Vec<serde_json::Value> = log.lines().filter_map(|l| serde_json::from_str(l).ok()).collect();
        let requests: Vec<_> = lines.iter().filter(|l| l["message"] == "request").collect();
        assert_eq!(requests.len(), 5, "{log}");
        assert!(requests.iter().any(|l| l["route"] == "/so/{register}" && l["role"] == "-"), "{log}");
        assert!(requests.iter().all(|l| l["operation"].as_str().is_some_and(|o| o.len() == 8)), "{log}");
        assert!(!log.contains("bi-mat") && !log.contains("words"), "no query is logged: {log}");
        assert!(lines.iter().any(|l| l["message"] == "stopped"), "{log}");
    });
}

#[test]
fn the_first_start_shows_a_way_to_the_first_account_and_no_later_one_does() {
    let desk = Desk::new();
    let server = serve(&desk, &[]);
    // The line follows the address.
    (0..100).take_while(|_| !server.said().contains("ma=")).for_each(|_| std::thread::sleep(Duration::from_millis(50)));
    let said = server.said();
    let path = said.split_once("/thiet-lap?ma=").map(|(_, code)| format!("/thiet-lap?ma={}", code.trim()));
    assert_eq!(server.get(&path.unwrap_or_else(|| panic!("{said}"))).0, 200);
    server.stop();
    says(&desk.ok(&["account", "add", "quan-tri", "--name", "Quản trị"]), &["Mật khẩu dùng một lần: "]);
    says(&desk.ok(&["account", "list"]), &["quan-tri", "Quản trị"]);
    says(&desk.ok(&["account", "reset", "quan-tri"]), &["Mật khẩu mới"]);
    says(&desk.refused(&["account", "reset", "khong-co"]), &["Không có tài khoản"]);
    let server = serve(&desk, &[]);
    std::thread::sleep(Duration::from_millis(300));
    assert!(!server.said().contains("thiet-lap"), "{}", server.said());
}

#[test]
fn the_measurements_stand_at_an_address_of_their_own() {
    let desk = Desk::new();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let server = serve(&desk, &["--metrics-listen", &port.to_string()]);
    server.get("/suc-khoe");
    let (status, text) = ask(&port.to_string(), "/metrics", "");
    assert_eq!(status, 200);
    let count = "danvan_requests_total{route=\"/suc-khoe\",method=\"GET\",status=\"200\"} 1";
    says(&text, &[count, "danvan_request_seconds_bucket", "danvan_resident_bytes", "danvan_database_connections"]);
    assert_eq!(server.get("/metrics").0, 404, "not where browsers come");
}

#[test]
fn an_open_door_and_a_wrong_file_are_refused_before_anything_is_served() {
    let desk = Desk::new();
    let refused = |words: &[&str]| refusal(&program().args(words).current_dir(desk.folder()).output().unwrap());
    says(&refused(&["serve", "--listen", "0.0.0.0:0", "-d", desk.database()]), &["không có TLS", "behind-proxy"]);
    let file = desk.file("danvan.toml", "listen = \"127.0.0.1:0\"\nlog-formt = \"json\"\n");
    says(&refused(&["serve", "--config", &file]), &["danvan.toml:2", "log-formt", "có phải “log-format”?"]);
    let mut printed = program();
    printed.args(["serve", "--print-config", "-d", "postgres://a:bi-mat@h/d"]).env("DANVAN_LOG_LEVEL", "debug");
    let text = String::from_utf8(printed.output().unwrap().stdout).unwrap();
    says(&text, &["log-level = \"debug\"", "postgres://a:…@h/d"]);
    assert!(!text.contains("bi-mat"));
}

/// Tries to sign in with a made-up name, which writes a line about the try; the status and the page.
fn try_to_sign_in(server: &Server, n: usize) -> (u16, String) {
    let body = format!("login=nguoi-la-{n}&password=khong-phai-mat-khau");
    let mut stream = TcpStream::connect(&server.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let head = format!(
        "POST /dang-nhap HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n\
         Accept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        server.address,
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    (text.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap(), text)
}

#[test]
fn on_a_full_disk_reading_goes_on_writing_says_so_and_nothing_is_half_written() {
    let desk = Desk::new();
    desk.ok(&["account", "add", "quan-tri"]);
    desk.balanced();
    // No file may grow above 32 KiB, which is what the index of SQLite's log takes; the log itself is soon larger.
    let line = format!(
        "trap '' XFSZ; ulimit -f 64; exec {} serve --database {} --listen 127.0.0.1:0 --key-file {}",
        env!("CARGO_BIN_EXE_danvan"),
        desk.database(),
        desk.path("danvan.key")
    );
    let server = Server::start(Command::new("sh").args(["-c", &line]).env_remove("DANVAN_DATABASE"));
    let full = (0..40).map(|n| try_to_sign_in(&server, n)).find(|(status, _)| *status >= 500);
    let (status, page) = full.expect("the disk was never full");
    assert_eq!(status, 503, "{page}");
    says(&page, &["Chưa có gì được ghi", "etry-"]);
    assert_eq!(server.get("/dang-nhap").0, 200);
    assert_eq!(server.get("/san-sang").0, 200);
    server.stop();
    desk.balanced();
}

#[test]
fn a_database_that_goes_away_is_told_and_when_it_is_back_all_is_well() {
    testkit::on_postgresql(|_| {
        // Its own server, since others would miss theirs.
        let Some(postgres) = testkit::Server::start("") else { panic!("PostgreSQL: xem DANVAN_TEST_SKIP_POSTGRES") };
        let address = postgres.url("postgres");
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("danvan.key");
        let ran = program().args(["init", "--database", &address]).output().unwrap();
        assert!(ran.status.success());
        let added = program().args(["account", "add", "quan-tri", "--database", &address]).output().unwrap();
        assert!(added.status.success());
        let words = ["serve", "--database", &address, "--listen", "127.0.0.1:0", "--key-file"];
        let server = Server::start(program().args(words).arg(&key));
        assert_eq!(server.get("/san-sang").0, 200);
        assert_eq!(try_to_sign_in(&server, 0).0, 422);
        postgres.kill();
        assert_eq!(server.get("/suc-khoe").0, 200, "the program itself is well");
        assert_eq!(server.get("/san-sang").0, 503);
        let (status, page) = try_to_sign_in(&server, 1);
        assert_eq!(status, 503, "{page}");
        says(&page, &["Chưa có gì được ghi"]);
        postgres.start_again();
        let back = (0..50).find(|n| {
            std::thread::sleep(Duration::from_millis(100 * u64::from(*n > 0)));
            server.get("/san-sang").0 == 200
        });
        assert!(back.is_some(), "the database is back, and the server does not see it");
        assert_eq!(try_to_sign_in(&server, 2).0, 422);
        server.stop();
    });
}
