//! An open case: its settings, keys, texts and drafts, and every decision on it with what the decision moves. The command line and the desk
//! are two doors to the same functions here; neither decides anything itself.

pub mod adding;
pub mod align;
pub mod asked;
pub mod case;
pub mod clock;
pub mod cloud;
pub mod decision;
pub mod doubts;
pub mod drafts;
pub mod failure;
pub mod find;
pub mod incidents;
pub mod keys;
pub mod left_out;
pub mod line;
pub mod made_of;
pub mod methods;
pub mod moves;
pub mod names;
pub mod originals;
pub mod publishing;
pub mod reading;
pub mod records;
pub mod replica;
pub mod reviews;
pub mod schema_files;
pub mod search;
pub mod secrets;
pub mod seen;
pub mod talk;
pub mod texts;
pub mod wording;
