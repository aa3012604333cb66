//! One connection to a server on this machine, and signing in as a person would.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, COOKIE, HOST, SET_COOKIE};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use store::{Result, StoreError};
use tokio::net::TcpStream;

/// What is asked for again and again.
#[derive(Debug, Clone)]
pub struct Target {
    /// The server.
    pub address: SocketAddr,
    /// Path and query.
    pub path: String,
    /// Cookies of whoever is signed in.
    pub cookies: String,
    /// Whether a compressed answer is asked for, as browsers do.
    pub gzip: bool,
}

/// An answer, read to its end.
pub struct Told {
    /// Status.
    pub status: StatusCode,
    /// Body.
    pub body: Vec<u8>,
    set: Vec<String>,
}

/// A connection that is kept.
pub struct Line {
    sender: SendRequest<Full<Bytes>>,
}

/// What the network refused.
pub fn away(e: impl std::fmt::Display) -> StoreError {
    StoreError::Unavailable(e.to_string())
}

impl Line {
    /// Opens it.
    pub async fn open(address: SocketAddr) -> Result<Line> {
        let stream = TcpStream::connect(address).await.map_err(away)?;
        stream.set_nodelay(true).map_err(away)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(away)?;
        tokio::spawn(connection);
        Ok(Line { sender })
    }

    /// Asks for a page, reads it to its end and throws it away.
    pub async fn get(&mut self, target: &Target) -> Result<StatusCode> {
        let request = request(Method::GET, target, None)?;
        self.sender.ready().await.map_err(away)?;
        let mut answer = self.sender.send_request(request).await.map_err(away)?;
        while let Some(frame) = answer.frame().await {
            frame.map_err(away)?;
        }
        Ok(answer.status())
    }
}

fn request(method: Method, target: &Target, form: Option<String>) -> Result<Request<Full<Bytes>>> {
    let mut request = Request::builder().method(method).uri(&target.path).header(HOST, target.address.to_string());
    request = request.header(ACCEPT, "text/html");
    if !target.cookies.is_empty() {
        request = request.header(COOKIE, &target.cookies);
    }
    if target.gzip {
        request = request.header(ACCEPT_ENCODING, "gzip");
    }
    if form.is_some() {
        request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    request.body(Full::new(Bytes::from(form.unwrap_or_default()))).map_err(away)
}

/// Asks once, on a connection of its own.
pub async fn ask(target: &Target, form: Option<String>) -> Result<Told> {
    let method = if form.is_some() { Method::POST } else { Method::GET };
    let request = request(method, target, form)?;
    let mut line = Line::open(target.address).await?;
    let answer = line.sender.send_request(request).await.map_err(away)?;
    let status = answer.status();
    let set = answer.headers().get_all(SET_COOKIE).iter().filter_map(|v| v.to_str().ok()).map(str::to_string).collect();
    let body = answer.into_body().collect().await.map_err(away)?.to_bytes().to_vec();
    Ok(Told { status, body, set })
}

/// Cookies by name, as a browser keeps them.
#[derive(Default)]
struct Jar(BTreeMap<String, String>);

impl Jar {
    fn keep(&mut self, told: &Told) {
        for line in &told.set {
            let pair = line.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.0.insert(name.trim().into(), value.trim().into());
            }
        }
    }
    fn header(&self) -> String {
        self.0.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }
}

/// Signs in with the form at `path`, whose hidden fields are sent back, and gives the cookies.
pub async fn sign_in(address: SocketAddr, path: &str, fields: &[(&str, &str)]) -> Result<String> {
    let mut jar = Jar::default();
    let mut target = Target { address, path: path.into(), cookies: String::new(), gzip: false };
    let page = ask(&target, None).await?;
    jar.keep(&page);
    let page = String::from_utf8_lossy(&page.body).into_owned();
    let mut form = form_urlencoded::Serializer::new(String::new());
    if let Some(token) = token(&page) {
        form.append_pair("authenticity_token", &token);
    }
    target.cookies = jar.header();
    let told = ask(&target, Some(form.extend_pairs(fields).finish())).await?;
    if !told.status.is_redirection() {
        return Err(away(format!("signing in at {path}: {}", told.status)));
    }
    jar.keep(&told);
    Ok(jar.header())
}

/// The value of the field by which Rails knows its own forms.
fn token(page: &str) -> Option<String> {
    let (_, after) = page.split_once("name=\"authenticity_token\" value=\"")?;
    let (value, _) = after.split_once('"')?;
    Some(value.replace("&amp;", "&").replace("&#43;", "+"))
}
