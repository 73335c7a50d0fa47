//! The stickers: the whole bird, in moods and doing things.

use crate::{
    Drawn,
    pigeon::{Beak, Brows, Eyes, GROUND, NECK, SHOULDER, bird, feathers, head, mood, resting, wing},
    shape::{Group, Item},
    things,
};

/// Width of the white rim.
const RIM: f64 = 9.0;

pub fn all() -> Vec<Drawn> {
    let still = |name: &str, scene: Group| Drawn { name: name.to_owned(), scene: fit(scene), moves: false };
    let moving = |name: &str, scene: Group| Drawn { name: name.to_owned(), scene: fit(scene), moves: true };
    let happy = mood(Eyes::Happy, Beak::Open);
    let open = mood(Eyes::Open, Beak::Smile);
    vec![
        moving("hello", hello()),
        moving("letter", carrying()),
        still("happy", bird(happy, wing(48.0), wing(48.0))),
        still(
            "laugh",
            with(
                bird(mood(Eyes::Happy, Beak::Open).brows(Brows::Raised), wing(20.0), wing(20.0)),
                [things::tear((146.0, 206.0), 15.0), things::tear((366.0, 206.0), 15.0)],
            ),
        ),
        moving("love", in_love()),
        still("heart", with(resting(open), [things::big_heart((256.0, 372.0), 150.0)])),
        still("wink", bird(mood(Eyes::Wink, Beak::Smile), wing(0.0), wing(118.0))),
        still("cool", with(resting(mood(Eyes::Open, Beak::Smile).pale()), [things::glasses()])),
        still(
            "think",
            with(
                bird(mood(Eyes::Up, Beak::Shut).brows(Brows::Raised), wing(0.0), wing(-20.0)),
                [things::question((416.0, 110.0))],
            ),
        ),
        still(
            "surprised",
            with(
                bird(mood(Eyes::Wide, Beak::Round).brows(Brows::Raised), wing(70.0), wing(70.0)),
                [things::exclamation((424.0, 112.0))],
            ),
        ),
        still("shy", bird(mood(Eyes::Closed, Beak::Smile), wing(-24.0), wing(-24.0))),
        still(
            "sad",
            with(
                resting(mood(Eyes::Wet, Beak::Down).brows(Brows::Sad).pale()),
                [things::tear((176.0, 236.0), 13.0)],
            ),
        ),
        moving("cry", crying()),
        still(
            "angry",
            with(
                bird(mood(Eyes::Narrow, Beak::Down).brows(Brows::Angry).pale(), wing(36.0), wing(36.0)),
                [things::anger((398.0, 94.0))],
            ),
        ),
        moving("sleep", sleeping()),
        still("night", with(resting(mood(Eyes::Closed, Beak::Smile)), [things::nightcap(), things::moon()])),
        moving("party", celebrating()),
        still("yes", with(bird(happy, wing(0.0), wing(112.0)), [things::check((436.0, 120.0))])),
        still(
            "no",
            with(
                bird(mood(Eyes::Open, Beak::Down).brows(Brows::Angry).pale(), wing(0.0), wing(112.0)),
                [things::cross((436.0, 120.0))],
            ),
        ),
        still("coffee", with(resting(mood(Eyes::Happy, Beak::Shut)), [things::cup((250.0, 398.0))])),
        still(
            "rain",
            with(Group::of([resting(open).around(GROUND).sized(0.86).into()]), [things::umbrella()]),
        ),
        still("flowers", with(resting(mood(Eyes::Happy, Beak::Smile)), [things::bouquet()])),
        moving("fly", flying()),
        moving("dance", dancing()),
        still(
            "dizzy",
            with(
                bird(mood(Eyes::Crosses, Beak::Round).brows(Brows::Sad), wing(12.0), wing(30.0)),
                [things::stars_around()],
            ),
        ),
        still("work", with(resting(mood(Eyes::Open, Beak::Shut).brows(Brows::Raised)), [things::laptop()])),
        still("birthday", with(resting(happy), [things::party_hat(), things::cake()])),
        still("wow", bird(mood(Eyes::Stars, Beak::Open), wing(126.0), wing(126.0))),
    ]
}

