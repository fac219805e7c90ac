//! temporary
use super::sentence::Sentence;
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Class { Auxiliary, Be, Have, Do, Get, Negation, Complementizer, Subordinator, Subjective, Person, Force, Clausal, Blame, Light, ActNoun, KillNoun, AgentPreposition, PatientPreposition }
/// x
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Word(u64);
impl Word {
    /// x
    pub fn is(self, class: Class) -> bool { self.0 & (1 << class as u32) != 0 }
}
const T: &[(Class, &str)] = &[
 (Class::Auxiliary, "be am is are was were been being 's 're have has had having do does did get gets got getting gotten"),
 (Class::Be, "be am is are was were been being 's 're"),
 (Class::Have, "have has had having 've"),
 (Class::Do, "do does did"),
 (Class::Get, "get gets got getting gotten"),
 (Class::Negation, "not n't n’t never no nor neither without"),
 (Class::Complementizer, "that whether if because although though"),
 (Class::Subordinator, "after before since until while as when once unless"),
 (Class::Subjective, "he she they we i it"),
 (Class::Person, "man men woman boy girl person people driver farmer"),
 (Class::Force, "police troops soldiers guards officers forces army navy"),
 (Class::Clausal, "say says said saying tell told believe believed report reported confirm confirmed deny denied claim claimed allege alleged announce announced add added show shows think thought know knew state stated"),
 (Class::Blame, "accuse accused blame blamed suspected charged"),
 (Class::Light, "carry carried conduct conducted launch launched stage staged"),
 (Class::ActNoun, "strike strikes raid raids attack attacks killing killings murder shooting shootings bombing abduction death deaths massacre operation airstrike airstrikes execution"),
 (Class::KillNoun, "killing killings murder death deaths execution shooting abduction"),
 (Class::AgentPreposition, "by"),
 (Class::PatientPreposition, "of on against"),
];
pub(super) fn words(_text: &str, lower: &str, sentence: &mut Sentence) {
    let mut words = Vec::new();
    for t in &sentence.tokens {
        let w = lower.get(t.start..t.end).unwrap_or("");
        let mut bits = 0;
        for (c, list) in T { if list.split(' ').any(|x| x == w) { bits |= 1 << *c as u32; } }
        words.push(Word(bits));
    }
    sentence.words = words;
}
impl Sentence {
    /// x
    pub fn word_class(&self, at: usize, class: Class) -> bool { self.words.get(at).is_some_and(|w| w.is(class)) }
}
