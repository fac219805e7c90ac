//! Standards at scale, beside numpy and clingo on the same synthetic case.
//!
//! The case: incidents, tests of which the first are those shipped, and claims that each bear on one element of one test for one incident,
//! from origins of which some are several voices. All proof standards at once, with the claims behind each outcome. The rivals read the
//! same claims from a file, write their outcomes back, and every outcome is compared.

use crate::meter::cpu_seconds;
use assize_record::body::{GradeLetter, Side};
use assize_weigh::standard::{
    Lanes, Proofs, Standards,
    batch::{Batch, Outcomes, Plans},
    evidence::{Item, SlotKind},
    expression::{ElementRef, Expression},
};
use std::{fs, path::Path, process::Command, time::Instant};

const TESTS: usize = 30;
const RUNS: usize = 5;
/// For clingo, which needs about a minute for a million claims, a case this many times smaller.
const SMALLER: u32 = 50;

pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let claims = crate::count(arguments, 1_000_000)?;
    let proofs = Proofs::shipped();
    let (plans, tests) = plans()?;
    println!("standards: {} incidents, {TESTS} tests, {claims} claims, {} proof standards", claims / 10, 4);
    let case = Case::new(claims, &plans);
    let ours = measure(&case, &plans, &proofs)?;
    rival_numpy(&case, &plans, &tests, &proofs, ours)?;
    let small = Case::new(claims / SMALLER, &plans);
    rival_clingo(&small, &plans, &tests, &proofs)
}

/// Tests as the batch takes them, and as expressions over element numbers for the rivals.
fn plans() -> Result<(Plans, Vec<(u16, Expression)>), String> {
    let mut plans = Plans::default();
    let mut tests = Vec::new();
    let mut random = Random(7);
    let standards = Standards::shipped();
    let shipped =
        standards.iter().flat_map(|standard| &standard.versions).map(|version| version.expression.clone());
    let more = std::iter::repeat_with(|| random.tree(6));
    for expression in shipped.collect::<Vec<_>>().into_iter().chain(more).take(TESTS) {
        let kinds = vec![SlotKind::Fact; expression.elements().len()];
        let first = plans.add(&expression, &kinds).map_err(|error| error.to_string())?;
        tests.push((first, expression));
    }
    Ok((plans, tests))
}

struct Case {
    incidents: u32,
    evidence: Vec<(u32, Item)>,
}

impl Case {
    fn new(claims: u32, plans: &Plans) -> Self {
        let incidents = (claims / 10).max(1);
        let mut random = Random(42);
        let evidence =
            (0..claims).map(|claim| (random.below(incidents), random.item(claim, plans))).collect();
        Self { incidents, evidence }
    }

    fn batch<'p>(&self, plans: &'p Plans, proofs: &'p Proofs) -> Result<Batch<'p>, String> {
        Batch::new(plans, proofs, self.incidents, &self.evidence).map_err(|error| error.to_string())
    }
}

/// Our own times; returns the median of laying out and weighing, in processor seconds.
fn measure(case: &Case, plans: &Plans, proofs: &Proofs) -> Result<f64, String> {
    let layouts = times(RUNS, || case.batch(plans, proofs).map(drop))?;
    let mut batch = case.batch(plans, proofs)?;
    let all = times(RUNS, || {
        std::hint::black_box(batch.weigh(i32::MAX));
        Ok(())
    })?;
    let dated = times(RUNS, || {
        std::hint::black_box(batch.weigh(20_400));
        Ok(())
    })?;
    let outcomes = batch.weigh(i32::MAX);
    let behind: usize = (0..case.incidents)
        .map(|incident| (0..TESTS).map(|test| batch.behind(&outcomes, incident, test).len()).sum::<usize>())
        .sum();
    if behind != case.evidence.len() {
        return Err(format!("{behind} claims stand behind outcomes, of {}", case.evidence.len()));
    }
    let (layout, weigh) = (median(&layouts), median(&all));
    println!("ours: lay out by incident and element    {layout:.3} s cpu (median of {RUNS})");
    println!("ours: weigh all, with claim ids          {weigh:.3} s cpu");
    println!("ours: together                           {:.3} s cpu (bar: 0.5)", layout + weigh);
    println!("ours: weigh as known at an earlier day   {:.3} s cpu", median(&dated));
    let mut changes = Vec::new();
    for n in 0..10_000_u32 {
        let incident = n * 7919 % case.incidents;
        let mut items = batch.evidence(incident).to_vec();
        let before = Instant::now();
        if let Some(item) = items.first_mut() {
            item.side = if item.side == Side::For { Side::Against } else { Side::For };
        }
        batch.replace(incident, items).map_err(|error| error.to_string())?;
        std::hint::black_box(batch.weigh_one(incident, i32::MAX));
        changes.push(before.elapsed().as_secs_f64());
    }
    changes.sort_by(f64::total_cmp);
    println!(
        "ours: one changed claim to new outcomes  {:.1} µs median, {:.1} µs for 999 of 1000 (bar: 1000)",
        changes[changes.len() / 2] * 1e6,
        changes[changes.len() * 999 / 1000] * 1e6
    );
    Ok(layout + weigh)
}

