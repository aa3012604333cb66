//! A browser without a window: keeps cookies, sends the headers that browsers send, reads what comes.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use std::collections::BTreeMap;
use tower::ServiceExt;

/// One person's browser.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    /// Sent as `Sec-Fetch-Site` with forms; tests of other sites set it.
    pub site: &'static str,
    /// Secret of a program's token, sent as `Authorization: Bearer`.
    pub bearer: Option<String>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Where it sends on to, if it does.
    pub location: Option<String>,
    /// Media type.
    pub media: String,
    /// All headers.
    pub headers: axum::http::HeaderMap,
    /// The body.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
    /// Fails unless the body holds the words.
    #[track_caller]
    pub fn shows(&self, words: &str) -> &Self {
        assert!(self.text().contains(words), "“{words}” is not on the page ({}):\n{}", self.status, self.text());
        self
    }
    /// Fails if the body holds the words.
    #[track_caller]
    pub fn hides(&self, words: &str) -> &Self {
        assert!(!self.text().contains(words), "“{words}” is on the page:\n{}", self.text());
        self
    }
    /// Fails unless the status is this.
    #[track_caller]
    pub fn is(&self, status: StatusCode) -> &Self {
        assert_eq!(self.status, status.as_u16(), "{}", self.text());
        self
    }
}

impl Browser {
    /// A new one.
    pub fn new(router: Router) -> Browser {
        Browser { router, cookies: BTreeMap::new(), site: "same-origin", bearer: None }
    }

    /// Puts a cookie into it, as if a page had set it.
    pub fn carry(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_string(), value.to_string());
    }

    /// The cookies as a header.
    pub fn cookies(&self) -> String {
        self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join("; ")
    }

    /// Asks for a page, without following where it sends on to.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, "", Vec::new()).await
    }

    /// Asks for a page and follows where it sends on to.
    pub async fn open(&mut self, path: &str) -> Answer {
        let mut answer = self.get(path).await;
        for _ in 0..5 {
            let Some(to) = answer.location.clone() else { break };
            answer = self.get(&to).await;
        }
        answer
    }

    /// Sends a form.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(Method::POST, path, "application/x-www-form-urlencoded", body.into_bytes()).await
    }

    /// Sends a form and follows where it sends on to.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(path, fields).await;
        match &answer.location {
            Some(to) => self.open(to).await,
            None => answer,
        }
    }

    /// Sends a form with a file: (name of the field, file name, content).
    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--ranh\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let (name, file_name, content) = file;
        let head = format!(
            "--ranh\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend(content);
        body.extend(b"\r\n--ranh--\r\n");
        self.send(Method::POST, path, "multipart/form-data; boundary=ranh", body).await
    }

    /// Sends any request.
    pub async fn send(&mut self, method: Method, path: &str, media: &str, body: Vec<u8>) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "danvan.test")
            .header(header::ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")
            .header("sec-fetch-site", self.site)
            .header(header::COOKIE, self.cookies());
        if let Some(secret) = &self.bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {secret}"));
        }
        if !media.is_empty() {
            request = request.header(header::CONTENT_TYPE, media);
        }
        let response = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let headers = response.headers().clone();
        for cookie in headers.get_all(header::SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_string(), value.to_string());
            }
        }
        let text = |name| headers.get(name).and_then(|v: &axum::http::HeaderValue| v.to_str().ok()).map(str::to_string);
        Answer {
            status: response.status().as_u16(),
            location: text(header::LOCATION),
            media: text(header::CONTENT_TYPE).unwrap_or_default(),
            bytes: to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec(),
            headers,
        }
    }
}
