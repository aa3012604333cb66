//! A browser and the people before it.

use crate::server::PASSWORD;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Chromium's driver.
pub struct Chrome {
    address: String,
    driver: Child,
    profiles: tempfile::TempDir,
}

/// One person's browser, on one server.
pub struct Person {
    /// The browser.
    pub client: Client,
    server: String,
}

/// Programs by their Debian names.
const CHROMIUM: &str = "/usr/bin/chromium";

impl Chrome {
    /// Starts the driver on a free port.
    pub fn start() -> Chrome {
        let mut driver = Command::new("chromedriver")
            .args(["--port=0"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("chromedriver (Debian: chromium-driver); scripts/setup-tests installs it");
        let mut lines = BufReader::new(driver.stdout.take().expect("its output")).lines();
        let port = loop {
            let line = lines.next().expect("chromedriver says its port").expect("text");
            if let Some(at) = line.find("successfully on port ") {
                let digits: String = line[at + 21..].chars().take_while(char::is_ascii_digit).collect();
                break digits;
            }
        };
        std::thread::spawn(move || for _ in lines {});
        let profiles = tempfile::tempdir().expect("a folder");
        Chrome { address: format!("http://127.0.0.1:{port}"), driver, profiles }
    }

    /// A new browser window of a size, before a server.
    pub async fn person(&self, server: &str, width: u32, height: u32) -> Person {
        let profile = tempfile::tempdir_in(self.profiles.path()).expect("a folder").keep();
        let arguments = [
            "--headless=new".to_string(),
            "--no-sandbox".into(),
            "--disable-gpu".into(),
            "--disable-quic".into(),
            "--no-first-run".into(),
            "--disable-background-networking".into(),
            "--disable-component-update".into(),
            "--disable-sync".into(),
            "--disable-dev-shm-usage".into(),
            "--hide-scrollbars".into(),
            format!("--window-size={width},{height}"),
            format!("--user-data-dir={}", profile.display()),
        ];
        let mut options = json!({ "binary": CHROMIUM, "args": arguments });
        if width < 500 {
            options["mobileEmulation"] =
                json!({ "deviceMetrics": { "width": width, "height": height, "pixelRatio": 1.0 } });
        }
        let wanted = json!({ "goog:chromeOptions": options });
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(wanted.as_object().expect("an object").clone());
        let client = builder.connect(&self.address).await.expect("a browser window");
        Person { client, server: server.to_string() }
    }
}

impl Drop for Chrome {
    fn drop(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

impl Person {
    /// Opens a path of the server.
    pub async fn open(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.server)).await.unwrap_or_else(|e| panic!("{path}: {e}"));
    }

    /// Signs in.
    pub async fn sign_in(&self, login: &str) {
        self.open("/dang-nhap").await;
        self.fill("#f-login", login).await;
        self.fill("#f-password", PASSWORD).await;
        self.press("main button.primary").await;
        self.wait("header.top .acting").await;
        // The tour would lie over what the tests look at.
        let server = self.server.clone();
        self.script(&format!("return fetch('{server}/toi/huong-dan', {{method: 'POST'}}).then(() => true)")).await;
    }

    /// Waits until something is on the page.
    pub async fn wait(&self, css: &str) {
        let found = self.client.wait().at_most(Duration::from_secs(20)).for_element(Locator::Css(css)).await;
        if found.is_err() {
            panic!("“{css}” is not on {}:\n{}", self.path().await, self.text("body").await);
        }
    }

    /// Types into a field, in place of what is there.
    pub async fn fill(&self, css: &str, text: &str) {
        self.wait(css).await;
        let field = self.client.find(Locator::Css(css)).await.unwrap();
        field.clear().await.unwrap_or_else(|e| panic!("{css}: {e}"));
        field.send_keys(text).await.unwrap_or_else(|e| panic!("{css}: {e}"));
    }

    /// Chooses in a select, by value.
    pub async fn choose(&self, css: &str, value: &str) {
        let field = self.client.find(Locator::Css(css)).await.unwrap_or_else(|e| panic!("{css}: {e}"));
        field.select_by_value(value).await.unwrap_or_else(|e| panic!("{css}: {e}"));
    }

    /// Presses something.
    pub async fn press(&self, css: &str) {
        self.wait(css).await;
        let found = self.client.find(Locator::Css(css)).await.unwrap();
        self.client
            .execute("arguments[0].scrollIntoView({block: 'center'})", vec![serde_json::to_value(&found).unwrap()])
            .await
            .unwrap();
        found.click().await.unwrap_or_else(|e| panic!("{css}: {e}"));
    }

    /// Presses the link or button with these words.
    pub async fn press_words(&self, words: &str) {
        let path = format!(
            "//main//a[contains(normalize-space(.), \"{words}\")] | //main//button[contains(normalize-space(.), \"{words}\")]"
        );
        let found = self.client.wait().at_most(Duration::from_secs(20)).for_element(Locator::XPath(&path)).await;
        let Ok(found) = found else {
            panic!("“{words}” is not on {}:\n{}", self.path().await, self.text("main").await)
        };
        self.client
            .execute("arguments[0].scrollIntoView({block: 'center'})", vec![serde_json::to_value(&found).unwrap()])
            .await
            .unwrap();
        found.click().await.unwrap_or_else(|e| panic!("{words}: {e}"));
    }

    /// The text of something.
    pub async fn text(&self, css: &str) -> String {
        match self.client.find(Locator::Css(css)).await {
            Ok(found) => found.text().await.unwrap_or_default(),
            Err(e) => panic!("{css} on {}: {e}", self.path().await),
        }
    }

    /// Whether the main part of the page holds the words.
    pub async fn sees(&self, words: &str) -> bool {
        self.text("main").await.contains(words)
    }

    /// Where one is, without the server.
    pub async fn path(&self) -> String {
        let url = self.client.current_url().await.unwrap();
        match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_string(),
        }
    }

    /// Runs a script and returns what it returns, waiting for a promise.
    pub async fn script(&self, body: &str) -> Value {
        let text = format!(
            "const done = arguments[arguments.length - 1]; Promise.resolve((() => {{ {body} }})()).then(done, e => done('lỗi: ' + e));"
        );
        self.client.execute_async(&text, Vec::new()).await.unwrap_or_else(|e| panic!("script: {e}"))
    }

    /// Asks for a path as this person: status and length of the body; the body as text with it.
    pub async fn fetch(&self, path: &str) -> (u64, String) {
        let got = self
            .script(&format!(
                "return fetch({}, {{redirect: 'manual'}}).then(async r => [r.type === 'opaqueredirect' ? 303 : r.status, await r.text()])",
                Value::from(path)
            ))
            .await;
        (got[0].as_u64().unwrap_or(0), got[1].as_str().unwrap_or_default().to_string())
    }

    /// The SHA-256 of what a path gives, in hexadecimal, and its size.
    pub async fn digest(&self, path: &str) -> (String, u64) {
        let got = self
            .script(&format!(
                "return fetch({}).then(r => r.arrayBuffer()).then(async b => {{ const d = await crypto.subtle.digest('SHA-256', b); \
                 return [Array.from(new Uint8Array(d)).map(x => x.toString(16).padStart(2, '0')).join(''), b.byteLength]; }})",
                Value::from(path)
            ))
            .await;
        (got[0].as_str().unwrap_or_default().to_string(), got[1].as_u64().unwrap_or(0))
    }

    /// What axe-core finds wrong with the page: (rule, how bad, where).
    pub async fn violations(&self) -> Vec<(String, String, String)> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js");
        let axe =
            std::fs::read_to_string(&file).expect("axe-core in e2e/node_modules; scripts/setup-tests installs it");
        self.client.execute(&axe, Vec::new()).await.expect("axe loads");
        let found = self
            .script(
                "return axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})\
                 .then(r => r.violations.flatMap(v => v.nodes.map(n => [v.id, v.impact, n.target.join(' ')])))",
            )
            .await;
        let list = found.as_array().unwrap_or_else(|| panic!("axe: {found}"));
        let text = |v: &Value| v.as_str().unwrap_or_default().to_string();
        list.iter().map(|v| (text(&v[0]), text(&v[1]), text(&v[2]))).collect()
    }

    /// A picture of the whole page.
    pub async fn shot(&self, file: &Path) {
        std::fs::write(file, self.client.screenshot().await.expect("a picture")).expect("the picture is written");
    }

    /// Closes the browser.
    pub async fn close(self) {
        let _ = self.client.close().await;
    }
}