fn rival_numpy(
    case: &Case,
    plans: &Plans,
    tests: &[(u16, Expression)],
    proofs: &Proofs,
    ours: f64,
) -> Result<(), String> {
    let folder = write_case(case, plans, tests, proofs, "numpy")?;
    let Some(seconds) = rival("standards_numpy.py", &folder, &[&RUNS.to_string()])? else { return Ok(()) };
    let theirs = median(&seconds);
    let found = fs::read(folder.join("outcomes.bin")).map_err(|error| error.to_string())?;
    let outcomes = case.batch(plans, proofs)?.weigh(i32::MAX);
    let same = found
        .chunks_exact(4)
        .zip(outcomes.all())
        .filter(|(found, ours)| **found == [ours.supported, ours.opposed, ours.met, ours.not_met]);
    let (same, all) = (same.count(), outcomes.all().len());
    println!("numpy: the same, with claim ids          {theirs:.3} s cpu, {:.1} times ours", theirs / ours);
    println!("numpy: outcomes alike                    {same} of {all}, in 8 lanes each");
    fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    if same == all && found.len() == 4 * all { Ok(()) } else { Err("numpy and we differ".to_owned()) }
}

fn rival_clingo(
    case: &Case,
    plans: &Plans,
    tests: &[(u16, Expression)],
    proofs: &Proofs,
) -> Result<(), String> {
    let folder = write_case(case, plans, tests, proofs, "clingo")?;
    let Some(seconds) = rival("standards_clingo.py", &folder, &[])? else { return Ok(()) };
    let theirs = median(&seconds);
    let ours = times(RUNS, || {
        std::hint::black_box(case.batch(plans, proofs)?.weigh(i32::MAX));
        Ok(())
    })?;
    let ours = median(&ours);
    let outcomes = case.batch(plans, proofs)?.weigh(i32::MAX);
    let found = fs::read_to_string(folder.join("outcomes.txt")).map_err(|error| error.to_string())?;
    let (mut same, mut all) = (0, 0);
    for line in found.lines() {
        all += 1;
        same += usize::from(agrees(line, &outcomes).ok_or_else(|| format!("`{line}` is no outcome"))?);
    }
    let size = case.evidence.len();
    println!(
        "clingo: {size} claims of the same sort      {theirs:.3} s cpu, {:.0} times ours",
        theirs / ours
    );
    println!("clingo: outcomes alike                   {same} of {all}");
    fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    if same == all && all > 0 { Ok(()) } else { Err("clingo and we differ".to_owned()) }
}

/// Whether a line "incident test level reading outcome" says what we say.
fn agrees(line: &str, outcomes: &Outcomes) -> Option<bool> {
    let mut words = line.split(' ');
    let incident = words.next()?.parse().ok()?;
    let test = words.next()?.parse().ok()?;
    let level: u8 = words.next()?.parse().ok()?;
    let lane = 2 * level + u8::from(words.next()? == "many");
    let outcome = outcomes.lanes(incident, test).outcome(lane).to_string().replace(' ', "_");
    Some(words.next()? == outcome)
}

