//! The engine against the model of the trait: the same calls give the same rows, whatever lies in memory, in the
//! log or in the tree, and however often the process ends.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use kv::{Direction, Engine, Epoch, Group, Op, Shard, contract::wait, memory::Memory};
use kv_fjall::{Config, Fjall};

/// Numbers that follow from a seed.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    fn key(&mut self) -> Vec<u8> {
        let mut key = self.below(400).to_string().into_bytes();
        key.insert(0, b'k');
        key
    }

    fn op(&mut self) -> Op {
        match self.below(40) {
            0 => Op::DeleteRange { from: self.key(), to: self.key() },
            1..8 => Op::Delete { key: self.key() },
            _ => {
                let (key, length) = (self.key(), self.below(120) as usize);
                Op::Set { key, value: vec![self.below(256) as u8; length] }
            }
        }
    }
}

const SHARDS: [Shard; 3] = [Shard(0), Shard(7), Shard(4095)];

struct Pair {
    folder: tempfile::TempDir,
    engine: Option<Fjall>,
    model: Memory,
    /// Of the engine and of the model.
    epochs: Vec<(Epoch, Epoch)>,
}

impl Pair {
    fn new() -> Pair {
        let folder = tempfile::tempdir().unwrap();
        let mut pair = Pair { folder, engine: None, model: Memory::new(), epochs: Vec::new() };
        pair.open();
        pair
    }

    fn open(&mut self) {
        // A generation is a handful of batches, so that many are handed over and merged.
        let config =
            Config { generation_bytes: 8 << 10, reserve_bytes: 0, ..Config::new(self.folder.path()) };
        let engine = Fjall::open(config).unwrap();
        let claim = |shard| (wait(engine.claim(shard)).unwrap(), wait(self.model.claim(shard)).unwrap());
        self.epochs = SHARDS.map(claim).to_vec();
        self.engine = Some(engine);
    }

    fn engine(&self) -> &Fjall {
        self.engine.as_ref().unwrap()
    }

    fn commit(&self, numbers: &mut Numbers) {
        let groups: Vec<(usize, Vec<Op>)> = (0..1 + numbers.below(4))
            .map(|_| (numbers.below(3) as usize, (0..numbers.below(12)).map(|_| numbers.op()).collect()))
            .collect();
        let batch = |epoch: &dyn Fn(usize) -> Epoch| -> Vec<Group> {
            let group = |(at, ops): &(usize, Vec<Op>)| Group {
                shard: SHARDS[*at],
                epoch: epoch(*at),
                ops: ops.clone(),
                depends_on: None,
            };
            groups.iter().map(group).collect()
        };
        let results = wait(self.engine().commit(batch(&|at| self.epochs[at].0)));
        assert_eq!(results, wait(self.model.commit(batch(&|at| self.epochs[at].1))));
    }

    fn compare(&self, numbers: &mut Numbers) {
        let shard = SHARDS[numbers.below(3) as usize];
        let (from, to) = (numbers.key(), numbers.key());
        let limit = [1, 3, 1000][numbers.below(3) as usize];
        for direction in [Direction::Forward, Direction::Backward] {
            let found = wait(self.engine().scan(shard, &from, &to, limit, direction));
            assert_eq!(found, wait(self.model.scan(shard, &from, &to, limit, direction)));
        }
        let keys: Vec<Vec<u8>> = (0..5).map(|_| numbers.key()).collect();
        assert_eq!(wait(self.engine().get_many(shard, &keys)), wait(self.model.get_many(shard, &keys)));
        assert_eq!(wait(self.engine().get(shard, &from)), wait(self.model.get(shard, &from)));
    }

    fn compare_all(&self) {
        let rows: Vec<_> = self.engine().export().unwrap().map(Result::unwrap).collect();
        let expected = self.model.dump().into_iter().map(|(shard, key, value)| (shard, (key, value)));
        assert_eq!(rows, expected.collect::<Vec<_>>());
    }
}

#[test]
fn the_engine_and_the_model_never_differ() {
    for seed in 0..4 {
        let mut numbers = Numbers(seed);
        let mut pair = Pair::new();
        for step in 0..500 {
            pair.commit(&mut numbers);
            pair.compare(&mut numbers);
            match numbers.below(60) {
                // The process ends, with and without a word.
                0 => {
                    let engine = pair.engine.take().unwrap();
                    if step % 2 == 0 {
                        engine.close();
                    }
                    drop(engine);
                    pair.open();
                }
                1 => pair.compare_all(),
                2 if seed == 0 => pair.engine().compact().unwrap(),
                _ => {}
            }
        }
        pair.compare_all();
    }
}

#[test]
fn a_reader_sees_every_group_whole_while_generations_come_and_go() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config { generation_bytes: 8 << 10, reserve_bytes: 0, ..Config::new(folder.path()) };
    let engine = Fjall::open(config).unwrap();
    let shard = Shard(5);
    let epoch = wait(engine.claim(shard)).unwrap();
    let keys: Vec<Vec<u8>> = (0..8u8).map(|key| vec![key]).collect();
    let write = |value: u32| {
        let value = value.to_be_bytes().repeat(8);
        let mut ops = vec![Op::DeleteRange { from: vec![2], to: vec![6] }];
        ops.extend(keys.iter().map(|key| Op::Set { key: key.clone(), value: value.clone() }));
        assert_eq!(wait(engine.commit(vec![Group { shard, epoch, ops, depends_on: None }])), [Ok(())]);
    };
    write(0);
    let done = std::sync::atomic::AtomicBool::new(false);
    let rounds = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let (mut last, mut rounds) = (Vec::new(), 0u32);
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                let many = wait(engine.get_many(shard, &keys)).unwrap();
                assert!(many.iter().all(|value| *value == many[0] && value.is_some()));
                let direction = [Direction::Forward, Direction::Backward][rounds as usize % 2];
                let scanned = wait(engine.scan(shard, b"", b"~", 100, direction)).unwrap();
                assert!(scanned.len() == 8 && scanned.iter().all(|(_, value)| *value == scanned[0].1));
                // Nothing that was seen goes back.
                assert!(many[0].as_ref() >= Some(&last) && scanned[0].1 >= *many[0].as_ref().unwrap());
                last = scanned[0].1.clone();
                rounds += 1;
            }
            rounds
        });
        (1..3000).for_each(write);
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        reader.join().unwrap()
    });
    assert!(rounds > 100, "{rounds}");
}
