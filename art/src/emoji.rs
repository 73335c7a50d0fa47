//! The custom emoji: the bird's head as large as it goes, and a few things.

use crate::{
    Drawn,
    pigeon::{Beak, Brows, Eyes, Mood, head, mood},
    shape::{Group, Item},
    things,
};

pub fn all() -> Vec<Drawn> {
    let still = |name: &str, scene: Group| Drawn { name: name.to_owned(), scene, moves: false };
    let moving = |name: &str, scene: Group| Drawn { name: name.to_owned(), scene, moves: true };
    vec![
        still("emoji_smile", face(mood(Eyes::Open, Beak::Smile), [])),
        still("emoji_grin", face(mood(Eyes::Happy, Beak::Open), [])),
        moving(
            "emoji_laugh",
            face(mood(Eyes::Happy, Beak::Open).brows(Brows::Raised), [drop(150.0, 0.0), drop(362.0, 10.0)])
                .around((256.0, 300.0))
                .turning(&rocking(8.0)),
        ),
        still("emoji_wink", face(mood(Eyes::Wink, Beak::Smile), [])),
        moving("emoji_love", beating(face(mood(Eyes::Hearts, Beak::Open), []))),
        still("emoji_cool", face(mood(Eyes::Open, Beak::Smile).pale(), [things::glasses()])),
        still("emoji_think", face(mood(Eyes::Up, Beak::Shut).brows(Brows::Raised).pale(), [])),
        still("emoji_wow", face(mood(Eyes::Wide, Beak::Round).brows(Brows::Raised), [])),
        still("emoji_stars", face(mood(Eyes::Stars, Beak::Open), [])),
        still("emoji_shy", face(mood(Eyes::Closed, Beak::Smile), [])),
        still("emoji_sad", face(mood(Eyes::Wet, Beak::Down).brows(Brows::Sad).pale(), [])),
        moving(
            "emoji_cry",
            face(mood(Eyes::Wet, Beak::Open).brows(Brows::Sad), [drop(176.0, 0.0), drop(336.0, 30.0)]),
        ),
        moving(
            "emoji_angry",
            face(mood(Eyes::Narrow, Beak::Down).brows(Brows::Angry).pale(), [things::anger((372.0, 100.0))])
                .around((256.0, 256.0))
                .turning(&shaking(5.0)),
        ),
        moving(
            "emoji_sleep",
            face(
                mood(Eyes::Asleep, Beak::Shut),
                [things::sleepy((372.0, 100.0), 20.0).moving(&[
                    (0.0, (0.0, 12.0)),
                    (60.0, (6.0, -10.0)),
                    (120.0, (0.0, 12.0)),
                ])],
            ),
        ),
        moving(
            "emoji_party",
            face(mood(Eyes::Happy, Beak::Open), [things::party_hat()])
                .around((256.0, 470.0))
                .sized(0.84)
                .turning(&rocking(7.0)),
        ),
        still("emoji_dizzy", face(mood(Eyes::Crosses, Beak::Round).brows(Brows::Sad), [])),
        still(
            "emoji_night",
            face(mood(Eyes::Closed, Beak::Smile), [things::nightcap()]).around((150.0, 480.0)).sized(0.86),
        ),
        moving("emoji_heart", beating(things::big_heart((256.0, 262.0), 400.0))),
        moving("emoji_letter", things::letter((256.0, 262.0), 420.0).turning(&rocking(7.0))),
        still("emoji_feather", things::feather()),
        still("emoji_nest", things::nest()),
        still("emoji_yes", things::check((256.0, 256.0)).around((256.0, 256.0)).sized(4.0)),
        still("emoji_no", things::cross((256.0, 256.0)).around((256.0, 256.0)).sized(4.0)),
        still("emoji_coffee", things::cup((236.0, 290.0)).around((256.0, 270.0)).sized(2.6)),
        still(
            "emoji_flower",
            things::flower((256.0, 256.0), crate::shape::rgb(0xff7fb0)).around((256.0, 256.0)).sized(5.2),
        ),
    ]
}

/// The head alone, with what is about it.
fn face<const N: usize>(mood: Mood, things: [Group; N]) -> Group {
    let items = std::iter::once(head(mood).into()).chain(things.into_iter().map(Item::from));
    let whole = Group::of(items).around((256.0, 186.0)).sized(1.72).moved((0.0, 84.0));
    Group::of([whole.into()])
}

fn drop(x: f64, late: f64) -> Group {
    things::tear((x, 212.0), 16.0)
        .moving(&[(late, (0.0, 0.0)), (late + 50.0, (0.0, 70.0)), (120.0, (0.0, 70.0))])
        .fading(&[
            (0.0, 0.0),
            (late, 0.0),
            (late + 6.0, 1.0),
            (late + 40.0, 1.0),
            (late + 50.0, 0.0),
            (120.0, 0.0),
        ])
}

fn rocking(by: f64) -> Vec<(f64, f64)> {
    (0..=4).map(|step| (f64::from(step) * 30.0, if step % 2 == 0 { -by } else { by })).collect()
}

fn shaking(by: f64) -> Vec<(f64, f64)> {
    (0..=12).map(|step| (f64::from(step) * 10.0, if step % 2 == 0 { -by } else { by })).collect()
}

fn beating(scene: Group) -> Group {
    let sizes = |step: i32| if step % 2 == 0 { (0.9, 0.9) } else { (1.02, 1.02) };
    let keys: Vec<_> = (0..=4).map(|step| (f64::from(step) * 30.0, sizes(step))).collect();
    Group::of([Group::of([scene.into()]).around((256.0, 270.0)).growing(&keys).into()])
}
