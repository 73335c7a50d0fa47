//! Writing to a group.

use boxes::{By, Content, Media, Message, MessageKind, NewMessage, NewSchedule, Peer, Sent, UserId, banned};
use store::ids::Owner;

use super::{GroupError, Groups};
use crate::{
    ChatError, Draft, Notice,
    channel_rights::banned::EMBED_LINKS,
    chats::{files_of, stays},
    groups::GroupPeer,
};

impl Groups {
    /// Sends to a group, in order. Answered when durable.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`], [`GroupError::Chat`] where the caller may not write, and faults.
    pub async fn send(&self, by: By, group: i64, drafts: Vec<Draft>) -> Result<Vec<Sent>, GroupError> {
        // As for a person: before anything that may have to be read.
        let turn = self.boxes.turn(by).await;
        let _held = self.files.hold(files_of(&drafts));
        let messages = self.written(by, group, drafts).await?;
        self.boxes.send_in_turn(messages, Some(turn)).await.map_err(write_refused)
    }

    /// Schedules messages to a group.
    ///
    /// # Errors
    /// As [`Groups::send`], `ChatError::SentAlready`, and where too much is scheduled.
    pub async fn schedule(
        &self,
        by: By,
        group: i64,
        drafts: Vec<Draft>,
        schedule: NewSchedule,
    ) -> Result<Vec<Message>, GroupError> {
        self.may_write(by.user, group).await?;
        let _held = self.files.hold(files_of(&drafts));
        let messages = self.written(by, group, drafts).await?;
        let scheduled = self.boxes.schedule(messages, schedule).await.map_err(ChatError::from)?;
        for message in &scheduled {
            self.live.notice(by.user, Notice::Scheduled(Box::new(message.clone())), by.session);
        }
        Ok(scheduled)
    }

    /// The messages as the boxes take them.
    async fn written(&self, by: By, group: i64, drafts: Vec<Draft>) -> Result<Vec<NewMessage>, GroupError> {
        let view = self.of_member(group, by.user).await?;
        stays(drafts.iter().map(|draft| &draft.content))?;
        for draft in &drafts {
            self.accounts.code_leaked(by.user, &draft.content.text).await?;
            match draft.content.media {
                Some(Media::Poll { id }) => {
                    let members: Vec<UserId> = view.current().map(|(user, _)| user).collect();
                    self.polls.stands_at(id, &members).await?;
                }
                Some(Media::Photo { id, .. } | Media::Document { id, .. }) => {
                    let shared = self.files.shared(id, by.user.into(), &[Owner::Group(group)]).await;
                    shared.map_err(ChatError::from)?;
                }
                _ => {}
            }
        }
        let date = self.world.clock.now().seconds();
        let messages = drafts
            .into_iter()
            .map(|draft| NewMessage {
                needs: needs(&draft.content),
                reply_to: draft.reply_to,
                forward: draft.forward,
                silent: draft.silent,
                no_forwards: draft.no_forwards,
                invert_media: draft.invert_media,
                effect: draft.effect,
                grouped_id: draft.grouped_id,
                mentions: draft.mentions,
                ..NewMessage::new(by, Peer::Group(group), draft.random_id, date, draft.content)
            })
            .collect();
        Ok(messages)
    }

    /// Whether the caller may write to the group now.
    ///
    /// # Errors
    /// Why not.
    pub async fn may_write(&self, user: UserId, group: i64) -> Result<(), GroupError> {
        let view = self.of_member(group, user).await?;
        let open = view.record.deactivated != Some(true) && view.may(user, banned::SEND_MESSAGES);
        if open { Ok(()) } else { Err(GroupError::Chat(ChatError::ReadOnly)) }
    }

    /// Whether what the caller writes may show the page to which it links.
    ///
    /// # Errors
    /// As [`Groups::may_write`].
    pub async fn may_embed(&self, user: UserId, group: i64) -> Result<bool, GroupError> {
        Ok(self.of_member(group, user).await?.may(user, EMBED_LINKS))
    }

    /// Tells the members who are there what somebody is doing in the group.
    ///
    /// `action` is a `SendMessageAction` in TL of the newest layer.
    ///
    /// # Errors
    /// As [`Groups::may_write`].
    pub async fn typing(&self, from: UserId, group: i64, action: Vec<u8>) -> Result<(), GroupError> {
        self.may_write(from, group).await?;
        let view = self.of_member(group, from).await?;
        for (user, _) in view.current().filter(|(user, _)| *user != from && self.live.is_online(*user)) {
            let notice = Notice::ChatTyping { group: GroupPeer(group), from, action: action.clone() };
            self.live.notice(user, notice, None);
        }
        Ok(())
    }
}

/// Which of the things that a group may forbid a message is, as bits of `chatBannedRights`.
pub(crate) fn needs(content: &Content) -> u32 {
    let poll = matches!(content.media, Some(Media::Poll { .. } | Media::Todo(_)));
    let poll = if poll { banned::SEND_POLLS } else { 0 };
    let plain = if content.media.is_none() { banned::SEND_PLAIN } else { 0 };
    banned::SEND_MESSAGES | poll | plain | file(content.kind())
}

/// What a group may forbid of files, by the bits of `chatBannedRights`: all of them, and each kind.
fn file(kind: MessageKind) -> u32 {
    let of_kind = match kind {
        MessageKind::Sticker => 1 << 3,
        MessageKind::Gif => 1 << 4,
        MessageKind::Photo => 1 << 19,
        MessageKind::Video => 1 << 20,
        MessageKind::RoundVideo => 1 << 21,
        MessageKind::Music => 1 << 22,
        MessageKind::Voice => 1 << 23,
        MessageKind::Document => 1 << 24,
        _ => return 0,
    };
    SEND_MEDIA | of_kind
}

const SEND_MEDIA: u32 = 1 << 2;

/// That somebody may not write has a name of its own.
pub(super) fn write_refused(error: boxes::BoxError) -> GroupError {
    match error {
        boxes::BoxError::MayNot | boxes::BoxError::GroupDeactivated => GroupError::Chat(ChatError::ReadOnly),
        error => error.into(),
    }
}
