//! What a process that reads originals takes from itself before it reads any.

use crate::extract::Limits;
use std::io;

/// Open files that it may have: the three it is given, and a few that its libraries ask for.
#[cfg(unix)]
const FILES: u64 = 16;

/// Gives up what reading originals does not need, for good: memory beyond the limit, files to write or open, traces of memory on disk, and on
/// Linux every privilege that another program could bring.
///
/// # Errors
/// What the system says.
#[cfg(unix)]
pub fn confine(limits: &Limits) -> io::Result<()> {
    use rustix::process::Resource;
    lower(Resource::As, limits.memory_bytes)?;
    lower(Resource::Fsize, 0)?;
    lower(Resource::Core, 0)?;
    lower(Resource::Nofile, FILES)?;
    #[cfg(target_os = "linux")]
    rustix::thread::set_no_new_privs(true)?;
    Ok(())
}

/// On systems without such limits the clock and the answer's length are still held by whoever started the process.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn confine(_: &Limits) -> io::Result<()> {
    Ok(())
}

/// Lowers a limit for good. One that is lower already stays.
#[cfg(unix)]
fn lower(resource: rustix::process::Resource, most: u64) -> io::Result<()> {
    use rustix::process::{Rlimit, getrlimit, setrlimit};
    let most = getrlimit(resource).maximum.map_or(most, |there| there.min(most));
    Ok(setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?)
}

/// Allows so much more processor time than was used so far: the system counts that of the whole process, and limits are a file's.
#[cfg(unix)]
pub(super) fn allow_cpu(seconds: u64) -> io::Result<()> {
    use rustix::{
        process::{Resource, Rlimit, getrlimit, setrlimit},
        time::{ClockId, clock_gettime},
    };
    let used = clock_gettime(ClockId::ProcessCPUTime).tv_sec.cast_unsigned();
    let Rlimit { maximum, .. } = getrlimit(Resource::Cpu);
    // What is used is rounded down, what is allowed may be no second less than it says.
    let wanted = used.saturating_add(seconds).saturating_add(1);
    let current = Some(maximum.map_or(wanted, |most| most.min(wanted)));
    Ok(setrlimit(Resource::Cpu, Rlimit { current, maximum })?)
}

#[cfg(not(unix))]
pub(super) fn allow_cpu(_: u64) -> io::Result<()> {
    Ok(())
}
