// Time and memory of a step.

use std::time::Instant;

/// Runs a step and prints its wall time, its processor time where the system tells it, and its rate.
pub(crate) fn step<T>(name: &str, items: usize, run: impl FnOnce() -> T) -> T {
    let (wall, cpu) = (Instant::now(), cpu_seconds());
    let done = run();
    let wall = wall.elapsed().as_secs_f64();
    let cpu = cpu.zip(cpu_seconds()).map(|(before, after)| after - before);
    let cpu_text = cpu.map_or_else(|| "cpu unknown".to_owned(), |cpu| format!("{cpu:.2} s cpu"));
    let rate = items as f64 / cpu.filter(|cpu| *cpu > 0.0).unwrap_or(wall) / 1e6;
    println!("{name:<44} {wall:>7.2} s wall  {cpu_text:>12}  {rate:>6.2} M/s");
    done
}

/// The most memory this process has held, in MiB, where the system tells it.
pub(crate) fn peak_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib / 1024)
}

/// Processor time of all threads so far, in seconds.
pub(crate) fn cpu_seconds() -> Option<f64> {
    let threads = std::fs::read_dir("/proc/self/task").ok()?;
    let nanoseconds: Option<u64> = threads
        .map(|thread| {
            let stat = std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
            stat.split_whitespace().next()?.parse::<u64>().ok()
        })
        .sum();
    nanoseconds.map(|n| n as f64 / 1e9)
}
