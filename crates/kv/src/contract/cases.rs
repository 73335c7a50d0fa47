//! The cases themselves, in the order of the list.

use super::{
    Case, Subject, Verdict, bytes, claim, commit, delete, get, group, range, result, same, scan, set,
    strings, wait,
};
use crate::{
    CommitError, Direction, Epoch, Group, Op, SHARDS, Shard,
    limits::{GROUP_WRITES_MAX, KEY_BYTES_MAX, Limit, VALUE_BYTES_MAX},
};

/// Every case there is.
pub const CASES: &[Case] = &[
    Case { promise: "what was written is read, what was deleted is not", check: writes_and_deletes },
    Case { promise: "shards do not see each other", check: shards_are_apart },
    Case { promise: "a scan gives a range in order from either end", check: scans },
    Case { promise: "a later operation of a group wins", check: later_wins },
    Case { promise: "a range delete removes what stood there and what was set before it", check: ranges },
    Case { promise: "a group is applied whole or not at all", check: whole_or_not },
    Case { promise: "groups of a batch without a dependency fail alone", check: independent },
    Case { promise: "a dependent group falls with its first, over any length", check: dependent },
    Case { promise: "groups are applied in the order of the calls", check: order },
    Case { promise: "a stale epoch writes nothing", check: stale },
    Case { promise: "after a failure nothing of that epoch is applied, until a claim", check: poisoned },
    Case { promise: "every limit is named and harms no other shard", check: limits },
    Case { promise: "a shard that is not there is refused", check: no_such_shard },
    Case { promise: "what was answered is there after a restart, and old epochs are not", check: reopened },
];

fn writes_and_deletes(subject: &mut dyn Subject) -> Verdict {
    let (engine, shard) = (subject.engine(), Shard(1));
    let epoch = claim(&*engine, shard)?;
    commit(&*engine, shard, epoch, vec![set("a", "1"), set("b", ""), set("c", "3")])?;
    commit(&*engine, shard, epoch, vec![delete("c"), delete("never there")])?;
    same(get(&*engine, shard, "a")?, Some("1".into()))?;
    same(get(&*engine, shard, "b")?, Some(String::new()))?;
    same(get(&*engine, shard, "c")?, None)?;
    let keys: Vec<Vec<u8>> = ["c", "a", "a", "d"].map(|key| key.as_bytes().to_vec()).to_vec();
    let found = wait(engine.get_many(shard, &keys)).map_err(|error| error.to_string())?;
    same(found, vec![None, Some(b"1".to_vec()), Some(b"1".to_vec()), None])
}

fn shards_are_apart(subject: &mut dyn Subject) -> Verdict {
    let engine = subject.engine();
    for number in [2, 3, 4095] {
        let epoch = claim(&*engine, Shard(number))?;
        commit(&*engine, Shard(number), epoch, vec![set("key", &number.to_string())])?;
    }
    for number in [2, 3, 4095] {
        same(get(&*engine, Shard(number), "key")?, Some(number.to_string()))?;
        same(scan(&*engine, Shard(number), "", "~", 9, Direction::Forward)?, vec!["key".to_string()])?;
    }
    let epoch = claim(&*engine, Shard(3))?;
    commit(&*engine, Shard(3), epoch, vec![range("", "~")])?;
    same(get(&*engine, Shard(2), "key")?, Some("2".into()))?;
    same(get(&*engine, Shard(3), "key")?, None)
}

fn scans(subject: &mut dyn Subject) -> Verdict {
    let (engine, shard) = (subject.engine(), Shard(5));
    let epoch = claim(&*engine, shard)?;
    commit(&*engine, shard, epoch, ["b", "aa", "c", "a", "\u{7f}"].map(|key| set(key, key)).to_vec())?;
    let scan = |from, to, limit, direction| scan(&*engine, shard, from, to, limit, direction);
    same(scan("a", "c", 9, Direction::Forward)?, strings(&["a", "aa", "b"]))?;
    same(scan("a", "c", 9, Direction::Backward)?, strings(&["b", "aa", "a"]))?;
    same(scan("a", "c", 2, Direction::Forward)?, strings(&["a", "aa"]))?;
    same(scan("a", "c", 2, Direction::Backward)?, strings(&["b", "aa"]))?;
    same(scan("", "\u{7f}x", 9, Direction::Backward)?, strings(&["\u{7f}", "c", "b", "aa", "a"]))?;
    for (from, to, limit) in [("c", "a", 9), ("a", "a", 9), ("a", "c", 0), ("d", "e", 9)] {
        same(scan(from, to, limit, Direction::Forward)?, Vec::new())?;
        same(scan(from, to, limit, Direction::Backward)?, Vec::new())?;
    }
    Ok(())
}

