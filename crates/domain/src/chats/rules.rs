//! What holds in a private chat: after which time messages go, whether they may be forwarded, and how it looks.

use boxes::{About, Action, By, ChatRules, Content, NewMessage, Peer, ReplyTo, Sent, Turn, UserId};

use store::{
    key::OfUser,
    records::{due::ChatDefaults, looks::WornWallPaper},
};

use crate::{
    Fault, Notice,
    birthdays::Birthday,
    chats::{ChatError, Chats},
    lasting,
};

/// Messages stay for a year at most where they go at all.
const TTL_SECONDS_MAX: i32 = 366 * DAY_SECONDS;
const DAY_SECONDS: i32 = 86_400;

impl Chats {
    /// What holds in a chat, as `user` keeps it.
    ///
    /// # Errors
    /// Where the box fails.
    pub async fn rules(&self, user: UserId, peer: Peer) -> Result<ChatRules, ChatError> {
        Ok(self.boxes.chat_rules(user, peer).await?)
    }

    /// From now on messages of this chat go after `period` seconds; 0: they stay. Tells it in the chat.
    ///
    /// # Errors
    /// [`ChatError::NoSuchTtl`], [`ChatError::NothingChanges`], and as [`Chats::send`].
    pub async fn set_ttl(&self, by: By, to: UserId, period: i32) -> Result<Sent, ChatError> {
        self.check_ttl(period)?;
        let turn = self.boxes.turn(by).await;
        self.may_write(by.user, to).await?;
        if self.rules(by.user, Peer::User(to)).await?.ttl_period.unwrap_or(0) == period {
            return Err(ChatError::NothingChanges);
        }
        self.tell(by, to, Action::SetMessagesTtl { period, by_default_of: None }, Some(turn)).await
    }

    /// From now on the caller's messages in this chat may, or may not, be forwarded. Tells it in the chat.
    ///
    /// # Errors
    /// [`ChatError::NothingChanges`], and as [`Chats::send`].
    pub async fn set_no_forwards(&self, by: By, to: UserId, after: bool) -> Result<Sent, ChatError> {
        if by.user == to {
            return Err(ChatError::NoSuchPeer);
        }
        let turn = self.boxes.turn(by).await;
        self.may_write(by.user, to).await?;
        let before = self.rules(by.user, Peer::User(to)).await?.no_forwards_mine.unwrap_or(false);
        if before == after {
            return Err(ChatError::NothingChanges);
        }
        self.tell(by, to, Action::NoForwards { before, after }, Some(turn)).await
    }

    /// Tells the other side that the caller has taken a picture of what he sees.
    ///
    /// # Errors
    /// As [`Chats::send`]; [`ChatError::NoSuchPeer`] in the chat with oneself.
    pub async fn tell_screenshot(
        &self,
        by: By,
        to: UserId,
        reply_to: Option<ReplyTo>,
        random_id: i64,
    ) -> Result<Sent, ChatError> {
        if by.user == to {
            return Err(ChatError::NoSuchPeer);
        }
        let turn = self.boxes.turn(by).await;
        self.may_write(by.user, to).await?;
        let content = Content { action: Some(Action::ScreenshotTaken), ..Content::default() };
        let now = self.world.clock.now().seconds();
        let message = NewMessage { reply_to, ..NewMessage::new(by, Peer::User(to), random_id, now, content) };
        let sent = self.boxes.send_in_turn(vec![message], Some(turn)).await?;
        sent.into_iter().next().ok_or(ChatError::NoSuchPeer)
    }

    /// From now on this chat is shown in the theme with that emoji, or in none. Tells it in the chat.
    ///
    /// # Errors
    /// [`ChatError::NothingChanges`], and as [`Chats::send`].
    pub async fn set_theme(&self, by: By, to: UserId, emoticon: &str) -> Result<Sent, ChatError> {
        let turn = self.boxes.turn(by).await;
        self.may_write(by.user, to).await?;
        if self.rules(by.user, Peer::User(to)).await?.theme.unwrap_or_default() == emoticon {
            return Err(ChatError::NothingChanges);
        }
        self.tell(by, to, Action::SetChatTheme { emoticon: emoticon.to_owned() }, Some(turn)).await
    }

    /// Puts a wallpaper up behind this chat: for the caller, or for both. Tells it in the chat; `same`: it is what the
    /// other side has told of.
    ///
    /// # Errors
    /// As [`Chats::send`].
    pub async fn set_wallpaper(
        &self,
        by: By,
        to: UserId,
        wallpaper: WornWallPaper,
        same: bool,
        for_both: bool,
    ) -> Result<Sent, ChatError> {
        let turn = self.boxes.turn(by).await;
        self.may_write(by.user, to).await?;
        self.tell(by, to, Action::SetChatWallPaper { wallpaper, same, for_both }, Some(turn)).await
    }

