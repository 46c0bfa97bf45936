//! Fair shares of the waiting places: one person, or one address, takes only a part of them, so that the rest stays for
//! everybody else. Must not know what is asked.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::HeaderMap;

use crate::app::PLACES;

/// Places one person may hold at once: a browser asks for six things at most, a program that asks for more is told to come
/// again.
pub const PERSON: usize = PLACES / 16;
/// Places one address may hold at once: a whole office, or many citizens behind one carrier.
pub const ADDRESS: usize = PLACES / 4;

/// Whose share it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Holder {
    Person(String),
    Address(IpAddr),
}

/// Who asks, as far as it is known: the address from the start, the person by what they bring and then by who they are.
#[derive(Clone, Debug, Default)]
pub struct Asker(Arc<Mutex<Vec<Holder>>>);

tokio::task_local! {
    /// Whose request this task serves; unset for the site's own work.
    static ASKER: Asker;
}

impl Asker {
    /// Who sends a request over a connection, bringing a token's digest or nothing; `proxies` are the web servers in front
    /// whose word counts.
    #[must_use]
    pub fn of(peer: Option<SocketAddr>, headers: &HeaderMap, token: Option<String>, proxies: &[IpAddr]) -> Self {
        let address = peer.and_then(|peer| address(peer.ip(), headers, proxies)).map(Holder::Address);
        Self(Arc::new(Mutex::new(address.into_iter().chain(token.map(Holder::Person)).collect())))
    }

    /// Does something on behalf of who asks.
    pub async fn serve<T>(self, work: impl Future<Output = T>) -> T {
        ASKER.scope(self, work).await
    }
}

/// Now it is known who this is: several sessions of one person are one person.
pub fn known(account: &str) {
    let _unset = ASKER.try_with(|asker| {
        let mut holders = asker.0.lock().unwrap_or_else(PoisonError::into_inner);
        holders.retain(|holder| matches!(holder, Holder::Address(_)));
        holders.push(Holder::Person(account.to_owned()));
    });
}

/// The address whose share is taken; `None` for this machine's own programs, which come over loopback and name nobody else. A
/// web server in front, on this machine or one of `proxies`, says in `X-Forwarded-For` for whom it asks; from anybody else that
/// is only a claim. When it says nothing that can be read, or names loopback, its own address is the one: nothing that was
/// only said lifts the bound. Of an IPv6 address the half that one house or office is given.
fn address(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> Option<IpAddr> {
    let peer = peer.to_canonical();
    let told = headers.get_all("x-forwarded-for");
    let silent = told.iter().next().is_none();
    if peer.is_loopback() && silent {
        return None;
    }
    let near = peer.is_loopback() || proxies.contains(&peer);
    // The last one is what the nearest web server saw; those before it are what it was told, and count only as far as one
    // proxy of ours speaks of the next.
    let entries = told.iter().rev().flat_map(|value| value.to_str().unwrap_or_default().rsplit(','));
    let seen = entries.map(forwarded).find(|one| one.is_none_or(|one| !proxies.contains(&one))).flatten();
    match seen.filter(|one| near && !one.is_loopback()).unwrap_or(peer) {
        IpAddr::V6(six) => Some(IpAddr::V6((six.to_bits() >> 64 << 64).into())),
        four @ IpAddr::V4(_) => Some(four),
    }
}

/// One entry of `X-Forwarded-For`: an address, which some web servers write with a port or in brackets.
fn forwarded(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let found = bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|both| both.ip()));
    found.map(|one: IpAddr| one.to_canonical())
}

/// How many places each holds.
#[derive(Clone)]
pub struct Shares {
    held: Arc<Mutex<HashMap<Holder, usize>>>,
    person: usize,
    address: usize,
}

impl Default for Shares {
    fn default() -> Self {
        Self::of(PERSON, ADDRESS)
    }
}

/// A place counted for its holders until it is dropped.
pub struct Share {
    of: Shares,
    holders: Vec<Holder>,
}

impl Shares {
    /// None held yet, of which one person and one address may hold so many.
    #[must_use]
    pub fn of(person: usize, address: usize) -> Self {
        Self { held: Arc::default(), person, address }
    }

    const fn most(&self, holder: &Holder) -> usize {
        match holder {
            Holder::Person(_) => self.person,
            Holder::Address(_) => self.address,
        }
    }

