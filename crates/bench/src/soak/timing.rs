//! Whether the time of a refusal tells its reason: two kinds of bad input in random order, and Welch's t of how long
//! each took, with the longest times cut off at several places, since those are the machine's. The method is that of
//! Reparaz, Balasch and Verbauwhede, "dude, is my code constant time?" (2017). Runs in this process: over a socket,
//! noise would hide what an attacker with patience sees.

use super::Soak;
use crate::{person::Failure, statistics::percentile};
use crypto::{RsaPrivateKey, kdf::Side, rsa_pad};
use mtproto::{
    auth_key::AuthKey,
    envelope::{self, Header},
    handshake::{Exchange, Handshake, Step},
    plain,
};
use std::{hint::black_box, sync::Arc, time::Instant};
use tl::{
    Decode, Layer, Reader,
    mtproto::{enums, functions, types},
};

/// The whole demand, for packets; an RSA block costs a thousand times as much.
const PACKETS: usize = 1_000_000;
const BLOCKS: usize = 1_000_000;
/// Above this, the two kinds are told apart.
const T_MAX: f64 = 5.0;
/// What is kept of the times, counted from the shortest.
const CROPS: [f64; 4] = [0.5, 0.9, 0.99, 1.0];
const NOW: world::UnixMillis = world::UnixMillis(1_800_000_000_000);

/// W-15: a msg_key that is wrong in its first byte is refused as late as one that is wrong in its last.
pub(super) fn packets(soak: &Soak) -> Result<String, Failure> {
    let mut key = [0; 256];
    soak.chance.fill(&mut key);
    let key = AuthKey::new(key);
    let header = Header { salt: 1, session_id: 2, msg_id: 3, seqno: 1 };
    let sealed = envelope::seal(&key, Side::Client, header, &soak.bytes(288), &*soak.chance);
    let mut packet = sealed.clone();
    let times = sampled(soak, soak.count(PACKETS), |late| {
        packet.copy_from_slice(&sealed);
        // msg_key stands behind the key's id.
        if let Some(byte) = packet.get_mut(if late { 23 } else { 8 }) {
            *byte ^= 1;
        }
        let began = Instant::now();
        let refused = black_box(envelope::open(&key, Side::Client, black_box(&mut packet))).is_err();
        Ok((began.elapsed(), refused))
    })?;
    told_apart("packets", times)
}

/// W-6: encrypted data that opens to nothing is refused as late as data that opens and says something else.
pub(super) fn blocks(soak: &Soak) -> Result<String, Failure> {
    let chance = soak.chance.clone();
    let private = RsaPrivateKey::generate(&mut |bytes| chance.fill(bytes));
    let public = private.public().clone();
    let exchange = Exchange::new(vec![Arc::new(private)], chance.clone(), true);
    let mut last = 0;
    let mut packet = |query: Vec<u8>| plain::write(plain::next_msg_id(&mut last, NOW, 0), &query);
    let times = sampled(soak, soak.count(BLOCKS), |opens| {
        let mut nonce = [0; 16];
        soak.chance.fill(&mut nonce);
        let mut server = Handshake::new(exchange.clone());
        let question = packet(tl::encode(&functions::ReqPqMulti::new(nonce), Layer::NEWEST));
        let Ok(Step::Reply(reply)) = server.receive(&question, NOW) else { return Err("no resPQ".into()) };
        let body = reply.get(20..).ok_or("a short resPQ")?;
        let puzzle = enums::ResPQ::decode(&mut Reader::new(body)).map_err(|error| error.to_string())?;
        let enums::ResPQ::ResPQ(puzzle) = puzzle;
        // Right factors: with wrong ones the block would not be opened at all, and nothing would be measured.
        let number = puzzle.pq.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        let (p, q) = crypto::pq::factor(number).ok_or("a pq without factors")?;
        let (p, q) = (p.to_be_bytes().to_vec(), q.to_be_bytes().to_vec());
        let inner =
            types::PQInnerDataDc::new(puzzle.pq.clone(), p.clone(), q.clone(), nonce, [0; 16], [7; 32], 2);
        let data =
            if opens { tl::encode(&enums::PQInnerData::from(inner), Layer::NEWEST) } else { soak.bytes(144) };
        let mut fill = |bytes: &mut [u8]| soak.chance.fill(bytes);
        let sealed = rsa_pad::seal(&public, &data, &mut fill).map_err(|error| error.to_string())?;
        let request = functions::ReqDHParams::new(
            nonce,
            puzzle.server_nonce,
            p,
            q,
            public.fingerprint(),
            sealed.to_vec(),
        );
        let request = packet(tl::encode(&request, Layer::NEWEST));
        let began = Instant::now();
        let refused = match server.receive(&request, NOW) {
            Ok(Step::Work(work)) => server.finish(work.run(), NOW).is_err(),
            Ok(_) => false,
            Err(_) => return Err("a block was refused before it was opened".into()),
        };
        Ok((began.elapsed(), refused))
    })?;
    told_apart("blocks", times)
}

/// Times in nanoseconds of both kinds, drawn in random order, until `wanted` or the row's time is reached.
fn sampled(
    soak: &Soak,
    wanted: usize,
    mut one: impl FnMut(bool) -> Result<(std::time::Duration, bool), Failure>,
) -> Result<[Vec<f64>; 2], Failure> {
    let deadline = soak.deadline();
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..wanted {
        let kind = soak.chance.long() & 1 == 1;
        let (took, refused) = one(kind)?;
        if !refused {
            return Err("bad input was taken".to_owned());
        }
        let [first, second] = &mut times;
        if kind { second } else { first }.push(took.as_nanos() as f64);
        if Instant::now() > deadline {
            break;
        }
    }
    Ok(times)
}

fn told_apart(what: &str, [first, second]: [Vec<f64>; 2]) -> Result<String, Failure> {
    let mut all = [first.as_slice(), second.as_slice()].concat();
    let mut largest: f64 = 0.0;
    for crop in CROPS {
        let bound = percentile(&mut all, crop).ok_or("nothing was measured")?;
        let kept = |times: &[f64]| times.iter().copied().filter(|time| *time <= bound).collect::<Vec<_>>();
        largest = largest.max(welch(&kept(&first), &kept(&second)).abs());
    }
    let median = percentile(&mut all, 0.5).unwrap_or_default();
    let said = format!("{} {what}, |t| at most {largest:.2}, {median:.0} ns each", all.len());
    if largest < T_MAX { Ok(said) } else { Err(format!("{said}: the two kinds are told apart")) }
}

/// How far two means lie apart, in units of what chance would do.
fn welch(first: &[f64], second: &[f64]) -> f64 {
    let moments = |times: &[f64]| {
        let count = times.len().max(2) as f64;
        let mean = times.iter().sum::<f64>() / count;
        let variance = times.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / (count - 1.0);
        (mean, variance / count)
    };
    let ((mean_a, error_a), (mean_b, error_b)) = (moments(first), moments(second));
    let error = (error_a + error_b).sqrt();
    if error == 0.0 { 0.0 } else { (mean_a - mean_b) / error }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_that_differ_are_told_apart_and_equal_ones_are_not() {
        let even: Vec<f64> = (0..1000).map(|at| f64::from(at % 10)).collect();
        let shifted: Vec<f64> = even.iter().map(|time| time + 1.0).collect();
        assert!(welch(&even, &even).abs() < 0.1);
        assert!(welch(&even, &shifted).abs() > T_MAX);
        assert!(told_apart("numbers", [even.clone(), even.clone()]).is_ok());
        assert!(told_apart("numbers", [even, shifted]).is_err());
    }
}
