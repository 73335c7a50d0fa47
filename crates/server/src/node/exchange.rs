//! Key exchanges of one connection: the heavy steps go to the pool, a fresh key goes to the store before the
//! client hears that it has it.

use std::{net::IpAddr, sync::Arc};

use mtproto::handshake::{Handshake, NewKey, Refused, Step};

use world::heavy::Busy;

use super::{
    Node,
    keys::Fresh,
    limits::{NO_SUCH_KEY, TOO_MUCH},
};

/// What is to be sent after a plain message.
pub(super) enum Outcome {
    /// This packet.
    Reply(Vec<u8>),
    /// Nothing.
    Nothing,
    /// This transport error, and then the end.
    End(i32),
}

/// Takes one plain message.
pub(super) async fn take(
    node: &Arc<Node>,
    handshake: &mut Option<Box<Handshake>>,
    remote: IpAddr,
    packet: &[u8],
) -> Outcome {
    if handshake.is_none() && !node.admits_exchange(remote) {
        return Outcome::End(TOO_MUCH);
    }
    let handshake = handshake.get_or_insert_with(|| Box::new(Handshake::new(Arc::clone(&node.exchange))));
    let mut step = handshake.receive(packet, node.world.clock.now());
    loop {
        step = match step {
            Err(Refused) => return Outcome::End(NO_SUCH_KEY),
            Ok(Step::Wait) => return Outcome::Nothing,
            Ok(Step::Reply(packet)) => return Outcome::Reply(packet),
            Ok(Step::Work(work)) => match node.heavy.done(move || work.run()).await {
                Ok(done) => handshake.finish(done, node.world.clock.now()),
                Err(Busy) => return Outcome::End(TOO_MUCH),
            },
            Ok(Step::Proposed(key)) => return propose(node, handshake, key).await,
        }
    }
}

/// Stores a proposed key, unless its id is taken.
async fn propose(node: &Arc<Node>, handshake: &mut Handshake, key: NewKey) -> Outcome {
    let answer = match node.keys.exists(key.auth_key.id()).await {
        Ok(true) => handshake.collide(node.world.clock.now()),
        Ok(false) => {
            let NewKey { auth_key, expires_in, first_salt, dc } = key;
            let fresh = Fresh { key: auth_key, expires_in, first_salt, dc };
            if let Err(error) = node.keys.add(fresh).await {
                tracing::error!(%error, "a fresh auth key could not be stored");
                return Outcome::End(NO_SUCH_KEY);
            }
            node.metrics.handshakes_total.add(1);
            handshake.accept(node.world.clock.now())
        }
        Err(error) => {
            tracing::error!(%error, "an auth key could not be looked up");
            return Outcome::End(NO_SUCH_KEY);
        }
    };
    match answer {
        Ok(packet) => Outcome::Reply(packet),
        Err(Refused) => Outcome::End(NO_SUCH_KEY),
    }
}
