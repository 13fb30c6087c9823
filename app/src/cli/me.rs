//! `me`: who I am.

use super::{
    call::{Call, edit},
    out::Done,
};
use serde::Serialize;
use sideways_core::{command::Command, snapshot::Me};

#[derive(clap::Subcommand)]
pub(crate) enum Verb {
    /// Say who you are; an invitation carries your name and department.
    Set {
        /// Your name.
        #[arg(long)]
        name: String,
        /// Your department.
        #[arg(long)]
        department: String,
        /// A mail address of yours; may be repeated.
        #[arg(long)]
        mail: Vec<String>,
        /// Your role.
        #[arg(long, default_value = "")]
        role: String,
    },
    /// Show it.
    Show,
}

#[derive(Serialize)]
struct Shape<'a> {
    id: String,
    device: String,
    name: &'a str,
    department: &'a str,
    role: &'a str,
    mail: &'a [String],
}

pub(crate) fn run(call: &Call, verb: Verb) -> Done {
    let desk = call.desk()?;
    if let Verb::Set { name, department, mail, role } = verb {
        edit(&desk, Command::SetMe(Me { name, department, role, mails: mail }))?;
    }
    let view = desk.view()?;
    let (me, snapshot) = (&view.snapshot.me, &view.snapshot);
    let shape = Shape {
        id: snapshot.person.to_string(),
        device: snapshot.device.to_string(),
        name: &me.name,
        department: &me.department,
        role: &me.role,
        mail: &me.mails,
    };
    call.form.say(&shape, || {
        if me.name.is_empty() {
            return vec!["You haven’t said who you are yet: sideways me set --name N --department D".to_owned()];
        }
        let role = if me.role.is_empty() { String::new() } else { format!(" · {}", me.role) };
        let first = format!("{} · {}{role}", me.name, me.department);
        std::iter::once(first).chain(me.mails.iter().cloned()).collect()
    })
}
