//! What programs send: query and body, refused as problem documents like everything else.

use crate::app::App;
use crate::shell::fault::Fault;
use crate::shell::form::FORM_BYTES_MAX;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use domain::problem::Problem;
use serde::de::DeserializeOwned;

/// The parameters of a query; unknown ones are refused, so that a mistyped condition never widens an answer.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Query<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Fault> {
        let query = parts.uri.query().unwrap_or_default();
        let mut seen = serde_json::Map::new();
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            let list = seen.entry(key.into_owned()).or_insert_with(|| serde_json::Value::Array(Vec::new()));
            if let serde_json::Value::Array(list) = list {
                list.push(value.into_owned().into());
            }
        }
        serde_json::from_value(seen.into()).map(Query).map_err(|e| {
            let problem = Problem::error("bad-query", format!("Tham số không dùng được: {e}"));
            Fault::refused(problem.hint("xem mô tả ở /api/v1/openapi.json"))
        })
    }
}

/// A JSON body.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let bytes = Bytes::from_request(request, app).await.map_err(|_| Fault::TooLarge(FORM_BYTES_MAX >> 20))?;
        serde_json::from_slice(&bytes).map(Json).map_err(|e| {
            let problem = Problem::error("bad-json", format!("JSON không đọc được: {e}"));
            let line = u32::try_from(e.line()).unwrap_or(1);
            Fault::refused(problem.line(line).hint("xem mô tả ở /api/v1/openapi.json"))
        })
    }
}

/// Parameters that may be given once, out of the lists that a query is read into.
pub mod once {
    use serde::de::{Deserialize, Deserializer, Error};

    /// Text.
    pub fn text<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
        let mut list = Vec::<String>::deserialize(d)?;
        match list.len() {
            0 | 1 => Ok(list.pop()),
            _ => Err(D::Error::custom("một tham số chỉ được ghi một lần")),
        }
    }

    /// A number that is not negative.
    pub fn number<'de, D: Deserializer<'de>>(d: D) -> Result<Option<u32>, D::Error> {
        let wrong = |text: &str| D::Error::custom(format!("“{text}” không phải số nguyên không âm"));
        text(d)?.map(|t| t.parse::<u32>().map_err(|_| wrong(&t))).transpose()
    }

    /// Yes or no.
    pub fn flag<'de, D: Deserializer<'de>>(d: D) -> Result<Option<bool>, D::Error> {
        let wrong = |text: &str| D::Error::custom(format!("“{text}” không phải true hoặc false"));
        text(d)?.map(|t| t.parse::<bool>().map_err(|_| wrong(&t))).transpose()
    }
}

/// How many of a list are given at once: as asked, at most `most`.
pub fn limit(asked: Option<u32>, most: i64) -> i64 {
    asked.map_or(100, i64::from).clamp(1, most)
}
