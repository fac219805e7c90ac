//! Key and answer templates laid side by side, and the counts of each slot.

use super::{
    fill::{Credit, credit},
    template::{Template, slot},
};

/// Slots one of which must earn something before two templates may be laid side by side, beside the type.
const BINDING: &[usize] = &[
    slot::THING,
    slot::THING_TYPE,
    slot::NAME,
    slot::DESCRIPTION,
    slot::PERSON_TYPE,
    slot::INDIVIDUAL,
    slot::ORGANIZATION,
];

/// The most keys of a message that are tried in every order; a message with more is laid out greedily.
const EXHAUSTIVE: usize = 12;

/// Counts of one slot, over templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Fills that the key has, less the optional ones that no answer met.
    pub possible: usize,
    /// Fills that the answer has.
    pub actual: usize,
    /// Right in full.
    pub full: usize,
    /// Right by half.
    pub partial: usize,
}

impl Counts {
    /// Share of the key that was found.
    pub fn recall(&self) -> f64 {
        self.earned() / self.possible.max(1) as f64
    }

    /// Share of the answer that was right.
    pub fn precision(&self) -> f64 {
        self.earned() / self.actual.max(1) as f64
    }

    /// The balanced mean of both, in percent.
    pub fn f1(&self) -> f64 {
        let sum = self.possible + self.actual;
        if sum == 0 { 0.0 } else { 200.0 * self.earned() / sum as f64 }
    }

    fn earned(&self) -> f64 {
        self.full as f64 + self.partial as f64 / 2.0
    }

    fn add(&mut self, other: Self) {
        self.possible += other.possible;
        self.actual += other.actual;
        self.full += other.full;
        self.partial += other.partial;
    }
}

/// Counts by slot; slot 1 counts the templates themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Score {
    /// By number of slot.
    pub slots: [Counts; 25],
}

impl Score {
    /// Adds a message: all key templates and all answer templates of it.
    pub fn add_message(&mut self, keys: &[Template], answers: &[Template]) {
        let pairs = pairs(keys, answers);
        for (key, template) in keys.iter().enumerate() {
            match pairs.iter().find(|(of, _)| *of == key) {
                Some((_, answer)) => self.add_pair(template, &answers[*answer]),
                None if template.optional => {}
                None => self.add_pair(template, &Template::default()),
            }
        }
        for (answer, template) in answers.iter().enumerate() {
            if !pairs.iter().any(|(_, of)| *of == answer) {
                self.add_pair(&Template::default(), template);
            }
        }
        self.slots[1].possible += keys
            .iter()
            .enumerate()
            .filter(|(at, key)| !key.optional || pairs.iter().any(|(of, _)| of == at))
            .count();
        self.slots[1].actual += answers.len();
        self.slots[1].full += pairs.len();
    }

    fn add_pair(&mut self, key: &Template, answer: &Template) {
        for (number, counts) in self.slots.iter_mut().enumerate().skip(2) {
            counts.add(slot_counts(number, key, answer));
        }
    }
}

/// Counts of one slot of two templates: fills are paired one to one, the best credit first.
pub fn slot_counts(number: usize, key: &Template, answer: &Template) -> Counts {
    let (keys, answers) = (&key.slots[number], &answer.slots[number]);
    let (mut key_met, mut answer_used) = (vec![false; keys.len()], vec![false; answers.len()]);
    let mut counts = Counts { actual: answers.len(), ..Counts::default() };
    for wanted in [Credit::Full, Credit::Partial] {
        for (at, key) in keys.iter().enumerate() {
            for (by, answer) in answers.iter().enumerate() {
                if key_met[at] || answer_used[by] || credit(number, key, answer) != wanted {
                    continue;
                }
                (key_met[at], answer_used[by]) = (true, true);
                match wanted {
                    Credit::Full => counts.full += 1,
                    _ => counts.partial += 1,
                }
            }
        }
    }
    counts.possible = keys.iter().zip(&key_met).filter(|(key, met)| !key.optional || **met).count();
    counts
}

/// What laying two templates side by side earns, in halves of fills; `None` where the conditions on content forbid it.
fn worth(key: &Template, answer: &Template) -> Option<usize> {
    let earned = |number: usize| {
        let counts = slot_counts(number, key, answer);
        2 * counts.full + counts.partial
    };
    if earned(slot::TYPE) == 0 || BINDING.iter().all(|number| earned(*number) == 0) {
        return None;
    }
    Some((2..25).map(earned).sum())
}

