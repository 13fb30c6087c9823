//! Places for connections that others begin: few, one for each key, and never a reason to turn the next one away.
//!
//! Whoever fills every place must not thereby keep out the right one. So a newcomer always gets a place: its own
//! older one, a free one, or that of whoever has held theirs longest without proving anything.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::sync::Notify;

/// So many places, given away by `Key`.
pub(super) struct Places<Key> {
    most: usize,
    held: Arc<Mutex<Held<Key>>>,
}

struct Held<Key> {
    next: u64,
    by: BTreeMap<u64, Holder<Key>>,
}

struct Holder<Key> {
    key: Key,
    token: Token,
}

/// What a place's holder and the places know of each other.
#[derive(Clone, Default)]
pub(super) struct Token {
    lost: Arc<Notify>,
    proved: Arc<AtomicBool>,
}

/// A place. It is free again when this is dropped.
pub(super) struct Place<Key> {
    number: u64,
    token: Token,
    held: Arc<Mutex<Held<Key>>>,
}

impl<Key: PartialEq> Places<Key> {
    pub(super) fn new(most: usize) -> Self {
        Self { most, held: Arc::new(Mutex::new(Held { next: 0, by: BTreeMap::new() })) }
    }

    /// A place for this key. Whoever had it, or stands in the way, loses theirs.
    pub(super) fn take(&self, key: Key) -> Place<Key> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let own: Vec<u64> = held.by.iter().filter(|(_, holder)| holder.key == key).map(|(number, _)| *number).collect();
        own.into_iter().for_each(|number| held.put_out(number));
        while held.by.len() >= self.most {
            let oldest_unproved =
                held.by.iter().find(|(_, holder)| !holder.token.is_proved()).map(|(number, _)| *number);
            let Some(number) = oldest_unproved.or_else(|| held.by.keys().next().copied()) else { break };
            held.put_out(number);
        }
        let number = held.next;
        held.next += 1;
        let token = Token::default();
        held.by.insert(number, Holder { key, token: token.clone() });
        Place { number, token, held: self.held.clone() }
    }

    /// How many are taken.
    pub(super) fn taken(&self) -> usize {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).by.len()
    }
}

impl<Key> Clone for Places<Key> {
    fn clone(&self) -> Self {
        Self { most: self.most, held: self.held.clone() }
    }
}

impl<Key> Held<Key> {
    fn put_out(&mut self, number: u64) {
        if let Some(holder) = self.by.remove(&number) {
            holder.token.lost.notify_one();
        }
    }
}

impl<Key> Place<Key> {
    pub(super) fn token(&self) -> &Token {
        &self.token
    }
}

impl<Key> Drop for Place<Key> {
    fn drop(&mut self) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).by.remove(&self.number);
    }
}

impl Token {
    /// Ends when somebody else got the place.
    pub(super) async fn lost(&self) {
        self.lost.notified().await;
    }

    /// Whoever holds the place has proved to be who is waited for: others lose theirs first.
    pub(super) fn prove(&self) {
        self.proved.store(true, Ordering::SeqCst);
    }

    fn is_proved(&self) -> bool {
        self.proved.load(Ordering::SeqCst)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token(proved: {})", self.is_proved())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::Future;

    /// Whether a place is lost by now.
    fn is_lost(token: &Token) -> bool {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        std::pin::pin!(token.lost()).poll(&mut context).is_ready()
    }

    #[test]
    fn a_key_has_one_place_and_the_newest_has_it() {
        let places = Places::new(8);
        let first = places.take("mallory");
        let _others: Vec<_> = (0..7).map(|_| places.take("mallory")).collect();
        assert!(is_lost(&first.token));
        assert_eq!(places.taken(), 1);
    }

    #[test]
    fn a_newcomer_gets_the_place_of_who_proved_nothing_for_longest() {
        let places = Places::new(3);
        let held: Vec<_> = (0..3).map(|key| places.take(key)).collect();
        held[0].token().prove();
        let newcomer = places.take(3);
        let lost: Vec<bool> = held.iter().map(|place| is_lost(place.token())).collect();
        assert_eq!(lost, [false, true, false]);
        assert!(!is_lost(newcomer.token()));
        assert_eq!(places.taken(), 3);
        // Where everybody proved something, who came first has had the longest time.
        held[2].token().prove();
        newcomer.token().prove();
        let _last = places.take(4);
        assert!(is_lost(held[0].token()));
    }

    #[test]
    fn a_place_left_is_free_and_one_lost_is_not_freed_twice() {
        let places = Places::new(1);
        let first = places.take(1);
        let second = places.take(2);
        drop(first);
        assert_eq!(places.taken(), 1, "the second's place stays");
        drop(second);
        assert_eq!(places.taken(), 0);
    }
}
