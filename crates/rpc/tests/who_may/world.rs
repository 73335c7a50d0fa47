//! The server side of the model test: the same things asked by the bytes of calls.

use std::collections::BTreeSet;

use boxes::{Event, UserId};
use domain::PeerKind;
use tl::{enums, functions, types};

use super::{
    fixture::{Device, House},
    rules::{KINDS, Kind, Person},
};

/// People and chats as the server knows them.
pub(crate) struct World {
    pub(crate) house: House,
    pub(crate) devices: Vec<Device>,
    /// In the order of [`KINDS`].
    chats: Vec<i64>,
}

/// An error's name, or a kind of answer that nobody expects.
pub(crate) type Told<T> = Result<T, String>;

impl World {
    pub(crate) async fn new(house: House, people: usize) -> World {
        let mut devices = Vec::new();
        for number in 0..people {
            let user = house.person(100 + number as i64, "Orang").await;
            devices.push(house.device(user, 1));
        }
        let mut world = World { house, devices, chats: Vec::new() };
        for kind in KINDS {
            let chat = world.make(kind).await;
            world.chats.push(chat);
        }
        world
    }

    pub(crate) fn user(&self, who: Person) -> UserId {
        self.devices[who].user.unwrap()
    }

    pub(crate) fn person(&self, user: UserId) -> Option<Person> {
        self.devices.iter().position(|device| device.user == Some(user))
    }

    async fn call<F: tl::Function>(&self, who: Person, request: F) -> Told<F::Response> {
        self.house.call(&self.devices[who], request).await
    }

    fn id(&self, kind: Kind) -> i64 {
        self.chats[KINDS.iter().position(|one| *one == kind).unwrap()]
    }

    async fn make(&self, kind: Kind) -> i64 {
        if kind == Kind::BasicGroup {
            let make = functions::messages::CreateChat::new(vec![self.named(0, 1)], "Arisan".into());
            let enums::messages::InvitedUsers::InvitedUsers(made) = self.call(0, make).await.unwrap();
            let enums::Updates::Updates(made) = made.updates else { panic!("updates") };
            let enums::Chat::Chat(chat) = &made.chats[0] else { panic!("a group") };
            return chat.id;
        }
        let make = functions::channels::CreateChannel {
            megagroup: kind != Kind::Broadcast,
            broadcast: kind == Kind::Broadcast,
            ..functions::channels::CreateChannel::new("Kampung".into(), String::new())
        };
        let enums::Updates::Updates(made) = self.call(0, make).await.unwrap() else { panic!("updates") };
        let enums::Chat::Channel(channel) = &made.chats[0] else { panic!("a channel") };
        let input = self.channel(0, channel.id);
        if kind == Kind::Hidden {
            let hide = functions::channels::TogglePreHistoryHidden::new(input.clone(), true);
            self.call(0, hide).await.unwrap();
        }
        if kind == Kind::Public {
            let name = functions::channels::UpdateUsername::new(input, "kampung_kita".into());
            self.call(0, name).await.unwrap();
        }
        channel.id
    }

    fn channel(&self, viewer: Person, id: i64) -> enums::InputChannel {
        let hash = self.house.services.domain.access.of(self.user(viewer), PeerKind::Channel, id);
        types::InputChannel::new(id, hash).into()
    }

    fn named(&self, viewer: Person, who: Person) -> enums::InputUser {
        let (viewer, user) = (self.user(viewer), self.user(who));
        let hash = self.house.services.domain.access.of(viewer, PeerKind::User, user.0);
        types::InputUser::new(user.0, hash).into()
    }

    pub(crate) fn person_peer(&self, viewer: Person, who: Person) -> enums::InputPeer {
        self.house.peer(self.user(viewer), self.user(who))
    }

    pub(crate) fn peer(&self, viewer: Person, kind: Kind) -> enums::InputPeer {
        let id = self.id(kind);
        if kind == Kind::BasicGroup {
            return types::InputPeerChat::new(id).into();
        }
        let hash = self.house.services.domain.access.of(self.user(viewer), PeerKind::Channel, id);
        types::InputPeerChannel::new(id, hash).into()
    }

    pub(crate) async fn add(&self, by: Person, kind: Kind, who: Person) -> Told<bool> {
        let user = self.named(by, who);
        let enums::messages::InvitedUsers::InvitedUsers(done) = match kind {
            Kind::BasicGroup => {
                self.call(by, functions::messages::AddChatUser::new(self.id(kind), user, 0)).await?
            }
            _ => {
                let channel = self.channel(by, self.id(kind));
                self.call(by, functions::channels::InviteToChannel::new(channel, vec![user])).await?
            }
        };
        Ok(done.missing_invitees.is_empty())
    }

