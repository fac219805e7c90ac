use crate::Part;
use assize_testkit::rig::{Report, Tried};
pub(crate) fn run(_: &Part<'_>) -> Tried<Report> {
    Ok(Report::default())
}
