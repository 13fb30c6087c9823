//! What I call my devices. Who they are is said by signed statements, and never by a document.

use crate::{
    document::{ChangeBuilder, ObjectRef, Reader},
    error::EditError,
    id::DeviceId,
    rows::Row,
};

/// What stands before the id of a device, at the root, so that no device has to make a map for them.
pub(crate) const DEVICE: &str = "device.";

pub(crate) fn row(reader: &Reader<'_>, id: DeviceId) -> Option<Row> {
    let name = reader.root().string(&format!("{DEVICE}{id}"))?;
    Some(Row::Device(id, name))
}

/// Calls a device of mine so.
pub(crate) fn set_name(builder: &mut ChangeBuilder<'_>, id: DeviceId, name: &str) -> Result<(), EditError> {
    ObjectRef::root().put(builder, &format!("{DEVICE}{id}"), name)
}