fn with<const N: usize>(scene: Group, things: [Group; N]) -> Group {
    Group::of(std::iter::once(scene.into()).chain(things.into_iter().map(Item::from)))
}

/// Within the square, with its rim.
fn fit(scene: Group) -> Group {
    Group::of([scene.rimmed(RIM).around((256.0, 256.0)).sized(0.9).into()])
}

fn hello() -> Group {
    let waving = feathers().around(SHOULDER).turning(&[
        (0.0, 112.0),
        (15.0, 146.0),
        (30.0, 112.0),
        (45.0, 146.0),
        (60.0, 112.0),
        (120.0, 112.0),
    ]);
    bird(mood(Eyes::Happy, Beak::Open), wing(0.0), waving).around(GROUND).turning(&[
        (0.0, 0.0),
        (30.0, -4.0),
        (60.0, 0.0),
        (90.0, 3.0),
        (120.0, 0.0),
    ])
}

fn carrying() -> Group {
    let letter = things::letter((256.0, 386.0), 190.0).turning(&[(0.0, -4.0), (60.0, 5.0), (120.0, -4.0)]);
    let hopping = with(bird(mood(Eyes::Open, Beak::Smile), wing(0.0), wing(0.0)), [letter]);
    hopping.around(GROUND).moving(&[
        (0.0, (0.0, 0.0)),
        (20.0, (0.0, -26.0)),
        (40.0, (0.0, 0.0)),
        (60.0, (0.0, 0.0)),
        (80.0, (0.0, -26.0)),
        (100.0, (0.0, 0.0)),
        (120.0, (0.0, 0.0)),
    ])
}

fn in_love() -> Group {
    let beat = |at, size, late: f64| {
        let (small, large) = ((0.8, 0.8), (1.1, 1.1));
        things::big_heart(at, size).growing(&[
            (0.0, small),
            (30.0 + late, large),
            (60.0, small),
            (90.0 + late, large),
            (120.0, small),
        ])
    };
    let body = bird(mood(Eyes::Hearts, Beak::Open), wing(30.0), wing(30.0)).around(GROUND).turning(&[
        (0.0, -4.0),
        (60.0, 4.0),
        (120.0, -4.0),
    ]);
    with(
        body,
        [beat((70.0, 150.0), 62.0, 0.0), beat((440.0, 120.0), 76.0, 12.0), beat((456.0, 300.0), 48.0, 20.0)],
    )
}

fn crying() -> Group {
    let fall = |x: f64, late: f64| {
        things::tear((x, 220.0), 15.0)
            .moving(&[(late, (0.0, 0.0)), (late + 50.0, (0.0, 190.0)), (120.0, (0.0, 190.0))])
            .fading(&[
                (0.0, 0.0),
                (late, 0.0),
                (late + 5.0, 1.0),
                (late + 44.0, 1.0),
                (late + 50.0, 0.0),
                (120.0, 0.0),
            ])
    };
    let body = bird(mood(Eyes::Wet, Beak::Open).brows(Brows::Sad), wing(-8.0), wing(-8.0))
        .around(GROUND)
        .growing(&[
            (0.0, (1.0, 1.0)),
            (15.0, (1.02, 0.97)),
            (30.0, (1.0, 1.0)),
            (45.0, (1.02, 0.97)),
            (60.0, (1.0, 1.0)),
            (75.0, (1.02, 0.97)),
            (90.0, (1.0, 1.0)),
            (105.0, (1.02, 0.97)),
            (120.0, (1.0, 1.0)),
        ]);
    with(body, [fall(176.0, 4.0), fall(338.0, 24.0), fall(196.0, 60.0), fall(318.0, 44.0)])
}

fn sleeping() -> Group {
    let letter = |x: f64, y: f64, size: f64, late: f64| {
        things::sleepy((x, y), size)
            .moving(&[(late, (0.0, 0.0)), (late + 60.0, (16.0, -52.0)), (120.0, (16.0, -52.0))])
            .fading(&[
                (0.0, 0.0),
                (late, 0.0),
                (late + 12.0, 1.0),
                (late + 44.0, 1.0),
                (late + 60.0, 0.0),
                (120.0, 0.0),
            ])
    };
    let body = resting(mood(Eyes::Asleep, Beak::Shut)).around(GROUND).growing(&[
        (0.0, (1.0, 1.0)),
        (60.0, (1.035, 0.965)),
        (120.0, (1.0, 1.0)),
    ]);
    with(
        body,
        [letter(380.0, 130.0, 16.0, 0.0), letter(414.0, 100.0, 21.0, 26.0), letter(440.0, 84.0, 26.0, 52.0)],
    )
}

