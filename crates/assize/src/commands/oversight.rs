//! `assize oversight`: requests and answers, what is outstanding and for how long, clocks of duties.

use super::weigh;
use crate::{
    case::{self, day},
    cli::{Cli, Oversight},
    failure::{Exit, Failure, Outcome},
    output::{Output, column},
    secrets::Confidential,
};
use assize_weigh::oversight::{self, Asks, RequestLine};
use serde_json::json;

pub(crate) fn run(cli: &Cli, args: &Oversight, output: &mut Output) -> Outcome {
    let session = case::find(cli)?;
    let view = session.view(&args.as_known, output)?;
    let as_of = match &args.as_of {
        Some(text) => day("--as-of", text)?,
        None => view.latest_day().ok_or_else(|| {
            Failure::usage("no source on this record states a date")
                .help("say up to which day to count with --as-of")
        })?,
    };
    let found = oversight::oversight(&view, as_of);
    let clocks = oversight::clocks(&view, &session.schema(&view, output).standards, as_of);
    let confidential = Confidential::of(&view);
    let mut object = json!(found);
    object["clocks"] = json!(clocks);
    if output.json {
        output.object(&confidential.flag(object));
        return Ok(Exit::Done);
    }
    output.line(format!("oversight up to {as_of}; {}", weigh::as_known(&view)));
    for matter in &found.matters {
        output.line(format!("\n{}", matter.name));
        for request in &matter.requests {
            output.line(format!("  {}", line(request)));
            for (label, others) in [
                ("answered to others", &request.answered_to_others),
                ("to whom is not said", &request.to_whom_not_said),
            ] {
                if !others.is_empty() {
                    let told: Vec<String> = others
                        .iter()
                        .map(|other| format!("{}  {}", other.in_words(), other.entry.short()))
                        .collect();
                    output.line(format!("      {label}: {}", told.join(", ")));
                }
            }
        }
        for said in &matter.said_outstanding {
            let date = said.date.as_ref().map_or_else(String::new, |date| format!(" on {date}"));
            output.line(format!("  {} says{date} that no answer has come  {}", said.who, said.entry.short()));
        }
        for act in &matter.acts {
            let about = act.about.map_or_else(String::new, |about| format!(", about {}", view.name(about)));
            output.line(format!(
                "    {} {} {}{}: {}{}{about}  {}{}",
                column(act.date.as_deref().unwrap_or("date not stated"), 16),
                column(&act.done(), 20),
                act.who,
                act.to_whom(),
                act.what,
                act.aside(),
                act.entry.short(),
                confidential.word([&act.entry])
            ));
        }
    }
    if !clocks.is_empty() {
        output.line("\nclocks (whether the duty applies is a legal question, see `assize assess`)");
    }
    for row in oversight::alike(&clocks) {
        let clock = row[0];
        let what = match clock.asks {
            Asks::ToDo => "to be done",
            Asks::ToStop => "to stop",
        };
        output.line(format!("  {} ({}): {what} within {}", clock.title, clock.element, clock.length));
        if row.len() > 1 {
            let of: Vec<String> =
                row.iter().map(|clock| format!("{} ({})", clock.name, clock.starts)).collect();
            output.line(format!("      {} times, from {}: {}", row.len(), of.join(", "), clock.in_words()));
        } else {
            let ends = clock.ends_earliest.as_deref().unwrap_or("not known");
            output.line(format!(
                "      {}, from {}, by {ends}: {}",
                clock.name,
                clock.starts,
                clock.in_words()
            ));
        }
    }
    confidential.foot(&object).into_iter().for_each(|line| output.line(line));
    let outstanding = found.matters.iter().filter(|matter| matter.outstanding).count();
    output.talk(format!("{outstanding} of {} matters outstanding", found.matters.len()));
    Ok(Exit::Done)
}

fn line(request: &RequestLine) -> String {
    let days = match (request.days_min, request.days_max) {
        (Some(a), Some(b)) if a == b => format!("{a} days"),
        (Some(a), Some(b)) => format!("{a} to {b} days"),
        (Some(a), None) => format!("at least {a} days"),
        (None, Some(b)) => format!("at most {b} days"),
        (None, None) => "days not known".to_owned(),
    };
    let whom = request.whom.as_ref().map_or_else(String::new, |whom| format!(" of {whom}"));
    let answered = request.answered_with.as_ref().map_or_else(String::new, |with| format!("; {with}"));
    let due = request.due_on.as_ref().map_or_else(String::new, |due| format!("; due {due}"));
    format!(
        "{}, {days}: {} asked{whom} for {}{due}{answered}",
        request.state.in_words(),
        request.who,
        request.what
    )
}