    /// Takes the caller's wallpaper of this chat down; `revert`: that which the other side has put up, for what was there
    /// before. The other side hears nothing; the caller's other devices do. Gives what holds then.
    ///
    /// # Errors
    /// [`ChatError::NothingChanges`], and where the box fails.
    pub async fn take_wallpaper(&self, by: By, to: UserId, revert: bool) -> Result<ChatRules, ChatError> {
        let peer = Peer::User(to);
        let before = self.rules(by.user, peer).await?;
        if before.wallpaper.is_none() || revert && before.wallpaper_overridden != Some(true) {
            return Err(ChatError::NothingChanges);
        }
        // First, in a commit of its own: what is told is read when it is told.
        let mut batch = self.store.batch();
        lasting::keep(&self.boxes, &mut batch, by.user, &[About::WallPaper(to.0)]).await?;
        self.store.commit(batch).await.map_err(Fault::from)?;
        let down = |before: &ChatRules| {
            let wallpaper = before.wallpaper_before.clone().filter(|_| revert);
            ChatRules { wallpaper, wallpaper_overridden: None, wallpaper_before: None, ..before.clone() }
        };
        let after = self.boxes.change_chat_rules(by.user, peer, down).await?;
        self.live.notice(by.user, Notice::WallPaper { user: to }, by.session);
        Ok(after)
    }

    /// Suggests a day of birth to somebody, in the chat with him.
    ///
    /// # Errors
    /// [`ChatError::NoSuchPeer`] for oneself, and as [`Chats::send`].
    pub async fn suggest_birthday(&self, by: By, to: UserId, birthday: Birthday) -> Result<Sent, ChatError> {
        let turn = self.boxes.turn(by).await;
        self.may_suggest(by, to).await?;
        self.tell(by, to, Action::SuggestBirthday { birthday }, Some(turn)).await
    }

    /// Suggests a photo for his page to somebody, in the chat with him.
    ///
    /// # Errors
    /// As [`Chats::suggest_birthday`]; [`ChatError::File`] for a photo that the caller does not have.
    pub async fn suggest_photo(&self, by: By, to: UserId, photo: i64) -> Result<Sent, ChatError> {
        let turn = self.boxes.turn(by).await;
        let _held = self.files.hold([photo]);
        self.may_suggest(by, to).await?;
        self.files.shared(photo, by.user.into(), &[to.into()]).await?;
        self.tell(by, to, Action::SuggestProfilePhoto { photo }, Some(turn)).await
    }

    async fn may_suggest(&self, by: By, to: UserId) -> Result<(), ChatError> {
        if by.user == to {
            return Err(ChatError::NoSuchPeer);
        }
        self.may_write(by.user, to).await
    }

    /// Whether messages can be made to go after this time.
    ///
    /// # Errors
    /// [`ChatError::NoSuchTtl`].
    pub fn check_ttl(&self, period: i32) -> Result<(), ChatError> {
        let days = period % DAY_SECONDS == 0 || self.test_mode;
        if (0..=TTL_SECONDS_MAX).contains(&period) && days { Ok(()) } else { Err(ChatError::NoSuchTtl) }
    }

    /// After which time messages go in chats that `user` begins; none: they stay.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn default_ttl(&self, user: UserId) -> Result<Option<i32>, ChatError> {
        let row = self.defaults.get(&OfUser(user)).await.map_err(Fault::from)?;
        Ok(row.and_then(|row| row.ttl_period).filter(|period| *period > 0))
    }

    /// Sets it.
    ///
    /// # Errors
    /// [`ChatError::NoSuchTtl`], and where the store fails.
    pub async fn set_default_ttl(&self, user: UserId, period: i32) -> Result<(), ChatError> {
        self.check_ttl(period)?;
        let key = OfUser(user);
        let _lock = self.defaults.lock(&key).await;
        let row = ChatDefaults { ttl_period: Some(period).filter(|period| *period > 0) };
        self.defaults.write_locked(&key, Some(row)).await.map_err(Fault::from)?;
        Ok(())
    }

    /// A chat that begins takes the time that its author has set for all new ones.
    pub(super) async fn open_by_default(&self, by: By, to: UserId) -> Result<(), ChatError> {
        match self.default_ttl(by.user).await? {
            Some(period) => Box::pin(self.open_with(by, to, period)).await,
            None => Ok(()),
        }
    }

    async fn open_with(&self, by: By, to: UserId, period: i32) -> Result<(), ChatError> {
        let peer = Peer::User(to);
        if to == by.user || self.boxes.dialog(by.user, peer).await?.is_some() {
            return Ok(());
        }
        if self.rules(by.user, peer).await?.ttl_period.is_none() {
            // The session that sends hears of it as the others do: its answer is about its own message.
            let action = Action::SetMessagesTtl { period, by_default_of: Some(by.user) };
            // In the turn of the send that it stands before.
            self.tell(By::user(by.user), to, action, None).await?;
        }
        Ok(())
    }

    async fn tell(&self, by: By, to: UserId, action: Action, turn: Option<Turn>) -> Result<Sent, ChatError> {
        let content = Content { action: Some(action), ..Content::default() };
        let now = self.world.clock.now().seconds();
        let message = NewMessage::new(by, Peer::User(to), 0, now, content);
        let sent = self.boxes.send_in_turn(vec![message], turn).await?;
        sent.into_iter().next().ok_or(ChatError::NoSuchPeer)
    }
}
