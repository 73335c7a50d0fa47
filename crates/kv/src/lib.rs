//! The engine's trait, key limits, an in-memory model and the contract suite that every engine passes.