fn later_wins(subject: &mut dyn Subject) -> Verdict {
    let (engine, shard) = (subject.engine(), Shard(6));
    let epoch = claim(&*engine, shard)?;
    let ops = vec![set("a", "1"), set("a", "2"), set("b", "1"), delete("b"), delete("c"), set("c", "2")];
    commit(&*engine, shard, epoch, ops)?;
    let found = [get(&*engine, shard, "a")?, get(&*engine, shard, "b")?, get(&*engine, shard, "c")?];
    same(found, [Some("2".into()), None, Some("2".into())])
}

fn ranges(subject: &mut dyn Subject) -> Verdict {
    let (engine, shard) = (subject.engine(), Shard(7));
    let epoch = claim(&*engine, shard)?;
    commit(&*engine, shard, epoch, ["a", "b", "c", "d"].map(|key| set(key, "old")).to_vec())?;
    // Two groups in one batch: the second range meets what the first group set.
    let first = group(shard, epoch, vec![set("bb", "set before"), set("cc", "set before")]);
    let second = group(shard, epoch, vec![set("ba", "same group"), range("b", "d"), set("c", "set after")]);
    for result in wait(engine.commit(vec![first, second])) {
        result.map_err(|error| error.to_string())?;
    }
    same(scan(&*engine, shard, "", "~", 9, Direction::Forward)?, strings(&["a", "c", "d"]))?;
    same(get(&*engine, shard, "c")?, Some("set after".into()))?;
    commit(&*engine, shard, epoch, vec![range("d", "a"), range("c", "c")])?;
    same(scan(&*engine, shard, "", "~", 9, Direction::Forward)?, strings(&["a", "c", "d"]))
}

fn whole_or_not(subject: &mut dyn Subject) -> Verdict {
    let (engine, shard) = (subject.engine(), Shard(8));
    let epoch = claim(&*engine, shard)?;
    commit(&*engine, shard, epoch, vec![set("old", "1")])?;
    let long = "x".repeat(KEY_BYTES_MAX + 1);
    let ops = vec![set("new", "1"), delete("old"), range("a", "z"), set(&long, "1")];
    same(result(&*engine, shard, epoch, ops).is_err(), true)?;
    same(get(&*engine, shard, "new")?, None)?;
    same(get(&*engine, shard, "old")?, Some("1".into()))
}

fn independent(subject: &mut dyn Subject) -> Verdict {
    let engine = subject.engine();
    let (one, other) = (Shard(9), Shard(10));
    let (epoch, _) = (claim(&*engine, one)?, claim(&*engine, other)?);
    let batch = vec![group(other, Epoch(1), vec![set("a", "1")]), group(one, epoch, vec![set("a", "1")])];
    same(wait(engine.commit(batch)), vec![Err(CommitError::StaleEpoch), Ok(())])?;
    same((get(&*engine, one, "a")?, get(&*engine, other, "a")?), (Some("1".into()), None))
}

fn dependent(subject: &mut dyn Subject) -> Verdict {
    let engine = subject.engine();
    let shards = [Shard(11), Shard(12), Shard(13)];
    let [a, b, c] = [claim(&*engine, shards[0])?, claim(&*engine, shards[1])?, claim(&*engine, shards[2])?];
    let chain = |first: Epoch, second: Epoch, third: Epoch| {
        vec![
            group(shards[0], first, vec![set("k", "1")]),
            Group { depends_on: Some(0), ..group(shards[1], second, vec![set("k", "1")]) },
            Group { depends_on: Some(1), ..group(shards[2], third, vec![set("k", "1")]) },
        ]
    };
    let fell = || Err(CommitError::DependencyFailed);
    same(wait(engine.commit(chain(Epoch(1), b, c))), vec![Err(CommitError::StaleEpoch), fell(), fell()])?;
    for shard in shards {
        same(get(&*engine, shard, "k")?, None)?;
    }
    let (b, c) = (claim(&*engine, shards[1])?, claim(&*engine, shards[2])?);
    same(wait(engine.commit(chain(a, b, c))), vec![Ok(()), Ok(()), Ok(())])?;
    let ahead = vec![Group { depends_on: Some(0), ..group(shards[0], a, vec![set("l", "1")]) }];
    let refused = Err(CommitError::LimitExceeded { limit: Limit::DependsOn, found: 0 });
    same(wait(engine.commit(ahead)), vec![refused])
}

fn order(subject: &mut dyn Subject) -> Verdict {
    let (engine, shard) = (subject.engine(), Shard(14));
    let epoch = claim(&*engine, shard)?;
    // Queued before the first is awaited, and awaited backwards.
    let queued: Vec<_> = (0..50)
        .map(|number| engine.commit(vec![group(shard, epoch, vec![set("last", &number.to_string())])]))
        .collect();
    for outcome in queued.into_iter().rev() {
        same(wait(outcome), vec![Ok(())])?;
    }
    same(get(&*engine, shard, "last")?, Some("49".into()))
}

