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
}
