//! Forms in which something that stands somewhere is said otherwise. As long as one is open, what is typed in it is a
//! draft like any other; what was taken in is none any more.

use super::Drafts;
use serde::{Serialize, de::DeserializeOwned};
use sideways_core::{command::Command, snapshot::Field};

impl Drafts {
    /// The form that stands open in that field, as it is typed. One that says what `stands` already is over once its
    /// writer went elsewhere: either nothing was typed in it, or it was taken in.
    pub(in crate::window) fn form<F: DeserializeOwned>(
        &mut self,
        field: Field,
        stands: impl FnOnce(&F) -> bool,
    ) -> Option<F> {
        if self.is_covered(field) {
            return None;
        }
        let typing = self.fields.get_mut(&field)?;
        if typing.entering || typing.text.is_empty() {
            return None;
        }
        let form = serde_json::from_str(&typing.text).ok();
        let over = form.as_ref().is_none_or(|form| typing.left && stands(form));
        if over {
            typing.give_up();
        }
        form.filter(|_| !over)
    }

    /// Opens it as what is said stands now. Nothing is kept of it until something is typed.
    pub(in crate::window) fn open_form(&mut self, field: Field, form: &impl Serialize) {
        // Whoever opens it again while it is being taken in begins anew.
        self.saving.retain(|(saved, _)| *saved != field);
        let typing = self.field(field);
        if let Ok(text) = serde_json::to_string(form) {
            typing.give_up();
            typing.text = text;
        }
    }

    /// Something was typed in it.
    pub(in crate::window) fn type_form(&mut self, field: Field, form: &impl Serialize, now: f64) {
        if let Ok(text) = serde_json::to_string(form) {
            let typing = self.field(field);
            typing.text = text;
            typing.changed(now);
        }
    }

    /// Its writer gave it up.
    pub(in crate::window) fn close_form(&mut self, field: Field) {
        self.field(field).give_up();
    }

    /// It is finished, and this takes it in. Until that is answered its draft stays on the disk.
    pub(in crate::window) fn save_form(&mut self, field: Field, command: &Command) {
        self.field(field).enters();
        self.saving.push((field, command.clone()));
    }

    /// Whether this took a form in; its draft goes then.
    pub(in crate::window) fn form_saved(&mut self, command: &Command) -> bool {
        let field = self.saved_by(command);
        if let Some(field) = field {
            self.field(field).give_up();
        }
        field.is_some()
    }

    /// Whether this was to take a form in and didn't; it stands open again.
    pub(super) fn form_refused(&mut self, command: &Command) -> bool {
        let field = self.saved_by(command);
        if let Some(field) = field {
            let typing = self.field(field);
            typing.stays();
            typing.leave();
        }
        field.is_some()
    }

    fn saved_by(&mut self, command: &Command) -> Option<Field> {
        let at = self.saving.iter().position(|(_, saves)| saves == command)?;
        Some(self.saving.remove(at).0)
    }
}

/// Whether a field is a form, whose text is written down as it is.
pub(super) fn is_form(field: Field) -> bool {
    match field {
        Field::HalfHour(_)
        | Field::Edit(..)
        | Field::About(_)
        | Field::EditProject(_)
        | Field::EditFinished(_)
        | Field::Me => true,
        Field::NewLine(_)
        | Field::Reword(..)
        | Field::NewNote(_)
        | Field::NewWords(_)
        | Field::Remark(..)
        | Field::Promise(_)
        | Field::Point(_)
        | Field::HeadsUp(_)
        | Field::WorkingOn(_)
        | Field::Met(_)
        | Field::Tests(_)
        | Field::Told(..)
        | Field::Coming
        | Field::Project
        | Field::ProjectNeeds
        | Field::Finished => false,
    }
}
