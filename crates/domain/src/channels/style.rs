//! How a channel is drawn, and what is at hand in it: colours, the emoji beside its name, its stickers, its theme and
//! wallpaper, where it is. Everybody may for nothing: there are no boosts here.

use std::sync::Arc;

use boxes::{By, ChannelEntry};
use store::records::{
    channels::{Channel, ChannelStyle, Location},
    log::Action as Told,
    looks::WornWallPaper,
};

use super::{Action, ChannelError, Channels, Seen, is_broadcast};

/// Characters of the address of a supergroup.
const ADDRESS_CHARS: std::ops::RangeInclusive<usize> = 1..=96;

/// What it is about, where that is no matter for every kind of channel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Styled {
    /// Any.
    Any,
    /// Supergroups alone.
    Supergroup,
    /// Broadcast channels alone.
    Broadcast,
}

impl Channels {
    /// Draws a channel otherwise; for admins who may change what it says of itself.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], [`ChannelError::NotAGroup`], [`ChannelError::NotBroadcast`],
    /// [`ChannelError::NotModified`], and faults.
    pub async fn restyle(
        &self,
        by: By,
        channel: i64,
        kind: Styled,
        change: impl FnOnce(&mut ChannelStyle),
    ) -> Result<(), ChannelError> {
        let _gate = self.gate(channel).await;
        let seen = self.may_style(by, channel, kind).await?;
        self.write_style(by, channel, &seen, change).await?;
        self.live.channel_changed(channel, by.session);
        Ok(())
    }

    /// Shows a channel in a theme from now on, or in none, and says so in it.
    ///
    /// # Errors
    /// As [`Channels::restyle`].
    pub async fn set_theme(
        &self,
        by: By,
        channel: i64,
        emoticon: &str,
    ) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        let record = {
            let _gate = self.gate(channel).await;
            let seen = self.may_style(by, channel, Styled::Any).await?;
            let theme = Some(emoticon.to_owned()).filter(|emoticon| !emoticon.is_empty());
            self.write_style(by, channel, &seen, |style| style.theme = theme).await?
        };
        self.live.channel_changed(channel, by.session);
        self.tell_in(by, channel, &record, Told::SetChatTheme { emoticon: emoticon.to_owned() }).await
    }

    /// Puts a wallpaper up behind a channel's messages and says so in it, or takes it down.
    ///
    /// # Errors
    /// As [`Channels::restyle`].
    pub async fn set_wallpaper(
        &self,
        by: By,
        channel: i64,
        wallpaper: Option<WornWallPaper>,
    ) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        let record = {
            let _gate = self.gate(channel).await;
            let seen = self.may_style(by, channel, Styled::Any).await?;
            let up = wallpaper.clone();
            self.write_style(by, channel, &seen, |style| style.wallpaper = up).await?
        };
        self.live.channel_changed(channel, by.session);
        let Some(wallpaper) = wallpaper else { return Ok(Vec::new()) };
        let told = Told::SetChatWallPaper { wallpaper, same: false, for_both: false };
        self.tell_in(by, channel, &record, told).await
    }

    /// Says where a supergroup is, or takes that back.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`] for all but who made it, [`ChannelError::Address`], and as
    /// [`Channels::restyle`].
    pub async fn set_location(
        &self,
        by: By,
        channel: i64,
        location: Option<Location>,
    ) -> Result<(), ChannelError> {
        if let Some(location) = &location {
            let chars = location.address.trim().chars().count();
            if !ADDRESS_CHARS.contains(&chars) {
                return Err(ChannelError::Address { chars });
            }
        }
        let _gate = self.gate(channel).await;
        let seen = self.allowed(channel, by.user, Action::Own).await?;
        of_kind(&seen.record, Styled::Supergroup)?;
        self.write_style(by, channel, &seen, |style| style.location = location).await?;
        self.live.channel_changed(channel, by.session);
        Ok(())
    }

    async fn may_style(&self, by: By, channel: i64, kind: Styled) -> Result<Seen, ChannelError> {
        let seen = self.allowed(channel, by.user, Action::ChangeInfo).await?;
        if !seen.standing.is_admin() {
            return Err(ChannelError::AdminRequired);
        }
        of_kind(&seen.record, kind)?;
        Ok(seen)
    }

    /// For whoever holds the gate.
    async fn write_style(
        &self,
        by: By,
        channel: i64,
        seen: &Seen,
        change: impl FnOnce(&mut ChannelStyle),
    ) -> Result<Channel, ChannelError> {
        let mut style = seen.record.style();
        change(&mut style);
        if style == seen.record.style() {
            return Err(ChannelError::NotModified);
        }
        let mut record = (*seen.record).clone();
        record.set_style(style);
        self.write_record(Some(by.user), channel, &record).await?;
        Ok(record)
    }
}

fn of_kind(record: &Channel, kind: Styled) -> Result<(), ChannelError> {
    match kind {
        Styled::Supergroup if is_broadcast(record) => Err(ChannelError::NotAGroup),
        Styled::Broadcast if !is_broadcast(record) => Err(ChannelError::NotBroadcast),
        _ => Ok(()),
    }
}
