//! The promises of the transports: told apart on one port by their first bytes, bytewise if need be, bounded,
//! and refusing what is broken (demand W-28).

#![allow(clippy::unwrap_used, reason = "what is not there fails the test")]

use mtproto::transport::{
    Accepted, Acceptor, Codec, Kind, PACKET_BYTES_MAX, ProxySecret, TransportFault, Wire, dial, dial_through,
};
use world::Chance;

mod common;
use common::Draws;

/// A server's codec for `wire` with the client's.
fn pair(wire: Wire, chance: &dyn Chance) -> (Codec, Codec) {
    let mut bytes = Vec::new();
    let mut client = dial(wire, chance, &mut bytes);
    // Full and plain framings show themselves with their first packet.
    client.write(&[5; 24], &mut bytes);
    let Ok(Some(Accepted::Mtproto(mut server))) = Acceptor::new().feed(&bytes) else {
        panic!("not accepted")
    };
    assert_eq!(taken(&mut server), Ok(Some((vec![5; 24], false))));
    (server, client)
}

/// The next packet, and whether a quick acknowledgement goes with it.
fn taken(codec: &mut Codec) -> Result<Option<(Vec<u8>, bool)>, TransportFault> {
    codec.next().map(|frame| frame.map(|frame| (frame.payload.to_vec(), frame.quick_ack)))
}

/// What a server makes of the first bytes of a connection.
fn fault(bytes: &[u8]) -> Option<TransportFault> {
    match Acceptor::new().feed(bytes) {
        Err(fault) => Some(fault),
        Ok(Some(Accepted::Mtproto(mut codec))) => codec.next().err(),
        _ => None,
    }
}

#[test]
fn every_transport_is_recognised_with_its_dc() {
    let chance = Draws::new(1);
    for dc in [1, 2, -2, 10_002, -10_002] {
        for wire in Wire::ALL {
            let wire = Wire { obfuscated: wire.obfuscated.map(|_| dc), ..wire };
            let (server, _) = pair(wire, &chance);
            assert_eq!((server.kind(), server.dc()), (wire.kind, wire.obfuscated));
            assert_eq!(server.is_obfuscated(), wire.obfuscated.is_some());
        }
    }
}

#[test]
fn a_header_under_a_secret_is_read_by_who_has_it_and_under_dd_only_padded() {
    let chance = Draws::new(9);
    let digits = "00112233445566778899aabbccddeeff";
    let (plain, dd) =
        (ProxySecret::read(digits).unwrap(), ProxySecret::read(&format!("dd{digits}")).unwrap());
    let other = ProxySecret::read(&digits.replace("00", "01")).unwrap();
    for wire in Wire::ALL.into_iter().filter(|wire| wire.obfuscated.is_some()) {
        let (mut bytes, mut answers) = (Vec::new(), Vec::new());
        let mut client = dial_through(Some(&plain), wire, &chance, &mut bytes);
        client.write(&[5; 24], &mut bytes);
        for (known, lets_in) in [
            (vec![], false),
            (vec![other.clone()], false),
            (vec![other.clone(), plain.clone()], true),
            (vec![dd.clone()], wire.kind == Kind::PaddedIntermediate),
        ] {
            match Acceptor::with_secrets(known.into()).feed(&bytes) {
                Ok(Some(Accepted::Mtproto(mut server))) if lets_in => {
                    assert_eq!((server.kind(), server.dc()), (wire.kind, Some(2)));
                    assert_eq!(taken(&mut server), Ok(Some((vec![5; 24], false))));
                    let mut answer = Vec::new();
                    server.write(&[6; 24], &mut answer);
                    assert!(!answer.is_empty());
                    answers.push(answer);
                }
                Err(TransportFault::Unknown) => assert!(!lets_in),
                _ => panic!("neither let in nor refused"),
            }
        }
        client.feed(&answers[0]);
        assert_eq!(taken(&mut client), Ok(Some((vec![6; 24], false))));
        assert_eq!(pair(wire, &chance).0.dc(), Some(2), "without a secret it goes as before");
    }
}

#[test]
fn random_bytes_in_the_place_of_a_dc_name_none() {
    let chance = Draws::new(8);
    for dc in [0, 21, -4960, 9_999, 10_000, 10_021, 20_001, i16::MAX, i16::MIN] {
        let wire = Wire { kind: Kind::Abridged, obfuscated: Some(dc) };
        assert_eq!(pair(wire, &chance).0.dc(), None);
    }
}

