//! `updates.getDifference pts:int pts_limit:flags.1?int pts_total_limit:flags.0?int date:int qts:int
//! qts_limit:flags.2?int = updates.Difference`: what a device that was away has missed.

use std::sync::Arc;

use boxes::{Difference, Entry, Event, Peer, State};
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, PERSISTENT_TIMESTAMP_EMPTY, PERSISTENT_TIMESTAMP_INVALID},
    updates::get_state::SEQ,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::updates::GetDifference,
) -> Result<enums::updates::Difference, Error> {
    if request.pts == 0 {
        return Err(PERSISTENT_TIMESTAMP_EMPTY);
    }
    if request.pts < 0 || request.qts < 0 || request.date < 0 {
        return Err(PERSISTENT_TIMESTAMP_INVALID);
    }
    let (pts_limit, total_limit) = (request.pts_limit, request.pts_total_limit);
    let found = call.boxes().difference(call.me()?, request.pts, pts_limit, total_limit).await?;
    match found {
        Difference::TooLong(pts) => Ok(types::updates::DifferenceTooLong::new(pts).into()),
        Difference::Empty(state) => {
            let missed = Missed::collect(call, &[], Some(request.date)).await?;
            // A client that is ahead of its box (an older store was restored) is led back by the state.
            if missed.other_updates.is_empty() && request.pts <= state.pts {
                return Ok(types::updates::DifferenceEmpty::new(call.now().seconds(), SEQ).into());
            }
            Ok(missed.last(state_at(call.now().seconds(), state)))
        }
        Difference::Entries { entries, state, last: true } => {
            let missed = Missed::collect(call, &entries, Some(request.date)).await?;
            Ok(missed.last(state_at(call.now().seconds(), state)))
        }
        Difference::Entries { entries, state, last: false } => {
            // Changes without pts come with the last slice: until then the client's date stands still.
            let missed = Missed::collect(call, &entries, None).await?;
            Ok(missed.slice(state_at(request.date, state)))
        }
    }
}

fn state_at(date: i32, state: State) -> enums::updates::State {
    types::updates::State::new(state.pts, state.qts, date, SEQ, state.unread_count).into()
}

/// The parts of a difference.
struct Missed {
    new_messages: Vec<enums::Message>,
    other_updates: Vec<enums::Update>,
    named: render::Named,
}

impl Missed {
    async fn collect(call: &Call<'_>, entries: &[Arc<Entry>], since: Option<i32>) -> Result<Missed, Error> {
        let me = call.me()?;
        let mut new_messages = Vec::new();
        // Which random ids the client's own sends got, before the messages themselves.
        let mut other_updates: Vec<_> =
            entries.iter().filter_map(|entry| render::message_id(entry)).collect();
        let extras = render::Extras::of_entries(call.domain(), me, entries).await?;
        for entry in entries {
            other_updates.extend(render::beside(entry, &extras));
            match &entry.event {
                Event::New(message) => new_messages.push(render::message(message, &extras)),
                Event::Step => {}
                _ => other_updates.push(render::update(entry, &extras)),
            }
        }
        let mut peers: Vec<_> = entries.iter().flat_map(|entry| render::peers_of(entry)).collect();
        peers.extend(extras.peers());
        if let Some(date) = since {
            for (channel, pts) in call.domain().channels.changed_since(me, date).await? {
                peers.push(Peer::Channel(channel));
                let update = types::UpdateChannelTooLong::new(channel);
                other_updates.push(types::UpdateChannelTooLong { pts: Some(pts), ..update }.into());
            }
            for notice in call.domain().lasting_since(me, date).await? {
                peers.extend(render::peers_of_notice(call.domain(), me, &notice).await?);
                other_updates.extend(render::notice_update(call.domain(), me, &notice).await?);
            }
        }
        let named = render::named(call.domain(), me, peers).await?;
        Ok(Missed { new_messages, other_updates, named })
    }

    fn last(self, state: enums::updates::State) -> enums::updates::Difference {
        let Missed { new_messages, other_updates, named } = self;
        let render::Named { users, chats } = named;
        types::updates::Difference::new(new_messages, Vec::new(), other_updates, chats, users, state).into()
    }

    fn slice(self, state: enums::updates::State) -> enums::updates::Difference {
        let Missed { new_messages, other_updates, named } = self;
        let render::Named { users, chats } = named;
        types::updates::DifferenceSlice::new(new_messages, Vec::new(), other_updates, chats, users, state)
            .into()
    }
}
