//! Files as two people send them to each other: parts, ranges, references, and who may read what.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "the fixture serves other tests as well")]

mod fixture;

use fixture::{Device, House, chat::Chat, chat::messages};
use tl::{enums, functions, types};

const PART: usize = 4096;

fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at * 31 / 7) as u8).collect()
}

/// Brings `data` in parts of [`PART`] bytes, the last part first.
async fn bring(house: &House, device: &Device, file_id: i64, data: &[u8]) -> enums::InputFile {
    let parts: Vec<_> = data.chunks(PART).enumerate().collect();
    for (part, bytes) in parts.iter().rev() {
        let request = functions::upload::SaveFilePart::new(file_id, *part as i32, bytes.to_vec());
        assert_eq!(house.call(device, request).await, Ok(true));
    }
    types::InputFile::new(file_id, parts.len() as i32, "a.bin".into(), String::new()).into()
}

fn document(file: enums::InputFile) -> enums::InputMedia {
    types::InputMediaUploadedDocument::new(file, "text/plain".into(), Vec::new()).into()
}

/// Sends media, and gives the document as the author is told of it.
async fn send(chat: &Chat, device: &Device, media: enums::InputMedia) -> Result<types::Document, String> {
    chat.random.set(chat.random.get() + 1);
    let request =
        functions::messages::SendMedia::new(chat.peer(device), media, "words".into(), chat.random.get());
    chat.house.call(device, request).await?;
    Ok(last(chat, device).await)
}

/// The document of the last message.
async fn last(chat: &Chat, device: &Device) -> types::Document {
    let found = chat.history(device).await;
    let Some(enums::MessageMedia::MessageMediaDocument(media)) = found[0].media.clone() else {
        panic!("no document")
    };
    let Some(enums::Document::Document(document)) = media.document else { panic!("an empty document") };
    *document
}

fn location(document: &types::Document) -> types::InputDocumentFileLocation {
    types::InputDocumentFileLocation::new(
        document.id,
        document.access_hash,
        document.file_reference.clone(),
        String::new(),
    )
}

async fn read(
    chat: &Chat,
    device: &Device,
    at: types::InputDocumentFileLocation,
    offset: i64,
    limit: i32,
) -> Result<Vec<u8>, String> {
    let request = functions::upload::GetFile {
        precise: true,
        ..functions::upload::GetFile::new(at.into(), offset, limit)
    };
    match chat.house.call(device, request).await? {
        enums::upload::File::File(file) => Ok(file.bytes),
        enums::upload::File::FileCdnRedirect(_) => panic!("there is no such network"),
    }
}

#[tokio::test]
async fn parts_in_any_order_become_a_file_that_both_sides_read_by_ranges() {
    let chat = Chat::open().await;
    let data = bytes(3 * PART + 1000);
    let file = bring(&chat.house, &chat.phone, 7, &data).await;
    let mine = send(&chat, &chat.phone, document(file)).await.unwrap();
    let theirs = last(&chat, &chat.budis).await;
    assert_eq!((mine.size, theirs.size), (data.len() as i64, data.len() as i64));
    for (device, document) in [(&chat.phone, &mine), (&chat.laptop, &mine), (&chat.budis, &theirs)] {
        assert!(read(&chat, device, location(document), 0, 1 << 20).await == Ok(data.clone()));
        assert!(read(&chat, device, location(document), 5120, 2048).await == Ok(data[5120..7168].to_vec()));
        assert!(read(&chat, device, location(document), 1 << 20, 1024).await == Ok(Vec::new()));
    }
}

#[tokio::test]
async fn a_file_opens_for_who_was_shown_it_and_for_nobody_else() {
    let chat = Chat::open().await;
    let file = bring(&chat.house, &chat.phone, 7, &bytes(100)).await;
    let mine = send(&chat, &chat.phone, document(file)).await.unwrap();
    let theirs = last(&chat, &chat.budis).await;
    let citra = chat.house.person(33, "Citra").await;
    let citras = chat.house.device(citra, 1);
    let invalid = |id: &str| Err::<Vec<u8>, _>(id.to_owned());
    // Whoever brings another's hash and reference is told the same as about a file that there is not.
    assert_eq!(read(&chat, &citras, location(&mine), 0, 1024).await, invalid("FILE_ID_INVALID"));
    assert_eq!(read(&chat, &chat.budis, location(&mine), 0, 1024).await, invalid("FILE_ID_INVALID"));
    let foreign =
        types::InputDocumentFileLocation { file_reference: mine.file_reference.clone(), ..location(&theirs) };
    assert_eq!(read(&chat, &chat.budis, foreign, 0, 1024).await, invalid("FILE_REFERENCE_INVALID"));
    let empty = types::InputDocumentFileLocation { file_reference: Vec::new(), ..location(&theirs) };
    assert_eq!(read(&chat, &chat.budis, empty, 0, 1024).await, invalid("FILE_REFERENCE_EMPTY"));
    for at in 0..mine.file_reference.len() {
        let mut flipped = location(&mine);
        flipped.file_reference[at] ^= 1;
        assert_eq!(read(&chat, &chat.phone, flipped, 0, 1024).await, invalid("FILE_REFERENCE_INVALID"));
    }
}

