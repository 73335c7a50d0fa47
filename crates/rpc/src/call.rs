//! Who calls, and what a handler may use: the two halves of [`Call`].

use std::{
    net::{IpAddr, SocketAddr},
    num::NonZero,
    sync::Arc,
};

use boxes::{Boxes, By, PlaceRef};
use domain::Domain;
use store::ids::{SessionRef, UserId};
use tl::Layer;
use world::{UnixMillis, World};

use crate::errors::{AUTH_KEY_UNREGISTERED, Error};

/// What handlers stand on, shared by all calls.
pub struct Services {
    /// The use cases.
    pub domain: Arc<Domain>,
    /// The boxes of all owners.
    pub boxes: Boxes,
    /// Time and chance.
    pub world: World,
    /// What the operator has set and a client may be told.
    pub settings: Settings,
}

/// What the operator has set and a client may be told.
#[derive(Clone, Default)]
pub struct Settings {
    /// Named in `help.getConfig` in place of the address at which the connection arrived.
    pub public_address: Option<SocketAddr>,
}

/// What a client said of itself in `initConnection`.
#[derive(Clone)]
pub struct ClientInfo {
    /// The application's number; any is accepted.
    pub api_id: i32,
    /// Such as "Pixel 9".
    pub device_model: String,
    /// Such as "Android 16".
    pub system_version: String,
    /// The application's version.
    pub app_version: String,
    /// The language of the device.
    pub system_lang_code: String,
    /// Which set of texts the application uses, such as "tdesktop"; may be empty.
    pub lang_pack: String,
    /// The language of the application; may be empty.
    pub lang_code: String,
}

/// Who makes a call, as the connection and the session know it.
pub struct Caller {
    /// The permanent key, also when a temporary one carried the call.
    pub auth_key_id: i64,
    /// The session on that key.
    pub session_id: i64,
    /// Whether a temporary key carried the call.
    pub temp: bool,
    /// Who is signed in with this key.
    pub user: Option<UserId>,
    /// The layer that the client named last.
    pub layer: Layer,
    /// The data centre that the connection named, without sign and test offset.
    pub dc_id: i32,
    /// Whether the connection named a test data centre (10 000 and above).
    pub is_test: bool,
    /// Where the connection arrived.
    pub local_addr: SocketAddr,
    /// Where it came from.
    pub peer_ip: IpAddr,
    /// What `initConnection` said, once it was called.
    pub init: Option<Arc<ClientInfo>>,
    /// Whether this call came inside `invokeWithoutUpdates`.
    pub without_updates: bool,
    /// The takeout that this call says it is of. In one word: thousands of calls wait at a time.
    pub takeout: Option<NonZero<i64>>,
    /// The call's place among the changes of its session, if it makes any (see [`crate::changes_box`]).
    pub place: Option<PlaceRef>,
}

impl Caller {
    /// The session as boxes name it.
    pub fn session(&self) -> SessionRef {
        SessionRef { auth_key_id: self.auth_key_id, session_id: self.session_id }
    }
}

/// One call: what a handler may use and who asks.
pub struct Call<'a> {
    /// What handlers stand on.
    pub services: &'a Services,
    /// Who asks.
    pub caller: &'a Caller,
}

impl<'a> Call<'a> {
    /// The use cases.
    pub fn domain(&self) -> &'a Domain {
        &self.services.domain
    }

    /// The boxes of all owners.
    pub fn boxes(&self) -> &'a Boxes {
        &self.services.boxes
    }

    /// Who is signed in; `AUTH_KEY_UNREGISTERED` for a key without a person.
    ///
    /// # Errors
    /// Where nobody is signed in. The table's policy has refused such a call before a handler for people runs.
    pub fn me(&self) -> Result<UserId, Error> {
        self.caller.user.ok_or(AUTH_KEY_UNREGISTERED)
    }

    /// Whose two-step password the key waits for.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn awaited(&self) -> Result<Option<UserId>, Error> {
        Ok(self.domain().accounts.awaited(self.caller.auth_key_id).await?)
    }

    /// Who is signed in, or whose two-step password the key waits for.
    ///
    /// # Errors
    /// As [`Call::me`], and where the store fails.
    pub async fn entering(&self) -> Result<UserId, Error> {
        match self.caller.user {
            Some(user) => Ok(user),
            None => self.awaited().await?.ok_or(AUTH_KEY_UNREGISTERED),
        }
    }

    /// The author of changes made by this call: his own session gets no push of them.
    ///
    /// # Errors
    /// As [`Call::me`].
    pub fn by(&self) -> Result<By, Error> {
        Ok(By { place: self.caller.place, ..By::session(self.me()?, self.caller.session()) })
    }

    /// The time of day.
    pub fn now(&self) -> UnixMillis {
        self.services.world.clock.now()
    }
}
