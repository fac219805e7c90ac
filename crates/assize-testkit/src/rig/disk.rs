//! A model of a disk that forgets what was not synced.
