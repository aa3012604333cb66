//! The home page.

use crate::app::App;
use crate::shell::fault::{Outcome, html};
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use askama::Template;
use axum::extract::State;

#[derive(Template)]
#[template(path = "home/page.html")]
struct Home {
    f: Frame,
}

/// Shows it.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Outcome {
    let page = Page::new(viewer.lang.say("Trang chủ", "Home")).room("/");
    html(&Home { f: Frame::of(&app, &viewer, page) })
}
