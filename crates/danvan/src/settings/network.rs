//! Networks of trusted proxies, and the client's address behind them.

use std::fmt;
use std::net::IpAddr;

/// A network: `10.0.0.0/8`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// Reads an address, or an address with the number of leading bits that count.
    pub fn parse(text: &str) -> Option<Network> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.trim().parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Some(most), |b| b.trim().parse().ok())?;
        (bits <= most).then_some(Network { address, bits })
    }

    /// Whether an address lies in it.
    pub fn contains(&self, other: IpAddr) -> bool {
        let number = |ip: IpAddr| match ip {
            IpAddr::V4(ip) => (u128::from(u32::from(ip)) << 96, 32),
            IpAddr::V6(ip) => (u128::from(ip), 128),
        };
        let ((own, width), (theirs, their_width)) = (number(self.address), number(other.to_canonical()));
        let shift = 128 - u32::from(self.bits);
        width == their_width && own.checked_shr(shift).unwrap_or(0) == theirs.checked_shr(shift).unwrap_or(0)
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}

/// Who asks: the peer of the connection; or, when that is a trusted proxy, the last address in `X-Forwarded-For` that is
/// none of ours. What stands further left may be invented by whoever asks, and is not believed.
pub fn client(peer: IpAddr, forwarded: &[&str], trusted: &[Network]) -> IpAddr {
    let is_ours = |ip: IpAddr| trusted.iter().any(|n| n.contains(ip));
    let mut client = peer.to_canonical();
    for text in forwarded.iter().rev().flat_map(|line| line.rsplit(',')) {
        if !is_ours(client) {
            return client;
        }
        match text.trim().parse::<IpAddr>() {
            Ok(ip) => client = ip.to_canonical(),
            Err(_) => return client,
        }
    }
    client
}
