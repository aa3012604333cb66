//! A form as it was filled in, with its files if it has any.

use crate::app::App;
use crate::shell::fault::Fault;
use crate::shell::form::Form;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use domain::problem::Problem;

/// A file that came with a form.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Name of the field, "tep.moi".
    pub field: String,
    /// Name of the file as the browser gives it.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// A form with its files.
#[derive(Debug, Clone, Default)]
pub struct Filled {
    /// Its pairs.
    pub form: Form,
    /// Its files, without the empty ones that browsers send for fields in which none was chosen.
    pub files: Vec<Upload>,
}

/// Most parts of a form with files: as many as pairs of a plain form.
const PARTS_MAX: usize = 20_000;

impl FromRequest<App> for Filled {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("multipart/form-data") {
            return Ok(Filled { form: Form::from_request(request, app).await?, files: Vec::new() });
        }
        let mib = app.settings().upload_bytes_max >> 20;
        let told = |e: axum::extract::multipart::MultipartError| match e.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Fault::TooLarge(mib),
            _ => broken(),
        };
        let mut parts = Multipart::from_request(request, app).await.map_err(|_| broken())?;
        let mut filled = Filled::default();
        while let Some(part) = parts.next_field().await.map_err(told)? {
            let field = part.name().unwrap_or_default().to_string();
            let file = part.file_name().map(str::to_string);
            let bytes = part.bytes().await.map_err(told)?;
            match file {
                None => filled.form.0.push((field, String::from_utf8_lossy(&bytes).into_owned())),
                Some(name) if name.is_empty() && bytes.is_empty() => {}
                Some(name) => filled.files.push(Upload { field, name, bytes: bytes.to_vec() }),
            }
            if filled.form.0.len() + filled.files.len() > PARTS_MAX {
                return Err(broken());
            }
        }
        Ok(filled)
    }
}

fn broken() -> Fault {
    let problem = Problem::error("broken-upload", "Biểu mẫu gửi lên không đọc được, có thể do mạng bị ngắt giữa chừng");
    Fault::refused(problem.hint("quay lại trang trước, điều đã nhập vẫn còn; gửi lại"))
}
