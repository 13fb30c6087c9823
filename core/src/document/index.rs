//! What operations may refer to: every object, element and earlier write, by the operation that made it.

use crate::change::{Action, Change, Key, Object, Op, OpId};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

/// Keys from the root to an object.
pub(crate) type Path = Arc<[Arc<str>]>;

/// What an object is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ObjectKind {
    Map,
    Text,
}

/// An object, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct ObjectInfo {
    pub(crate) kind: ObjectKind,
    pub(crate) path: Path,
}

/// A write of a key, or the making of an object there.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Write {
    object: Object,
    key: Arc<str>,
}

/// The writes of one key.
#[derive(Debug, Default)]
struct Written {
    by: Vec<OpId>,
    /// How many of them a later one took the place of.
    replaced: usize,
}

/// The index of a loaded document.
#[derive(Debug, Default)]
pub(crate) struct Index {
    objects: HashMap<OpId, ObjectInfo>,
    writes: HashMap<OpId, Write>,
    written: HashMap<(Object, Arc<str>), Written>,
    /// How many keys each map has.
    sizes: HashMap<Object, usize>,
    /// Writes that a later one took the place of.
    replaced: HashSet<OpId>,
    /// Runs of characters that one change inserted: first → (how many, into which text).
    elements: BTreeMap<OpIdKey, (u64, Object)>,
    keys: HashSet<Arc<str>>,
    root: Path,
}

/// Orders by actor first, so that a run of characters is one range.
type OpIdKey = (crate::id::Actor, u64);

impl Index {
    /// What that object is; nothing where it does not exist.
    pub(crate) fn object(&self, object: &Object) -> Option<ObjectInfo> {
        match object {
            Object::Root => Some(ObjectInfo { kind: ObjectKind::Map, path: self.root.clone() }),
            Object::Made(id) => self.objects.get(id).cloned(),
        }
    }

    /// Whether that operation wrote that key of that object.
    pub(crate) fn wrote(&self, id: &OpId, object: &Object, key: &str) -> bool {
        self.writes.get(id).is_some_and(|write| write.object == *object && &*write.key == key)
    }

    /// Whether any operation wrote that key of that object.
    pub(crate) fn is_written(&self, object: Object, key: &str) -> bool {
        self.is_written_in(object, key, |_| true)
    }

    /// Whether an operation in that past wrote that key of that object.
    pub(crate) fn is_written_in(&self, object: Object, key: &str, past: impl Fn(&OpId) -> bool) -> bool {
        let Some(key) = self.keys.get(key) else { return false };
        self.written.get(&(object, key.clone())).is_some_and(|written| written.by.iter().any(past))
    }

    /// The last operation that wrote that key of that object.
    pub(crate) fn last_write(&self, object: Object, key: &str) -> Option<OpId> {
        let key = self.keys.get(key)?;
        self.written.get(&(object, key.clone()))?.by.last().copied()
    }

    /// How many values of that key of that object stand beside each other, without those operations.
    pub(crate) fn standing(&self, object: Object, key: &str, without: &[OpId]) -> usize {
        let Some(key) = self.keys.get(key) else { return 0 };
        let standing = self.written.get(&(object, key.clone())).map_or(0, |it| it.by.len() - it.replaced);
        let going = without.iter().filter(|id| self.writes.contains_key(*id) && !self.replaced.contains(*id));
        standing.saturating_sub(going.count())
    }

    /// Whether that key of that object was ever written.
    pub(crate) fn has(&self, object: Object, key: &str) -> bool {
        self.keys.get(key).is_some_and(|key| self.written.contains_key(&(object, key.clone())))
    }

    /// How many keys that map has.
    pub(crate) fn size(&self, object: &Object) -> usize {
        self.sizes.get(object).copied().unwrap_or_default()
    }

    /// Where the run of characters of that text ends that the operation inserted one of; none where it inserted none.
    pub(crate) fn element_run_end(&self, id: &OpId, text: &Object) -> Option<u64> {
        let (&(actor, first), (count, of)) = self.elements.range(..=(id.actor, id.counter)).next_back()?;
        (actor == id.actor && id.counter < first + count && of == text).then_some(first + count)
    }

    /// Takes in an operation on the object at `path`.
    pub(crate) fn add(&mut self, id: OpId, op: &Op, path: &Path) {
        match &op.key {
            Key::Map(key) => {
                let key = self.intern(key);
                if let Some(kind) = made(&op.action) {
                    let path = path.iter().cloned().chain([key.clone()]).collect();
                    self.objects.insert(id, ObjectInfo { kind, path });
                }
                self.writes.insert(id, Write { object: op.object, key: key.clone() });
                let written = self.written.entry((op.object, key)).or_default();
                if written.by.is_empty() {
                    *self.sizes.entry(op.object).or_default() += 1;
                }
                written.by.push(id);
                for pred in &op.preds {
                    written.replaced += usize::from(self.replaced.insert(*pred));
                }
            }
            Key::Head | Key::Element(_) if op.insert => self.add_elements(id, op.count(), op.object),
            Key::Head | Key::Element(_) => {}
        }
    }

    /// Takes in all operations of a change.
    pub(crate) fn add_all(&mut self, change: &Change) {
        let mut counter = change.start_op;
        for op in &change.ops {
            if let Some(of) = self.object(&op.object) {
                self.add(OpId { counter, actor: change.actor }, op, &of.path);
            }
            counter = counter.saturating_add(op.count());
        }
    }

    fn add_elements(&mut self, id: OpId, added: u64, text: Object) {
        if let Some((&(actor, first), (count, of))) = self.elements.range_mut(..(id.actor, id.counter)).next_back()
            && actor == id.actor
            && first + *count == id.counter
            && *of == text
        {
            *count += added;
            return;
        }
        self.elements.insert((id.actor, id.counter), (added, text));
    }

    fn intern(&mut self, key: &str) -> Arc<str> {
        if let Some(known) = self.keys.get(key) {
            return known.clone();
        }
        let key: Arc<str> = Arc::from(key);
        self.keys.insert(key.clone());
        key
    }
}

fn made(action: &Action) -> Option<ObjectKind> {
    match action {
        Action::MakeMap => Some(ObjectKind::Map),
        Action::MakeText => Some(ObjectKind::Text),
        Action::Put(_) | Action::Delete(_) => None,
    }
}
