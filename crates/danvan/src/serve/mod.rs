//! `danvan serve`: the screens over HTTP, until the program is told to stop.

mod key;
mod listen;
mod logs;
mod measure;
mod notify;
mod printers;

pub use logs::log_filter;

use crate::cli::{Common, ServeArgs};
use crate::edge::{Office, Outcome, SystemChance, SystemClock, one, told};
use crate::out::{announce, say};
use crate::settings::{self, Settings, client};
use domain::SignedDuration;
use domain::clock::Chance;
use domain::problem::Problem;
use std::net::SocketAddr;
use std::sync::Arc;
use store::people::SessionLimits;
use web::{App, Parts};

/// Letters and digits of a set-up code, without those that are mistaken for others.
const LETTERS: &[u8; 32] = b"23456789abcdefghjkmnpqrstuvwxyz2";

/// Serves until it is told to stop.
pub fn run(common: &Common, args: &ServeArgs) -> Outcome {
    let settings = settings::settle(common, args)?;
    if args.print_config {
        say!("{}", settings.to_string().trim_end());
        return Ok(());
    }
    let office = open(common, &settings)?;
    if office.store.setting(demo::people::MARK).map_err(told)?.is_some() {
        refuse_open_demonstration(&settings)?;
    }
    serve(office, &settings, &mut |address, code| {
        announce(format_args!("Dân Vận đang phục vụ tại {address}"));
        if let Some(code) = code {
            announce(format_args!("Chưa có tài khoản nào. Người quản trị đầu tiên mở: {address}/thiet-lap?ma={code}"));
        }
    })
}

/// Opens the database and the catalogue that the settings name.
pub fn open(common: &Common, settings: &Settings) -> Outcome<Office> {
    let common = Common {
        database: Some(settings.database.clone()),
        catalogue: settings.catalogue.clone(),
        actor: common.actor.clone(),
        role: common.role.clone(),
        acting_for: None,
    };
    Office::open(&common)
}

/// Everybody knows the passwords of a demonstration: nobody but this machine may reach it.
pub fn refuse_open_demonstration(settings: &Settings) -> Outcome {
    if settings.listen.ip().is_loopback() && settings.behind_proxy.is_empty() {
        return Ok(());
    }
    let text = "Đây là bản minh họa, mật khẩu của nó ai cũng biết: chỉ được phục vụ chính máy này";
    Err(one(Problem::error("demonstration-open", text)
        .hint("để listen là 127.0.0.1, hoặc tạo cơ sở dữ liệu thật: danvan init")))
}

/// Serves a store. `begun` is told the address, and the one-time set-up code while there is no account.
pub fn serve(office: Office, settings: &Settings, begun: &mut dyn FnMut(&str, Option<&str>)) -> Outcome {
    logs::begin(settings);
    let seal = key::read_or_make(&settings.key_file)?;
    let code = match office.store.any_account().map_err(told)? {
        true => None,
        false => Some(setup_code()),
    };
    let demonstration = office.store.setting(demo::people::MARK).map_err(told)?.is_some();
    let app = App::new(Parts {
        store: office.store,
        sources: office.sources,
        clock: Box::new(SystemClock),
        chance: Box::new(SystemChance),
        pdf: printers::pdf(),
        docx: printers::docx(),
        seal,
        setup_code: code.clone(),
        settings: web::Settings {
            secure: settings.secure(),
            limits: SessionLimits {
                idle: SignedDuration::from_mins(settings.session_idle_minutes),
                absolute: SignedDuration::from_hours(settings.session_absolute_hours),
            },
            upload_bytes_max: (settings.upload_limit_mib << 20) + (1 << 20),
            version: env!("CARGO_PKG_VERSION").to_string(),
            demonstration,
            // The service names the client itself, by the settings' trusted proxies.
            behind_proxy: false,
        },
    });
    let trusted = settings.behind_proxy.clone();
    let service = web::serving::service(app.clone(), Arc::new(move |peer, lines| client(peer, lines, &trusted)));
    let measurements = measure::begin(app.clone())?;
    let mut begun = |address: SocketAddr| begun(&settings.address(address), code.as_deref());
    let served = listen::until_stopped(settings, service, measurements, &mut begun);
    // The last hand on the store lets go here, outside the runtime: connections to PostgreSQL cannot be closed inside it.
    drop(app);
    served
}

/// A code that only who sees the program's output knows.
fn setup_code() -> String {
    let mut bytes = [0u8; 16];
    SystemChance.fill(&mut bytes);
    bytes.iter().map(|b| char::from(LETTERS.get(usize::from(b % 32)).copied().unwrap_or(b'2'))).collect()
}
