//! `InputMedia` as callers name it: people, places, dice, polls; files stand in `files`. What is wrong with one is
//! `domain`'s to say.

use boxes::Content;
use domain::{
    LivePlace, NewMedia,
    polls::{NewAnswer, NewPoll, Styled, flag},
};
use store::records::place::Place;
use tl::{enums, types};

use crate::{
    Call,
    errors::{
        Error, GEO_POINT_INVALID, MEDIA_CAPTION_TOO_LONG, MEDIA_EMPTY, MEDIA_INVALID, POLL_ANSWER_INVALID,
        POLL_QUESTION_INVALID,
    },
    messages::{files, text, todo},
};

/// As `config.caption_length_max` tells clients, in UTF-16 units.
const CAPTION_CHARS_MAX: usize = 1024;

/// What is to be sent along.
///
/// # Errors
/// `MEDIA_EMPTY` for nothing, `MEDIA_INVALID` for what is not served yet, and what is wrong with the parts.
pub(crate) async fn new(call: &Call<'_>, input: enums::InputMedia) -> Result<NewMedia, Error> {
    use enums::InputMedia as Input;
    if let Some(file) = files::new(call, &input).await? {
        return Ok(file);
    }
    Ok(match input {
        Input::InputMediaEmpty => return Err(MEDIA_EMPTY),
        Input::InputMediaContact(contact) => NewMedia::Contact {
            phone: contact.phone_number,
            first_name: contact.first_name,
            last_name: contact.last_name,
            vcard: contact.vcard,
        },
        Input::InputMediaGeoPoint(geo) => NewMedia::Geo(place(&geo.geo_point).ok_or(GEO_POINT_INVALID)?),
        Input::InputMediaVenue(venue) => NewMedia::Venue {
            at: place(&venue.geo_point).ok_or(GEO_POINT_INVALID)?,
            title: venue.title,
            address: venue.address,
            provider: venue.provider,
            venue_id: venue.venue_id,
            venue_type: venue.venue_type,
        },
        Input::InputMediaGeoLive(live) => NewMedia::GeoLive(live_place(&live)),
        Input::InputMediaDice(dice) => NewMedia::Dice(dice.emoticon),
        Input::InputMediaPoll(poll) => NewMedia::Poll(Box::new(self::poll(call, *poll).await?)),
        Input::InputMediaTodo(list) => NewMedia::Todo(Box::new(todo::list(call, list.todo).await?)),
        _ => return Err(MEDIA_INVALID),
    })
}

/// Where somebody is now; to be sent or to take the place of the last one.
pub(crate) fn live_place(live: &types::InputMediaGeoLive) -> LivePlace {
    LivePlace {
        at: place(&live.geo_point),
        heading: live.heading,
        period: live.period,
        proximity: live.proximity_notification_radius,
        stopped: live.stopped,
    }
}

/// The words that go with media; files and polls alone take some.
///
/// # Errors
/// `MEDIA_CAPTION_TOO_LONG`.
pub(crate) async fn caption(
    call: &Call<'_>,
    media: &NewMedia,
    words: &str,
    entities: Vec<enums::MessageEntity>,
) -> Result<Content, Error> {
    if !matches!(media, NewMedia::Poll(_) | NewMedia::File(_)) || words.trim().is_empty() {
        return Ok(Content::default());
    }
    if words.encode_utf16().take(CAPTION_CHARS_MAX + 1).count() > CAPTION_CHARS_MAX {
        return Err(MEDIA_CAPTION_TOO_LONG);
    }
    Ok(text::checked(call, words, entities).await?.into_content())
}

fn place(point: &enums::InputGeoPoint) -> Option<Place> {
    match point {
        enums::InputGeoPoint::InputGeoPoint(point) => {
            Some(Place { latitude: point.lat, longitude: point.long, accuracy: point.accuracy_radius })
        }
        enums::InputGeoPoint::InputGeoPointEmpty => None,
    }
}

async fn poll(call: &Call<'_>, input: types::InputMediaPoll) -> Result<NewPoll, Error> {
    let enums::Poll::Poll(poll) = input.poll;
    let with_media = input.attached_media.is_some() || input.solution_media.is_some();
    // Polls for some countries or members only are not served: a poll that is less than was asked for would be a lie.
    if with_media || poll.subscribers_only || poll.countries_iso2.is_some() {
        return Err(MEDIA_INVALID);
    }
    let bit = |set: bool, bit: u32| if set { bit } else { 0 };
    let flags = bit(poll.public_voters, flag::PUBLIC_VOTERS)
        | bit(poll.multiple_choice, flag::MULTIPLE_CHOICE)
        | bit(poll.quiz, flag::QUIZ)
        | bit(poll.open_answers, flag::OPEN_ANSWERS)
        | bit(poll.revoting_disabled, flag::REVOTING_DISABLED)
        | bit(poll.shuffle_answers, flag::SHUFFLE_ANSWERS)
        | bit(poll.hide_results_until_close, flag::HIDE_RESULTS_UNTIL_CLOSE);
    let mut answers = Vec::with_capacity(poll.answers.len().min(domain::polls::ANSWERS_MAX));
    for answer in poll.answers.into_iter().take(domain::polls::ANSWERS_MAX + 1) {
        answers.push(self::answer(call, answer).await?);
    }
    let solution = match input.solution {
        Some(words) => Some(styled(call, words, input.solution_entities.unwrap_or_default()).await),
        None => None,
    };
    let enums::TextWithEntities::TextWithEntities(question) = poll.question;
    Ok(NewPoll {
        question: named(call, question, POLL_QUESTION_INVALID).await?,
        answers,
        flags,
        correct: input.correct_answers.unwrap_or_default(),
        solution: solution.transpose()?,
        close_period: poll.close_period,
        close_date: poll.close_date,
        closed: poll.closed,
    })
}

/// Something that may be chosen.
///
/// # Errors
/// What is wrong with it.
pub(crate) async fn answer(call: &Call<'_>, answer: enums::PollAnswer) -> Result<NewAnswer, Error> {
    let (text, option, with_media) = match answer {
        enums::PollAnswer::PollAnswer(answer) => (answer.text, Some(answer.option), answer.media.is_some()),
        enums::PollAnswer::InputPollAnswer(answer) => (answer.text, None, answer.media.is_some()),
    };
    if with_media {
        return Err(MEDIA_INVALID);
    }
    let enums::TextWithEntities::TextWithEntities(text) = text;
    Ok(NewAnswer { text: named(call, text, POLL_ANSWER_INVALID).await?, option })
}

/// Words that may not be empty.
async fn named(call: &Call<'_>, words: types::TextWithEntities, otherwise: Error) -> Result<Styled, Error> {
    if words.text.trim().is_empty() {
        return Err(otherwise);
    }
    styled(call, words.text, words.entities).await.map_err(|_| otherwise)
}

pub(crate) async fn styled(
    call: &Call<'_>,
    words: String,
    entities: Vec<enums::MessageEntity>,
) -> Result<Styled, Error> {
    if words.trim().is_empty() {
        return Ok(Styled::default());
    }
    let text = text::checked(call, &words, entities).await?;
    Ok(Styled { entities: text.stored_entities(), text: text.text })
}
