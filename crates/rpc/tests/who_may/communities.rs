//! Who finds what in a community, comes in by it, and is kept out: random operations of its people, against the rules.

use std::collections::BTreeSet;

use boxes::By;
use domain::{
    Channels, CommunityRole, NewChannel, NewCommunity,
    channel_rights::{admin, banned},
};
use store::ids::UserId;

use super::{Dice, fixture::House};

const PEOPLE: usize = 5;
const OPERATIONS: usize = 400;
const SEEDS: u64 = 3;

/// A chat as the rules have it; each is one person's.
struct Chat {
    id: i64,
    members: BTreeSet<usize>,
    public: bool,
    /// In the community: whether it is hidden there.
    link: Option<bool>,
    asked: bool,
}

struct Rules {
    chats: Vec<Chat>,
    admins: BTreeSet<usize>,
    banned: BTreeSet<usize>,
    /// Whether everybody brings chats in without asking.
    open: bool,
}

/// What somebody is, without his rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Banned,
    Stranger,
    Guest,
    Member,
    Admin,
    Creator,
}

impl Rules {
    fn barred(&self, who: usize, chat: usize) -> bool {
        self.chats[chat].link.is_some() && self.banned.contains(&who) && who != chat
    }

    fn inside(&self, who: usize, chat: usize) -> bool {
        self.chats[chat].members.contains(&who) && !self.barred(who, chat)
    }

    fn part(&self, who: usize) -> Part {
        let linked = |chat: &&Chat| chat.link.is_some();
        if who == 0 {
            Part::Creator
        } else if self.banned.contains(&who) {
            Part::Banned
        } else if self.admins.contains(&who) {
            Part::Admin
        } else if self.chats.iter().filter(linked).any(|chat| chat.members.contains(&who)) {
            Part::Member
        } else if self.chats.iter().any(|chat| chat.link == Some(false) && chat.public) {
            Part::Guest
        } else {
            Part::Stranger
        }
    }

    fn finds(&self, who: usize, chat: usize) -> bool {
        match self.chats[chat].link {
            Some(true) => self.part(who) >= Part::Admin,
            Some(false) => self.part(who) >= Part::Member,
            None => false,
        }
    }

    fn is_listed(&self, who: usize, chat: usize) -> bool {
        let Some(hidden) = self.chats[chat].link else { return false };
        match self.part(who) {
            Part::Creator | Part::Admin => true,
            Part::Member => !hidden || self.inside(who, chat),
            Part::Guest => !hidden && self.chats[chat].public,
            Part::Stranger | Part::Banned => false,
        }
    }

    fn reads(&self, who: usize, chat: usize) -> bool {
        self.inside(who, chat) || self.chats[chat].public && !self.barred(who, chat)
    }

    fn names_community(&self, who: usize, chat: usize) -> bool {
        let (one, link) = (&self.chats[chat], self.chats[chat].link);
        let public = one.public && link == Some(false);
        let shown = self.inside(who, chat) || public || !one.public && self.finds(who, chat);
        link.is_some() && !self.barred(who, chat) && shown
    }
}

struct Run {
    house: House,
    people: Vec<UserId>,
    community: i64,
    rules: Rules,
    dice: Dice,
}

impl Run {
    async fn new(seed: u64) -> Run {
        let house = House::with_hole(None, seed.wrapping_mul(1 << 20) + 7).await;
        let (mut people, mut chats) = (Vec::new(), Vec::new());
        for (number, name) in (1..).zip(["Ani", "Budi", "Citra", "Dewi", "Eka"]).take(PEOPLE) {
            people.push(house.person(number, name).await);
        }
        for (number, owner) in people.iter().enumerate() {
            let (title, about) = (format!("Chat {number}"), String::new());
            let new = NewChannel { title, about, broadcast: number == 3, forum: false, ttl_period: None };
            let (id, _) = house.services.domain.channels.create(By::user(*owner), new).await.unwrap();
            let members = BTreeSet::from([number]);
            chats.push(Chat { id, members, public: false, link: None, asked: false });
        }
        let new = NewCommunity {
            title: "Kampung".into(),
            about: String::new(),
            channel: chats[0].id,
            hidden: false,
        };
        let made = house.services.domain.channels.create_community(By::user(people[0]), new).await;
        let Ok((community, _)) = made else { panic!("no community") };
        chats[0].link = Some(false);
        let rules = Rules { chats, admins: BTreeSet::new(), banned: BTreeSet::new(), open: true };
        Run { house, people, community, rules, dice: Dice(seed) }
    }

    fn channels(&self) -> &Channels {
        &self.house.services.domain.channels
    }

