//! Phone numbers as accounts know them: digits only, country code first.

/// A number that could exist. It has neither Debug nor Display: numbers stay out of logs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneNumber(String);

/// E.164: fifteen digits at most; the shortest international numbers in use have seven.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// Numbers that Telegram's test servers give a fixed code. There is no such door here (demand L-14).
const FIXED_CODE_PREFIX: &str = "99966";

/// What numbers begin with that the server hands out: a code that no country has, and that clients know as one of
/// numbers without a telephone.
pub(super) const HANDED_OUT_PREFIX: &str = "888";

impl PhoneNumber {
    /// Reads a number as people and clients write it: "+62 812-3456-7890", "0062…" not.
    /// None where it cannot be a number.
    pub fn read(written: &str) -> Option<PhoneNumber> {
        // Nobody writes a number longer than this, whatever stands between the digits.
        if written.len() > 64 {
            return None;
        }
        let mut digits = String::with_capacity(15);
        for (at, sign) in written.trim().char_indices() {
            match sign {
                '0'..='9' => digits.push(sign),
                '+' if at == 0 => {}
                ' ' | '-' | '(' | ')' | '.' | '\u{a0}' => {}
                _ => return None,
            }
        }
        let plausible = DIGITS.contains(&digits.len())
            && !digits.starts_with('0')
            && !digits.starts_with(FIXED_CODE_PREFIX);
        plausible.then_some(PhoneNumber(digits))
    }

    /// Whether this is one of the numbers that the server itself hands out: there is no telephone behind it.
    pub fn is_handed_out(&self) -> bool {
        self.0.starts_with(HANDED_OUT_PREFIX)
    }

    /// The digits, without "+".
    pub fn digits(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(written: &str) -> Option<String> {
        PhoneNumber::read(written).map(|phone| phone.0)
    }

    #[test]
    fn a_number_is_read_however_it_is_written() {
        for written in ["+6281234567890", "6281234567890", "+62 812-3456-7890", " +62 (812) 3456.7890 "] {
            assert_eq!(digits(written).as_deref(), Some("6281234567890"));
        }
    }

    #[test]
    fn what_cannot_be_a_number_is_refused() {
        let long = "1".repeat(16);
        let padded = format!("{}6281234567890", "-".repeat(64));
        for written in
            ["", "+", "123456", &long, &padded, "081234567890", "+62x8123456789", "62+8123456789", "٦٢٨١٢٣٤٥"]
        {
            assert!(digits(written).is_none(), "{written}");
        }
    }

    #[test]
    fn numbers_with_a_fixed_code_elsewhere_are_no_numbers_here() {
        assert!(digits("+9996612345").is_none());
    }
}
