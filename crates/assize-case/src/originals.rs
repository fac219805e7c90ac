//! Where commands have originals read: in processes of this same program, which know nothing else.

use crate::failure::Failure;
use assize_archive::{extract::Limits, worker::Pool};
use std::path::PathBuf;

/// The limits that the command line states: the largest file, then whatever else.
pub fn limits(max_mib: Option<u64>, stated: &[String]) -> Result<Limits, Failure> {
    let mut limits = Limits::default();
    if let Some(mib) = max_mib {
        limits = limits.with_file_bytes(mib.saturating_mul(1 << 20));
    }
    for one in stated {
        limits.state(one).map_err(|problem| Failure::usage(format!("--limit: {problem}")))?;
    }
    Ok(limits)
}

/// Readers of originals that keep these limits. None is started before it is needed.
pub fn pool(limits: Limits) -> Result<Pool, Failure> {
    Ok(Pool::new(own_program()?, vec!["worker".into()], limits))
}

/// This very program, also where its file was replaced or removed since it was started.
fn own_program() -> Result<PathBuf, Failure> {
    let running = PathBuf::from("/proc/self/exe");
    if cfg!(target_os = "linux") && running.exists() {
        return Ok(running);
    }
    std::env::current_exe()
        .map_err(|error| Failure::input(format!("this program does not know where it stands: {error}")))
}