#[test]
fn w28_packets_arrive_a_byte_at_a_time_and_all_at_once() {
    let chance = Draws::new(2);
    for wire in Wire::ALL {
        let packets: Vec<Vec<u8>> = [24, 504, 508, 512, 65_560, PACKET_BYTES_MAX - 8]
            .into_iter()
            .map(|length| (0..length).map(|i| (i * 7 + length) as u8).collect())
            .collect();
        let mut bytes = Vec::new();
        let mut client = dial(wire, &chance, &mut bytes);
        for packet in &packets[..4] {
            client.write(packet, &mut bytes);
        }
        let mut acceptor = Acceptor::new();
        let mut server = None;
        let mut received = Vec::new();
        for byte in &bytes {
            match &mut server {
                None => match acceptor.feed(&[*byte]) {
                    Ok(Some(Accepted::Mtproto(codec))) => server = Some(codec),
                    Ok(None) => {}
                    _ => panic!("not accepted"),
                },
                Some(codec) => codec.feed(&[*byte]),
            }
            if let Some(codec) = &mut server {
                while let Some((packet, _)) = taken(codec).unwrap() {
                    received.push(packet);
                }
            }
        }
        let mut server = server.unwrap();
        bytes.clear();
        for packet in &packets[4..] {
            client.write(packet, &mut bytes);
        }
        server.feed(&bytes);
        while let Some((packet, _)) = taken(&mut server).unwrap() {
            received.push(packet);
        }
        // Padded intermediate cuts sealed packets to whole blocks.
        let whole = |packet: &Vec<u8>| match wire.kind {
            Kind::PaddedIntermediate => packet[..24 + (packet.len() - 24) / 16 * 16].to_vec(),
            _ => packet.clone(),
        };
        assert!(received == packets.iter().map(whole).collect::<Vec<_>>());
        assert!(server.held_bytes() > PACKET_BYTES_MAX);
        server.shrink();
        assert!(server.held_bytes() < 4096);
    }
}

#[test]
fn w28_answers_errors_and_quick_acks_travel_back() {
    let chance = Draws::new(3);
    for wire in Wire::ALL {
        let (mut server, mut client) = pair(wire, &chance);
        let mut bytes = Vec::new();
        let packet = vec![0xab; 24 + 160];
        client.write_wanting_quick_ack(&packet, &mut bytes);
        server.feed(&bytes);
        assert_eq!(taken(&mut server), Ok(Some((packet.clone(), wire.kind != Kind::Full))));
        let mut back = Vec::new();
        server.write_quick_ack(0x8123_4567, &mut back);
        server.write(&packet, &mut back);
        server.write_error(-404, &mut back);
        let mut received = Vec::new();
        for byte in back {
            client.feed(&[byte]);
            received.extend(taken(&mut client).unwrap());
        }
        let mut expected = vec![(packet, false), ((-404i32).to_le_bytes().to_vec(), false)];
        if wire.kind != Kind::Full {
            expected.insert(0, (0x8123_4567u32.to_le_bytes().to_vec(), true));
        }
        assert!(received == expected);
    }
}

#[test]
fn transport_errors_have_the_bytes_that_clients_know() {
    let chance = Draws::new(4);
    let written = |kind| {
        let (mut server, _) = pair(Wire { kind, obfuscated: None }, &chance);
        let mut out = Vec::new();
        server.write_error(-404, &mut out);
        out
    };
    assert_eq!(written(Kind::Abridged), [1, 0x6c, 0xfe, 0xff, 0xff]);
    assert_eq!(written(Kind::Intermediate), [4, 0, 0, 0, 0x6c, 0xfe, 0xff, 0xff]);
    assert_eq!(written(Kind::PaddedIntermediate), [4, 0, 0, 0, 0x6c, 0xfe, 0xff, 0xff]);
    assert_eq!(written(Kind::Full)[..12], [16, 0, 0, 0, 0, 0, 0, 0, 0x6c, 0xfe, 0xff, 0xff]);
}

#[test]
fn padding_behind_packets_is_dropped() {
    // A sealed packet of 24 + 32 bytes, a plain one whose body has 8 bytes, each with 1 to 15 bytes behind.
    let sealed = [7u8; 56];
    let mut plain = [0u8; 28];
    plain[16] = 8;
    for padding in 0..16u8 {
        let mut bytes = vec![0xdd; 4];
        for packet in [&sealed[..], &plain[..]] {
            bytes.extend_from_slice(&(packet.len() as u32 + u32::from(padding)).to_le_bytes());
            bytes.extend_from_slice(packet);
            bytes.extend(std::iter::repeat_n(0x55, usize::from(padding)));
        }
        let Ok(Some(Accepted::Mtproto(mut codec))) = Acceptor::new().feed(&bytes) else { panic!() };
        assert_eq!(taken(&mut codec), Ok(Some((sealed.to_vec(), false))));
        assert_eq!(taken(&mut codec), Ok(Some((plain.to_vec(), false))));
        assert_eq!(taken(&mut codec), Ok(None));
    }
}

#[test]
fn http_is_handed_back_whole() {
    for request in
        ["GET /apiws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n", "POST /api HTTP/1.1\r\n\r\n"]
    {
        for step in [1, 5, 200] {
            let mut acceptor = Acceptor::new();
            let mut accepted = None;
            let mut fed = 0;
            for part in request.as_bytes().chunks(step) {
                fed += part.len();
                accepted = acceptor.feed(part).unwrap();
                if accepted.is_some() {
                    break;
                }
            }
            let Some(Accepted::Http(bytes)) = accepted else { panic!("not recognised") };
            assert_eq!(bytes, request.as_bytes()[..fed]);
        }
    }
}

