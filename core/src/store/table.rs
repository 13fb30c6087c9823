//! What the rows of the store are about. All of them lie in one table of redb, so that a commit writes few pages; what
//! a row is about is the first byte of its key. Numbers and meanings never change; a new meaning is a new number.

use redb::TableDefinition;

type Definition = TableDefinition<'static, &'static [u8], &'static [u8]>;

/// The store's format number and a check of its key; plain, and written when the store is made or brought up to date.
pub(super) const META: Definition = TableDefinition::new("meta");
/// Every row, sealed.
pub(super) const ROWS: Definition = TableDefinition::new("rows");

/// What a row is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub(crate) enum Table {
    /// document ‖ position → changes and their signatures, in the order of acceptance, from that position on.
    Changes = 1,
    /// document → its kind, heads and view version.
    Documents = 2,
    /// document ‖ number → a page of what screens show of its entities, made in the commit that changed them.
    Views = 3,
    /// device ‖ hash → a signed statement; grow-only.
    Statements = 4,
    /// name → what belongs to this device only: its key, drafts, invitations, confirmations.
    Local = 5,
}

impl Table {
    /// In the first format each was a table of redb.
    pub(super) const ALL: [Self; 5] = [Self::Changes, Self::Documents, Self::Views, Self::Statements, Self::Local];

    /// What a backup holds: all but what can be made again from the rest.
    pub(crate) const BACKED_UP: [Self; 4] = [Self::Changes, Self::Documents, Self::Statements, Self::Local];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Changes => "changes",
            Self::Documents => "documents",
            Self::Views => "views",
            Self::Statements => "statements",
            Self::Local => "local",
        }
    }

    /// The table of redb that it was in the first format.
    pub(super) fn of_format_1(self) -> Definition {
        TableDefinition::new(self.name())
    }

    /// The whole key of a row.
    pub(super) fn key(self, key: &[u8]) -> Vec<u8> {
        [&[self as u8], key].concat()
    }

    /// What a value is bound to by its seal.
    pub(crate) fn place(self, key: &[u8]) -> Vec<u8> {
        [self.name().as_bytes(), b"/", key].concat()
    }
}
