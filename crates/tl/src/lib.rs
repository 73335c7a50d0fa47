//! Generated types of the API: decode any known layer, encode for the client's.