    pub(crate) async fn join(&self, who: Person, kind: Kind) -> Told<()> {
        let channel = self.channel(who, self.id(kind));
        self.call(who, functions::channels::JoinChannel::new(channel)).await.map(drop)
    }

    pub(crate) async fn leave(&self, who: Person, kind: Kind) -> Told<()> {
        match kind {
            Kind::BasicGroup => self.remove(who, who).await,
            _ => {
                let channel = self.channel(who, self.id(kind));
                self.call(who, functions::channels::LeaveChannel::new(channel)).await.map(drop)
            }
        }
    }

    /// Out of the basic group.
    pub(crate) async fn remove(&self, by: Person, who: Person) -> Told<()> {
        let remove = functions::messages::DeleteChatUser::new(self.id(Kind::BasicGroup), self.named(by, who));
        self.call(by, remove).await.map(drop)
    }

    pub(crate) async fn ban(
        &self,
        by: Person,
        kind: Kind,
        who: Person,
        (banned, restricted): (bool, bool),
    ) -> Told<()> {
        let rights = types::ChatBannedRights {
            view_messages: banned,
            send_messages: banned || restricted,
            ..types::ChatBannedRights::new(0)
        };
        let (channel, peer) = (self.channel(by, self.id(kind)), self.person_peer(by, who));
        self.call(by, functions::channels::EditBanned::new(channel, peer, rights.into())).await.map(drop)
    }

    pub(crate) async fn promote(&self, kind: Kind, who: Person, admin: bool) -> Told<()> {
        let rights = types::ChatAdminRights {
            post_messages: admin && kind == Kind::Broadcast,
            delete_messages: admin,
            ban_users: admin,
            invite_users: admin,
            ..types::ChatAdminRights::new()
        };
        let (channel, user) = (self.channel(0, self.id(kind)), self.named(0, who));
        self.call(0, functions::channels::EditAdmin::new(channel, user, rights.into())).await.map(drop)
    }

    /// Brings a small file.
    async fn bring(&self, who: Person, file_id: i64) -> enums::InputMedia {
        let part = functions::upload::SaveFilePart::new(file_id, 0, file_id.to_le_bytes().to_vec());
        self.call(who, part).await.unwrap();
        let file = types::InputFile::new(file_id, 1, "a.bin".into(), String::new()).into();
        types::InputMediaUploadedDocument::new(file, "text/plain".into(), Vec::new()).into()
    }

    /// Writes; gives the id that the author has of it.
    pub(crate) async fn post(
        &self,
        who: Person,
        peer: enums::InputPeer,
        text: &str,
        random_id: i64,
        with_file: bool,
    ) -> Told<i32> {
        let done = if with_file {
            let media = self.bring(who, random_id).await;
            self.call(who, functions::messages::SendMedia::new(peer, media, text.into(), random_id)).await?
        } else {
            self.call(who, functions::messages::SendMessage::new(peer, text.into(), random_id)).await?
        };
        let updates = match done {
            enums::Updates::Updates(done) => done.updates,
            enums::Updates::UpdateShortSentMessage(sent) => return Ok(sent.id),
            _ => return Err("an unexpected kind of updates".into()),
        };
        let id = updates.iter().find_map(|update| match update {
            enums::Update::UpdateMessageID(id) => Some(id.id),
            _ => None,
        });
        id.ok_or_else(|| "no id".into())
    }

    pub(crate) async fn delete(&self, who: Person, kind: Kind, id: i32) -> Told<()> {
        let channel = self.channel(who, self.id(kind));
        self.call(who, functions::channels::DeleteMessages::new(channel, vec![id])).await.map(drop)
    }

    /// The messages that a history shows.
    pub(crate) async fn history(&self, who: Person, peer: enums::InputPeer) -> Told<Vec<types::Message>> {
        messages(self.call(who, functions::messages::GetHistory::new(peer, 0, 0, 0, 100, 0, 0, 0)).await?)
    }

    pub(crate) async fn search(
        &self,
        who: Person,
        peer: enums::InputPeer,
        word: &str,
    ) -> Told<BTreeSet<String>> {
        let filter = enums::MessagesFilter::InputMessagesFilterEmpty;
        let search = functions::messages::Search::new(peer, word.into(), filter, 0, 0, 0, 0, 100, 0, 0, 0);
        Ok(texts(&messages(self.call(who, search).await?)?))
    }

    pub(crate) async fn search_everywhere(&self, who: Person, word: &str) -> Told<BTreeSet<String>> {
        let (filter, peer) =
            (enums::MessagesFilter::InputMessagesFilterEmpty, enums::InputPeer::InputPeerEmpty);
        let search = functions::messages::SearchGlobal::new(word.into(), filter, 0, 0, 0, peer, 0, 100);
        Ok(texts(&messages(self.call(who, search).await?)?))
    }

