//! Sideways.
