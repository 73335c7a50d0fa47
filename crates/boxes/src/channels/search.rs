//! Searching one channel: by reading its log from the newest message back, up to a bound. There is no index of words
//! yet; what lies deeper than the bound is not found.

use std::sync::Arc;

use store::{
    Direction, Rows,
    ids::MessageId,
    records::log::{LogRecord, MessageRecord},
    tables,
};

use super::{
    ChannelBoxes, Part,
    flight::log,
    types::{Post, PostsPage},
};
use crate::{error::BoxError, history::HISTORY_MAX, queries::SearchQuery};

impl ChannelBoxes {
    /// Messages of a part that fit a query, newest first. `count` is exact unless the bound was met.
    pub async fn search(
        &self,
        channel: i64,
        part: Part,
        query: &SearchQuery,
        min_id: MessageId,
    ) -> Result<PostsPage, BoxError> {
        let words = Words::of(&query.text);
        let found = match part {
            Part::Whole => self.found_in_log(channel, query, &words, min_id, (usize::MAX, READ_MAX)).await?.0,
            Part::Thread(_) | Part::General => {
                self.found_in_part(channel, part, query, &words, min_id).await?
            }
        };
        let newer = found.iter().take_while(|post| query.offset_id > 0 && post.id >= query.offset_id).count();
        let from = i64::try_from(newer).unwrap_or(0).saturating_add(i64::from(query.add_offset)).max(0);
        let from = usize::try_from(from).unwrap_or(0).min(found.len());
        let limit = usize::try_from(query.limit.clamp(0, HISTORY_MAX)).unwrap_or(0);
        let number = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        let (count, offset_id_offset) = (number(found.len()), number(from));
        let bounded = |post: &Post| {
            (query.max_id <= 0 || post.id < query.max_id) && (query.min_id <= 0 || post.id > query.min_id)
        };
        let posts = found.into_iter().skip(from).take(limit).filter(bounded).collect();
        Ok(PostsPage { posts, count, offset_id_offset })
    }

    /// The newest messages of a channel that fit a query, `query.limit` of them, out of at most `read_max` entries; and
    /// how many entries were read.
    pub async fn newest_that_fit(
        &self,
        channel: i64,
        query: &SearchQuery,
        min_id: MessageId,
        read_max: usize,
    ) -> Result<(Vec<Post>, usize), BoxError> {
        let limit = usize::try_from(query.limit).unwrap_or(0);
        let words = Words::of(&query.text);
        self.found_in_log(channel, query, &words, min_id, (limit, read_max.min(READ_MAX))).await
    }

    /// Shows the messages of a channel that are not before `date`, the newest first, out of at most `read_max` entries.
    /// Gives how many were read, and whether all of them.
    pub async fn walk_back(
        &self,
        channel: i64,
        date: i32,
        read_max: usize,
        mut each: impl FnMut(MessageId, &MessageRecord) + Send,
    ) -> Result<(usize, bool), BoxError> {
        let mut before = log(channel, MessageId::MAX);
        let mut read = 0;
        while read < read_max {
            let rows = Rows::<tables::Log>::before(&before);
            let part = self.inner.store.scan(rows, PART.min(read_max - read), Direction::Backward).await?;
            if part.is_empty() {
                return Ok((read, true));
            }
            read += part.len();
            for (key, record) in part {
                before = key;
                // Dates rise with ids.
                if record.date() < date {
                    return Ok((read, true));
                }
                if let LogRecord::Message(record) = record {
                    each(before.pts, &record);
                }
            }
        }
        Ok((read, false))
    }

    /// Of a part the ids are known.
    async fn found_in_part(
        &self,
        channel: i64,
        part: Part,
        query: &SearchQuery,
        words: &Words,
        min_id: MessageId,
    ) -> Result<Vec<Post>, BoxError> {
        let mut found = Vec::new();
        for ids in self.newest_of(channel, part, min_id, READ_MAX).await?.chunks(PART) {
            let posts = self.posts(channel, ids).await?.into_iter().flatten();
            found.extend(posts.filter(|post| fits(&post.record, query, words)));
        }
        Ok(found)
    }

    async fn found_in_log(
        &self,
        channel: i64,
        query: &SearchQuery,
        words: &Words,
        min_id: MessageId,
        (limit, read_max): (usize, usize),
    ) -> Result<(Vec<Post>, usize), BoxError> {
        let mut found: Vec<Post> = Vec::new();
        let mut before = log(channel, MessageId::MAX);
        let mut read = 0;
        while read < read_max && found.len() < limit {
            let rows = Rows::<tables::Log>::before(&before);
            let part = self.inner.store.scan(rows, PART, Direction::Backward).await?;
            let last = part.len() < PART;
            read += part.len();
            for (key, record) in part {
                before = key;
                if before.pts < min_id {
                    break;
                }
                if let LogRecord::Message(record) = record
                    && found.len() < limit
                    && fits(&record, query, words)
                {
                    found.push(Post { id: before.pts, record: Arc::new(record) });
                }
            }
            if last || before.pts < min_id {
                break;
            }
        }
        Ok((found, read))
    }
}

/// The words of a query, as they are compared.
struct Words(Vec<String>);

impl Words {
    fn of(text: &str) -> Words {
        Words(text.split_whitespace().map(str::to_lowercase).collect())
    }

    fn fit(&self, text: &str) -> bool {
        if self.0.is_empty() {
            return true;
        }
        let text = text.to_lowercase();
        let begins = |word: &String| {
            text.split(|sign: char| !sign.is_alphanumeric() && sign != '_' && sign != '#' && sign != '@')
                .any(|part| part.starts_with(word.as_str()) || part.trim_start_matches(['#', '@']) == word)
        };
        self.0.iter().all(begins)
    }
}

fn fits(record: &MessageRecord, query: &SearchQuery, words: &Words) -> bool {
    let content = &record.content;
    let kind = content.kind();
    let wanted_kind = if query.kinds.is_empty() {
        query.text.is_empty() || content.action.is_none()
    } else {
        query.kinds.contains(&kind)
    };
    let marked = |marks: &[[u8; 4]]| {
        let bytes = content.entities.as_deref().unwrap_or_default();
        marks.iter().any(|mark| bytes.windows(4).any(|window| window == mark))
    };
    wanted_kind
        && query.from.is_none_or(|from| record.author == Some(from) && record.send_as.is_none())
        && (query.min_date <= 0 || record.date >= query.min_date)
        && (query.max_date <= 0 || record.date <= query.max_date)
        && (query.entity_marks.is_empty() || marked(&query.entity_marks))
        && words.fit(&content.text)
}

/// Entries that one search reads.
const READ_MAX: usize = 50_000;
const PART: usize = 1_000;
