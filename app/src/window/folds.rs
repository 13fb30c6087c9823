//! What is further back on a page: folded away until it is asked for, or searched for.

use super::parts;
use eframe::egui::Ui;

/// Which parts of a peer's page stand open.
#[derive(Debug, Default)]
pub(super) struct Folds {
    pub(super) words: bool,
    pub(super) promises: bool,
    pub(super) points: bool,
    pub(super) heads_ups: bool,
    pub(super) half_hours: bool,
    pub(super) tests: bool,
}

/// Shows or folds away what is further back, where there is any.
pub(super) fn fold_ui(ui: &mut Ui, any: bool, open: &mut bool, what: &str) {
    let label = if *open { format!("Hide {}", what.to_lowercase()) } else { format!("{what}…") };
    if any && parts::quiet_small(ui, &label).clicked() {
        *open = !*open;
    }
}
