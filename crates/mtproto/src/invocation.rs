//! The wrappers around a query (invokeWithLayer, initConnection, invokeAfterMsg, gzip_packed, …), taken off
//! one by one in any order. What the query itself says is not looked at.

use std::borrow::Cow;

use thiserror::Error;
use tl::{Decode, DecodeError, Function, Reader, enums, functions};

use crate::gzip::{self, GzipFault};
use crate::service::{Cursor, id};

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

/// Why a query could not be freed of its wrappers.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum WrapperFault {
    /// It ends before its constructor id.
    #[error("the query has no constructor id")]
    Empty,
    /// More wrappers than [`WRAPPERS_MAX`].
    #[error("more than {WRAPPERS_MAX} wrappers lie around the query")]
    Depth,
    /// More predecessors than [`AFTER_MAX`].
    #[error("the query waits for {count} others")]
    After {
        /// How many.
        count: usize,
    },
    /// gzip_packed within gzip_packed, or around a container.
    #[error("{constructor:#010x} within gzip_packed")]
    WithinGzip {
        /// The constructor id that stood there.
        constructor: u32,
    },
    /// A wrapper does not decode.
    #[error(transparent)]
    Wrapper(#[from] DecodeError),
    /// gzip_packed does not unfold.
    #[error(transparent)]
    Gzip(#[from] GzipFault),
}

/// How many wrappers may lie around a query, gzip_packed among them (demand W-27).
pub const WRAPPERS_MAX: usize = 8;

/// How many other queries one query may wait for.
pub const AFTER_MAX: usize = 64;

impl Invocation {
    /// Takes every wrapper off `body`. Gives what they said and the query, beginning with its constructor id.
    /// `unpacked` says that `body` itself came out of a gzip_packed, which then counts as one wrapper.
    pub fn unwrap(body: Cow<'_, [u8]>, unpacked: bool) -> Result<(Self, Vec<u8>), WrapperFault> {
        let mut invocation = Self::default();
        let (mut body, mut unpacked, mut at) = (body, unpacked, 0);
        let mut depth = usize::from(unpacked);
        loop {
            let rest = body.get(at..).unwrap_or_default();
            let constructor = Cursor(rest).u32().ok_or(WrapperFault::Empty)?;
            if constructor == id::GZIP_PACKED {
                if unpacked {
                    return Err(WrapperFault::WithinGzip { constructor });
                }
                body = Cow::Owned(open_gzip(rest)?);
                (unpacked, at) = (true, 0);
            } else if let Some(length) = invocation.take(constructor, rest)? {
                at += length;
            } else {
                break;
            }
            depth += 1;
            if depth > WRAPPERS_MAX {
                return Err(WrapperFault::Depth);
            }
        }
        let query = match body {
            Cow::Owned(mut bytes) => {
                bytes.drain(..at.min(bytes.len()));
                bytes
            }
            Cow::Borrowed(bytes) => bytes.get(at..).unwrap_or_default().to_vec(),
        };
        Ok((invocation, query))
    }

    /// Takes note of the wrapper at the start of `bytes` and gives its length; `None` if it is none.
    fn take(&mut self, constructor: u32, bytes: &[u8]) -> Result<Option<usize>, WrapperFault> {
        let mut r = Reader::new(bytes);
        match constructor {
            functions::InvokeWithLayer::ID => {
                self.layer = Some(functions::InvokeWithLayer::decode(&mut r)?.layer);
            }
            functions::InitConnection::ID => {
                self.init = Some(Box::new(functions::InitConnection::decode(&mut r)?.into()));
            }
            functions::InvokeAfterMsg::ID => {
                self.wait_for(&[functions::InvokeAfterMsg::decode(&mut r)?.msg_id])?;
            }
            functions::InvokeAfterMsgs::ID => {
                self.wait_for(&functions::InvokeAfterMsgs::decode(&mut r)?.msg_ids)?;
            }
            functions::InvokeWithoutUpdates::ID => {
                functions::InvokeWithoutUpdates::decode(&mut r)?;
                self.without_updates = true;
            }
            functions::InvokeWithTakeout::ID => {
                self.takeout = Some(functions::InvokeWithTakeout::decode(&mut r)?.takeout_id);
            }
            functions::InvokeWithMessagesRange::ID => {
                let enums::MessageRange::MessageRange(range) =
                    functions::InvokeWithMessagesRange::decode(&mut r)?.range;
                self.messages_range = Some((range.min_id, range.max_id));
            }
            functions::InvokeWithBusinessConnection::ID => {
                let wrapper = functions::InvokeWithBusinessConnection::decode(&mut r)?;
                self.business_connection = Some(wrapper.connection_id.into_boxed_str());
            }
            // What these prove (that an application is the one that its store sold) is not asked for here.
            functions::InvokeWithGooglePlayIntegrity::ID => {
                functions::InvokeWithGooglePlayIntegrity::decode(&mut r)?;
            }
            functions::InvokeWithApnsSecret::ID => {
                functions::InvokeWithApnsSecret::decode(&mut r)?;
            }
            functions::InvokeWithReCaptcha::ID => {
                functions::InvokeWithReCaptcha::decode(&mut r)?;
            }
            _ => return Ok(None),
        }
        Ok(Some(r.position()))
    }

    fn wait_for(&mut self, msg_ids: &[i64]) -> Result<(), WrapperFault> {
        let count = self.after.len() + msg_ids.len();
        if count > AFTER_MAX {
            return Err(WrapperFault::After { count });
        }
        self.after.extend_from_slice(msg_ids);
        Ok(())
    }
}

/// Unfolds the gzip_packed that fills `bytes`.
pub(crate) fn open_gzip(bytes: &[u8]) -> Result<Vec<u8>, WrapperFault> {
    let mut cursor = Cursor(bytes);
    cursor.u32();
    let packed = cursor.bytes().ok_or(GzipFault::Broken)?;
    if !cursor.0.is_empty() {
        return Err(GzipFault::Trailing { bytes: cursor.0.len() }.into());
    }
    let object = gzip::unpack(packed)?;
    let constructor = Cursor(&object).u32().ok_or(WrapperFault::Empty)?;
    if matches!(constructor, id::GZIP_PACKED | id::MSG_CONTAINER) {
        return Err(WrapperFault::WithinGzip { constructor });
    }
    Ok(object)
}

impl From<functions::InitConnection> for Init {
    fn from(wrapper: functions::InitConnection) -> Self {
        Self {
            api_id: wrapper.api_id,
            device_model: wrapper.device_model,
            system_version: wrapper.system_version,
            app_version: wrapper.app_version,
            system_lang_code: wrapper.system_lang_code,
            lang_pack: wrapper.lang_pack,
            lang_code: wrapper.lang_code,
        }
    }
}

#[cfg(test)]
mod tests {
    use tl::{Layer, types};

    use super::*;
    use crate::service::Put;

    const QUERY: [u8; 8] = [0x6b, 0x18, 0xf9, 0xc4, 1, 2, 3, 4];

    fn init() -> Vec<u8> {
        let wrapper = functions::InitConnection {
            proxy: Some(types::InputClientProxy::new("proxy".into(), 1).into()),
            params: Some(enums::JSONValue::JsonNull),
            ..functions::InitConnection::new(
                6,
                "device".into(),
                "system".into(),
                "1.0".into(),
                "id".into(),
                String::new(),
                "en".into(),
            )
        };
        tl::encode(&wrapper, Layer::NEWEST)
    }

    fn layer(layer: i32) -> Vec<u8> {
        tl::encode(&functions::InvokeWithLayer::new(layer), Layer::NEWEST)
    }

    /// gzip_packed of `object`, as TDLib sends it: a zlib stream.
    fn gzip(object: &[u8]) -> Vec<u8> {
        use std::io::Write;
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(object).unwrap();
        let mut bytes = Vec::new();
        bytes.put_u32(id::GZIP_PACKED);
        bytes.put_bytes(&encoder.finish().unwrap());
        bytes
    }

    fn unwrap(bytes: &[u8]) -> Result<(Invocation, Vec<u8>), WrapperFault> {
        Invocation::unwrap(Cow::Borrowed(bytes), false)
    }

    fn fault(bytes: &[u8]) -> WrapperFault {
        unwrap(bytes).err().unwrap_or(WrapperFault::Empty)
    }

    #[test]
    fn wrappers_come_off_in_any_order() {
        let after = tl::encode(&functions::InvokeAfterMsgs::new(vec![4, 8]), Layer::NEWEST);
        let takeout = tl::encode(&functions::InvokeWithTakeout::new(77), Layer::NEWEST);
        let range = types::MessageRange::new(5, 9).into();
        let range = tl::encode(&functions::InvokeWithMessagesRange::new(range), Layer::NEWEST);
        let quiet = tl::encode(&functions::InvokeWithoutUpdates::new(), Layer::NEWEST);
        let mut wrappers = [layer(214), init(), after, takeout, range, quiet];
        for _ in 0..wrappers.len() {
            wrappers.rotate_left(1);
            let (invocation, query) = unwrap(&[&wrappers.concat()[..], &QUERY].concat()).unwrap();
            assert!(query == QUERY);
            assert_eq!(invocation.layer, Some(214));
            assert_eq!(invocation.after, [4, 8]);
            assert_eq!(invocation.takeout, Some(77));
            assert_eq!(invocation.messages_range, Some((5, 9)));
            assert!(invocation.without_updates);
            let init = invocation.init.unwrap();
            assert_eq!(
                (init.api_id, init.device_model.as_str(), init.lang_code.as_str()),
                (6, "device", "en")
            );
        }
    }

    #[test]
    fn a_packed_query_within_wrappers_unfolds() {
        let bytes = [layer(232), init(), gzip(&QUERY)].concat();
        let (invocation, query) = unwrap(&bytes).unwrap();
        assert!(query == QUERY && invocation.layer == Some(232) && invocation.init.is_some());
        let packed_wrapper = gzip(&[&layer(152)[..], &QUERY].concat());
        let (invocation, query) = unwrap(&packed_wrapper).unwrap();
        assert!(query == QUERY && invocation.layer == Some(152));
    }

    #[test]
    fn w26_gzip_in_gzip_and_a_container_in_gzip_are_refused() {
        assert_eq!(fault(&gzip(&gzip(&QUERY))), WrapperFault::WithinGzip { constructor: id::GZIP_PACKED });
        let wrapped = gzip(&[layer(152), gzip(&QUERY)].concat());
        assert_eq!(fault(&wrapped), WrapperFault::WithinGzip { constructor: id::GZIP_PACKED });
        let mut container = Vec::new();
        container.put_u32(id::MSG_CONTAINER);
        container.put_u32(0);
        assert_eq!(fault(&gzip(&container)), WrapperFault::WithinGzip { constructor: id::MSG_CONTAINER });
        let trailing = [gzip(&QUERY), vec![0; 4]].concat();
        assert_eq!(fault(&trailing), WrapperFault::Gzip(GzipFault::Trailing { bytes: 4 }));
    }

    #[test]
    fn w27_eight_wrappers_pass_and_nine_do_not() {
        let mut bytes = layer(152).repeat(8);
        bytes.extend_from_slice(&QUERY);
        assert!(unwrap(&bytes).unwrap().1 == QUERY);
        let packed = [layer(152).repeat(7), gzip(&QUERY)].concat();
        assert!(unwrap(&packed).unwrap().1 == QUERY);
        let nine = [layer(152), bytes].concat();
        assert_eq!(fault(&nine), WrapperFault::Depth);
        let nine = [layer(152).repeat(8), gzip(&QUERY)].concat();
        assert_eq!(fault(&nine), WrapperFault::Depth);
    }

    #[test]
    fn w27_wrappers_cut_anywhere_are_refused() {
        let whole = [layer(232), init(), QUERY.to_vec()].concat();
        for cut in 0..whole.len() - QUERY.len() + 4 {
            assert!(unwrap(&whole[..cut]).is_err(), "cut at {cut}");
        }
        let mut after = Vec::new();
        after.put_u32(functions::InvokeAfterMsgs::ID);
        after.put_longs(&[4; AFTER_MAX + 1]);
        after.extend_from_slice(&QUERY);
        assert_eq!(fault(&after), WrapperFault::After { count: AFTER_MAX + 1 });
    }
}