#[tokio::test]
async fn a_reference_is_good_for_a_day_and_a_fresh_one_comes_with_the_message() {
    let chat = Chat::open().await;
    let file = bring(&chat.house, &chat.phone, 7, &bytes(100)).await;
    let mine = send(&chat, &chat.phone, document(file)).await.unwrap();
    chat.house.pass(11 * 3600);
    assert!(read(&chat, &chat.phone, location(&mine), 0, 1024).await.is_ok());
    chat.house.pass(14 * 3600);
    let expired = Err("FILE_REFERENCE_EXPIRED".to_owned());
    assert_eq!(read(&chat, &chat.phone, location(&mine), 0, 1024).await, expired);
    let id = chat.history(&chat.phone).await[0].id;
    let request = functions::messages::GetMessages::new(vec![types::InputMessageID::new(id).into()]);
    let found = messages(chat.house.call(&chat.phone, request).await.unwrap());
    let Some(enums::MessageMedia::MessageMediaDocument(media)) = &found[0].media else { panic!() };
    let Some(enums::Document::Document(fresh)) = &media.document else { panic!() };
    assert!(read(&chat, &chat.phone, location(fresh), 0, 1024).await.is_ok());
}

#[tokio::test]
async fn the_same_number_of_two_people_names_two_uploads() {
    let chat = Chat::open().await;
    let file = bring(&chat.house, &chat.phone, 7, &bytes(100)).await;
    let missing = send(&chat, &chat.budis, document(file.clone())).await.err();
    assert_eq!(missing.as_deref(), Some("FILE_PART_0_MISSING"));
    bring(&chat.house, &chat.budis, 7, &[9; 50]).await;
    let mine = send(&chat, &chat.phone, document(file)).await.unwrap();
    assert!(read(&chat, &chat.phone, location(&mine), 0, 1024).await == Ok(bytes(100)));
}

#[tokio::test]
async fn wrong_parts_are_named_and_nothing_is_sent() {
    let chat = Chat::open().await;
    let part = async |part, bytes: Vec<u8>| {
        let request = functions::upload::SaveFilePart::new(8, part, bytes);
        chat.house.call(&chat.phone, request).await.err()
    };
    let big = async |part, total, bytes: Vec<u8>| {
        let request = functions::upload::SaveBigFilePart::new(9, part, total, bytes);
        chat.house.call(&chat.phone, request).await.err()
    };
    let name = |name: &str| Some(name.to_owned());
    assert_eq!(part(0, Vec::new()).await, name("FILE_PART_EMPTY"));
    assert_eq!(part(0, vec![1; (512 << 10) + 1]).await, name("FILE_PART_TOO_BIG"));
    assert_eq!(part(-1, vec![1]).await, name("FILE_PART_INVALID"));
    assert_eq!(part(8000, vec![1]).await, name("FILE_PART_INVALID"));
    assert_eq!(big(0, 8001, vec![1]).await, name("FILE_PARTS_INVALID"));
    assert_eq!(big(0, 0, vec![1]).await, name("FILE_PARTS_INVALID"));
    assert_eq!(big(3, 3, vec![1]).await, name("FILE_PART_INVALID"));
    assert_eq!(big(7999, 8000, vec![1; 512 << 10]).await, None);
    assert_eq!(part(0, vec![1; 1024]).await, None);
    assert_eq!(part(1, vec![1; 512]).await, None);
    assert_eq!(part(2, vec![1; 1024]).await, None);
    let sent = |parts| {
        let file = types::InputFile::new(8, parts, String::new(), String::new());
        send(&chat, &chat.phone, document(file.into()))
    };
    assert_eq!(sent(3).await.err(), name("FILE_PART_SIZE_CHANGED"));
    assert_eq!(sent(4).await.err(), name("FILE_PART_SIZE_CHANGED"));
    assert_eq!(sent(0).await.err(), name("FILE_PARTS_INVALID"));
    assert_eq!(sent(i32::MAX).await.err(), name("FILE_PARTS_INVALID"));
    assert_eq!(part(1, vec![1; 1024]).await, None);
    assert_eq!(sent(4).await.err(), name("FILE_PART_3_MISSING"));
    assert!(chat.history(&chat.budis).await.is_empty());
    assert_eq!(sent(3).await.map(|document| document.size), Ok(3072));
}

#[tokio::test]
async fn a_forwarded_file_opens_for_the_one_who_got_it() {
    let chat = Chat::open().await;
    let file = bring(&chat.house, &chat.phone, 7, &bytes(100)).await;
    send(&chat, &chat.phone, document(file)).await.unwrap();
    let citra = chat.house.person(33, "Citra").await;
    let citras = chat.house.device(citra, 1);
    let id = chat.history(&chat.budis).await[0].id;
    let request = functions::messages::ForwardMessages::new(
        chat.peer(&chat.budis),
        vec![id],
        vec![99],
        chat.house.peer(chat.budi, citra),
    );
    chat.house.call(&chat.budis, request).await.unwrap();
    let request =
        functions::messages::GetHistory::new(chat.house.peer(citra, chat.budi), 0, 0, 0, 9, 0, 0, 0);
    let found = messages(chat.house.call(&citras, request).await.unwrap());
    let Some(enums::MessageMedia::MessageMediaDocument(media)) = &found[0].media else { panic!() };
    let Some(enums::Document::Document(document)) = &media.document else { panic!() };
    assert!(read(&chat, &citras, location(document), 0, 1024).await == Ok(bytes(100)));
}
