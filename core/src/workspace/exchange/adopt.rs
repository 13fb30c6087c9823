//! A new computer of mine: how it becomes one. The one that invites vouches for it; the new one, in which nothing was
//! written yet, takes the person and the notebook's name over, and everything else comes by synchronising.

use super::super::{
    Workspace,
    open::FORMATS,
    state::{
        device::{DeviceChange, DeviceRow, Identity, Invited},
        statements::statement_key,
    },
};
use crate::{
    command::InvitationSecret,
    device::{SignedStatement, Statement},
    error::{AdoptError, EditError, StoreError},
    id::{DeviceId, DocId, PersonId},
    limits,
    snapshot::{Moment, NetworkSetting},
    store::Batch,
};
use serde::{Deserialize, Serialize};

/// What a new computer of mine is told once both sides have compared the words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Adoption {
    /// Whose it is from now on.
    pub person: PersonId,
    /// The notebook.
    pub notebook: DocId,
    /// What is stated of this person's devices, the new one among them.
    pub statements: Vec<SignedStatement>,
}

/// An invitation for another computer of mine that is open here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenForDevice {
    /// Proves the right to join.
    pub secret: InvitationSecret,
    /// When it ends, by this computer's clock.
    pub until: Moment,
    /// The device that used it already, which may finish what was cut off.
    pub used_by: Option<DeviceId>,
}

impl Workspace {
    /// Makes an invitation for another computer of mine; an older one ends.
    pub fn invite_device(&mut self, until: Moment) -> Result<InvitationSecret, StoreError> {
        let secret = InvitationSecret(self.entropy.bytes());
        let invited = Invited { secret: secret.clone(), until, used_by: None };
        self.set_own_invitation(Some(invited))?;
        Ok(secret)
    }

    /// Takes it back.
    pub fn withdraw_device(&mut self) -> Result<(), StoreError> {
        if self.device.own_invitation.is_none() {
            return Ok(());
        }
        self.set_own_invitation(None)
    }

    /// The one that is open.
    #[must_use]
    pub fn open_for_device(&self, now: Moment) -> Option<OpenForDevice> {
        let invited = self.device.own_invitation.as_ref().filter(|invited| now < invited.until)?;
        Some(OpenForDevice { secret: invited.secret.clone(), until: invited.until, used_by: invited.used_by })
    }

    fn set_own_invitation(&mut self, invited: Option<Invited>) -> Result<(), StoreError> {
        self.transact(Moment::default(), |transaction| {
            transaction.set(DeviceChange::OwnInvitation(invited));
            Ok(())
        })
    }

    /// Vouches for a computer whose user compared the words, as the one here did. `stated` is its own word of itself;
    /// the transport proved its key.
    pub fn vouch_for(
        &mut self,
        secret: &InvitationSecret,
        remote: DeviceId,
        stated: &SignedStatement,
        now: Moment,
    ) -> Result<Adoption, AdoptError> {
        let open = self.open_for_device(now).filter(|open| open.secret == *secret).ok_or(AdoptError::NotOpen)?;
        if open.used_by.is_some_and(|device| device != remote) {
            return Err(AdoptError::NotOpen);
        }
        let said = &stated.statement;
        let sound = said.device == remote && said.vouched_by == remote && !said.removed && stated.is_genuine();
        if !sound || said.name.len() > limits::NAME_BYTES || said.formats.0 > FORMATS.1 || said.formats.1 < FORMATS.0 {
            return Err(AdoptError::Statement);
        }
        let mine = |device: &DeviceId| self.device.statements.get(device).map(|it| &it.statement);
        match mine(&remote) {
            // A colleague's computer is theirs, and one that was taken away stays so.
            Some(known) if known.person != self.person || known.removed => return Err(AdoptError::Another),
            _ => {}
        }
        if remote == self.key.id() {
            return Err(AdoptError::Own);
        }
        if self.device.devices_of(&self.person).len() >= limits::DEVICES_OF_PERSON && mine(&remote).is_none() {
            return Err(AdoptError::TooMany);
        }
        let statement = Statement { person: self.person, vouched_by: self.key.id(), ..said.clone() };
        let vouched = SignedStatement::new(statement, &self.key);
        self.transact::<_, StoreError>(now, |transaction| {
            transaction.keep_statement(vouched.clone());
            let invited = Invited { secret: secret.clone(), until: open.until, used_by: Some(remote) };
            transaction.set(DeviceChange::OwnInvitation(Some(invited)));
            Ok(())
        })?;
        self.read_anew()?;
        let mut statements = self.introduction();
        if !statements.contains(&vouched) {
            statements.push(vouched);
        }
        Ok(Adoption { person: self.person, notebook: self.notebook, statements })
    }

    /// Becomes a device of that person: the empty notebook here gives way to theirs, which comes by synchronising. The
    /// folder holds the one or the other at every instant.
    pub fn adopt(&mut self, adoption: &Adoption, from: DeviceId, addresses: &[String]) -> Result<(), AdoptError> {
        if !self.is_untouched() {
            return Err(AdoptError::NotEmpty);
        }
        let me = self.key.id();
        let genuine = |it: &&SignedStatement| it.statement.person == adoption.person && it.is_genuine();
        let statements: Vec<&SignedStatement> =
            adoption.statements.iter().take(limits::STATEMENTS_OF_PERSON).filter(genuine).collect();
        let states = |device: DeviceId| statements.iter().find(|it| it.statement.device == device);
        let vouched = states(me).filter(|it| it.statement.vouched_by == from && !it.statement.removed);
        let (Some(vouched), Some(_)) = (vouched, states(from)) else { return Err(AdoptError::Statement) };
        let own = SignedStatement::of_itself(&vouched.statement, &self.key);
        let identity = Identity { secret: *self.key.secret(), person: adoption.person, notebook: adoption.notebook };
        let mut batch = Batch::default();
        DeviceRow::Identity.put(&mut batch, &(), &identity);
        for signed in statements.into_iter().chain([&own]) {
            batch.put(crate::store::Table::Statements, &statement_key(signed), signed);
        }
        let network = match self.device.network {
            NetworkSetting::Off => NetworkSetting::ThisNetwork,
            chosen => chosen,
        };
        DeviceRow::Network.put(&mut batch, &(), &network);
        DeviceRow::Addresses.put(&mut batch, &from, &super::access::bounded_addresses(addresses.to_vec()));
        for (setting, text) in self.device.settings.iter() {
            DeviceRow::Setting.put(&mut batch, setting, text);
        }
        self.become_another(&identity, batch).map_err(AdoptError::Store)
    }

    /// Refuses to write before the notebook is there: what would be written belongs to a notebook that nobody has.
    pub(in super::super) fn has_arrived(&self) -> Result<(), EditError> {
        if self.is_arriving() {
            Err(EditError::NotNow("your notebook is still on its way from your other computer"))
        } else if self.is_removed() {
            Err(EditError::NotNow(
                "this computer was taken away from your devices on another one, so nothing is written here any more",
            ))
        } else {
            Ok(())
        }
    }
}
