//! What can go wrong on a page, and how it is told: what happened, what to do, and a number to quote.

use super::frame::{Frame, Page};
use super::guard::Viewer;
use super::lang::Lang;
use super::operation::Operation;
use crate::app::App;
use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use domain::problem::Problem;
use std::sync::Arc;
use store::StoreError;

/// What a handler ends with.
pub type Outcome<T = Response> = Result<T, Fault>;

/// A fault. It becomes an error page (or a problem document under `/api`) in one place, [`pages`].
#[derive(Debug, Clone)]
pub enum Fault {
    /// There is no such thing, or the viewer may not know of it: the same words for both.
    Missing,
    /// The viewer may not do this; why, in Vietnamese and English.
    Forbidden(&'static str, &'static str),
    /// What was sent cannot be carried out; each problem says where and what to do.
    Refused(Vec<Problem>),
    /// Somebody else has changed the thing meanwhile: (version that stands, version that was sent).
    Stale(i64, i64),
    /// Not signed in (any more).
    SignedOut,
    /// The body is larger than is taken, in MiB.
    TooLarge(usize),
    /// Too many tries; seconds to wait.
    TooOften(i64),
    /// The database is away or the disk is full; it may be back in a moment. What is known of the cause is logged only.
    Unavailable(String),
    /// A defect of the program or a damaged database. The cause is logged, never shown.
    Internal(String),
}

impl Fault {
    /// A defect.
    pub fn internal(cause: &str) -> Self {
        Fault::Internal(cause.to_string())
    }
    /// One problem.
    pub fn refused(problem: Problem) -> Self {
        Fault::Refused(vec![problem])
    }
    /// A refusal to write somebody else's records is "not allowed"; everything else stays what it is.
    #[must_use]
    pub fn denied(self) -> Self {
        let strange = |p: &Problem| matches!(p.code.as_str(), "not-yours" | "viewer-writes");
        match self {
            Fault::Refused(list) if list.iter().any(strange) => Fault::Forbidden(
                "Đơn vị và vai trò đang dùng không ghi được ở đây: chỉ ghi hồ sơ, báo cáo của cơ quan mình, của cấp dưới cùng hệ thống, hoặc của đơn vị cũ đã nhập vào mình.",
                "Your present unit and role may not write this: only records and reports of your own organs, of those below in the same hierarchy, and of units merged into yours.",
            ),
            other => other,
        }
    }
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Fault::Missing => StatusCode::NOT_FOUND,
            Fault::Forbidden(..) => StatusCode::FORBIDDEN,
            Fault::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Fault::Stale(..) => StatusCode::CONFLICT,
            Fault::SignedOut => StatusCode::UNAUTHORIZED,
            Fault::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Fault::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Fault::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Fault::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
    /// What happened, in a few words.
    pub fn title(&self, t: Lang) -> String {
        match self {
            Fault::Missing => t.say("Không có trang này", "There is no such page"),
            Fault::Forbidden(..) => t.say("Không được phép", "Not allowed"),
            Fault::Refused(_) => t.say("Chưa thực hiện được", "This could not be done"),
            Fault::Stale(..) => t.say("Người khác vừa sửa mục này", "Somebody else has just changed this"),
            Fault::SignedOut => t.say("Cần đăng nhập", "Please sign in"),
            Fault::TooLarge(_) => t.say("Tệp quá lớn", "The file is too large"),
            Fault::TooOften(_) => t.say("Thử quá nhiều lần", "Too many tries"),
            Fault::Unavailable(_) => {
                t.say("Hệ thống tạm thời chưa dùng được", "The system is unavailable for the moment")
            }
            Fault::Internal(_) => t.say("Chương trình gặp lỗi", "The program has met an error"),
        }
        .to_string()
    }
    /// What it means and what to do.
    pub fn advice(&self, t: Lang) -> String {
        match self {
            Fault::Missing => t.say(
                "Địa chỉ có thể đã cũ, hoặc nội dung không thuộc đơn vị đang làm việc. Xem lại địa chỉ, hoặc chuyển sang đơn vị khác ở đầu trang.",
                "The address may be old, or the content may not belong to the unit you are acting for. Check the address, or switch the unit at the top of the page.",
            ).to_string(),
            Fault::Forbidden(vi, en) => t.say(vi, en).to_string(),
            Fault::Refused(_) => t.say("Chưa có gì được ghi. Sửa các điểm dưới đây rồi gửi lại.", "Nothing was written. Mend the points below and send again.").to_string(),
            Fault::Stale(current, given) => t.fill(
                "Bản đang có là {}, bản gửi lên là {}. Chưa có gì bị mất: quay lại để xem hai bản cạnh nhau rồi ghi tiếp.",
                "The version that stands is {}, the one sent is {}. Nothing is lost: go back, compare the two and continue.",
                [current, given],
            ),
            Fault::SignedOut => t.say("Phiên làm việc đã hết hoặc chưa đăng nhập.", "Your session has ended, or you have not signed in.").to_string(),
            Fault::TooLarge(mib) => t.fill(
                "Mỗi lần gửi không quá {} MiB. Nén hoặc chia tệp rồi gửi lại; chưa có gì được ghi.",
                "At most {} MiB can be sent at a time. Compress or split the file and send again; nothing was written.",
                [mib],
            ),
            Fault::TooOften(seconds) => t.fill(
                "Hãy đợi {} giây rồi thử lại, hoặc nhờ quản trị mở khóa.",
                "Wait {} seconds and try again, or ask an administrator to lift the lock.",
                [seconds],
            ),
            Fault::Unavailable(_) => t.say(
                "Chưa có gì được ghi, điều đã nhập vẫn còn ở trang trước. Đợi một lát rồi thử lại; nếu vẫn vậy, báo quản trị kèm mã số dưới đây.",
                "Nothing was written, and what you typed is still on the page before. Wait a moment and try again; if it stays so, tell your administrator the number below.",
            ).to_string(),
            Fault::Internal(_) => t.say(
                "Chưa có gì được ghi. Hãy báo quản trị kèm mã số dưới đây.",
                "Nothing was written. Please tell your administrator the number below.",
            ).to_string(),
        }
    }
    /// The problems to list.
    pub fn problems(&self) -> &[Problem] {
        match self {
            Fault::Refused(list) => list,
            _ => &[],
        }
    }
}

