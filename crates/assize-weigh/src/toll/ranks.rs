//! The voice and grade of every claim of a view, by where it stands: looking each up by its id costs more than all sums.

use crate::origin::Origins;
use assize_ledger::{View, view::ClaimView};
use assize_record::body::GradeLetter;

/// Voices and grades in the order of the claims of a view; nothing where only a few claims are asked for.
#[derive(Default)]
pub(super) struct Ranks {
    /// Where the claims of the view begin in memory.
    first: usize,
    all: Vec<(Option<u32>, GradeLetter)>,
}

impl Ranks {
    pub(super) fn of_all(view: &View, origins: &Origins) -> Self {
        let mut voices = origins.voices().peekable();
        let mut grades = origins.grades.iter().peekable();
        let all = view.claims().iter().map(|claim| {
            // All three are in order of id.
            while voices.next_if(|(id, _)| *id < &claim.id).is_some() {}
            while grades.next_if(|(id, _)| *id < &claim.id).is_some() {}
            let voice = voices.peek().filter(|(id, _)| *id == &claim.id).map(|(_, voice)| **voice);
            let grade = grades.peek().filter(|(id, _)| *id == &claim.id).map(|(_, grade)| **grade);
            (voice, grade.unwrap_or(GradeLetter::D))
        });
        Self { all: all.collect(), first: view.claims().as_ptr().addr() }
    }

    /// The voice and grade of a claim of the view.
    pub(super) fn of(&self, origins: &Origins, claim: &ClaimView) -> (Option<u32>, GradeLetter) {
        // The claims of a view lie side by side, so that where one lies says which it is.
        let at = std::ptr::from_ref(claim)
            .addr()
            .checked_sub(self.first)
            .map(|bytes| bytes / size_of::<ClaimView>());
        at.and_then(|at| self.all.get(at)).copied().unwrap_or_else(|| {
            let grade = origins.grades.get(&claim.id).copied().unwrap_or(GradeLetter::D);
            (origins.voice(claim.id), grade)
        })
    }
}
