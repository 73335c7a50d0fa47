//! What is sent along with a text: people, places, dice, polls, and files that are kept already.

use boxes::{Content, Media, MessageKind, UserId};
use store::records::{log::media_flag, place::Place, todo::Todo};

use crate::{
    PhoneNumber,
    chats::{ChatError, Chats, NewTodo},
    polls::{NewPoll, PollError},
};

/// Something that is to be sent, as its author gives it.
#[derive(Clone)]
pub enum NewMedia {
    /// A person's number.
    Contact {
        /// As written.
        phone: String,
        /// Not empty.
        first_name: String,
        /// May be empty.
        last_name: String,
        /// May be empty.
        vcard: String,
    },
    /// A point on the map.
    Geo(Place),
    /// A place with a name.
    Venue {
        /// Where.
        at: Place,
        /// Its name.
        title: String,
        /// As people there call it.
        address: String,
        /// Who knows of it.
        provider: String,
        /// What the provider calls it.
        venue_id: String,
        /// What it is.
        venue_type: String,
    },
    /// Where the author is, for a while.
    GeoLive(LivePlace),
    /// A die or the like.
    Dice(String),
    /// A question.
    Poll(Box<NewPoll>),
    /// A list of tasks.
    Todo(Box<NewTodo>),
    /// A photo or document that the author refers to.
    File(NewFile),
}

/// A photo or document that is to be sent.
#[derive(Clone)]
pub struct NewFile {
    /// Which.
    pub id: i64,
    /// What it counts as.
    pub kind: MessageKind,
    /// Covered until somebody taps it.
    pub spoiler: bool,
    /// Seconds after being seen for which it stays.
    pub ttl_seconds: Option<i32>,
    /// Seconds that it plays.
    pub plays: Option<i32>,
}

/// Where somebody is now.
#[derive(Clone)]
pub struct LivePlace {
    /// Where; none where it only ends.
    pub at: Option<Place>,
    /// Degrees, 1 to 360.
    pub heading: Option<i32>,
    /// Seconds for which it is live, from the message's date on.
    pub period: Option<i32>,
    /// Metres.
    pub proximity: Option<i32>,
    /// It ends now.
    pub stopped: bool,
}

/// Why something cannot be sent along.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// Nowhere on the earth.
    #[error("nowhere on the earth")]
    NoPlace,
    /// A die that does not exist.
    #[error("no such die")]
    NoDie,
    /// Some part is missing, too long or out of its range.
    #[error("{what} is missing, too long or out of its range")]
    Part {
        /// Which.
        what: &'static str,
    },
    /// A list without tasks.
    #[error("no tasks")]
    NoTasks,
    /// Two tasks of a list have one number.
    #[error("two tasks have one number")]
    TaskTwice,
    /// Something about the poll.
    #[error(transparent)]
    Poll(#[from] PollError),
}

/// What is thrown, with the number of ways in which it comes out.
pub(crate) const DICE: &[(&str, u64)] = &[
    ("\u{1f3b2}", 6),
    ("\u{1f3af}", 6),
    ("\u{1f3c0}", 5),
    ("\u{26bd}", 5),
    ("\u{1f3b3}", 6),
    ("\u{1f3b0}", 64),
];
/// Characters of each word of a contact or a venue.
const WORD_CHARS_MAX: usize = 256;
const VCARD_BYTES_MAX: usize = 2048;
/// Seconds for which a place is live.
const LIVE_SECONDS: std::ops::RangeInclusive<i32> = 60..=86_400;
/// For as long as its author wants.
const LIVE_FOR_EVER: i32 = i32::MAX;
const HEADING_MAX: i32 = 360;
const PROXIMITY_METRES_MAX: i32 = 100_000;
const ACCURACY_METRES_MAX: i32 = 1_500;

