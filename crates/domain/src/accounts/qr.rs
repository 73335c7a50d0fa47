//! Signing in by a QR code: a device without a person shows a token, a device of the person accepts it.

use boxes::SessionRef;
use store::ids::UserId;

use super::{
    AccountError, Accounts, Authorization, Device,
    login_tokens::{Refused, TOKEN_LIFE, TokenHash},
    sign_in::LetIn,
};

/// A token to be shown as a QR code. No Debug: whoever accepts it signs the asker in.
pub struct LoginToken {
    /// What stands in the code.
    pub bytes: Vec<u8>,
    /// Until when it can be accepted, in seconds since 1970.
    pub expires_at: i32,
}

/// Random bytes in a token (demand L-13: at least 256 bits).
const TOKEN_BYTES: usize = 32;

impl Accounts {
    /// A fresh token for a device that nobody is signed in on. It can be accepted by everybody but `except`.
    pub fn export_login_token(&self, device: &Device, except: Vec<i64>) -> LoginToken {
        let bytes = self.world.chance.bytes::<TOKEN_BYTES>().to_vec();
        self.login_tokens.issue(self.world.clock.elapsed(), self.token_hash(&bytes), device.clone(), except);
        let life = i32::try_from(TOKEN_LIFE.as_secs()).unwrap_or_default();
        LoginToken { bytes, expires_at: self.world.clock.now().seconds().saturating_add(life) }
    }

    /// `user` signs in the device that shows this token; gives its new authorization.
    ///
    /// # Errors
    /// [`AccountError::TokenInvalid`], [`AccountError::TokenExpired`], [`AccountError::TokenAccepted`],
    /// [`AccountError::TokenException`], [`AccountError::PhoneBanned`], and where the store fails: then the token
    /// is as it was.
    pub async fn accept_login_token(
        &self,
        user: UserId,
        token: &[u8],
    ) -> Result<Authorization, AccountError> {
        let hash = self.token_hash(token);
        let device = self.login_tokens.accept(self.world.clock.elapsed(), &hash, user)?;
        let let_in = match self.let_in(user, &device, None).await {
            Ok(let_in) => let_in,
            Err(error) => {
                self.login_tokens.give_back(&hash);
                return Err(error);
            }
        };
        let SessionRef { auth_key_id, .. } = device.session;
        self.live.login_token_accepted(auth_key_id);
        if let_in == LetIn::PasswordNeeded {
            return Ok(self.awaited_authorization(&device));
        }
        let all = self.authorizations(user, 0).await?;
        // Nobody can have ended it but the same person, a moment ago.
        all.into_iter().find(|one| one.auth_key_id == auth_key_id).ok_or(AccountError::NoSuchSession)
    }

    /// A device comes back with the token that it was given: none if it is signed in now, else the token as it
    /// is.
    ///
    /// # Errors
    /// [`AccountError::TokenInvalid`], [`AccountError::TokenExpired`], [`AccountError::TokenAccepted`].
    pub fn import_login_token(
        &self,
        token: &[u8],
        device: &Device,
    ) -> Result<Option<LoginToken>, AccountError> {
        let hash = self.token_hash(token);
        let left = self.login_tokens.claim(self.world.clock.elapsed(), &hash, device.session.auth_key_id)?;
        Ok(left.map(|left| {
            let left = i32::try_from(left.as_secs()).unwrap_or_default();
            LoginToken {
                bytes: token.to_vec(),
                expires_at: self.world.clock.now().seconds().saturating_add(left),
            }
        }))
    }

    fn token_hash(&self, token: &[u8]) -> TokenHash {
        self.store.keyed_hash("login token", token)
    }
}

impl From<Refused> for AccountError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Invalid => AccountError::TokenInvalid,
            Refused::Expired => AccountError::TokenExpired,
            Refused::Accepted => AccountError::TokenAccepted,
            Refused::Exception => AccountError::TokenException,
        }
    }
}
