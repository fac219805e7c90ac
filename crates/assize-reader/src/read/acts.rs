//! Drafts of what acts of force were: tolls, day, place, who did it, with what, against what.

use super::{
    drafts::{Layers, Voiced, draft, words_value},
    entity::whole,
    raw::{Draft, DraftProposition, DraftValue, Thing},
    voice::voice_at,
};
use crate::{
    act::{Act, Fate, Kind, Naming, Party},
    document::lexis::Class,
    nation,
    topic::Topic,
};
use assize_record::{Confidence, EntityType, Span, SpeakerKind, Status, Unit};

/// Adds the drafts of every act.
pub(super) fn acts(layers: &Layers<'_>, voiced: &[Voiced], drafts: &mut Vec<Draft>) {
    for (at, act) in layers.acts_of_force.iter().enumerate() {
        let incident = layers.linked.of_act.get(at).copied().flatten();
        let topic = match incident {
            Some(incident) => Topic::Incident(incident, layers.linked.incidents[incident].on.clone()),
            None => Topic::Campaign,
        };
        let guessed = layers.linked.guessed.get(at) == Some(&true);
        let mut about = About { layers, voiced, act, topic, guessed, drafts };
        about.tolls();
        let shows = |act: &Act| {
            act.forceful
                || act.fate == Some(Fate::Detained)
                    && act.targets.iter().any(|target| target.counted.is_some())
        };
        let forceful = |incident: usize| {
            layers.linked.incidents[incident].acts.iter().any(|act| shows(&layers.acts_of_force[*act]))
        };
        if incident.is_some_and(forceful) {
            about.circumstances();
        }
    }
}

/// An act with what its drafts share.
struct About<'a, 'l> {
    layers: &'a Layers<'l>,
    voiced: &'a [Voiced],
    act: &'a Act,
    topic: Topic,
    /// Whether the words leave open which incident it is.
    guessed: bool,
    drafts: &'a mut Vec<Draft>,
}

impl About<'_, '_> {
    fn tolls(&mut self) {
        let Some(fate) = self.act.fate else { return };
        let Some(property) = property(fate, self.topic == Topic::Campaign) else { return };
        let act = self.act;
        let mut at = 0;
        while at < act.targets.len() {
            let listed = &act.targets[at..at + self.together(&act.targets[at..], fate)];
            at += listed.len();
            let sum = self.sum(listed).filter(|_| listed.len() > 1);
            let summed = sum.is_some();
            if let Some(value) = sum {
                self.draft(property, Span::new(value.start, value.end), value, |_| {});
            }
            for party in listed {
                // The children among them are told apart.
                let told = !summed || self.status(party).is_some();
                if let Some(value) = self.people(party).filter(|_| told) {
                    self.push(property, party.span, value, party);
                }
            }
        }
    }

    /// How many parties from the first on were told of in one breath, so that the figure is their sum: `five adults and three children`,
    /// `the driver and a passenger`. Fighters and others are not added up, nor are two sides.
    fn together(&self, parties: &[Party], fate: Fate) -> usize {
        if !matches!(fate, Fate::Killed | Fate::Injured | Fate::Casualties) {
            return 1;
        }
        let text = self.layers.text;
        let adds = |party: &Party| {
            // `nine and twelve farmers died on 3 and 17 March`
            let bare = !party.span.slice(text).unwrap_or("").contains(' ') && party.kind != Kind::Name;
            // Guards and farmers are told apart by whoever counts.
            let armed = self.layers.parsed.sentence_at(party.head.start).is_some_and(|sentence| {
                sentence.tokens_in(party.head).any(|at| sentence.word_class(at, Class::ForceMember))
            });
            matches!(party.kind, Kind::People | Kind::Name | Kind::Other)
                && !armed
                && !(bare && party.counted.is_some())
                && party.group.is_none()
                && self.status(party) != Some(Status::Combatant)
                && self.people(party).is_some_and(|value| value.min.is_some() && value.max.is_some())
        };
        let counted = |party: &Party| party.counted.is_some() || party.number.is_some();
        let mut last = 0;
        for (at, two) in parties.windows(2).enumerate() {
            let between = Span::new(two[0].span.end, two[1].span.start).slice(text).unwrap_or("").trim();
            // `Ada Ode, Tom Lima and Sam Vale`
            let named = |party: &Party| {
                party.kind == Kind::Name && party.span.slice(text).is_some_and(|name| name.contains(' '))
            };
            let listed =
                between == "," && (counted(&two[0]) && counted(&two[1]) || named(&two[0]) && named(&two[1]));
            // `the founder and former head of the group` is one.
            let first = two[1].span.slice(text).unwrap_or("").split(' ').next().unwrap_or("").to_lowercase();
            // `Cleric and teacher Tom Ode` is one man of two offices.
            let title = two[0].kind == Kind::People
                && two[0].single
                && two[0].span == two[0].head
                && first.chars().next().is_some_and(char::is_lowercase)
                && !two[1].span.slice(text).unwrap_or("").starts_with(char::is_uppercase);
            let told_apart = counted(&two[1])
                || two[1].kind == Kind::Name && !title
                || matches!(first.as_str(), "a" | "an" | "the" | "his" | "her" | "their" | "one" | "another");
            if !told_apart
                || !adds(&two[0])
                || !adds(&two[1])
                || !(listed || matches!(between, "and" | ", and"))
            {
                break;
            }
            if !listed {
                last = at + 2;
            }
        }
        last.max(1)
    }