fn celebrating() -> Group {
    let bits = |third: usize, turn: f64| {
        things::confetti(third)
            .around((256.0, 190.0))
            .moving(&[(0.0, (0.0, -14.0)), (60.0, (0.0, 16.0)), (120.0, (0.0, -14.0))])
            .turning(&[(0.0, -turn), (60.0, turn), (120.0, -turn)])
    };
    let flap = || {
        feathers().around(SHOULDER).turning(&[
            (0.0, 96.0),
            (15.0, 132.0),
            (30.0, 96.0),
            (45.0, 132.0),
            (60.0, 96.0),
            (75.0, 132.0),
            (90.0, 96.0),
            (105.0, 132.0),
            (120.0, 96.0),
        ])
    };
    let body = with(bird(mood(Eyes::Happy, Beak::Open), flap(), flap()), [things::party_hat()])
        .around(GROUND)
        .moving(&[
            (0.0, (0.0, 0.0)),
            (15.0, (0.0, -18.0)),
            (30.0, (0.0, 0.0)),
            (45.0, (0.0, -18.0)),
            (60.0, (0.0, 0.0)),
            (75.0, (0.0, -18.0)),
            (90.0, (0.0, 0.0)),
            (105.0, (0.0, -18.0)),
            (120.0, (0.0, 0.0)),
        ]);
    with(Group::of([bits(0, 5.0).into(), body.into()]), [bits(1, -6.0), bits(2, 4.0)])
}

fn flying() -> Group {
    let beats: Vec<(f64, f64)> =
        (0..=8).map(|beat| (f64::from(beat) * 15.0, if beat % 2 == 0 { 70.0 } else { 138.0 })).collect();
    let flap = || feathers().around(SHOULDER).turning(&beats);
    let letter = things::letter((256.0, 300.0), 96.0).turning(&[(0.0, 6.0), (60.0, -6.0), (120.0, 6.0)]);
    let body = with(bird(mood(Eyes::Open, Beak::Smile), flap(), flap()), [letter]);
    body.around((256.0, 256.0))
        .moving(&[
            (0.0, (0.0, 10.0)),
            (30.0, (8.0, -22.0)),
            (60.0, (0.0, 10.0)),
            (90.0, (-8.0, -22.0)),
            (120.0, (0.0, 10.0)),
        ])
        .turning(&[(0.0, -4.0), (60.0, 4.0), (120.0, -4.0)])
}

fn dancing() -> Group {
    let note = |at, late: f64| {
        things::music(at)
            .moving(&[(0.0, (0.0, late)), (60.0, (0.0, late - 22.0)), (120.0, (0.0, late))])
            .turning(&[(0.0, -10.0), (60.0, 10.0), (120.0, -10.0)])
    };
    let nod = head(mood(Eyes::Happy, Beak::Smile)).around(NECK).turning(&[
        (0.0, -9.0),
        (30.0, 9.0),
        (60.0, -9.0),
        (90.0, 9.0),
        (120.0, -9.0),
    ]);
    let left = feathers().around(SHOULDER).turning(&[
        (0.0, 110.0),
        (30.0, 20.0),
        (60.0, 110.0),
        (90.0, 20.0),
        (120.0, 110.0),
    ]);
    let right = feathers().around(SHOULDER).turning(&[
        (0.0, 20.0),
        (30.0, 110.0),
        (60.0, 20.0),
        (90.0, 110.0),
        (120.0, 20.0),
    ]);
    let mut body = bird(mood(Eyes::Happy, Beak::Smile), left, right);
    // The head in place of the still one, on top.
    body.items.pop();
    body.items.push(nod.into());
    let body =
        body.around(GROUND).turning(&[(0.0, 5.0), (30.0, -5.0), (60.0, 5.0), (90.0, -5.0), (120.0, 5.0)]);
    with(body, [note((76.0, 180.0), 0.0), note((424.0, 150.0), 14.0)])
}
