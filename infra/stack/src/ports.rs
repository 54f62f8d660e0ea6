//! Free loopback ports.

use std::io;
use std::net::{Ipv4Addr, TcpListener};

/// How many ports after the preferred one are tried before any free port will do.
const NEARBY: u16 = 100;

/// Listens on `127.0.0.1:preferred`, or on the next free port after it. The listener is in blocking mode; tokio wants
/// `set_nonblocking(true)` first.
///
/// # Errors
/// If no loopback port is free at all.
pub fn listen_near(preferred: u16) -> io::Result<TcpListener> {
    for port in preferred..=preferred.saturating_add(NEARBY) {
        match listen(port) {
            Err(error) if is_taken(&error) => {}
            other => return other,
        }
    }
    listen(0)
}

/// A port that was free a moment ago: `preferred`, or the next free one after it. Another program can take it in
/// between; a server that can be handed a listener should use [`listen_near`].
///
/// # Errors
/// If no loopback port is free at all.
pub fn pick_port(preferred: u16) -> io::Result<u16> {
    Ok(listen_near(preferred)?.local_addr()?.port())
}

/// Listens on exactly this port if it is free, otherwise on any; 0 asks for any.
pub(crate) fn listen_on_same_or_any(port: u16) -> io::Result<TcpListener> {
    match listen(port) {
        Err(error) if is_taken(&error) => listen(0),
        other => other,
    }
}

/// Exactly this port if it was free a moment ago, otherwise any; 0 asks for any.
pub(crate) fn same_or_any(port: u16) -> io::Result<u16> {
    Ok(listen_on_same_or_any(port)?.local_addr()?.port())
}

/// Listens on this loopback port and no other.
pub(crate) fn listen(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
}

/// True if the port belongs to somebody else, or is too low for an ordinary user.
fn is_taken(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_free_preferred_port_is_taken() {
        let free = listen(0).unwrap().local_addr().unwrap().port();
        assert_eq!(pick_port(free).unwrap(), free);
    }

    #[test]
    fn the_next_free_port_follows_a_taken_one() {
        let taken = listen(0).unwrap();
        let port = taken.local_addr().unwrap().port();
        let picked = pick_port(port).unwrap();
        assert_ne!(picked, port);
        assert_ne!(same_or_any(port).unwrap(), port);
    }

    #[test]
    fn the_highest_port_does_not_overflow() {
        assert!(pick_port(u16::MAX).is_ok());
    }
}
