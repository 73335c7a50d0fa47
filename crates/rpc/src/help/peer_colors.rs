//! The colours that people choose from for their names and pages, as clients are told of them.

use tl::{enums, types};

/// Colours of names that every client has built in.
const BUILT_IN: i32 = 7;

/// Further ones of names: number, and two colours by day and by night.
#[rustfmt::skip]
const NAMES: [(i32, [i32; 2], [i32; 2]); 7] = [
    (7, [0xe15052, 0xf9ae63], [0xff9380, 0x992f37]),
    (8, [0xe0802b, 0xfac534], [0xecb04e, 0xc35714]),
    (9, [0xa05ff3, 0xf48fff], [0xc697ff, 0x5e31c8]),
    (10, [0x27a910, 0xa7dc57], [0xa7eb6e, 0x167e2d]),
    (11, [0x27acce, 0x82e8d6], [0x40d8d0, 0x045c7f]),
    (12, [0x3391d4, 0x7dd3f0], [0x52bfff, 0x0b5494]),
    (13, [0xdd4371, 0xffbe9f], [0xff86a6, 0x8e366e]),
];

/// Those of pages: number, and one colour by day and by night.
#[rustfmt::skip]
const PAGES: [(i32, i32, i32); 8] = [
    (0, 0xba5650, 0x9c4540), (1, 0xc27c3e, 0x945e2c), (2, 0x956ac8, 0x715099), (3, 0x49a355, 0x33713b),
    (4, 0x3e97ad, 0x387e87), (5, 0x5a8fbb, 0x477194), (6, 0xb85378, 0x944763), (7, 0x7f8b95, 0x435261),
];

/// Whether people can choose it.
pub(crate) fn is_offered(color: i32, of_page: bool) -> bool {
    if of_page {
        PAGES.iter().any(|(number, ..)| *number == color)
    } else {
        (0..BUILT_IN).contains(&color) || NAMES.iter().any(|(number, ..)| *number == color)
    }
}

/// Colours of names.
pub(super) fn names() -> Vec<enums::help::PeerColorOption> {
    let set = |colors: [i32; 2]| types::help::PeerColorSet::new(colors.to_vec()).into();
    let built_in = (0..BUILT_IN).map(|number| types::help::PeerColorOption::new(number).into());
    let further = NAMES.iter().map(|(number, day, night)| {
        types::help::PeerColorOption {
            colors: Some(set(*day)),
            dark_colors: Some(set(*night)),
            ..types::help::PeerColorOption::new(*number)
        }
        .into()
    });
    built_in.chain(further).collect()
}

/// Colours of pages.
pub(super) fn pages() -> Vec<enums::help::PeerColorOption> {
    let set = |color: i32| {
        types::help::PeerColorProfileSet::new(vec![color], vec![color], vec![color, color]).into()
    };
    let option = |(number, day, night): &(i32, i32, i32)| {
        types::help::PeerColorOption {
            colors: Some(set(*day)),
            dark_colors: Some(set(*night)),
            ..types::help::PeerColorOption::new(*number)
        }
        .into()
    };
    PAGES.iter().map(option).collect()
}

/// By this a client tells whether it has them already; rises when they change.
pub(super) const HASH: i32 = 1;
