//! Promises that a test may break on purpose, to see whether it would notice. Never set outside of tests.

impl Defect {
    /// All of them.
    pub const ALL: [Defect; 17] = [
        Defect::AnswerBeforeCommit,
        Defect::OutboxSkippedAtStart,
        Defect::NotListed,
        Defect::DeliveryNotRepeated,
        Defect::AppliedMarkIgnored,
        Defect::PtsReused,
        Defect::RandomIdForgotten,
        Defect::DifferenceCutShort,
        Defect::DifferenceForgetsDeletes,
        Defect::TailNotReplayed,
        Defect::EditNotDelivered,
        Defect::DueForgottenAtStart,
        Defect::FiringNotBound,
        Defect::ExpiryOnOneSide,
        Defect::ArrangementNotKept,
        Defect::DifferenceForgetsPins,
        Defect::ScheduleNotTold,
    ];

    /// Those of channels.
    pub const CHANNELS: [Defect; 7] = [
        Defect::PostAnsweredBeforeCommit,
        Defect::ChannelRandomIdForgotten,
        Defect::ChannelTailNotReplayed,
        Defect::ChannelDifferenceCutShort,
        Defect::ChannelDifferenceForgetsDeletes,
        Defect::ChannelDifferenceForgetsEdits,
        Defect::ChannelDifferenceForgetsPins,
    ];

    /// Checks that are left out, most of them by who stands above the boxes: not for what the boxes promise, but for
    /// who may read, write and see.
    pub const HOLES: [Defect; 12] = [
        Defect::StrangersRead,
        Defect::BannedRead,
        Defect::OutsidersWrite,
        Defect::RestrictedWrite,
        Defect::AllWriteInChannels,
        Defect::MembersShownToAll,
        Defect::OthersDeleted,
        Defect::HiddenFound,
        Defect::FilesOpenForAll,
        Defect::PushedAfterLeaving,
        Defect::FormerMembersAsk,
        Defect::BlocksIgnored,
    ];
}

/// One broken promise.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defect {
    /// The answer does not wait for the commit.
    AnswerBeforeCommit,
    /// The dirty lists are not worked off when the boxes are opened.
    OutboxSkippedAtStart,
    /// A box with its first undelivered entry is not put on the dirty list.
    NotListed,
    /// A delivery whose commit failed counts as done.
    DeliveryNotRepeated,
    /// A recipient does not look which of the sender's entries it has applied.
    AppliedMarkIgnored,
    /// After a failed commit the box in memory lives on, and its numbers with it.
    PtsReused,
    /// A repeated send is not recognised.
    RandomIdForgotten,
    /// A difference leaves out the last entry of a slice.
    DifferenceCutShort,
    /// A difference leaves out what was deleted since.
    DifferenceForgetsDeletes,
    /// The tail of the log is not replayed when a box is read.
    TailNotReplayed,
    /// An edit does not reach the other side.
    EditNotDelivered,
    /// What stands in the due queues is not looked for when the boxes are opened.
    DueForgottenAtStart,
    /// A scheduled message is taken away in a commit of its own, before the one that sends it.
    FiringNotBound,
    /// An incoming message has no row in the due queue that it goes by.
    ExpiryOnOneSide,
    /// What changes without pts is not kept for devices that are away.
    ArrangementNotKept,
    /// A difference leaves out what was pinned since.
    DifferenceForgetsPins,
    /// That a message is scheduled, or no longer, is not kept for devices that are away.
    ScheduleNotTold,
    /// The answer to a post in a channel does not wait for the commit.
    PostAnsweredBeforeCommit,
    /// A repeated post is not recognised.
    ChannelRandomIdForgotten,
    /// The tail of a channel's log is not replayed when it is read.
    ChannelTailNotReplayed,
    /// A difference of a channel leaves out the last entry of a slice.
    ChannelDifferenceCutShort,
    /// A difference of a channel leaves out what was deleted since.
    ChannelDifferenceForgetsDeletes,
    /// A difference of a channel leaves out what was changed since.
    ChannelDifferenceForgetsEdits,
    /// A difference of a channel leaves out what was pinned since.
    ChannelDifferenceForgetsPins,
    /// Who is not in a private channel reads it.
    StrangersRead,
    /// Who was thrown out of a channel reads it.
    BannedRead,
    /// Who reads a public group writes in it.
    OutsidersWrite,
    /// A member who may not write does.
    RestrictedWrite,
    /// Members of a channel post in it as its admins do.
    AllWriteInChannels,
    /// Whoever reads a channel sees who is in it.
    MembersShownToAll,
    /// A member deletes what others wrote.
    OthersDeleted,
    /// A search finds what is hidden from new members.
    HiddenFound,
    /// Who has seen a file in a chat opens it when he is out of it.
    FilesOpenForAll,
    /// Who has left a channel counts as a member where pushes go.
    PushedAfterLeaving,
    /// Who has left a basic group asks what its members may.
    FormerMembersAsk,
    /// A recipient takes in what those send whom he has blocked.
    BlocksIgnored,
}
