//! Acts told by more than one word: bombs set, fires, hostages, threats, and that nobody was hurt.

use super::*;

impl Told<'_> {
    pub(super) fn none_hurt(&self, at: usize) -> Option<Mention> {
        let mut mention = self.mention(at, None, "incident.unhurt");
        mention.nobody_hurt = true;
        Some(mention)
    }

    /// `no one was hurt`, `there were no casualties`, `escaped unharmed`.
    pub(super) fn unhurt(&self, at: usize) -> Option<Mention> {
        let no = at.saturating_sub(6)..at;
        let hurt =
            ["injured", "hurt", "wounded", "killed", "casualties", "victims", "injuries", "deaths", "died"];
        if self.view.is(at, &hurt)
            && no.clone().any(|i| self.view.is(i, &["no", "nobody", "none", "neither"]))
        {
            return self.none_hurt(at);
        }
        if self.view.is(at, &["unhurt", "unharmed", "uninjured"]) {
            let mut mention = self.mention(at, None, "incident.unhurt");
            let verb = (at.saturating_sub(4)..at).find(|i| self.view.tag(*i).is_verb())?;
            let list = self.subject(verb).map(|index| self.list_before(index)).unwrap_or_default();
            self.strike(&mut mention, &list, Some(Fate::Unhurt));
            return Some(mention);
        }
        None
    }

    /// `threatened the judge with death`, `death threats against the judge`.
    pub(super) fn threat(&self, at: usize) -> Option<Mention> {
        let view = self.view;
        let deadly = (at.saturating_sub(8)..(at + 12).min(view.len()))
            .any(|i| view.is(i, &["death", "kill", "murder", "assassinate", "execute", "bomb", "attack"]));
        if !deadly || self.unreal(at) {
            return None;
        }
        let mut mention = self.mention(at, Some(Kind::Attack), "incident.threat");
        mention.stage = Stage::Threatened;
        if view.is(at, &["threatened"]) && view.tag(at).is_verb() {
            let passive = self.auxiliary(at).and_then(|aux| self.subject(aux)).map(|i| self.list_before(i));
            let list = passive.or_else(|| self.phrase_after(at + 1, 1).map(|i| self.list_after(i)))?;
            self.strike(&mut mention, &list, None);
        } else if view.is(at, &["threat", "threats"]) {
            self.against(&mut mention, at, None);
            if !mention.full {
                let verb = (at.saturating_sub(5)..at)
                    .rev()
                    .find(|i| view.is(*i, &["received", "receiving", "gotten"]))?;
                let list = self.list_before(self.subject(verb)?);
                self.strike(&mut mention, &list, None);
            }
        }
        mention.things.clear();
        mention.full = !mention.targets.is_empty();
        mention.full.then_some(mention)
    }

    /// `a bomb was placed`, `threw a grenade`, `blew up the bridge`.
    pub(super) fn bomb(&self, at: usize) -> Option<Mention> {
        let set = [
            "placed",
            "planted",
            "set",
            "hurled",
            "threw",
            "thrown",
            "launched",
            "activated",
            "deactivated",
            "defused",
            "went",
            "left",
            "tossed",
            "lobbed",
            "fired",
        ];
        if self.view.is(at, &["blew", "blown", "blowing"])
            && (self.view.is(at + 1, &["up"]) || self.view.is(at + 2, &["up"]))
        {
            let mut mention = self.mention(at, Some(Kind::Bombing), "incident.bomb");
            if let Some(index) = self.auxiliary(at).and_then(|aux| self.subject(aux)) {
                let list = self.list_before(index);
                self.strike(&mut mention, &list, None);
            } else if let Some(index) = self.phrase_after(at + 2, 1) {
                let list = self.list_after(index);
                self.strike(&mut mention, &list, None);
                self.doers(&mut mention, at, self.subject(at));
            }
            mention.full = true;
            self.nearby(&mut mention);
            return (!self.unreal(at)).then_some(mention);
        }
        if !self.view.is(at, &set) || !self.view.tag(at).is_verb() || self.unreal(at) {
            return None;
        }
        let explosive = |index: usize| {
            let phrase = self.phrases.get(index)?;
            let words = [
                "bomb",
                "bombs",
                "dynamite",
                "grenade",
                "grenades",
                "explosive",
                "explosives",
                "charge",
                "charges",
                "device",
                "devices",
                "mine",
                "mines",
                "cocktail",
                "cocktails",
            ];
            (phrase.start..phrase.end).any(|i| self.view.is(i, &words)).then_some(index)
        };
        let before = self
            .auxiliary(at)
            .map_or_else(|| self.phrase_before(at), |aux| self.subject(aux))
            .and_then(explosive);
        let after = self.phrase_after(at + 1, 1).and_then(explosive);
        let index = before.or(after)?;
        if self.view.is(at, &["went"]) && !self.view.is(at + 1, &["off"]) {
            return None;
        }
        let mut mention = self.mention(at, Some(Kind::Bombing), "incident.bomb");
        if self.view.is(at, &["deactivated", "defused"]) {
            mention.stage = Stage::Attempted;
        }
        let phrase = &self.phrases[index];
        mention.weapons.push(self.view.span(phrase.start, phrase.end));
        self.sites(&mut mention, at.max(phrase.end - 1));
        if mention.things.is_empty() {
            self.against(&mut mention, phrase.end.saturating_sub(1).max(at), None);
        }
        let subject = after.and_then(|_| self.subject(at));
        self.doers(&mut mention, at, subject);
        mention.full = true;
        self.nearby(&mut mention);
        Some(mention)
    }

    /// `set fire to the bus`, `set the bus on fire`, `opened fire on the crowd`.
    pub(super) fn fire(&self, at: usize) -> Option<Mention> {
        if !self.view.is(at, &["fire"]) || self.unreal(at) {
            return None;
        }
        let before = at.saturating_sub(8)..at;
        let set = before.clone().rev().find(|i| self.view.is(*i, &["set", "setting", "setted"]));
        if let Some(set) = set {
            let mut mention = self.mention(at, Some(Kind::Arson), "incident.fire");
            let to = self.phrase_after(at + 2, 1).filter(|_| self.view.is(at + 1, &["to"]));
            let between = self
                .phrase_after(set + 1, 0)
                .filter(|index| self.phrases[*index].end <= at && self.phrases[*index].head < at);
            let passive = self.auxiliary(set).and_then(|aux| self.subject(aux));
            let list = to
                .map(|i| self.list_after(i))
                .or_else(|| passive.map(|i| self.list_before(i)))
                .or_else(|| between.map(|i| vec![i]))?;
            self.strike(&mut mention, &list, None);
            if passive.is_none() {
                self.doers(&mut mention, at, self.subject(set));
            }
            self.nearby(&mut mention);
            return mention.full.then_some(mention);
        }
        if before.clone().any(|i| self.view.is(i, &["opened", "open", "opening"])) {
            let mut mention = self.mention(at, Some(Kind::Attack), "incident.fire");
            self.against(&mut mention, at, None);
            let verb = before.clone().find(|i| self.view.is(*i, &["opened", "open", "opening"]))?;
            self.doers(&mut mention, at, self.subject(verb));
            return mention.full.then_some(mention);
        }
        None
    }

    /// `took three nuns hostage`, `held 20 people as hostages`, `seized hostages`.
    pub(super) fn hostage(&self, at: usize) -> Option<Mention> {
        if !self.view.is(at, &["hostage", "hostages", "captive", "prisoner"]) || self.unreal(at) {
            return None;
        }
        let verb = (at.saturating_sub(10)..at).rev().find(|i| {
            self.view.is(
                *i,
                &["took", "take", "taken", "taking", "held", "holding", "hold", "seized", "keep", "kept"],
            )
        })?;
        let mut mention = self.mention(at, Some(Kind::Kidnapping), "incident.hostage");
        let passive = self.auxiliary(verb).and_then(|aux| self.subject(aux)).map(|i| self.list_before(i));
        let object = self.phrase_after(verb + 1, 1).map(|i| self.list_after(i));
        // `taking as hostages three nuns`
        let after = || self.phrase_after(at + 1, 0).map(|i| self.list_after(i));
        let list = passive.clone().or(object).or_else(after)?;
        self.strike(&mut mention, &list, Some(Fate::Detained));
        mention.things.clear();
        mention.full = !mention.targets.is_empty();
        if passive.is_none() {
            self.doers(&mut mention, at, self.subject(verb));
        }
        self.nearby(&mut mention);
        mention.full.then_some(mention)
    }
}
