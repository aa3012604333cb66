//! What Prometheus reads: counted by the screens, and asked of the store and the machine at each reading.

use crate::edge::{Outcome, one};
use domain::problem::Problem;
use metrics::{Unit, counter, describe_counter, describe_gauge, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder};
use std::sync::Arc;
use web::App;

/// Bounds of the latency histogram, in seconds.
const BOUNDS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// Gives the text of all measurements.
pub type Render = Arc<dyn Fn() -> String + Send + Sync>;

/// From now on it is measured.
pub fn begin(app: App) -> Outcome<Render> {
    let wrong = |e: String| one(Problem::error("metrics", format!("Không bật được số đo: {e}")));
    let seconds = Matcher::Suffix("_seconds".into());
    let builder = PrometheusBuilder::new().set_buckets_for_metric(seconds, BOUNDS).map_err(|e| wrong(e.to_string()))?;
    let recorder = builder.build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).map_err(|e| wrong(e.to_string()))?;
    web::serving::describe();
    describe_counter!("danvan_figures_asked_total", "figures asked of the ledger");
    describe_counter!("danvan_database_waits_total", "times a connection to the database was waited for");
    describe_counter!("danvan_database_waited_microseconds_total", "how long connections were waited for");
    describe_gauge!("danvan_database_connections", "connections to the database that are open");
    describe_gauge!("danvan_resident_bytes", Unit::Bytes, "memory of the program");
    Ok(Arc::new(move || {
        let pressure = app.store().pressure();
        counter!("danvan_figures_asked_total").absolute(app.store().figures_asked());
        counter!("danvan_database_waits_total").absolute(pressure.waits);
        counter!("danvan_database_waited_microseconds_total").absolute(pressure.waited_micros);
        gauge!("danvan_database_connections").set(f64::from(u32::try_from(pressure.connections).unwrap_or(u32::MAX)));
        if let Some(bytes) = resident_bytes() {
            gauge!("danvan_resident_bytes").set(bytes);
        }
        handle.run_upkeep();
        handle.render()
    }))
}

/// Memory of this process that is in use, as Linux tells it.
fn resident_bytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"))?;
    let kib: u32 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(f64::from(kib) * 1024.0)
}
