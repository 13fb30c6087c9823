//! Shapes of messages, walked over before anything is allocated for them.
//!
//! Each type here reads the same bytes as the message type of the like name, counts, and keeps nothing.
//! Numbers of bytes, texts and parts are compared with `limits.rs` as soon as they are claimed.

use serde::{
    Deserialize, Deserializer,
    de::{Error, SeqAccess, Visitor},
};
use sideways_core::{Generation, id::Actor, limits};
use std::{fmt, marker::PhantomData};

/// At most `N` parts, each within its own bounds.
pub(super) struct Many<T, const N: usize>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const N: usize> Deserialize<'de> for Many<T, N> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Walk<T, const N: usize>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>, const N: usize> Visitor<'de> for Walk<T, N> {
            type Value = Many<T, N>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "at most {N} parts")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Self::Value, A::Error> {
                let mut count = 0;
                while parts.next_element::<T>()?.is_some() {
                    count += 1;
                    if count > N {
                        return Err(A::Error::custom("too many parts"));
                    }
                }
                Ok(Many(PhantomData))
            }
        }
        d.deserialize_seq(Walk(PhantomData))
    }
}

/// A text of at most `N` bytes.
pub(super) struct Text<const N: usize>;

impl<'de, const N: usize> Deserialize<'de> for Text<N> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        if <&str>::deserialize(d)?.len() <= N { Ok(Self) } else { Err(D::Error::custom("too long a text")) }
    }
}

/// Exactly `N` bytes with their length before them.
pub(super) struct Bytes<const N: usize>;

impl<'de, const N: usize> Deserialize<'de> for Bytes<N> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        if <&[u8]>::deserialize(d)?.len() == N { Ok(Self) } else { Err(D::Error::custom("wrong size")) }
    }
}

pub(super) type Name = Text<{ limits::NAME_BYTES }>;
pub(super) type Id16 = Bytes<16>;
pub(super) type Id32 = Bytes<32>;
type Signature = Bytes<64>;

/// Bounds of a `SignedStatement`.
pub(super) type Statement = ((Id16, Id32, Name, [u8; 32], (u16, u16), Id32, bool), Signature);

/// Bounds of what is stated of one person's devices.
pub(super) type Statements = Many<Statement, { limits::STATEMENTS_OF_PERSON }>;

/// The same where somebody pairs.
pub(super) type Introduction = Many<Statement, { limits::STATEMENTS_AT_PAIRING }>;

/// Bounds of a `Standing`.
pub(super) type Standing = (Generation, Many<Id32, { limits::HEADS }>);

/// Bounds of a `Hello`.
pub(super) type Hello = (u16, (u16, u16), Statements, Standing, bool);

/// Bounds of an `Opening`.
pub(super) type Opening = (u16, (u16, u16), Id32, Id16, Statements, Standing, bool);

/// Bounds of what names refused changes.
pub(super) type Refused = Many<(Id32, u8), { limits::CHANGES_IN_FRAME }>;

/// Bounds of a `Caret`.
#[derive(Deserialize)]
pub(super) enum Caret {
    Pad(#[allow(dead_code)] u32),
    Line(#[allow(dead_code)] Id16),
}

/// A number, and the place of an actor in the change's table.
type OpId = (u64, u32);

/// Bounds of `core::change::Run`s.
pub(super) type Runs = Many<Run, { limits::CHANGES_IN_FRAME }>;
type Run = (Many<Change, { limits::CHANGES_IN_FRAME }>, Signature);
type Change = (
    Many<Actor, { limits::ACTORS_IN_CHANGE }>,
    u64,
    u64,
    i64,
    Many<Id32, { limits::DEPS_IN_CHANGE }>,
    Many<Op, { limits::OPS_IN_CHANGE }>,
);
type Op = (Object, Key, bool, Action, Many<OpId, { limits::PREDS_IN_OP }>);

#[derive(Deserialize)]
pub(super) enum Object {
    Root,
    Made(#[allow(dead_code)] OpId),
}

#[derive(Deserialize)]
pub(super) enum Key {
    Map(#[allow(dead_code)] Text<{ limits::KEY_BYTES }>),
    Id(#[allow(dead_code)] [u8; 16]),
    Head,
    Element(#[allow(dead_code)] OpId),
}

#[derive(Deserialize)]
pub(super) enum Scalar {
    Str(#[allow(dead_code)] Text<{ limits::RUN_BYTES }>),
    Int(#[allow(dead_code)] i64),
    Bool(#[allow(dead_code)] bool),
}

#[derive(Deserialize)]
pub(super) enum Action {
    MakeMap,
    MakeText,
    Put(#[allow(dead_code)] Scalar),
    Delete(#[allow(dead_code)] u64),
}