impl Chats {
    /// What a message keeps of `new`; a poll is kept from here on.
    ///
    /// # Errors
    /// [`ChatError::Media`] and faults.
    pub async fn media(&self, author: UserId, new: NewMedia) -> Result<Media, ChatError> {
        Ok(match new {
            NewMedia::Contact { phone, first_name, last_name, vcard } => {
                self.contact(author, phone, (first_name, last_name), vcard).await?
            }
            NewMedia::Geo(at) => Media::Geo(place(at)?),
            NewMedia::Venue { at, title, address, provider, venue_id, venue_type } => {
                for (what, text) in [
                    ("a title", &title),
                    ("an address", &address),
                    ("a provider", &provider),
                    ("a venue's id", &venue_id),
                    ("a venue's type", &venue_type),
                ] {
                    word(what, text)?;
                }
                Media::Venue { at: place(at)?, title, address, provider, venue_id, venue_type }
            }
            NewMedia::GeoLive(live) => {
                let period = live.period.ok_or(MediaError::Part { what: "a period" })?;
                let at = live.at.clone().ok_or(MediaError::NoPlace)?;
                Media::GeoLive {
                    at: place(at)?,
                    heading: heading(&live)?,
                    period: checked_period(period)?,
                    proximity: proximity(&live)?,
                }
            }
            NewMedia::Dice(emoji) => self.thrown(&emoji)?,
            NewMedia::Poll(poll) => {
                Media::Poll { id: self.polls.ask(author, *poll).await.map_err(MediaError::from)? }
            }
            NewMedia::Todo(list) => Media::Todo(list.checked()?),
            NewMedia::File(file) => self::file(&file),
        })
    }

    async fn contact(
        &self,
        author: UserId,
        phone: String,
        (first_name, last_name): (String, String),
        vcard: String,
    ) -> Result<Media, ChatError> {
        word("a number", &phone)?;
        word("a first name", &first_name)?;
        word("a last name", &last_name)?;
        if phone.trim().is_empty() || first_name.trim().is_empty() {
            return Err(MediaError::Part { what: "a number or a name" }.into());
        }
        if vcard.len() > VCARD_BYTES_MAX {
            return Err(MediaError::Part { what: "a card" }.into());
        }
        let user = match PhoneNumber::read(&phone) {
            // Whoever is not to be found by number is not found through this either.
            Some(number) => self.contacts.find_by_phone(author, &number).await?,
            None => None,
        };
        let vcard = Some(vcard).filter(|vcard| !vcard.is_empty());
        Ok(Media::Contact { phone, first_name, last_name, user, vcard })
    }

    fn thrown(&self, emoji: &str) -> Result<Media, MediaError> {
        let plain: String = emoji.chars().filter(|character| *character != '\u{fe0f}').collect();
        let die = DICE.iter().find(|(known, _)| *known == plain);
        let (emoji, sides) = die.ok_or(MediaError::NoDie)?;
        let value = self.world.chance.below(*sides) + 1;
        Ok(Media::Dice { emoji: (*emoji).to_owned(), value: i32::try_from(value).unwrap_or(1) })
    }
}

/// The live place of a message that was sent at `date`, changed at `now`.
pub(crate) fn moved(before: &Media, date: i32, now: i32, live: LivePlace) -> Result<Media, ChatError> {
    let Media::GeoLive { at, period, .. } = before else { return Err(ChatError::OtherMedia) };
    let age = i64::from(now) - i64::from(date);
    if *period != LIVE_FOR_EVER && age >= i64::from(*period) {
        return Err(ChatError::TooOld { age, max: i64::from(*period) });
    }
    let at = match &live.at {
        Some(new) => place(new.clone())?,
        None if live.stopped => at.clone(),
        None => return Err(MediaError::NoPlace.into()),
    };
    if live.stopped {
        // Over since now, for everybody who counts from the message's date.
        let period = i32::try_from(age.max(1)).unwrap_or(i32::MAX - 1);
        return Ok(Media::GeoLive { at, heading: None, period, proximity: None });
    }
    let period = match live.period.filter(|period| *period != 0) {
        Some(period) => checked_period(period)?,
        None => *period,
    };
    Ok(Media::GeoLive { at, heading: heading(&live)?, period, proximity: proximity(&live)? })
}

/// What a forwarded message carries: somebody's place does not go on living elsewhere, and who has done which task is
/// nobody's business there.
pub(crate) fn forwarded(media: Option<&Media>) -> Option<Media> {
    match media {
        Some(Media::GeoLive { at, .. }) => Some(Media::Geo(at.clone())),
        Some(Media::Todo(list)) => Some(Media::Todo(Todo { done: Vec::new(), ..list.clone() })),
        other => other.cloned(),
    }
}

/// A file as a message keeps it.
fn file(file: &NewFile) -> Media {
    let NewFile { id, kind, spoiler, ttl_seconds, plays } = *file;
    let flags = if spoiler { media_flag::SPOILER } else { 0 };
    match kind {
        MessageKind::Photo => Media::Photo { id, flags, ttl_seconds },
        kind => {
            // Only where it decides how long it stays.
            let plays = plays.filter(|_| ttl_seconds.is_some());
            Media::Document { id, flags, ttl_seconds, kind: kind.code(), plays }
        }
    }
}

