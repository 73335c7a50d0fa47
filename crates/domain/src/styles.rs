//! How a person's name and page are drawn: colours, the emoji beside the name, the channel that the page shows, and what it
//! opens with.

use boxes::By;
use store::records::account::{PersonStyle, User};

pub use store::records::account::{EmojiStatus, PersonColor};

use crate::{Users, users::ProfileError};

impl Users {
    /// Chooses a colour, of the name or of the page, or none; those who know the person are told.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set_color(
        &self,
        by: By,
        of_page: bool,
        color: Option<PersonColor>,
    ) -> Result<(), ProfileError> {
        self.change_style(by, |style| {
            if of_page {
                style.profile_color = color;
            } else {
                style.color = color;
            }
        })
        .await
    }

    /// Puts an emoji beside the name, or none; those who know the person are told.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set_emoji_status(&self, by: By, status: Option<EmojiStatus>) -> Result<(), ProfileError> {
        self.change_style(by, |style| style.emoji_status = status).await
    }

    /// Shows a channel on the page, or none. That it is the person's to show, the caller knows.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set_personal_channel(&self, by: By, channel: Option<i64>) -> Result<(), ProfileError> {
        self.change_record(by, |record| record.personal_channel = channel).await
    }

    /// Chooses what the page opens with, by its number.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set_main_tab(&self, by: By, tab: u8) -> Result<(), ProfileError> {
        self.change_record(by, |record| record.main_tab = Some(tab)).await
    }

    async fn change_style(
        &self,
        by: By,
        change: impl FnOnce(&mut PersonStyle) + Send,
    ) -> Result<(), ProfileError> {
        self.change_record(by, |record: &mut User| {
            let mut style = record.style.take().unwrap_or_default();
            change(&mut style);
            record.style = Some(style).filter(|style| **style != PersonStyle::default());
        })
        .await
    }
}
