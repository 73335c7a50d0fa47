//! What people do with their list of chats: pins, drafts, folders, the archive.

use tl::{enums, functions, types};

use crate::{
    device::{Arranged, Asked},
    doings::Subject,
    life::Life,
};

impl Life {
    pub(crate) fn arrange(&mut self, subject: Subject, name: &str) -> Option<()> {
        let (other, some) = (subject.other, self.dice.one_in(2));
        let named = types::InputDialogPeer::new(subject.to.clone()).into();
        let archived = |life: &Life| {
            let chat = life.devices.get(subject.at)?.mind.screen.chats.get(&other)?;
            Some(chat.archived)
        };
        match name {
            "pin" => return self.pin(subject),
            "archive" => {
                archived(self)?;
                let moved = types::InputFolderPeer::new(subject.to.clone(), i32::from(some)).into();
                let request = functions::folders::EditPeerFolders::new(vec![moved]);
                self.devices[subject.at].ask(&request, Asked::Edit);
            }
            "on top" => {
                let archived = archived(self)?;
                let request = functions::messages::ToggleDialogPin::new(named);
                let request = functions::messages::ToggleDialogPin { pinned: some, ..request };
                let arranged = Arranged::OnTop { peer: other, archived, pinned: some };
                self.devices[subject.at].ask(&request, Asked::Arrange(arranged));
            }
            "draft" => {
                let text = if some { format!("draft {}", self.dice.below(1000)) } else { String::new() };
                let request = functions::messages::SaveDraft::new(subject.to.clone(), text.clone());
                let arranged = Arranged::Draft { peer: other, text };
                self.devices[subject.at].ask(&request, Asked::Arrange(arranged));
            }
            "mute" => {
                let until = some.then(|| 1 + self.dice.below(1000) as i32);
                let peer = types::InputNotifyPeer::new(subject.to.clone()).into();
                let settings = types::InputPeerNotifySettings {
                    mute_until: until,
                    ..types::InputPeerNotifySettings::new()
                };
                let request = functions::account::UpdateNotifySettings::new(peer, settings.into());
                let arranged = Arranged::Mute { peer: other, until };
                self.devices[subject.at].ask(&request, Asked::Arrange(arranged));
            }
            _ => self.folder(subject, some),
        }
        Some(())
    }

    fn pin(&mut self, subject: Subject) -> Option<()> {
        if self.dice.one_in(8) {
            let request = functions::messages::UnpinAllMessages::new(subject.to);
            self.devices[subject.at].ask(&request, Asked::Unpin { peer: subject.other });
            return Some(());
        }
        let (id, _) = subject.pick(&self.dice, None)?;
        let request = functions::messages::UpdatePinnedMessage {
            unpin: self.dice.one_in(3),
            pm_oneside: self.dice.one_in(3),
            silent: self.dice.one_in(2),
            ..functions::messages::UpdatePinnedMessage::new(subject.to, id)
        };
        self.devices[subject.at].ask(&request, Asked::Edit);
        Some(())
    }

    fn folder(&mut self, subject: Subject, some: bool) {
        let id = 2 + self.dice.below(4) as i32;
        let title = format!("f{}", self.dice.below(1000));
        let filter: Option<enums::DialogFilter> = some.then(|| {
            let name = types::TextWithEntities::new(title.clone(), Vec::new()).into();
            let included = vec![subject.to.clone()];
            types::DialogFilter::new(id, name, Vec::new(), included, Vec::new()).into()
        });
        let request = functions::messages::UpdateDialogFilter {
            filter,
            ..functions::messages::UpdateDialogFilter::new(id)
        };
        let folder = some.then(|| (title, vec![subject.other]));
        let arranged = Arranged::Folder { id, folder };
        self.devices[subject.at].ask(&request, Asked::Arrange(arranged));
    }
}