/// What pairs of key and answer earn together, and the pairs.
type Layout = (usize, Vec<(usize, usize)>);

/// Pairs of key and answer that earn the most together.
pub fn pairs(keys: &[Template], answers: &[Template]) -> Vec<(usize, usize)> {
    let worths: Vec<Vec<Option<usize>>> =
        answers.iter().map(|answer| keys.iter().map(|key| worth(key, answer)).collect()).collect();
    if keys.len() > EXHAUSTIVE {
        return greedy(&worths, keys.len());
    }
    // best[set of keys used] after each answer, with the choices that led there.
    let mut best: Vec<Option<Layout>> = vec![None; 1 << keys.len()];
    best[0] = Some((0, Vec::new()));
    for (answer, row) in worths.iter().enumerate() {
        for used in (0..best.len()).rev() {
            let Some((sum, chosen)) = best[used].clone() else { continue };
            for (key, worth) in row.iter().enumerate() {
                let (Some(worth), 0) = (worth, used & (1 << key)) else { continue };
                let to = used | (1 << key);
                if best[to].as_ref().is_none_or(|(other, _)| *other < sum + worth) {
                    let mut chosen = chosen.clone();
                    chosen.push((key, answer));
                    best[to] = Some((sum + worth, chosen));
                }
            }
        }
    }
    best.into_iter().flatten().max_by_key(|(sum, _)| *sum).map(|(_, chosen)| chosen).unwrap_or_default()
}

fn greedy(worths: &[Vec<Option<usize>>], keys: usize) -> Vec<(usize, usize)> {
    let mut all: Vec<(usize, usize, usize)> = Vec::new();
    for (answer, row) in worths.iter().enumerate() {
        for (key, worth) in row.iter().enumerate().take(keys) {
            all.extend(worth.map(|worth| (worth, key, answer)));
        }
    }
    all.sort_by_key(|(worth, ..)| std::cmp::Reverse(*worth));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, key, answer) in all {
        if pairs.iter().all(|(of, by)| *of != key && *by != answer) {
            pairs.push((key, answer));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::muc4::fill::Fill;

    fn template(kind: &str, day: &str, people: &[(&str, &str)]) -> Template {
        let mut template = Template::of(1);
        template.slots[slot::TYPE].push(Fill::plain(kind));
        template.slots[slot::DATE].push(Fill::plain(day));
        for (who, number) in people {
            template.slots[slot::DESCRIPTION].push(Fill::plain(who));
            template.slots[slot::NUMBER].push(Fill::about(number, who));
        }
        template
    }

    #[test]
    fn templates_are_laid_where_they_earn_most() {
        let keys = [
            template("BOMBING", "01 MAY 89", &[("CLERKS", "2")]),
            template("BOMBING", "03 MAY 89", &[("CLERKS", "3"), ("MINERS", "4")]),
        ];
        let answers = [
            template("BOMBING", "03 MAY 89", &[("CLERKS", "3")]),
            template("ATTACK", "01 MAY 89", &[("CLERKS", "2")]),
            template("KIDNAPPING", "03 MAY 89", &[("CLERKS", "3")]),
        ];
        let mut found = pairs(&keys, &answers);
        found.sort_unstable();
        assert_eq!(found, [(0, 1), (1, 0)]);
        let mut score = Score::default();
        score.add_message(&keys, &answers);
        assert_eq!(score.slots[1], Counts { possible: 2, actual: 3, full: 2, partial: 0 });
        assert_eq!(score.slots[slot::NUMBER], Counts { possible: 3, actual: 3, full: 2, partial: 0 });
        assert_eq!(score.slots[slot::TYPE], Counts { possible: 2, actual: 3, full: 1, partial: 1 });
        assert!((score.slots[slot::NUMBER].f1() - 66.666).abs() < 0.01);
    }

    #[test]
    fn an_optional_key_costs_nothing_where_it_is_missed() {
        let mut key = template("BOMBING", "01 MAY 89", &[("CLERKS", "2")]);
        key.optional = true;
        let mut score = Score::default();
        score.add_message(&[key.clone()], &[]);
        assert_eq!(score, Score::default());
        score.add_message(&[key.clone()], &[key]);
        assert_eq!(score.slots[slot::NUMBER], Counts { possible: 1, actual: 1, full: 1, partial: 0 });
    }
}
