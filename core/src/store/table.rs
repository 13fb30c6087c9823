//! The tables of the store. Names and meanings never change; a new meaning is a new table.

use redb::TableDefinition;

type Definition = TableDefinition<'static, &'static [u8], &'static [u8]>;

/// A table of the store. Every value but those of `Meta` is sealed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Table {
    /// The store's format number and a check of its key; plain.
    Meta,
    /// document ‖ position → a change and its signature, in the order of acceptance.
    Changes,
    /// document → its kind, heads and view version.
    Documents,
    /// document ‖ entity → what a screen shows of it, made in the commit that changed it.
    Views,
    /// device ‖ hash → a signed statement; grow-only.
    Statements,
    /// name → what belongs to this device only: its key, drafts, invitations, confirmations.
    Local,
}

impl Table {
    pub(crate) const ALL: [Self; 6] =
        [Self::Meta, Self::Changes, Self::Documents, Self::Views, Self::Statements, Self::Local];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Changes => "changes",
            Self::Documents => "documents",
            Self::Views => "views",
            Self::Statements => "statements",
            Self::Local => "local",
        }
    }

    pub(crate) fn definition(self) -> Definition {
        TableDefinition::new(self.name())
    }

    /// What a value is bound to by its seal.
    pub(crate) fn place(self, key: &[u8]) -> Vec<u8> {
        [self.name().as_bytes(), b"/", key].concat()
    }
}
