//! Key exchanges that only begin.

use super::{Soak, raw};
use crate::{edge::now, person::Failure};
use mtproto::plain;
use std::collections::BTreeSet;

/// On one connection after the other; so many are sent before the answers are read.
const AT_ONCE: usize = 32;
/// The whole demand.
const COUNT: usize = 1_000_000;

/// W-1: another nonce gets another server_nonce and another pq, the same nonce the same bytes.
pub(super) async fn fresh(soak: &Soak) -> Result<String, Failure> {
    let (wanted, deadline) = (soak.count(COUNT), soak.deadline());
    let (mut nonces, mut numbers) = (BTreeSet::new(), BTreeSet::new());
    let (mut asked, mut again) = (0, 0);
    let mut last = 0;
    while asked < wanted && std::time::Instant::now() < deadline {
        let (mut writer, mut reader) = raw::connect(soak.address(), &*soak.chance).await?;
        for _ in 0..64 {
            let mut twice: Option<Vec<u8>> = None;
            for at in 0..AT_ONCE {
                // req_pq_multi#be7e8ef1 nonce:int128. The last one comes again.
                let query = [&0xbe7e_8ef1_u32.to_le_bytes()[..], &soak.bytes(16)].concat();
                writer.queue(&plain::write(plain::next_msg_id(&mut last, now(), 0), &query));
                if at + 1 == AT_ONCE {
                    writer.queue(&plain::write(plain::next_msg_id(&mut last, now(), 0), &query));
                }
            }
            writer.flush().await?;
            for at in 0..=AT_ONCE {
                let packet = reader.packet().await?.ok_or("the server closed a connection that asks")?;
                let body = packet.get(20..).filter(|body| body.len() >= 48).ok_or("a short resPQ")?.to_vec();
                if at + 1 == AT_ONCE {
                    twice = Some(body.clone());
                }
                if at == AT_ONCE {
                    again += 1;
                    if twice.as_ref() != Some(&body) {
                        return Err("the same nonce got another resPQ".to_owned());
                    }
                    continue;
                }
                // resPQ#05162463 nonce:int128 server_nonce:int128 pq:string …
                let pq = body.get(37..45).map(<[u8]>::to_vec).ok_or("no pq")?;
                if body.get(36) != Some(&8) || pq.first().is_none_or(|top| *top > 127) {
                    return Err("a pq that is not 8 bytes below 2^63".to_owned());
                }
                nonces.insert(body.get(20..36).map(<[u8]>::to_vec));
                numbers.insert(pq);
                asked += 1;
            }
        }
    }
    match (asked - nonces.len(), asked - numbers.len()) {
        (0, 0) => Ok(format!("{asked} nonces, no server_nonce and no pq twice; {again} asked again")),
        (nonces, numbers) => Err(format!("{nonces} server_nonces and {numbers} pqs repeat in {asked}")),
    }
}
