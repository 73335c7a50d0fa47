//! The oracle: who may do what, from the rules alone. It knows nothing of the server but what was asked of it and
//! whether that was done.

use std::collections::{BTreeMap, BTreeSet};

/// A person by number, from 0; 0 made every chat.
pub(crate) type Person = usize;

/// What a chat is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Everybody who was in it keeps what he got.
    BasicGroup,
    /// For members, who do not see what was written before they came.
    Hidden,
    /// With a public name.
    Public,
    /// Where admins post.
    Broadcast,
}

pub(crate) const KINDS: [Kind; 4] = [Kind::BasicGroup, Kind::Hidden, Kind::Public, Kind::Broadcast];

/// What somebody is in a chat; a stranger is none of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) member: bool,
    /// May delete and throw out, and post in a channel.
    pub(crate) admin: bool,
    /// Thrown out for good.
    pub(crate) banned: bool,
    /// May not write.
    pub(crate) restricted: bool,
}

/// A message that somebody has written.
#[derive(Clone)]
pub(crate) struct Post {
    pub(crate) id: i32,
    pub(crate) author: Person,
    pub(crate) text: String,
    /// Whoever has it, where each has his own.
    pub(crate) given: BTreeSet<Person>,
}

/// A chat with all that happened.
#[derive(Clone)]
pub(crate) struct Chat {
    pub(crate) kind: Kind,
    pub(crate) people: BTreeMap<Person, Place>,
    pub(crate) posts: Vec<Post>,
    /// Below which position of `posts` somebody sees nothing.
    pub(crate) since: BTreeMap<Person, usize>,
}

impl Chat {
    pub(crate) fn new(kind: Kind) -> Chat {
        let owner = Place { member: true, admin: true, ..Place::default() };
        Chat { kind, people: BTreeMap::from([(0, owner)]), posts: Vec::new(), since: BTreeMap::new() }
    }

    pub(crate) fn place(&self, who: Person) -> Place {
        self.people.get(&who).copied().unwrap_or_default()
    }

    /// Comes in, or comes back.
    pub(crate) fn comes(&mut self, who: Person) {
        let place = self.people.entry(who).or_default();
        if !place.member {
            place.member = true;
            if self.kind == Kind::Hidden {
                self.since.insert(who, self.posts.len());
            }
        }
    }

    /// Goes, or is made to.
    pub(crate) fn goes(&mut self, who: Person) {
        let place = self.people.entry(who).or_default();
        (place.member, place.admin) = (false, false);
    }

    /// Whether he may look in at all.
    pub(crate) fn may_look(&self, who: Person) -> bool {
        let place = self.place(who);
        match self.kind {
            // Whoever was in it keeps his copies.
            Kind::BasicGroup => self.people.contains_key(&who),
            Kind::Public => !place.banned,
            Kind::Hidden | Kind::Broadcast => place.member,
        }
    }

    pub(crate) fn may_write(&self, who: Person) -> bool {
        let place = self.place(who);
        let open = match self.kind {
            Kind::BasicGroup | Kind::Hidden | Kind::Public => !place.restricted || place.admin,
            Kind::Broadcast => place.admin,
        };
        place.member && open
    }

    pub(crate) fn may_see_members(&self, who: Person) -> bool {
        match self.kind {
            Kind::BasicGroup => self.place(who).member,
            Kind::Hidden | Kind::Public => self.may_look(who),
            Kind::Broadcast => self.place(who).admin,
        }
    }

    /// Throwing out, restricting, making admins: here the creator's alone but for the first.
    pub(crate) fn may_ban(&self, who: Person, whom: Person) -> bool {
        let (place, other) = (self.place(who), self.place(whom));
        whom != 0 && who != whom && place.member && (who == 0 || place.admin && !other.admin)
    }

    pub(crate) fn may_delete(&self, who: Person, post: &Post) -> bool {
        let place = self.place(who);
        let own = post.author == who && (self.kind != Kind::Broadcast || place.admin);
        self.sees(who, post) && place.member && (own || place.admin)
    }

    /// Whether he sees this message.
    pub(crate) fn sees(&self, who: Person, post: &Post) -> bool {
        if self.kind == Kind::BasicGroup {
            return post.given.contains(&who);
        }
        let at = self.posts.iter().position(|one| one.id == post.id).unwrap_or(0);
        self.may_look(who) && at >= self.since.get(&who).copied().unwrap_or(0)
    }

    /// The texts that he sees.
    pub(crate) fn seen_by(&self, who: Person) -> BTreeSet<String> {
        self.posts.iter().filter(|post| self.sees(who, post)).map(|post| post.text.clone()).collect()
    }

    pub(crate) fn members(&self) -> BTreeSet<Person> {
        self.people.iter().filter(|(_, place)| place.member).map(|(who, _)| *who).collect()
    }
}

/// Private chats: who has blocked whom, and who has which text of whom.
#[derive(Default)]
pub(crate) struct Private {
    pub(crate) blocked: BTreeSet<(Person, Person)>,
    pub(crate) has: BTreeMap<(Person, Person), BTreeSet<String>>,
    pub(crate) deleted: BTreeSet<Person>,
}

impl Private {
    /// How a message is answered: an error, or whether the other one gets it.
    pub(crate) fn send(&self, from: Person, to: Person) -> Result<bool, &'static str> {
        if self.deleted.contains(&to) {
            return Err("INPUT_USER_DEACTIVATED");
        }
        if self.blocked.contains(&(from, to)) {
            return Err("YOU_BLOCKED_USER");
        }
        Ok(!self.blocked.contains(&(to, from)))
    }
}