    /// The sum of people told of in one breath, in the words from the first to the last.
    fn sum(&self, parties: &[Party]) -> Option<DraftValue> {
        let (first, last) = (parties.first()?, parties.last()?);
        let words = Span::new(first.span.start, last.span.end).words(self.layers.text)?;
        let values: Vec<DraftValue> = parties.iter().filter_map(|party| self.people(party)).collect();
        let total = |end: fn(&DraftValue) -> Option<u64>| {
            values.iter().try_fold(0_u64, |sum, value| sum.checked_add(end(value)?))
        };
        let approx = values.iter().find_map(|value| value.approx.clone());
        let (min, max) = (total(|value| value.min), total(|value| value.max));
        Some(DraftValue { min, max, approx, unit: Some(Unit::People), ..words_value(&words) })
    }

    fn status(&self, party: &Party) -> Option<Status> {
        let counted = party.counted.and_then(|at| self.layers.quantities.get(at));
        party.status.or_else(|| counted.and_then(|counted| counted.status))
    }

    /// How many people a party is; none where the words give no number, or it is not people.
    fn people(&self, party: &Party) -> Option<DraftValue> {
        let numbers = self.layers.quantities;
        if let Some(counted) = party.counted.and_then(|at| numbers.get(at)) {
            if !matches!(party.kind, Kind::People | Kind::Name | Kind::Pronoun | Kind::Other)
                || counted.unit != Unit::People && party.kind != Kind::People
            {
                return None;
            }
            let span = if counted.span.contains(&party.span) { counted.span } else { party.span };
            if counted.min.is_none() && counted.max.is_none() && counted.approx.is_none() {
                return None;
            }
            let words = words_value(&span.words(self.layers.text)?);
            let (min, max, approx) = (counted.min, counted.max, counted.approx.clone());
            return Some(DraftValue { min, max, approx, unit: Some(Unit::People), ..words });
        }
        // `the massacre in Lowford and the siege of Brill`: a place is nobody.
        let name = party.span.slice(self.layers.text)?;
        if party.kind == Kind::Name
            && party.number.is_none()
            && nation::is_known(&name.to_lowercase())
            && !self.layers.registry.is_person(name)
        {
            return None;
        }
        let one = party.number.or(party.single.then_some(1))?;
        let words = words_value(&party.span.words(self.layers.text)?);
        Some(DraftValue { min: Some(one), max: Some(one), unit: Some(Unit::People), ..words })
    }

    fn circumstances(&mut self) {
        let act = self.act;
        let layers = self.layers;
        if let Some(time) = act.time.filter(|_| act.forceful || act.naming != Naming::Indefinite || act.done)
            && let (Some(on), Some(span)) = (time.on(layers.times), time.span(layers.times))
            // `at 03:55` tells the hour of a day that was told.
            && layers.times.get(time.from).is_none_or(|time| time.rule != "clock")
        {
            let words = span.words(layers.text);
            let value = words.map(|words| DraftValue { date: Some(on), ..words_value(&words) });
            self.plain("incident.happened-on", span, value);
        }
        for place in &act.places {
            self.words("incident.place", *place);
        }
        for means in &act.means {
            self.words("incident.means", *means);
        }
        // Who only begins or leads an operation is not yet said to have done anything.
        let held =
            act.fate == Some(Fate::Detained) && act.targets.iter().any(|target| target.counted.is_some());
        // `The guards carried out the operation` of which harm was told.
        let known = (act.naming == Naming::Definite || act.done) && act.fate == Some(Fate::Attacked);
        let acted = (act.forceful || held || known) && !self.answers();
        for party in act.agents.iter().filter(|_| acted) {
            match party.kind {
                Kind::Weapon => {
                    self.words("incident.means", party.span);
                    if let Some(of) = party.of {
                        self.agent("incident.conducted-by", of, EntityType::Organisation);
                    }
                }
                Kind::Act => {
                    if let Some(of) = party.of {
                        self.agent("incident.conducted-by", of, EntityType::Organisation);
                    }
                }
                Kind::Body | Kind::Group => {
                    self.agent("incident.conducted-by", party.span, EntityType::Organisation)
                }
                Kind::People | Kind::Name => {
                    self.agent("incident.conducted-by", party.span, EntityType::Agent)
                }
                _ => {}
            }
        }
        let attacked = act.fate.is_none_or(|fate| fate == Fate::Attacked);
        for party in &act.targets {
            match party.kind {
                Kind::Thing | Kind::Place if attacked => self.words("incident.target", party.span),
                Kind::Group if attacked => {
                    self.agent("incident.target-group", party.span, EntityType::Organisation)
                }
                _ => {}
            }
            if let Some(group) = party.group {
                self.agent("incident.target-group", group, EntityType::Organisation);
            }
        }
    }