    async fn act(&mut self) {
        let (who, whom) = (self.dice.below(PEOPLE), self.dice.below(PEOPLE));
        let (chat, yes) = (self.dice.below(PEOPLE), self.dice.below(2) == 1);
        let by = By::user(self.people[who]);
        let (id, community) = (self.rules.chats[chat].id, self.community);
        let (part, linked) = (self.rules.part(who), self.rules.chats[chat].link);
        let manages = part >= Part::Admin;
        match self.dice.below(10) {
            0 | 1 => {
                let public = self.rules.chats[chat].public;
                let out = !self.rules.inside(who, chat) && !self.rules.barred(who, chat);
                let may = out && (public || self.rules.finds(who, chat));
                let done = self.channels().join(by, id).await.is_ok();
                assert_eq!(done, may, "{who} joins {chat}");
                if done {
                    self.rules.chats[chat].members.insert(who);
                }
            }
            2 if who != chat => {
                let may = self.rules.inside(who, chat);
                let done = self.channels().leave(by, id).await.is_ok();
                assert_eq!(done, may, "{who} leaves {chat}");
                if done {
                    self.rules.chats[chat].members.remove(&who);
                }
            }
            3 | 4 => {
                let brings = part >= Part::Member && self.rules.open;
                let may = match linked {
                    Some(hidden) => hidden != yes && (manages || brings && who == chat),
                    None => who == chat && (manages || brings),
                };
                let asks = linked.is_none() && who == chat && part == Part::Member && !self.rules.open;
                let done = self.channels().link_to_community(by, community, id, yes).await;
                let asked = matches!(done, Err(domain::ChannelError::CommunityAsked));
                assert_eq!((done.is_ok(), asked), (may, asks), "{who} links {chat}");
                let banned = self.rules.banned.clone();
                let one = &mut self.rules.chats[chat];
                one.asked = if may && linked.is_none() { false } else { one.asked || asks };
                if may {
                    one.link = Some(yes);
                    one.members.retain(|member| *member == chat || !banned.contains(member));
                }
            }
            5 => {
                let asked = self.rules.chats[chat].asked && linked.is_none();
                let may = part >= Part::Guest && (manages || who == chat) && (linked.is_some() || asked);
                let done = self.channels().unlink_from_community(by, community, id).await.is_ok();
                assert_eq!(done, may, "{who} unlinks {chat}");
                if done {
                    self.rules.chats[chat].link = None;
                    self.rules.chats[chat].asked &= linked.is_some();
                }
            }
            6 => {
                let may =
                    manages && whom != 0 && whom != who && (who == 0 || !self.rules.admins.contains(&whom));
                let user = self.people[whom];
                let done = self.channels().ban_from_community(by, community, user).await.is_ok();
                assert_eq!(done, may, "{who} throws out {whom}");
                if done {
                    self.rules.banned.insert(whom);
                    self.rules.admins.remove(&whom);
                    let own = &mut self.rules.chats[whom];
                    (own.link, own.asked) = (None, false);
                    for one in self.rules.chats.iter_mut().filter(|one| one.link.is_some()) {
                        one.members.remove(&whom);
                    }
                }
            }
            7 => {
                let may = manages && self.rules.banned.contains(&whom);
                let user = self.people[whom];
                let done = self.channels().unban_from_community(by, community, user).await.is_ok();
                assert_eq!(done, may, "{who} lets {whom} back");
                if done {
                    self.rules.banned.remove(&whom);
                }
            }
            8 => {
                let known = self.rules.admins.contains(&whom);
                let may =
                    who == 0 && whom != 0 && if yes { !self.rules.banned.contains(&whom) } else { known };
                // Of themselves admins may take it away; that is not drawn here.
                if who != 0 {
                    return;
                }
                let rights = if yes { admin::BAN_USERS | admin::MANAGE_LINKED_PEERS } else { 0 };
                let user = self.people[whom];
                let done = self.channels().set_community_admin(by, community, user, rights, None).await;
                assert_eq!(done.is_ok(), may, "{whom} is made an admin: {yes}");
                if may && yes {
                    self.rules.admins.insert(whom);
                } else if may {
                    self.rules.admins.remove(&whom);
                }
            }
            _ if yes => {
                let name = if self.rules.chats[chat].public { String::new() } else { format!("chat_{chat}") };
                let owner = By::user(self.people[chat]);
                self.channels().set_username(owner, id, &name).await.unwrap();
                self.rules.chats[chat].public ^= true;
            }
            _ => {
                let bans = if self.rules.open { banned::MANAGE_LINKED_PEERS } else { 0 };
                let maker = By::user(self.people[0]);
                self.channels().set_community_banned(maker, community, bans).await.unwrap();
                self.rules.open ^= true;
            }
        }
    }

    async fn hold_against_the_rules(&self) {
        let channels = self.channels();
        for (who, user) in self.people.iter().copied().enumerate() {
            let view = channels.community_view(user, self.community).await.unwrap().unwrap();
            let part = match view.role {
                CommunityRole::Creator => Part::Creator,
                CommunityRole::Admin(_) => Part::Admin,
                CommunityRole::Member => Part::Member,
                CommunityRole::Guest => Part::Guest,
                CommunityRole::Stranger => Part::Stranger,
                CommunityRole::Banned => Part::Banned,
            };
            let expected = self.rules.part(who);
            assert_eq!(part, expected, "{who}");
            let seen = channels.community_seen(self.community, user).await.is_ok();
            assert_eq!(seen, expected >= Part::Guest, "{who} sees it");
            let own = channels.communities_of(user).await.unwrap();
            assert_eq!(own.contains(&self.community), expected >= Part::Member, "{who} has it");
            let shown = channels.shown_peers(user, &view).await.unwrap();
            for (chat, one) in self.rules.chats.iter().enumerate() {
                let listed = shown.iter().find(|shown| shown.peer.channel == one.id);
                assert_eq!(listed.is_some(), self.rules.is_listed(who, chat), "{who} is shown {chat}");
                let reads = channels.seen(one.id, user).await.is_ok();
                assert_eq!(reads, self.rules.reads(who, chat), "{who} reads {chat}");
                assert!(listed.is_none_or(|listed| listed.readable == reads), "{who} reads {chat}");
                let named = channels.view(user, one.id).await.unwrap().unwrap();
                let expected = self.rules.names_community(who, chat).then_some(self.community);
                assert_eq!(named.community(), expected, "{who} is told where {chat} belongs");
                assert!(named.is_forbidden() || !self.rules.barred(who, chat), "{who} is out of {chat}");
            }
        }
    }
}

#[tokio::test]
async fn who_is_in_a_community_finds_what_it_shows_him_and_who_was_thrown_out_nothing() {
    for seed in 1..=SEEDS {
        let mut run = Run::new(seed).await;
        for _ in 0..OPERATIONS {
            run.act().await;
            run.hold_against_the_rules().await;
        }
    }
}
