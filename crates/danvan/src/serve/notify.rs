//! What systemd is told (`Type=notify`): that requests are answered now, that the program is stopping.

#[cfg(unix)]
use std::os::unix::net::UnixDatagram;

/// Tells it, when somebody waits for it. Nothing depends on its being heard.
#[cfg(unix)]
pub fn systemd(state: &str) {
    let Some(name) = std::env::var_os("NOTIFY_SOCKET") else { return };
    let Ok(socket) = UnixDatagram::unbound() else { return };
    let name = name.to_string_lossy().into_owned();
    #[cfg(target_os = "linux")]
    if let Some(hidden) = name.strip_prefix('@') {
        use std::os::linux::net::SocketAddrExt;
        if let Ok(address) = std::os::unix::net::SocketAddr::from_abstract_name(hidden) {
            socket.send_to_addr(state.as_bytes(), &address).ok();
        }
        return;
    }
    socket.send_to(state.as_bytes(), name).ok();
}

/// There is no systemd here.
#[cfg(not(unix))]
pub fn systemd(_: &str) {}