    /// `Fighters attacked the post. Guards killed nine fighters`: whether those who bear arms for a state hit or took fighters in an incident
    /// that fighters began. They answered an attack and did not carry it out.
    fn answers(&self) -> bool {
        let Topic::Incident(incident, _) = self.topic else { return false };
        let state = |party: &Party| party.head_is(self.layers.parsed, &[Class::ForceMember, Class::Force]);
        let fighters = |party: &Party| {
            party.kind == Kind::Group
                || party.status == Some(Status::Combatant)
                || party.head_is(self.layers.parsed, &[Class::Combatant, Class::Perpetrator])
        };
        let own = !self.act.agents.is_empty() && self.act.agents.iter().all(state);
        let hit = self.act.fate == Some(Fate::Detained) || self.act.targets.iter().any(fighters);
        own && hit
            && self.layers.linked.incidents[incident].acts.iter().any(|act| {
                let act = &self.layers.acts_of_force[*act];
                act.forceful
                    && act.cue.start < self.act.cue.start
                    && act.agents.iter().any(fighters)
                    && !act.targets.iter().any(fighters)
            })
    }

    fn words(&mut self, property: &'static str, span: Span) {
        let value = span.words(self.layers.text).map(|words| words_value(&words));
        self.plain(property, span, value);
    }

    fn agent(&mut self, property: &'static str, span: Span, asked: EntityType) {
        let span = whole(self.layers, span);
        let Some(words) = span.words(self.layers.text) else { return };
        let entity = Some(Thing::agent(&words.exact, span, asked));
        self.plain(property, span, Some(DraftValue { entity, ..words_value(&words) }));
    }

    fn plain(&mut self, property: &'static str, span: Span, value: Option<DraftValue>) {
        let Some(value) = value else { return };
        self.draft(property, span, value, |_| {});
    }

    fn push(&mut self, property: &'static str, span: Span, value: DraftValue, party: &Party) {
        let status = self.status(party);
        self.draft(property, span, value, |proposition| proposition.status = status);
    }

    fn draft(
        &mut self,
        property: &'static str,
        span: Span,
        value: DraftValue,
        fill: impl Fn(&mut DraftProposition),
    ) {
        let layers = self.layers;
        let sentence =
            layers.segments.sentence_at(span.start).and_then(|at| layers.segments.sentences.get(at));
        let Some(sentence) = sentence else { return };
        let rule = self
            .act
            .rule
            .and_then(|rule| layers.grammar.program.rule(rule))
            .map_or("quantity.casualty", |rule| rule.id.as_str());
        let (mut voice, passage) = voice_at(layers, self.voiced, span, *sentence, rule);
        let Some(passage) = passage else { return };
        // `On August 26 the mission reported a strike`: the day before it is part of what it reported.
        let cue = self.act.cue;
        if property == "incident.happened-on"
            && voice.speaker.kind == SpeakerKind::Narrator
            && span.start < cue.start
            && sentence.contains(&cue)
            && passage.span().contains(&cue)
        {
            let told = voice_at(layers, self.voiced, cue, *sentence, rule).0;
            if told.speaker.kind != SpeakerKind::Narrator {
                voice = told;
            }
        }
        let happened_on = self.topic.day().cloned();
        let mut proposition =
            DraftProposition { happened_on, ..DraftProposition::new(property, self.topic.clone(), value) };
        fill(&mut proposition);
        let mut made = draft(layers, passage, &voice, proposition);
        made.guessed = self.guessed;
        made.confidence =
            if self.act.possible || self.guessed { Confidence::Low } else { Confidence::Medium };
        self.drafts.push(made);
    }
}

const fn property(fate: Fate, campaign: bool) -> Option<&'static str> {
    Some(match (fate, campaign) {
        (Fate::Killed, false) => "incident.killed",
        (Fate::Injured, false) => "incident.injured",
        (Fate::Survived, false) => "incident.survived",
        (Fate::Missing, false) => "incident.missing",
        (Fate::Detained, false) => "incident.detained",
        (Fate::Present, false) => "incident.aboard",
        (Fate::Killed, true) => "campaign.killed",
        (Fate::Injured, true) => "campaign.injured",
        (Fate::Survived, true) => "campaign.survived",
        _ => return None,
    })
}
