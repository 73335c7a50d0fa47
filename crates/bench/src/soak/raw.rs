//! A connection that says whatever it is told to, right or wrong, and shows what comes back as it is.

use crate::{
    edge::now,
    person::{Failure, WIRE},
};
use crypto::kdf::Side;
use mtproto::{
    client::ClientKey,
    envelope::{self, Header},
    plain,
    transport::{Codec, dial},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
};
use world::Chance;

/// The end that writes.
pub(super) struct Writer {
    half: OwnedWriteHalf,
    codec: Codec,
    out: Vec<u8>,
}

/// The end that reads.
pub(super) struct Reader {
    half: OwnedReadHalf,
    codec: Codec,
}

/// Connects without a word of what comes next.
pub(super) async fn connect(address: &str, chance: &dyn Chance) -> Result<(Writer, Reader), Failure> {
    let stream = TcpStream::connect(address).await.map_err(|error| format!("{address}: {error}"))?;
    stream.set_nodelay(true).map_err(|error| error.to_string())?;
    let (read, write) = stream.into_split();
    let mut out = Vec::new();
    let codec = dial(WIRE, chance, &mut out);
    let reader = Reader { half: read, codec: dial(WIRE, chance, &mut Vec::new()) };
    Ok((Writer { half: write, codec, out }, reader))
}

impl Writer {
    /// Queues a packet.
    pub(super) fn queue(&mut self, packet: &[u8]) {
        self.codec.write(packet, &mut self.out);
    }

    /// Sends what is queued.
    pub(super) async fn flush(&mut self) -> Result<(), Failure> {
        let written = self.half.write_all(&self.out).await;
        self.out.clear();
        written.map_err(|error| format!("the connection was lost: {error}"))
    }
}

impl Reader {
    /// The next packet; `None` when the server closed the connection.
    pub(super) async fn packet(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        loop {
            if let Some(frame) = self.codec.next().map_err(|fault| fault.to_string())? {
                return Ok(Some(frame.payload.to_vec()));
            }
            let mut bytes = [0; 8 * 1024];
            match self.half.read(&mut bytes).await {
                Ok(0) | Err(_) => return Ok(None),
                Ok(read) => self.codec.feed(bytes.get(..read).unwrap_or_default()),
            }
        }
    }
}

/// A session that numbers its messages as it should.
pub(super) struct Session {
    pub(super) key: ClientKey,
    session_id: i64,
    last_msg_id: i64,
    content: i32,
}

impl Session {
    pub(super) fn new(key: ClientKey, session_id: i64) -> Self {
        Session { key, session_id, last_msg_id: 0, content: 0 }
    }

    /// The header of the next message that wants an answer.
    pub(super) fn header(&mut self) -> Header {
        let msg_id = plain::next_msg_id(&mut self.last_msg_id, now(), 0);
        let seqno = 2 * self.content + 1;
        self.content += 1;
        Header { salt: self.key.salt, session_id: self.session_id, msg_id, seqno }
    }

    /// A sealed packet.
    pub(super) fn seal(&self, header: Header, body: &[u8], chance: &dyn Chance) -> Vec<u8> {
        envelope::seal(&self.key.auth_key, Side::Client, header, body, chance)
    }

    /// The messages in a packet of the server's, out of their container.
    pub(super) fn open(&self, packet: &mut [u8]) -> Result<Vec<Vec<u8>>, Failure> {
        let opened = envelope::open(&self.key.auth_key, Side::Server, packet)
            .map_err(|_| "a packet of the server's that does not open".to_owned())?;
        let mut found = Vec::new();
        if word(opened.body, 0) != Some(CONTAINER) {
            found.push(opened.body.to_vec());
            return Ok(found);
        }
        let mut rest = opened.body.get(8..).unwrap_or_default();
        while let Some(length) = word(rest, 12) {
            let (head, next) = rest.split_at_checked(16 + length as usize).ok_or("a container cut short")?;
            found.push(head.get(16..).unwrap_or_default().to_vec());
            rest = next;
        }
        Ok(found)
    }
}

/// ping#7abe77ec ping_id:long
pub(super) fn ping(ping_id: i64) -> Vec<u8> {
    [&0x7abe_77ec_u32.to_le_bytes()[..], &ping_id.to_le_bytes()].concat()
}

/// The number at `at`.
pub(super) fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// The long at `at`.
pub(super) fn long(bytes: &[u8], at: usize) -> Option<i64> {
    Some(i64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

const CONTAINER: u32 = 0x73f1_f8dc;
pub(super) const RPC_RESULT: u32 = 0xf35c_6d01;
pub(super) const PONG: u32 = 0x3477_73c5;
pub(super) const BAD_MSG: u32 = 0xa7ef_f811;
pub(super) const BAD_SALT: u32 = 0xedab_447b;
