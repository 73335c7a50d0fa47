//! What a device that was away has to learn of a channel: its log above the pts that the device names, folded.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use store::{
    Direction, Rows,
    ids::{MessageId, Pts},
    records::log::{LogRecord, MessageRecord},
    tables,
};

use super::{
    ChannelBoxes,
    flight::log,
    loaded,
    types::{ChannelDifference, ChannelEvent, Post},
};
use crate::{defect::Defect, error::BoxError, step};

impl ChannelBoxes {
    /// What happened above `pts`, up to `limit` pts of it; `TooLong` where more than `total_limit` lie above.
    pub async fn difference(
        &self,
        channel: i64,
        pts: Pts,
        limit: i32,
        total_limit: i32,
    ) -> Result<ChannelDifference, BoxError> {
        let head = self.state(channel).await?.pts;
        if pts >= head {
            return Ok(ChannelDifference::Empty(head));
        }
        if head - pts > total_limit && !self.steps_over(channel, pts, total_limit).await? {
            return Ok(ChannelDifference::TooLong);
        }
        let rows = Rows::<tables::Log>::between(
            &log(channel, pts.saturating_add(1)),
            &log(channel, head.saturating_add(1)),
        );
        let wanted = usize::try_from(limit.max(1)).unwrap_or(1);
        let mut found = self.inner.store.scan(rows, wanted + 1, Direction::Forward).await?;
        let last = found.len() <= wanted;
        found.truncate(wanted);
        let reached = if last { head } else { found.last().map_or(head, |(key, _)| key.pts) };
        match self.inner.defect {
            Some(Defect::ChannelDifferenceCutShort) => drop(found.pop()),
            Some(Defect::ChannelDifferenceForgetsDeletes) => {
                found.retain(|(_, record)| !matches!(record, LogRecord::Deleted(_)));
            }
            Some(Defect::ChannelDifferenceForgetsEdits) => {
                found.retain(|(_, record)| !matches!(record, LogRecord::Edited(_)));
            }
            Some(Defect::ChannelDifferenceForgetsPins) => {
                found.retain(|(_, record)| !matches!(record, LogRecord::Pinned(_)));
            }
            _ => {}
        }
        let part: Vec<(Pts, LogRecord)> = found.into_iter().map(|(key, record)| (key.pts, record)).collect();
        let (new, others) = self.folded(channel, pts, part).await?;
        Ok(ChannelDifference::Entries { new, others, pts: reached, last })
    }

    /// Whether a new life of the store, and no more than a few entries besides, makes the distance.
    async fn steps_over(&self, channel: i64, pts: Pts, total_limit: i32) -> Result<bool, BoxError> {
        if self.inner.store.step() == 0 {
            return Ok(false);
        }
        let rows = Rows::<tables::Log>::since(&log(channel, pts.saturating_add(1)));
        let most = usize::try_from(total_limit.max(1)).unwrap_or(1);
        Ok(self.inner.store.scan(rows, most + 1, Direction::Forward).await?.len() <= most)
    }

    async fn folded(
        &self,
        channel: i64,
        from: Pts,
        part: Vec<(Pts, LogRecord)>,
    ) -> Result<(Vec<Post>, Vec<super::types::ChannelEntry>), BoxError> {
        // Edits of messages that the device has, told once, as they are now.
        let edited: BTreeSet<MessageId> = part
            .iter()
            .filter_map(|(_, record)| match record {
                LogRecord::Edited(edited) if edited.id <= from => Some(edited.id),
                _ => None,
            })
            .collect();
        let ids: Vec<MessageId> = edited.into_iter().collect();
        let mut bodies: BTreeMap<MessageId, Arc<MessageRecord>> = BTreeMap::new();
        for (id, record) in ids.iter().zip(self.inner.records(channel, &ids).await?) {
            if let Some(LogRecord::Message(record)) = record {
                bodies.insert(*id, Arc::new(record));
            }
        }
        let (mut new, mut others) = (Vec::new(), Vec::new());
        // From the newest back, so that the first edit of its message is the one to tell.
        for (pts, record) in part.into_iter().rev() {
            match record {
                LogRecord::Message(message) => new.push(Post { id: pts, record: Arc::new(message) }),
                LogRecord::Edited(edited) => {
                    let Some(body) = bodies.remove(&edited.id) else { continue };
                    let record = LogRecord::Edited(edited);
                    others.extend(loaded::entry(pts, &record, |_| Some(Arc::clone(&body))));
                }
                LogRecord::Step(step) => {
                    let ids = step::taken_back(pts, step.count, from);
                    let entry = loaded::entry(pts, &LogRecord::Step(step), |_| None);
                    others.extend(entry.filter(|_| !ids.is_empty()).map(|mut entry| {
                        entry.event = ChannelEvent::Deleted(ids);
                        entry
                    }));
                }
                record => others.extend(loaded::entry(pts, &record, |_| None)),
            }
        }
        new.reverse();
        others.reverse();
        Ok((new, others))
    }
}