    /// Counts one place more for who asks; `None` when they hold as many as they may. The site's own work has no bound here.
    #[must_use]
    pub fn take(&self) -> Option<Share> {
        let asker = ASKER.try_with(Clone::clone).unwrap_or_default();
        let holders = asker.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if holders.iter().any(|holder| held.get(holder).is_some_and(|n| *n >= self.most(holder))) {
            return None;
        }
        for holder in &holders {
            *held.entry(holder.clone()).or_default() += 1;
        }
        drop(held);
        Some(Share { of: self.clone(), holders })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut held = self.of.held.lock().unwrap_or_else(PoisonError::into_inner);
        for holder in &self.holders {
            if let Some(n) = held.get_mut(holder) {
                *n -= 1;
                if *n == 0 {
                    held.remove(holder);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_the_one_that_a_web_server_nearby_saw() {
        let ask = |peer: &str, told: &[&str]| {
            let mut headers = HeaderMap::new();
            for told in told {
                headers.append("x-forwarded-for", told.parse().unwrap());
            }
            let proxies = ["10.1.2.3", "10.0.0.5"].map(|one| one.parse().unwrap());
            address(peer.parse().unwrap(), &headers, &proxies).map(|found| found.to_string())
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(ask("127.0.0.1", &[]), None, "a program on this machine");
        assert_eq!(ask("::ffff:127.0.0.1", &[]), None);
        assert_eq!(ask("127.0.0.1", &["203.0.113.9"]), some("203.0.113.9"));
        assert_eq!(ask("10.1.2.3", &["1.1.1.1, 203.0.113.9"]), some("203.0.113.9"), "the nearest saw the last one");
        assert_eq!(ask("127.0.0.1", &["1.1.1.1", "203.0.113.9"]), some("203.0.113.9"));
        assert_eq!(ask("198.51.100.7", &["203.0.113.9"]), some("198.51.100.7"), "a claim of somebody far away");
        assert_eq!(
            ask("127.0.0.1", &["1.1.1.1, 203.0.113.9, 10.0.0.5"]),
            some("203.0.113.9"),
            "one proxy behind another"
        );
        // A client of the same private network is believed nothing.
        assert_eq!(ask("10.1.2.4", &["203.0.113.9"]), some("10.1.2.4"));
        assert_eq!(ask("10.1.2.4", &["127.0.0.1"]), some("10.1.2.4"));
        assert_eq!(ask("fd00::7", &["127.0.0.1"]), some("fd00::"));
        // Nothing that is only said lifts the bound, and what a proxy does not say is asked by the proxy.
        for told in
            ["127.0.0.1", "::1", "[::1]:80", "::ffff:127.0.0.1", "nonsense", "", "203.0.113.9, unknown", "10.1.2.3"]
        {
            assert_eq!(ask("127.0.0.1", &[told]), some("127.0.0.1"), "{told}");
            assert_eq!(ask("10.1.2.3", &[told]), some("10.1.2.3"), "{told}");
        }
        assert_eq!(ask("10.1.2.3", &[]), some("10.1.2.3"));
        // As some web servers write it.
        assert_eq!(ask("127.0.0.1", &["203.0.113.9:51000"]), some("203.0.113.9"));
        assert_eq!(ask("127.0.0.1", &["[2001:db8:1:2::9]:51000"]), some("2001:db8:1:2::"));
        assert_eq!(ask("127.0.0.1", &["[2001:db8:1:2::9]"]), some("2001:db8:1:2::"));
        assert_eq!(ask("::ffff:198.51.100.7", &[]), some("198.51.100.7"));
        assert_eq!(ask("2001:db8:1:2:3:4:5:6", &[]), some("2001:db8:1:2::"));
        assert_eq!(ask("2001:db8:1:2:9::1", &[]), some("2001:db8:1:2::"), "the same office");
    }

    #[test]
    fn what_was_held_is_given_back_and_forgotten() {
        let shares = Shares::default();
        let asker = Asker::of(Some("203.0.113.9:5".parse().unwrap()), &HeaderMap::new(), Some("one".to_owned()), &[]);
        let work = asker.serve(async {
            let mut held: Vec<Share> = (0..PERSON).map(|_| shares.take().unwrap()).collect();
            assert!(shares.take().is_none(), "one person's share is used up");
            held.pop();
            assert!(shares.take().is_some());
            known("account");
            let more: Vec<Share> = (0..PERSON).map(|_| shares.take().unwrap()).collect();
            assert!(shares.take().is_none());
            drop((held, more));
            assert!(shares.held.lock().unwrap().is_empty());
        });
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work);
    }
}
