//! Votes in polls of any chat, answers that are added to them, and what the one who asked has not seen.

use boxes::{By, Media, Message, MessageId, Peer, SearchQuery, UserId};
use store::records::log::MessageKind;

use super::{ChatError, Chats};
use crate::{
    PollView,
    channels::Action,
    polls::{Answer, NewAnswer, PollError, Seat},
};

/// Polls of a chat among which the one that was asked there is looked for.
const LOOKED_AT_MAX: i32 = 100;

impl Chats {
    /// Makes the answers with these names what the caller chose in the poll of a message; none takes the vote back.
    ///
    /// # Errors
    /// [`ChatError::NoSuchMessage`], and what the poll has against it.
    pub async fn vote(
        &self,
        by: By,
        peer: Peer,
        id: MessageId,
        options: &[Vec<u8>],
    ) -> Result<PollView, ChatError> {
        let (message, view) = self.with_poll(by, peer, id).await?;
        let seat = match view.poll.seat {
            Some(seat) => Some(seat),
            None => self.seat(by.user, &message, &view).await?,
        };
        Ok(self.polls.vote(by, view.id, options, seat).await?)
    }

    /// Offers one more answer in the poll of a message, for whoever may write there.
    ///
    /// # Errors
    /// [`ChatError::NoSuchMessage`], what stands against writing, and what the poll has against it.
    pub async fn add_poll_answer(
        &self,
        by: By,
        peer: Peer,
        id: MessageId,
        answer: NewAnswer,
    ) -> Result<(PollView, Answer), ChatError> {
        let (message, view) = self.with_poll(by, peer, id).await?;
        // Who only knows a copy of it is none of those who were asked.
        if message.forward.is_some() {
            return Err(PollError::NotOpen.into());
        }
        match peer {
            Peer::User(other) => self.may_write(by.user, other).await?,
            Peer::Channel(channel) => self.channels.may_write(channel, by.user).await?,
            Peer::Group(group) => {
                let view = self.boxes.group(group).await?.ok_or(ChatError::NoSuchPeer)?;
                if view.record.deactivated == Some(true) || !view.may(by.user, boxes::banned::SEND_MESSAGES) {
                    return Err(ChatError::ReadOnly);
                }
            }
        }
        Ok(self.polls.add_answer(by, view.id, answer).await?)
    }

    /// Takes an added answer away again.
    ///
    /// # Errors
    /// [`ChatError::NoSuchMessage`], and what the poll has against it.
    pub async fn delete_poll_answer(
        &self,
        by: By,
        peer: Peer,
        id: MessageId,
        option: &[u8],
    ) -> Result<(PollView, Answer), ChatError> {
        let (message, view) = self.with_poll(by, peer, id).await?;
        let others = match peer {
            Peer::Channel(channel) if message.forward.is_none() => {
                let seen = self.channels.seen(channel, by.user).await?;
                seen.standing.may(&seen.record, Action::DeleteOthers)
            }
            _ => false,
        };
        Ok(self.polls.delete_answer(by, view.id, option, others).await?)
    }

    /// How many polls of the caller's own in a chat have votes that he has not seen, for each chat with one.
    ///
    /// # Errors
    /// Faults.
    pub async fn unread_polls(&self, by: By) -> Result<Vec<(Peer, i32)>, ChatError> {
        let mut counts: Vec<(Peer, i32)> = Vec::new();
        let unread = self.polls.unread(by.user).await?;
        for chat in unread.chunk_by(|(one, _), (other, _)| one == other) {
            let Some((peer, _)) = chat.first() else { continue };
            let ids = chat.iter().map(|(_, id)| *id).collect();
            let count = self.standing_polls(by, *peer, ids).await?.len();
            counts.push((*peer, i32::try_from(count).unwrap_or(i32::MAX)));
        }
        Ok(counts)
    }

    /// The caller's messages of a chat with polls in which there are votes that he has not seen, newest first.
    ///
    /// # Errors
    /// Faults.
    pub async fn unread_poll_votes(&self, by: By, peer: Peer) -> Result<Vec<Message>, ChatError> {
        let unread = self.polls.unread(by.user).await?;
        let ids = unread.into_iter().filter(|(chat, _)| *chat == peer).map(|(_, id)| id).collect();
        self.standing_polls(by, peer, ids).await
    }

    /// Those of the polls with votes that were not seen that still stand, newest first; the others are put away.
    async fn standing_polls(
        &self,
        by: By,
        peer: Peer,
        mut ids: Vec<MessageId>,
    ) -> Result<Vec<Message>, ChatError> {
        ids.reverse();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let found = match self.of_chat(by.user, peer, &ids).await {
            Ok(found) => found,
            Err(ChatError::Fault(fault)) => return Err(fault.into()),
            // He has left, or it is gone.
            Err(_) => vec![None; ids.len()],
        };
        let gone: Vec<_> =
            ids.iter().zip(&found).filter(|(_, one)| one.is_none()).map(|(id, _)| *id).collect();
        self.polls.seen_votes(by, peer, &gone).await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Takes note that the caller has seen the votes in these messages' polls, those of his own among them.
    ///
    /// # Errors
    /// Faults.
    pub async fn read_poll_votes(&self, by: By, peer: Peer, ids: &[MessageId]) -> Result<(), ChatError> {
        Ok(self.polls.seen_votes(by, peer, ids).await?)
    }

    async fn with_poll(&self, by: By, peer: Peer, id: MessageId) -> Result<(Message, PollView), ChatError> {
        let found = self.of_chat(by.user, peer, &[id]).await?.into_iter().next().flatten();
        let message = found.ok_or(ChatError::NoSuchMessage)?;
        let Some(Media::Poll { id }) = message.content.media else { return Err(ChatError::NoSuchMessage) };
        let view = self.polls.view(by.user, id).await?.ok_or(ChatError::NoSuchMessage)?;
        Ok((message, view))
    }

    /// The message in which a poll was asked, as its creator sees it, found from what somebody else sees there.
    async fn seat(
        &self,
        voter: UserId,
        message: &Message,
        view: &PollView,
    ) -> Result<Option<Seat>, ChatError> {
        let creator = view.poll.creator;
        if message.forward.is_some() || message.from != creator || voter == creator {
            return Ok(None);
        }
        let peer = match message.peer {
            channel @ Peer::Channel(_) => return Ok(Some(Seat { peer: channel, id: message.id })),
            group @ Peer::Group(_) => group,
            Peer::User(_) => Peer::User(voter),
        };
        let query = SearchQuery {
            kinds: vec![MessageKind::Poll],
            from: Some(creator),
            limit: LOOKED_AT_MAX,
            ..SearchQuery::default()
        };
        let found = self.boxes.search(creator, Some(peer), query).await?.messages;
        let is_it = |one: &&Message| {
            one.forward.is_none() && matches!(one.content.media, Some(Media::Poll { id }) if id == view.id)
        };
        Ok(found.iter().find(is_it).map(|one| Seat { peer, id: one.id }))
    }
}
