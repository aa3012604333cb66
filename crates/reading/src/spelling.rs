//! Spelling: what no Vietnamese syllable can be, and slips of one letter or tone in set phrases.
