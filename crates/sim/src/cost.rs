//! What a message costs the server in instructions: two people write to each other on warm connections, and
//! everything that the server does for it runs inside one function, so that a tool that counts instructions can
//! count those alone. The engine's own threads have no part in it: it is the in-memory one.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::Arc,
    task::{Context, Poll},
};

use kv::memory::Memory;
use server::node::Connection;
use tl::{functions, types};
use world::Clock;

use crate::{
    Finding,
    device::{Asked, Device},
    surroundings::{Dice, RunClock, Tasks, block_on, world},
    town,
};

/// Sends `messages` of 100 bytes, one after the other, each from the one who got the last. Gives how many were
/// answered and heard of at the other side.
///
/// # Errors
/// What a run of the simulation would report.
pub fn exchange(messages: u32) -> Result<u32, Finding> {
    block_on(run(messages))
}

async fn run(messages: u32) -> Result<u32, Finding> {
    let town = town::found(2).await?;
    let memory = Memory::new();
    town::restore(&memory, &town.rows).await.map_err(|error| Finding::Unexpected(error.to_string()))?;
    let (clock, dice) = (Arc::new(RunClock::start(1)), Arc::new(Dice::new(1)));
    let world = world(clock.clone(), dice.clone(), Arc::new(Tasks::default()));
    let node = town::start(&memory, &town.rsa, &world, boxes::Options::default(), None).await?;
    let mut devices = Vec::new();
    for person in &town.people {
        let Some((key, mind)) = person.devices.first() else { continue };
        let mut device = Device::with_key(person.user, key.clone(), dice.clone(), mind.clone());
        device.connect_first(&node);
        device.ask(&functions::updates::GetState::new(), Asked::Look);
        devices.push(device);
    }
    let mut heard = 0;
    for number in 0..WARM_UP + messages {
        let from = number as usize % 2;
        let to = town.people.get(1 - from).map_or(0, |person| person.user.0);
        let hash = town.people.get(from).and_then(|person| person.access_hashes.get(&to)).copied();
        let peer = types::InputPeerUser::new(to, hash.unwrap_or(0)).into();
        let text = format!("{number:0>100}");
        let random_id = i64::from(number) + 1;
        if let Some(device) = devices.get_mut(from) {
            device.ask_bare(&functions::messages::SendMessage::new(peer, text, random_id), Asked::Look);
        }
        let warm = number >= WARM_UP;
        for _ in 0..TURNS {
            for device in &mut devices {
                let events = if warm { device.exchange_counted(clock.now()).await } else { 0 };
                heard += u32::from(events > 0);
                if !warm {
                    device.exchange(clock.now()).await;
                }
                device.events.clear();
            }
            memory.settle(usize::MAX);
            tokio::task::yield_now().await;
        }
    }
    Ok(heard / 2)
}

/// One turn of a connection: what is counted.
#[inline(never)]
pub(crate) fn served(connection: &mut Connection, bytes: &[u8], context: &mut Context<'_>) -> Poll<Vec<u8>> {
    if !bytes.is_empty() {
        connection.feed(bytes);
    }
    if pin!(connection.process()).poll(context).is_pending() {
        return Poll::Pending;
    }
    Poll::Ready(connection.collect())
}

impl Device {
    /// As `exchange`, through [`served`]; gives how many events came.
    async fn exchange_counted(&mut self, now: world::UnixMillis) -> usize {
        let Some((client, connection)) = self.ends() else { return 0 };
        let mut bytes = Vec::new();
        client.flush(now, true, &mut bytes);
        // On a warm connection nothing is waited for but commits.
        let answer = poll_fn(|context| Poll::Ready(served(connection, &bytes, context))).await;
        let Poll::Ready(answer) = answer else { return 0 };
        client.receive(&answer, now).map_or(0, |events| events.len())
    }
}

/// Messages before the first that counts: keys, people and boxes come into memory.
const WARM_UP: u32 = 100;

/// Turns of both connections for one message.
const TURNS: u32 = 4;

#[cfg(test)]
mod tests {
    #[test]
    fn every_message_is_answered_and_heard() {
        assert_eq!(super::exchange(50).unwrap(), 50);
    }
}