#[test]
fn w28_lengths_that_no_packet_has_are_refused_before_the_packet_arrives() {
    let too_long = (PACKET_BYTES_MAX as u32 + 4).to_le_bytes();
    let full = |length: u32| [&length.to_le_bytes()[..], &[0; 4]].concat();
    let refused = [
        vec![0xef, 0],
        vec![0xef, 0x80],
        vec![0xef, 0x7f, 0, 0, 0],
        vec![0xef, 0x7f, 0xff, 0xff, 0xff],
        vec![0xef, 0x7f, 1, 0, 4],
        [&[0xee; 4][..], &[0; 4]].concat(),
        [&[0xee; 4][..], &too_long].concat(),
        [&[0xee; 4][..], &[6, 0, 0, 0]].concat(),
        [&[0xee; 4][..], &[0xff; 4]].concat(),
        [&[0xdd; 4][..], &[0; 4]].concat(),
        [&[0xdd; 4][..], &[0xff, 0xff, 0xff, 0x7f]].concat(),
        full(0),
        full(8),
        full(12),
        full(30),
        full(PACKET_BYTES_MAX as u32 + 16),
        full(u32::MAX - 3),
    ];
    for bytes in refused {
        assert!(matches!(fault(&bytes), Some(TransportFault::Length { .. })), "{bytes:x?}");
    }
}

#[test]
fn the_longest_packet_passes_and_a_lower_limit_holds() {
    let chance = Draws::new(5);
    for wire in Wire::ALL {
        let (mut server, mut client) = pair(wire, &chance);
        let mut bytes = Vec::new();
        client.write(&vec![1; PACKET_BYTES_MAX], &mut bytes);
        server.feed(&bytes);
        assert!(taken(&mut server).is_ok_and(|packet| packet.is_some()));
        server.limit_packets(1024);
        bytes.clear();
        client.write(&[1; 1064], &mut bytes);
        server.feed(&bytes[..16]);
        assert!(matches!(taken(&mut server), Err(TransportFault::Length { .. })));
    }
}

#[test]
fn w28_full_frames_with_a_wrong_checksum_or_number_are_refused() {
    let chance = Draws::new(6);
    let wire = Wire { kind: Kind::Full, obfuscated: None };
    for bit in 0..(24 + 12) * 8 {
        let (mut server, mut client) = pair(wire, &chance);
        let mut bytes = Vec::new();
        client.write(&[9; 24], &mut bytes);
        bytes[bit / 8] ^= 1 << (bit % 8);
        server.feed(&bytes);
        // A flipped length may also leave the frame waiting for more.
        assert!(!matches!(taken(&mut server), Ok(Some(_))));
    }
    let (mut server, mut client) = pair(wire, &chance);
    let mut bytes = Vec::new();
    client.write(&[9; 24], &mut bytes);
    server.feed(&bytes);
    assert!(taken(&mut server).is_ok_and(|packet| packet.is_some()));
    server.feed(&bytes);
    assert_eq!(taken(&mut server), Err(TransportFault::Sequence { expected: 2, found: 1 }));
}

#[test]
fn w28_first_bytes_of_other_protocols_are_refused() {
    assert_eq!(fault(&[0x16, 0x03, 0x01, 0x02, 0x00]), Some(TransportFault::Unknown));
    // 64 bytes that decrypt to no tag.
    let noise: Vec<u8> = (0..64u8).map(|i| i.wrapping_mul(31).wrapping_add(5)).collect();
    assert_eq!(fault(&noise), Some(TransportFault::Unknown));
    assert_eq!(fault(&noise[..63]), None);
}

#[test]
fn obfuscated_connections_never_begin_like_another_protocol() {
    /// Draws headers that must not be used, one after the other, then a good one.
    struct Bad(std::sync::atomic::AtomicUsize);
    impl Chance for Bad {
        fn fill(&self, bytes: &mut [u8]) {
            let first: [&[u8]; 10] = [
                &[0xef],
                b"HEAD",
                b"POST",
                b"GET ",
                b"OPTI",
                &[0x16, 0x03, 0x01, 0x02],
                &[0xdd; 4],
                &[0xee; 4],
                &[1, 2, 3, 4, 0, 0, 0, 0],
                &[9; 64],
            ];
            bytes.fill(0x31);
            let at = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            bytes[..first[at].len()].copy_from_slice(first[at]);
        }
    }
    let mut out = Vec::new();
    dial(Wire::ALL[5], &Bad(0.into()), &mut out);
    assert_eq!(out[..56], [9; 56]);
}

#[test]
fn w28_noise_never_panics() {
    let chance = Draws::new(7);
    let starts: [&[u8]; 6] = [&[0xef], &[0xee; 4], &[0xdd; 4], &[40, 0, 0, 0, 0, 0, 0, 0], b"GET ", &[]];
    for round in 0..3000u64 {
        let noise = (&chance as &dyn Chance).bytes::<200>();
        let bytes = [starts[round as usize % 6], &noise].concat();
        let Ok(Some(Accepted::Mtproto(mut codec))) = Acceptor::new().feed(&bytes) else { continue };
        while let Ok(Some(frame)) = codec.next() {
            assert!(!frame.payload.is_empty());
        }
    }
}