/// What goes after being seen goes to one other person: of many, none would know for whom it stays.
pub(crate) fn stays<'a>(contents: impl IntoIterator<Item = &'a Content>) -> Result<(), ChatError> {
    let fleeting = |content: &&Content| content.media.as_ref().is_some_and(Media::is_fleeting);
    if contents.into_iter().any(|content| fleeting(&content)) { Err(ChatError::Fleeting) } else { Ok(()) }
}

fn place(at: Place) -> Result<Place, MediaError> {
    let on_earth = (-90.0..=90.0).contains(&at.latitude) && (-180.0..=180.0).contains(&at.longitude);
    let accuracy = at.accuracy.filter(|metres| *metres > 0).map(|metres| metres.min(ACCURACY_METRES_MAX));
    if on_earth { Ok(Place { accuracy, ..at }) } else { Err(MediaError::NoPlace) }
}

fn checked_period(period: i32) -> Result<i32, MediaError> {
    let fits = LIVE_SECONDS.contains(&period) || period == LIVE_FOR_EVER;
    if fits { Ok(period) } else { Err(MediaError::Part { what: "a period" }) }
}

fn heading(live: &LivePlace) -> Result<Option<i32>, MediaError> {
    within(live.heading, HEADING_MAX, "a heading")
}

fn proximity(live: &LivePlace) -> Result<Option<i32>, MediaError> {
    within(live.proximity, PROXIMITY_METRES_MAX, "a distance")
}

/// A number from 1 to `max`; 0 is none.
fn within(given: Option<i32>, max: i32, what: &'static str) -> Result<Option<i32>, MediaError> {
    match given {
        None | Some(0) => Ok(None),
        Some(number) if (1..=max).contains(&number) => Ok(Some(number)),
        Some(_) => Err(MediaError::Part { what }),
    }
}

fn word(what: &'static str, text: &str) -> Result<(), MediaError> {
    if text.chars().count() <= WORD_CHARS_MAX { Ok(()) } else { Err(MediaError::Part { what }) }
}

impl From<MediaError> for ChatError {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::Poll(PollError::Fault(fault)) => ChatError::Fault(fault),
            error => ChatError::Media(error),
        }
    }
}

impl From<PollError> for ChatError {
    fn from(error: PollError) -> Self {
        MediaError::Poll(error).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn live(period: Option<i32>, stopped: bool) -> LivePlace {
        let at = Some(Place { latitude: 1.0, longitude: 2.0, accuracy: None });
        LivePlace { at, heading: Some(90), period, proximity: None, stopped }
    }

    fn sent(period: i32) -> Media {
        let at = Place { latitude: 0.0, longitude: 0.0, accuracy: None };
        Media::GeoLive { at, heading: None, period, proximity: None }
    }

    #[test]
    fn a_live_place_moves_until_its_time_is_over_or_it_is_stopped() {
        let moved_to = |period, age, live| moved(&sent(period), 1_000, 1_000 + age, live);
        assert!(matches!(moved_to(60, 59, live(None, false)), Ok(Media::GeoLive { period: 60, .. })));
        assert!(matches!(moved_to(60, 60, live(None, false)), Err(ChatError::TooOld { .. })));
        assert!(moved_to(LIVE_FOR_EVER, 1_000_000, live(None, false)).is_ok());
        let stopped = LivePlace { at: None, ..live(None, true) };
        assert!(matches!(moved_to(900, 30, stopped), Ok(Media::GeoLive { period: 30, heading: None, .. })));
        assert!(matches!(moved_to(900, 0, live(None, true)), Ok(Media::GeoLive { period: 1, .. })));
        assert!(moved_to(900, 1, live(Some(59), false)).is_err());
        let text = Media::Dice { emoji: "a".into(), value: 1 };
        assert!(matches!(moved(&text, 0, 1, live(None, false)), Err(ChatError::OtherMedia)));
    }

    #[test]
    fn places_lie_on_the_earth() {
        for (latitude, longitude) in [(90.1, 0.0), (0.0, -180.5), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
            assert!(place(Place { latitude, longitude, accuracy: None }).is_err());
        }
        let kept = place(Place { latitude: -90.0, longitude: 180.0, accuracy: Some(9_999) });
        assert!(kept.is_ok_and(|place| place.accuracy == Some(ACCURACY_METRES_MAX)));
    }
}