fn stale(subject: &mut dyn Subject) -> Verdict {
    let (engine, shard) = (subject.engine(), Shard(15));
    same(result(&*engine, shard, Epoch(0), vec![set("a", "0")]), Err(CommitError::StaleEpoch))?;
    let old = claim(&*engine, shard)?;
    let new = claim(&*engine, shard)?;
    same(new > old, true)?;
    same(result(&*engine, shard, old, vec![set("a", "old")]), Err(CommitError::StaleEpoch))?;
    same(result(&*engine, shard, Epoch(new.0 + 1), vec![set("a", "ahead")]), Err(CommitError::StaleEpoch))?;
    commit(&*engine, shard, new, vec![set("b", "new")])?;
    same((get(&*engine, shard, "a")?, get(&*engine, shard, "b")?), (None, Some("new".into())))
}

fn poisoned(subject: &mut dyn Subject) -> Verdict {
    let (engine, shard) = (subject.engine(), Shard(16));
    let epoch = claim(&*engine, shard)?;
    let bad = engine.commit(vec![group(shard, epoch, vec![set("", "no key")])]);
    let good = engine.commit(vec![group(shard, epoch, vec![set("a", "1")])]);
    same(wait(bad)[0].is_err(), true)?;
    same(wait(good), vec![Err(CommitError::EarlierFailed)])?;
    same(get(&*engine, shard, "a")?, None)?;
    let epoch = claim(&*engine, shard)?;
    commit(&*engine, shard, epoch, vec![set("a", "2")])
}

fn limits(subject: &mut dyn Subject) -> Verdict {
    let (engine, shard) = (subject.engine(), Shard(17));
    let beside = claim(&*engine, Shard(18))?;
    let long = "k".repeat(KEY_BYTES_MAX + 1);
    let large = "v".repeat(VALUE_BYTES_MAX + 1);
    let heavy = (0..17).map(|at| set(&at.to_string(), &"v".repeat(VALUE_BYTES_MAX))).collect::<Vec<_>>();
    let many = (0..=GROUP_WRITES_MAX).map(|at| set(&at.to_string(), "")).collect::<Vec<_>>();
    let weight = |ops: &[Op]| ops.iter().map(bytes).sum::<usize>();
    let heaviness = weight(&heavy);
    let broken = [
        (vec![set(&long, "")], Limit::KeyBytes, long.len()),
        (vec![delete(&long)], Limit::KeyBytes, long.len()),
        (vec![range("a", &long)], Limit::KeyBytes, long.len()),
        (vec![set("", "")], Limit::KeyEmpty, 0),
        (vec![set("a", &large)], Limit::ValueBytes, large.len()),
        (heavy, Limit::GroupBytes, heaviness),
        (many, Limit::GroupWrites, GROUP_WRITES_MAX + 1),
    ];
    for (ops, limit, found) in broken {
        let epoch = claim(&*engine, shard)?;
        same(result(&*engine, shard, epoch, ops), Err(CommitError::LimitExceeded { limit, found }))?;
        commit(&*engine, Shard(18), beside, vec![set("a", "untouched")])?;
    }
    let epoch = claim(&*engine, shard)?;
    let widest = "k".repeat(KEY_BYTES_MAX);
    commit(&*engine, shard, epoch, vec![set(&widest, &"v".repeat(VALUE_BYTES_MAX))])?;
    same(get(&*engine, shard, &widest)?.map(|value| value.len()), Some(VALUE_BYTES_MAX))?;
    let fullest = (0..GROUP_WRITES_MAX).map(|at| set(&format!("m{at}"), "")).collect();
    commit(&*engine, shard, epoch, fullest)
}

fn no_such_shard(subject: &mut dyn Subject) -> Verdict {
    let (engine, shard) = (subject.engine(), Shard(SHARDS));
    same(wait(engine.claim(shard)).is_err(), true)?;
    same(wait(engine.get(shard, b"a")).is_err(), true)?;
    same(wait(engine.scan(shard, b"a", b"b", 1, Direction::Forward)).is_err(), true)?;
    same(result(&*engine, shard, Epoch(1), vec![set("a", "1")]).is_err(), true)
}

fn reopened(subject: &mut dyn Subject) -> Verdict {
    let shard = Shard(19);
    let mut last = Epoch(0);
    for round in 0..3 {
        let engine = subject.engine();
        let epoch = claim(&*engine, shard)?;
        same(epoch > last, true)?;
        same(result(&*engine, shard, last, vec![set("late", "1")]), Err(CommitError::StaleEpoch))?;
        let epoch = claim(&*engine, shard)?;
        commit(
            &*engine,
            shard,
            epoch,
            vec![set(&format!("k{round}"), "1"), set("both", &round.to_string())],
        )?;
        commit(&*engine, shard, epoch, vec![delete(&format!("k{}", round - 1)), set("e", "")])?;
        last = epoch;
        drop(engine);
        subject.reopen();
        let engine = subject.engine();
        let here = strings(&["both", "e", &format!("k{round}")]);
        same(scan(&*engine, shard, "", "~", 9, Direction::Forward)?, here)?;
        same(get(&*engine, shard, "both")?, Some(round.to_string()))?;
    }
    Ok(())
}