/// Runs a rival; its printed seconds, or `None` where what it needs is not installed.
pub(crate) fn rival(script: &str, folder: &Path, arguments: &[&str]) -> Result<Option<Vec<f64>>, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benches/rivals").join(script);
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = match Command::new(&python).arg(&path).arg(folder).args(arguments).output() {
        Ok(output) => output,
        Err(error) => {
            println!("{script}: skipped, `{python}` cannot be run: {error}");
            return Ok(None);
        }
    };
    if output.status.code() == Some(69) {
        println!("{script}: skipped: {}", String::from_utf8_lossy(&output.stderr).trim());
        return Ok(None);
    }
    if !output.status.success() {
        return Err(format!("{script} failed: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(Some(printed.lines().filter_map(|line| line.parse().ok()).collect()))
}

fn write_case(
    case: &Case,
    plans: &Plans,
    tests: &[(u16, Expression)],
    proofs: &Proofs,
    name: &str,
) -> Result<std::path::PathBuf, String> {
    let folder = std::env::temp_dir().join(format!("assize-bench-{name}-{}", std::process::id()));
    let write =
        |file: &str, bytes: &[u8]| fs::write(folder.join(file), bytes).map_err(|error| error.to_string());
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let mut bytes = Vec::with_capacity(case.evidence.len() * 18);
    for (incident, item) in &case.evidence {
        bytes.extend(incident.to_le_bytes());
        bytes.extend(item.group.to_le_bytes());
        bytes.extend(item.origin.to_le_bytes());
        bytes.extend(item.slot.to_le_bytes());
        bytes.extend([item.side as u8, item.grade as u8, item.voices, 0]);
    }
    write("claims.bin", &bytes)?;
    let steps: Vec<Vec<serde_json::Value>> =
        tests.iter().map(|(first, test)| postfix(*first, test)).collect();
    let plans = serde_json::json!({ "tests": steps, "incidents": case.incidents, "slots": plans.slots() });
    write("plans.json", plans.to_string().as_bytes())?;
    let levels: Vec<Vec<Vec<(u8, u8)>>> = proofs
        .levels
        .iter()
        .map(|level| {
            let line = |line: &Vec<_>| line.iter().map(part).collect();
            level.any.iter().map(line).collect()
        })
        .collect();
    write("levels.json", serde_json::json!(levels).to_string().as_bytes())?;
    Ok(folder)
}

const fn part(part: &assize_weigh::standard::proof::Part) -> (u8, u8) {
    (part.origins, part.grade as u8)
}

fn postfix(first: u16, test: &Expression) -> Vec<serde_json::Value> {
    fn walk(
        expression: &Expression,
        number: &impl Fn(&ElementRef) -> u16,
        steps: &mut Vec<serde_json::Value>,
    ) {
        match expression {
            Expression::Element(name) => steps.push(number(name).into()),
            Expression::Not(inner) => {
                walk(inner, number, steps);
                steps.push("not".into());
            }
            Expression::And(parts) | Expression::Or(parts) => {
                let word = if matches!(expression, Expression::And(_)) { "and" } else { "or" };
                for (at, part) in parts.iter().enumerate() {
                    walk(part, number, steps);
                    if at > 0 {
                        steps.push(word.into());
                    }
                }
            }
        }
    }
    let names = test.elements();
    let number =
        |name: &ElementRef| first + names.iter().position(|known| *known == name).map_or(0, |at| at as u16);
    let mut steps = Vec::new();
    walk(test, &number, &mut steps);
    steps
}

/// Processor seconds of each of several runs.
fn times(runs: usize, mut run: impl FnMut() -> Result<(), String>) -> Result<Vec<f64>, String> {
    (0..runs)
        .map(|_| {
            let (wall, cpu) = (Instant::now(), cpu_seconds());
            run()?;
            let wall = wall.elapsed().as_secs_f64();
            Ok(cpu.zip(cpu_seconds()).map_or(wall, |(before, after)| after - before))
        })
        .collect()
}

fn median(seconds: &[f64]) -> f64 {
    let mut sorted = seconds.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Splitmix64: the same case on every machine.
struct Random(u64);

impl Random {
    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    const fn below(&mut self, limit: u32) -> u32 {
        (self.next() % limit as u64) as u32
    }

    fn item(&mut self, claim: u32, plans: &Plans) -> Item {
        let grades = [GradeLetter::A, GradeLetter::B, GradeLetter::C, GradeLetter::D];
        let origin = self.below(5_000);
        Item {
            slot: self.below(plans.slots() as u32) as u16,
            unit: 0,
            side: if self.below(3) == 0 { Side::Against } else { Side::For },
            argument: 0,
            leg: 0,
            group: origin / 2,
            origin,
            grade: grades[self.below(4) as usize],
            claim,
            // One origin in five is several unnamed people.
            voices: if origin.is_multiple_of(5) { 2 + (origin / 5 % 4) as u8 } else { 1 },
            presumption: false,
            known_from: 20_300 + self.below(200) as i32,
        }
    }

    fn tree(&mut self, elements: u32) -> Expression {
        let mut parts: Vec<Expression> = (0..elements)
            .map(|n| Expression::Element(ElementRef { name: format!("e{n}"), facet: None }))
            .map(|leaf| if self.below(4) == 0 { Expression::Not(Box::new(leaf)) } else { leaf })
            .collect();
        while parts.len() > 1 {
            let (a, b) = (parts.remove(0), parts.remove(0));
            parts.push(if self.below(2) == 0 {
                Expression::And(vec![a, b])
            } else {
                Expression::Or(vec![a, b])
            });
        }
        parts.remove(0)
    }
}

/// Kept so that the size of a lane, which the rivals write as four bytes, is checked where it matters.
const _: () = assert!(size_of::<Lanes>() == 4);