    /// Whom the list of members shows.
    pub(crate) async fn members(&self, who: Person, kind: Kind) -> Told<BTreeSet<Person>> {
        let users: Vec<i64> = if kind == Kind::BasicGroup {
            let get = functions::messages::GetFullChat::new(self.id(kind));
            let enums::messages::ChatFull::ChatFull(full) = self.call(who, get).await?;
            let enums::ChatFull::ChatFull(full) = full.full_chat else { return Err("no group".into()) };
            let enums::ChatParticipants::ChatParticipants(list) = full.participants else {
                return Err("forbidden".into());
            };
            let one = |one: &enums::ChatParticipant| match one {
                enums::ChatParticipant::ChatParticipant(one) => one.user_id,
                enums::ChatParticipant::ChatParticipantAdmin(one) => one.user_id,
                enums::ChatParticipant::ChatParticipantCreator(one) => one.user_id,
            };
            list.participants.iter().map(one).collect()
        } else {
            let filter = types::ChannelParticipantsSearch::new(String::new()).into();
            let channel = self.channel(who, self.id(kind));
            let get = functions::channels::GetParticipants::new(channel, filter, 0, 100, 0);
            let enums::channels::ChannelParticipants::ChannelParticipants(list) = self.call(who, get).await?
            else {
                return Err("not modified".into());
            };
            list.participants
                .iter()
                .filter_map(|one| match one {
                    enums::ChannelParticipant::ChannelParticipant(one) => Some(one.user_id),
                    enums::ChannelParticipant::ChannelParticipantSelf(one) => Some(one.user_id),
                    enums::ChannelParticipant::ChannelParticipantCreator(one) => Some(one.user_id),
                    enums::ChannelParticipant::ChannelParticipantAdmin(one) => Some(one.user_id),
                    enums::ChannelParticipant::ChannelParticipantBanned(one) if !one.left => {
                        match &one.peer {
                            enums::Peer::PeerUser(peer) => Some(peer.user_id),
                            _ => None,
                        }
                    }
                    _ => None,
                })
                .collect()
        };
        Ok(users.into_iter().filter_map(|user| self.person(UserId(user))).collect())
    }

    /// Opens a file by what he was shown.
    pub(crate) async fn open(&self, who: Person, at: &types::InputDocumentFileLocation) -> Told<()> {
        let get = functions::upload::GetFile::new(at.clone().into(), 0, 4096);
        self.call(who, get).await.map(drop)
    }

    /// Who would be told of what is posted in a channel, as the hub asks at the moment of each push.
    pub(crate) async fn hears(&self, who: Person, kind: Kind) -> bool {
        self.house.services.domain.channels.is_member(self.id(kind), self.user(who)).await.unwrap()
    }

    /// To whom new messages were pushed since the last look.
    pub(crate) fn pushed(&self) -> BTreeSet<Person> {
        let told = std::mem::take(&mut *self.house.told.entries.lock().unwrap());
        let new = told.iter().filter(|(_, entry, _)| matches!(entry.event, Event::New(_)));
        new.filter_map(|(user, _, _)| self.person(*user)).collect()
    }

    pub(crate) async fn delete_account(&self, who: Person) -> Told<()> {
        self.call(who, functions::account::DeleteAccount::new("enough".into())).await.map(drop)
    }

    pub(crate) async fn block(&self, who: Person, whom: Person, block: bool) -> Told<()> {
        let peer = self.person_peer(who, whom);
        if block {
            self.call(who, functions::contacts::Block::new(peer)).await.map(drop)
        } else {
            self.call(who, functions::contacts::Unblock::new(peer)).await.map(drop)
        }
    }
}

pub(crate) fn texts(found: &[types::Message]) -> BTreeSet<String> {
    found.iter().map(|message| message.message.clone()).collect()
}

/// Where the file of a message is, for whom the message was shown to.
pub(crate) fn location(message: &types::Message) -> Option<types::InputDocumentFileLocation> {
    let Some(enums::MessageMedia::MessageMediaDocument(media)) = &message.media else { return None };
    let Some(enums::Document::Document(document)) = &media.document else { return None };
    let (id, hash) = (document.id, document.access_hash);
    Some(types::InputDocumentFileLocation::new(id, hash, document.file_reference.clone(), String::new()))
}

/// The messages of an answer that people wrote.
fn messages(answer: enums::messages::Messages) -> Told<Vec<types::Message>> {
    let found = match answer {
        enums::messages::Messages::Messages(page) => page.messages,
        enums::messages::Messages::MessagesSlice(page) => page.messages,
        enums::messages::Messages::ChannelMessages(page) => page.messages,
        enums::messages::Messages::MessagesNotModified(_) => return Err("not modified".into()),
    };
    let plain = found.into_iter().filter_map(|message| match message {
        enums::Message::Message(message) => Some(*message),
        _ => None,
    });
    Ok(plain.collect())
}
