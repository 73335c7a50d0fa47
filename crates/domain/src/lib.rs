//! Use cases: accounts, contacts, private chats, settings.
