//! How often what is open to everybody may be done: the opt-out form, whose requests are kept for good, and the end of a
//! sign-in, which asks Podio. A place is taken only where that is about to happen: all places can be taken by few.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::HeaderMap;

const MINUTE: Duration = Duration::from_mins(1);

/// The requests of the last minute. Clones share them.
#[derive(Debug, Clone)]
pub(crate) struct Bound {
    /// From one peer in a minute.
    of_one: usize,
    /// From all peers in a minute; also how many are remembered.
    of_all: usize,
    taken: Arc<Mutex<VecDeque<(Instant, IpAddr)>>>,
}

impl Bound {
    /// Of the opt-out form.
    pub(crate) fn opt_outs() -> Self {
        Self { of_one: 10, of_all: 100, taken: Arc::default() }
    }

    /// Of answers of Podio's page that bring a code: a whole office may begin its day behind one address.
    pub(crate) fn sign_ins() -> Self {
        Self { of_one: 30, of_all: 100, taken: Arc::default() }
    }

    /// Whether one more request of this peer is taken now.
    pub(in crate::routes) fn take(&self, peer: IpAddr, now: Instant) -> bool {
        let peer = household(peer);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while taken.front().is_some_and(|(at, _)| now.duration_since(*at) >= MINUTE) {
            taken.pop_front();
        }
        let of_peer = taken.iter().filter(|(_, who)| *who == peer).count();
        let free = of_peer < self.of_one && taken.len() < self.of_all;
        if free {
            taken.push_back((now, peer));
        }
        free
    }
}

/// Who sends a request: the connection's peer. Where that is this machine (of either kind of address), it is the proxy
/// before us, which names the peer last.
pub(crate) fn peer(connection: IpAddr, headers: &HeaderMap) -> IpAddr {
    let named = || {
        let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        last.rsplit(',').next()?.trim().parse().ok()
    };
    if connection.to_canonical().is_loopback() { named().unwrap_or(connection) } else { connection }
}

/// A household has one address of the old kind, and 2^64 of the new.
pub(in crate::routes) fn household(peer: IpAddr) -> IpAddr {
    match peer {
        IpAddr::V4(_) => peer,
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => address.into(),
            None => std::net::Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        },
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderName;

    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn ten_of_one_peer_and_a_hundred_of_all_in_a_minute() {
        let (bound, start) = (Bound::opt_outs(), Instant::now());
        let taken = |peer: &str, tries: usize, at| (0..tries).filter(|_| bound.take(ip(peer), at)).count();
        assert_eq!(taken("192.0.2.1", 12, start), 10);
        let later = start + Duration::from_secs(59);
        assert_eq!(taken("192.0.2.1", 1, later), 0);
        let others: usize = (2..30).map(|last| taken(&format!("192.0.2.{last}"), 10, later)).sum();
        assert_eq!(others, 90, "a hundred in all");
        assert_eq!(taken("192.0.2.1", 12, start + MINUTE), 10, "the first minute is over");
    }

    #[test]
    fn a_household_counts_once() {
        let (bound, now) = (Bound::opt_outs(), Instant::now());
        let taken = (0..20).filter(|host| bound.take(ip(&format!("2001:db8:1:2::{host}")), now)).count();
        assert_eq!(taken, 10);
        assert!(bound.take(ip("2001:db8:1:3::1"), now));
    }

    #[test]
    fn only_the_proxy_on_this_machine_names_the_peer() {
        let headers = HeaderMap::from_iter([(
            HeaderName::from_static("x-forwarded-for"),
            "203.0.113.9, 198.51.100.7".parse().unwrap(),
        )]);
        // The last is what a socket for both kinds of addresses calls the first.
        for here in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(peer(ip(here), &headers), ip("198.51.100.7"), "{here}");
        }
        assert_eq!(peer(ip("192.0.2.1"), &headers), ip("192.0.2.1"));
        assert_eq!(peer(ip("127.0.0.1"), &HeaderMap::new()), ip("127.0.0.1"));
    }
}
