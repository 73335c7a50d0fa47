//! Random numbers that a seed repeats, for tests.

/// Random numbers from a seed (SplitMix64).
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`, which is not 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.draw() % bound.max(1)
    }

    /// Heads or tails.
    pub fn chance(&mut self) -> bool {
        self.draw() & 1 == 1
    }

    /// Some letters of one to four bytes each; sometimes more than 253 bytes.
    pub fn text(&mut self) -> Vec<u8> {
        const LETTERS: [&str; 8] = ["a", "B", "7", " ", "é", "ж", "鳩", "🕊"];
        let count = if self.below(40) == 0 { 120 } else { self.below(9) };
        let letters = (0..count).map(|_| LETTERS.get(self.below(8) as usize).copied().unwrap_or("-"));
        letters.collect::<String>().into_bytes()
    }
}
