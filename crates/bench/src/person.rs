//! One person on one connection: calls, answers and updates over a real socket.

use crate::edge::now;
use mtproto::{
    client::{Call, Client, ClientKey, Event, RpcError, Wish},
    transport::{Kind, Wire},
};
use std::{collections::VecDeque, sync::Arc};
use tl::{Encode, Function, Layer, Writer, functions};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use world::Chance;

/// The transport of all people here: the one with the least around a message.
pub const WIRE: Wire = Wire { kind: Kind::Intermediate, obfuscated: None };

/// What went wrong, in a sentence.
pub type Failure = String;

/// A person's connection.
pub struct Person {
    client: Client,
    stream: TcpStream,
    out: Vec<u8>,
    events: VecDeque<Event>,
    introduced: bool,
}

impl Person {
    /// Connects and makes a new key.
    ///
    /// # Errors
    /// A sentence, if the server cannot be reached or the key exchange fails.
    pub async fn with_new_key(address: &str, wish: Wish, chance: Arc<dyn Chance>) -> Result<Person, Failure> {
        let stream = connect(address).await?;
        let mut person = Person::over(stream, Client::with_wish(WIRE, wish, chance, now()));
        person.flush(false).await?;
        while person.client.key().is_none() {
            person.receive().await?;
            person.flush(false).await?;
        }
        Ok(person)
    }

    /// Connects with a key from before, in a session of its own.
    ///
    /// # Errors
    /// A sentence, if the server cannot be reached.
    pub async fn with_key(address: &str, key: ClientKey, chance: Arc<dyn Chance>) -> Result<Person, Failure> {
        Ok(Person::over(connect(address).await?, Client::with_key(WIRE, key, chance)))
    }

    fn over(stream: TcpStream, client: Client) -> Person {
        Person { client, stream, out: Vec::new(), events: VecDeque::new(), introduced: false }
    }

    /// The connection was lost: connects anew. What has no answer is sent again.
    ///
    /// # Errors
    /// A sentence, if the server cannot be reached.
    pub async fn reconnect(&mut self, address: &str) -> Result<(), Failure> {
        self.stream = connect(address).await?;
        self.client.reconnect(WIRE);
        Ok(())
    }

    /// The key, once there is one.
    pub fn key(&self) -> Option<&ClientKey> {
        self.client.key()
    }

    /// Queues a call; the next flush sends it.
    pub fn begin<F: Function>(&mut self, request: &F) -> Call {
        let mut writer = Writer::new(Layer::NEWEST);
        if !self.introduced {
            functions::InvokeWithLayer::new(Layer::NEWEST.number()).encode(&mut writer);
            let word = |text: &str| text.to_owned();
            let device = word("bench");
            functions::InitConnection::new(1, device, word("1"), word("1"), word("en"), word(""), word("en"))
                .encode(&mut writer);
            self.introduced = true;
        }
        request.encode(&mut writer);
        self.client.call(writer.into_bytes())
    }

    /// Queues a query as it is, well-formed or not; the next flush sends it.
    pub fn begin_raw(&mut self, query: Vec<u8>) -> Call {
        self.client.call(query)
    }

    /// Sends what is queued.
    ///
    /// # Errors
    /// A sentence, if the connection is lost.
    pub async fn flush(&mut self, acks_alone: bool) -> Result<(), Failure> {
        self.client.flush(now(), acks_alone, &mut self.out);
        if !self.out.is_empty() {
            let written = self.stream.write_all(&self.out).await;
            self.out.clear();
            written.map_err(|error| format!("the connection was lost: {error}"))?;
        }
        Ok(())
    }

    /// Waits for bytes and takes in what they say; [`Person::take`] gives it.
    ///
    /// # Errors
    /// A sentence, if the connection is lost or of no more use.
    pub async fn receive(&mut self) -> Result<(), Failure> {
        let mut bytes = [0; 16 * 1024];
        let read = self
            .stream
            .read(&mut bytes)
            .await
            .map_err(|error| format!("the connection was lost: {error}"))?;
        if read == 0 {
            return Err("the server closed the connection".to_owned());
        }
        let events = self.client.receive(bytes.get(..read).unwrap_or_default(), now());
        self.events.extend(events.map_err(|fault| fault.to_string())?);
        Ok(())
    }

    /// The next thing that came.
    pub fn take(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// Calls and waits for the answer. Updates that come meanwhile stay for [`Person::take`].
    ///
    /// # Errors
    /// The server's error, or a sentence about the connection as code 0.
    pub async fn call<F: Function>(&mut self, request: &F) -> Result<F::Response, RpcError> {
        let lost = |message: Failure| RpcError { code: 0, message };
        let call = self.begin(request);
        let mut others = VecDeque::new();
        loop {
            self.flush(false).await.map_err(lost)?;
            while let Some(event) = self.take() {
                match event {
                    Event::Answer { call: answered, result } if answered == call => {
                        others.append(&mut self.events);
                        self.events = others;
                        let bytes = result?;
                        return tl::decode(&bytes).map_err(|error| lost(format!("{}: {error}", F::NAME)));
                    }
                    other => others.push_back(other),
                }
            }
            self.receive().await.map_err(lost)?;
        }
    }
}

async fn connect(address: &str) -> Result<TcpStream, Failure> {
    let stream = TcpStream::connect(address).await.map_err(|error| format!("{address}: {error}"))?;
    stream.set_nodelay(true).map_err(|error| error.to_string())?;
    Ok(stream)
}