impl From<StoreError> for Fault {
    fn from(e: StoreError) -> Self {
        match e {
            StoreError::Refused(list) if list.iter().any(|p| matches!(&*p.code, "unknown-entry" | "unknown-paper")) => {
                Fault::Missing
            }
            StoreError::Refused(list) => Fault::Refused(list),
            StoreError::Stale { current, given } => Fault::Stale(current, given),
            StoreError::Unavailable(why) => Fault::Unavailable(why),
            StoreError::Database(why) => Fault::Internal(why),
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

#[derive(Template)]
#[template(path = "shell/fault.html")]
struct FaultPage<'a> {
    f: Frame,
    advice: String,
    problems: &'a [Problem],
    operation: String,
}

/// Middleware: turns a fault into its page, in the language of the request, and logs what must not be shown.
pub async fn pages(State(app): State<App>, request: Request, next: Next) -> Response {
    let t = Lang::of(request.headers());
    let path = request.uri().path().to_string();
    let operation = request.extensions().get::<Operation>().map_or_else(String::new, |o| o.0.clone());
    let response = next.run(request).await;
    let Some(fault) = response.extensions().get::<Arc<Fault>>().cloned().or_else(|| bare(&response)) else {
        return response;
    };
    match fault.as_ref() {
        Fault::Internal(cause) => tracing::error!(operation, cause, "defect"),
        Fault::Unavailable(cause) => tracing::warn!(operation, cause, "unavailable"),
        _ => {}
    }
    let viewer = response.extensions().get::<Viewer>().cloned();
    let mut response = if path.starts_with("/api/") {
        document(&fault, &operation, t)
    } else {
        page(&app, &fault, viewer.as_ref(), operation, t)
    };
    if let Fault::Unavailable(_) = fault.as_ref() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    if let Fault::TooOften(seconds) = fault.as_ref()
        && let Ok(value) = HeaderValue::from_str(&seconds.to_string())
    {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

/// What the router and its layers refuse in a few English words, before any handler is asked: an address that is no text, a
/// form that another site sent.
fn bare(response: &Response) -> Option<Arc<Fault>> {
    let media = response.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !media.is_empty() && !media.starts_with("text/plain") {
        return None;
    }
    match response.status() {
        StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND => Some(Arc::new(Fault::Missing)),
        StatusCode::FORBIDDEN => Some(Arc::new(Fault::Forbidden(
            "Biểu mẫu này không gửi từ trang của hệ thống nên không được nhận. Mở lại trang rồi gửi lại.",
            "This form was not sent from a page of this system and was not taken. Open the page again and send it from there.",
        ))),
        _ => None,
    }
}

fn page(app: &App, fault: &Fault, viewer: Option<&Viewer>, operation: String, t: Lang) -> Response {
    let title = fault.title(t);
    let page = Page::new(&title);
    let page = FaultPage {
        f: viewer.map_or_else(|| Frame::bare(app, t, page.clone()), |v| Frame::of(app, v, page.clone())),
        advice: fault.advice(t),
        problems: fault.problems(),
        operation,
    };
    match page.render() {
        Ok(html) => (fault.status(), Html(html)).into_response(),
        Err(_) => (fault.status(), title).into_response(),
    }
}

/// A problem document (RFC 9457).
fn document(fault: &Fault, operation: &str, t: Lang) -> Response {
    let status = fault.status();
    let body = serde_json::json!({
        "type": "about:blank",
        "title": fault.title(t),
        "status": status.as_u16(),
        "detail": fault.advice(t),
        "instance": operation,
        "problems": fault.problems(),
    });
    (status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
}

/// Renders a page; a template that fails is a defect.
pub fn html(page: &impl Template) -> Outcome {
    page.render().map(|text| Html(text).into_response()).map_err(|e| Fault::internal(&e.to_string()))
}

/// As [`html`], with a status, for forms that come back with their problems.
pub fn html_with(status: StatusCode, page: &impl Template) -> Outcome {
    html(page).map(|r| (status, r).into_response())
}

/// A see-other redirect to a path of this server.
pub fn to(path: &str) -> Response {
    axum::response::Redirect::to(path).into_response()
}
