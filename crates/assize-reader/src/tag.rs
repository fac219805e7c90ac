//! Words, their parts of speech, and what the document's names refer to.
//!
//! The tagger is an averaged perceptron whose weights are trained by `train_tagger` in the testkit and compiled in; see
//! `weights/README.md` for where they come from. Tags are those of the Penn Treebank as GUM uses them.

pub mod entity;
pub mod feature;
pub mod gazetteer;
pub mod model;
pub mod token;

pub use model::Model;
pub use token::{Shape, Token, tokenize};

/// A part of speech: an index into [`NAMES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(pub u8);

macro_rules! tags {
    ($($constant:ident = $index:literal, $name:literal;)*) => {
        /// The names of all tags, in the order of their indices.
        pub const NAMES: &[&str] = &[$($name),*];
        #[allow(missing_docs, reason = "the names are those of the Penn Treebank")]
        impl Tag {
            $(pub const $constant: Tag = Tag($index);)*
        }
    };
}

tags! {
    NN = 0, "NN"; IN = 1, "IN"; DT = 2, "DT"; NNP = 3, "NNP"; JJ = 4, "JJ"; COMMA = 5, ","; NNS = 6, "NNS";
    STOP = 7, "."; RB = 8, "RB"; PRP = 9, "PRP"; CC = 10, "CC"; VB = 11, "VB"; VBD = 12, "VBD"; CD = 13, "CD";
    VBZ = 14, "VBZ"; VBN = 15, "VBN"; VBP = 16, "VBP"; VBG = 17, "VBG"; TO = 18, "TO"; PRPS = 19, "PRP$";
    MD = 20, "MD"; LRB = 21, "-LRB-"; RRB = 22, "-RRB-"; COLON = 23, ":"; WDT = 24, "WDT"; HYPH = 25, "HYPH";
    POS = 26, "POS"; WRB = 27, "WRB"; NNPS = 28, "NNPS"; CLOSE = 29, "''"; OPEN = 30, "``"; WP = 31, "WP";
    RP = 32, "RP"; JJR = 33, "JJR"; FW = 34, "FW"; UH = 35, "UH"; EX = 36, "EX"; RBR = 37, "RBR"; JJS = 38, "JJS";
    SYM = 39, "SYM"; RBS = 40, "RBS"; PDT = 41, "PDT"; LS = 42, "LS"; DOLLAR = 43, "$"; WPS = 44, "WP$"; GW = 45, "GW";
}

impl Tag {
    /// The tag of that name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().position(|known| *known == name).and_then(|index| u8::try_from(index).ok()).map(Tag)
    }

    /// The name of the tag.
    pub fn name(self) -> &'static str {
        NAMES.get(usize::from(self.0)).copied().unwrap_or("NN")
    }

    /// Any form of a verb but modals.
    pub const fn is_verb(self) -> bool {
        matches!(self, Self::VB | Self::VBD | Self::VBZ | Self::VBN | Self::VBP | Self::VBG)
    }

    /// A verb that can carry a clause by itself, or a modal.
    pub const fn is_finite(self) -> bool {
        matches!(self, Self::VBD | Self::VBZ | Self::VBP | Self::MD)
    }

    /// A noun, proper or common.
    pub const fn is_noun(self) -> bool {
        matches!(self, Self::NN | Self::NNS | Self::NNP | Self::NNPS)
    }

    /// A proper noun.
    pub const fn is_proper(self) -> bool {
        matches!(self, Self::NNP | Self::NNPS)
    }

    /// An adverb.
    pub const fn is_adverb(self) -> bool {
        matches!(self, Self::RB | Self::RBR | Self::RBS)
    }

    /// What may stand inside a noun phrase before its head.
    pub const fn is_modifier(self) -> bool {
        matches!(
            self,
            Self::DT
                | Self::JJ
                | Self::JJR
                | Self::JJS
                | Self::CD
                | Self::PRPS
                | Self::POS
                | Self::HYPH
                | Self::DOLLAR
                | Self::PDT
                | Self::FW
                | Self::GW
        ) || self.is_noun()
    }

    /// Punctuation of any sort.
    pub const fn is_punctuation(self) -> bool {
        matches!(
            self,
            Self::COMMA
                | Self::STOP
                | Self::LRB
                | Self::RRB
                | Self::COLON
                | Self::HYPH
                | Self::CLOSE
                | Self::OPEN
                | Self::SYM
        )
    }
}
