//! Network addresses: kept only as the network, which tells an office from a stranger and names nobody's machine.

use std::net::{IpAddr, Ipv6Addr};

fn parse(address: &str) -> Option<IpAddr> {
    address.trim().parse::<IpAddr>().ok().map(|ip| ip.to_canonical())
}

fn first(ip: Ipv6Addr, bits: u32) -> Ipv6Addr {
    Ipv6Addr::from(u128::from(ip) & !(u128::MAX >> bits))
}

/// The network of an address as it is kept: the first 24 bits of IPv4, the first 48 of IPv6. `None` for what is no
/// address.
pub fn network(address: &str) -> Option<String> {
    Some(match parse(address)? {
        IpAddr::V4(ip) => {
            let [a, b, c, _] = ip.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(ip) => format!("{}/48", first(ip, 48)),
    })
}

/// The address by which sign-in attempts are counted: IPv4 whole, IPv6 by its first 64 bits, since one machine may take
/// any address of those. `None` for what is no address.
pub fn exact(address: &str) -> Option<String> {
    Some(match parse(address)? {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("{}/64", first(ip, 64)),
    })
}
