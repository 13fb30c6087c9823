//! How two devices agree.
