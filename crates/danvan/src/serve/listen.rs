//! The listeners: plain or with TLS, and how they stop. On SIGTERM or SIGINT no new connection is taken, and what is being
//! answered has some seconds to end. On SIGHUP certificate and key are read again.

use super::measure::Render;
use super::notify;
use crate::edge::{Outcome, one};
use crate::settings::{Settings, Tls};
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use domain::problem::Problem;
use hyper_util::rt::TokioTimer;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;
use web::serving::{Service, measurements};

/// How long requests that are being answered may take when the program is told to stop.
const LAST_WORDS: Duration = Duration::from_secs(20);
/// How long a client may take to send the head of a request.
const HEAD: Duration = Duration::from_secs(20);

/// Serves until the program is told to stop.
pub fn until_stopped(
    settings: &Settings,
    service: Service,
    render: Render,
    begun: &mut dyn FnMut(SocketAddr),
) -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| one(Problem::error("runtime", format!("Không khởi động được: {e}"))))?;
    runtime.block_on(async {
        let (listener, address) = bind("listen", settings.listen)?;
        let handle = Handle::new();
        if let Some(at) = settings.metrics_listen {
            let (listener, address) = bind("metrics-listen", at)?;
            tracing::info!(%address, "metrics");
            let server = axum_server::from_tcp(listener).map_err(|e| cannot_listen("metrics-listen", at, &e))?;
            tokio::spawn(server.serve(measurements(render)));
        }
        let tls = match &settings.tls {
            Some(tls) => Some(certificate(tls).await?),
            None => None,
        };
        tokio::spawn(stop(handle.clone()));
        begun(address);
        tracing::info!(%address, tls = tls.is_some(), "serving");
        notify::systemd("READY=1");
        let failed = |e| cannot_listen("listen", settings.listen, &e);
        let served = match (tls, &settings.tls) {
            (Some(config), Some(files)) => {
                tokio::spawn(renew(config.clone(), files.clone()));
                let mut server = axum_server::from_tcp_rustls(listener, config).map_err(failed)?.handle(handle);
                server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
                server.serve(service).await
            }
            _ => {
                let mut server = axum_server::from_tcp(listener).map_err(failed)?.handle(handle);
                server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
                server.serve(service).await
            }
        };
        tracing::info!("stopped");
        served.map_err(failed)
    })
}

fn bind(setting: &str, at: SocketAddr) -> Outcome<(TcpListener, SocketAddr)> {
    let bound = TcpListener::bind(at).and_then(|listener| {
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    });
    bound.map_err(|e| cannot_listen(setting, at, &e))
}

fn cannot_listen(setting: &str, at: SocketAddr, e: &std::io::Error) -> Vec<Problem> {
    let problem = Problem::error("cannot-listen", format!("Không nghe được ở {at}: {e}"));
    one(problem.field(format!("--{setting}")).hint("chọn cổng khác, hoặc dừng chương trình đang dùng cổng ấy"))
}

async fn certificate(tls: &Tls) -> Outcome<RustlsConfig> {
    // A second call, as in tests, changes nothing.
    rustls::crypto::ring::default_provider().install_default().ok();
    RustlsConfig::from_pem_file(&tls.certificate, &tls.key).await.map_err(|e| {
        let text =
            format!("Không dùng được chứng thư “{}” với khóa “{}”: {e}", tls.certificate.display(), tls.key.display());
        one(Problem::error("bad-certificate", text).hint("cả hai là tệp PEM; khóa phải là của chứng thư ấy"))
    })
}

/// Reads certificate and key again at each SIGHUP; the old ones stay when the new ones are no good.
#[cfg(unix)]
async fn renew(config: RustlsConfig, files: Tls) {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut told) = signal(SignalKind::hangup()) else { return };
    while told.recv().await.is_some() {
        match config.reload_from_pem_file(&files.certificate, &files.key).await {
            Ok(()) => tracing::info!("certificate read again"),
            Err(why) => tracing::warn!(%why, "certificate not read again; the old one stays"),
        }
    }
}

#[cfg(not(unix))]
async fn renew(_: RustlsConfig, _: Tls) {}

/// Waits for the word to stop, then lets what is being answered end.
async fn stop(handle: Handle<SocketAddr>) {
    word_to_stop().await;
    tracing::info!("stopping");
    notify::systemd("STOPPING=1");
    handle.graceful_shutdown(Some(LAST_WORDS));
}

#[cfg(unix)]
async fn word_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        },
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}

#[cfg(not(unix))]
async fn word_to_stop() {
    drop(tokio::signal::ctrl_c().await);
}
