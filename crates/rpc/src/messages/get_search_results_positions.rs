//! `messages.getSearchResultsPositions peer:InputPeer saved_peer_id:flags.2?InputPeer filter:MessagesFilter offset_id:int
//! limit:int = messages.SearchResultsPositions`: some of the messages of a kind, evenly over all of them, each with its
//! place.

use boxes::Places;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, FILTER_NOT_SUPPORTED},
    messages::places::{Asked, number, places},
};

/// Places of one answer.
const PLACES_MAX: i32 = 500;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetSearchResultsPositions,
) -> Result<enums::messages::SearchResultsPositions, Error> {
    if request.filter == enums::MessagesFilter::InputMessagesFilterEmpty {
        return Err(FILTER_NOT_SUPPORTED);
    }
    let limit = usize::try_from(request.limit.clamp(1, PLACES_MAX)).unwrap_or(1);
    let asked = Asked {
        peer: &request.peer,
        saved_peer: request.saved_peer_id.as_ref(),
        filter: &request.filter,
        offset_id: request.offset_id,
    };
    let Places { count, found, .. } = places(call, asked, |count, newer| evenly(newer, count, limit)).await?;
    let position = |(place, message): (usize, boxes::Message)| {
        types::SearchResultPosition::new(message.id, message.date, number(place)).into()
    };
    let positions = found.into_iter().map(position).collect();
    Ok(types::messages::SearchResultsPositions::new(number(count), positions).into())
}

/// At most so many places from `from` up to `to`, which is not one of them, at even distances.
fn evenly(from: usize, to: usize, limit: usize) -> Vec<usize> {
    let step = to.saturating_sub(from).div_ceil(limit.max(1)).max(1);
    (from..to).step_by(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lie_evenly_and_are_never_more_than_asked_for() {
        assert_eq!(evenly(0, 5, 10), [0, 1, 2, 3, 4]);
        assert_eq!(evenly(2, 10, 3), [2, 5, 8]);
        assert!(evenly(5, 5, 3).is_empty() && evenly(9, 5, 3).is_empty());
        assert!((1..40).all(|limit| evenly(0, 1_000, limit).len() <= limit));
    }
}
