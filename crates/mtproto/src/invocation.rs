//! The wrappers around a query (invokeWithLayer, initConnection, invokeAfterMsg, gzip_packed, …), taken off
//! one by one in any order. What the query itself says is not looked at.

/// What the wrappers around one query said. Where a wrapper stands twice, the innermost one counts.
#[derive(Default)]
pub struct Invocation {
    /// invokeWithLayer: the layer that the client speaks from now on.
    pub layer: Option<i32>,
    /// initConnection: what the client says of itself.
    pub init: Option<Box<Init>>,
    /// invokeWithoutUpdates: this session wants no updates (yet).
    pub without_updates: bool,
    /// invokeWithTakeout: the takeout session's id.
    pub takeout: Option<i64>,
    /// invokeAfterMsg(s): msg_ids that this query had to wait for; the session has seen to it.
    pub after: Vec<i64>,
    /// invokeWithMessagesRange: (min_id, max_id).
    pub messages_range: Option<(i32, i32)>,
    /// invokeWithBusinessConnection: the connection's id.
    pub business_connection: Option<Box<str>>,
}

/// initConnection, without its proxy and params. Holds what a person's device says of itself: no Debug.
pub struct Init {
    /// The application's id.
    pub api_id: i32,
    /// As the client calls its device.
    pub device_model: String,
    /// As the client calls its operating system.
    pub system_version: String,
    /// The application's version.
    pub app_version: String,
    /// The system's language, ISO 639-1 and onwards.
    pub system_lang_code: String,
    /// The language pack of the application, often empty.
    pub lang_pack: String,
    /// The application's language.
    pub lang_code: String,
}
