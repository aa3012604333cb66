//! Forms as browsers send them: pairs in their order, bounded; a value that is sent twice is there twice.

use super::fault::Fault;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use domain::problem::Problem;

/// Largest form, in bytes; uploads have their own way ([`crate::exchange`], attachments).
pub const FORM_BYTES_MAX: usize = 2 << 20;
/// Most pairs in a form: a register's entry with 500 rows of a dozen fields.
const PAIRS_MAX: usize = 20_000;

/// A form's pairs, or a query's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form(pub Vec<(String, String)>);

impl Form {
    /// Reads `application/x-www-form-urlencoded` text. Bytes that are no UTF-8 become U+FFFD, which the fields refuse.
    pub fn parse(text: &[u8]) -> Result<Form, Fault> {
        let pairs: Vec<_> =
            form_urlencoded::parse(text).take(PAIRS_MAX + 1).map(|(k, v)| (k.into_owned(), v.into_owned())).collect();
        if pairs.len() > PAIRS_MAX {
            let text = format!("Biểu mẫu có quá {PAIRS_MAX} ô");
            return Err(Fault::refused(Problem::error("form-too-long", text).hint("chia thành nhiều mục")));
        }
        Ok(Form(pairs))
    }
    /// The first value of a name, trimmed; `None` when it is empty or absent.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(k, _)| k == name).map(|(_, v)| v.trim()).filter(|v| !v.is_empty())
    }
    /// The first value of a name as sent; "" when absent.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v.as_str())
    }
    /// All values of a name that are not empty.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.0.iter().filter(move |(k, v)| k == name && !v.trim().is_empty()).map(|(_, v)| v.trim())
    }
    /// Whether a box is ticked.
    pub fn ticked(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
    /// A whole number.
    pub fn int(&self, name: &str) -> Option<i64> {
        self.get(name).and_then(|v| v.parse().ok())
    }
    /// Written back as a query, without empty values.
    pub fn query(&self) -> String {
        let pairs = self.0.iter().filter(|(_, v)| !v.is_empty());
        form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }
    /// Written back whole, empty values too.
    pub fn query_with_empty(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
    /// The same query with one name set (or, with "", taken out).
    pub fn with(&self, name: &str, value: &str) -> String {
        let mut pairs: Vec<_> = self.0.iter().filter(|(k, _)| k != name).cloned().collect();
        pairs.push((name.to_string(), value.to_string()));
        Form(pairs).query()
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        if request.method() == axum::http::Method::GET {
            return Form::parse(request.uri().query().unwrap_or_default().as_bytes());
        }
        let is_form = request
            .headers()
            .get(axum::http::header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .is_none_or(|v| v.starts_with("application/x-www-form-urlencoded"));
        if !is_form {
            return Err(Fault::refused(
                Problem::error("not-a-form", "Nội dung gửi lên không phải biểu mẫu")
                    .hint("gửi lại từ trang của hệ thống"),
            ));
        }
        let body = Bytes::from_request(request, state).await.map_err(|_| Fault::TooLarge(FORM_BYTES_MAX >> 20))?;
        Form::parse(&body)
    }
}
