//! It fits: what ten years of 50 peers take on the disk, beside their words.

use crate::{Failed, s3};
use sideways_core::{Opening, Workspace, export::Export, snapshot::Moment};

const NOW: Moment = Moment { unix_ms: 1_790_000_000_000 };

pub(crate) fn measure(as_json: bool) -> Result<String, Failed> {
    let folder = tempfile::tempdir()?;
    s3::fill(folder.path())?;
    let ws = Workspace::open(folder.path(), Opening { entropy: [2; 32], now: NOW, device_name: "desk".into() })?;
    let text = words(&ws);
    drop(ws);
    let store = std::fs::metadata(folder.path().join("store.redb"))?.len();
    let ratio = store as f64 / text as f64;
    Ok(if as_json {
        serde_json::json!({ "name": "S9", "store_bytes": store, "text_bytes": text, "ratio": ratio }).to_string()
    } else {
        format!(
            "S9 (the store of 50 peers, 6,000 entries and 2,000 lines)\n  {store} bytes, {text} bytes of words, ratio {ratio:.2}\n"
        )
    })
}

/// The bytes of everything that was typed, as an export has it.
fn words(ws: &Workspace) -> usize {
    let export = serde_json::to_value(Export::of(&ws.snapshot(), None)).unwrap_or_default();
    strings(&export)
}

fn strings(of: &serde_json::Value) -> usize {
    match of {
        serde_json::Value::String(text) => text.len(),
        serde_json::Value::Array(all) => all.iter().map(strings).sum(),
        serde_json::Value::Object(all) => all.values().map(strings).sum(),
        _ => 0,
    }
}
