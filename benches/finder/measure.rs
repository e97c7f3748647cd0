//! CPU time of this process, and how times are told.

use std::{fs, time::Duration};

/// Returns the time all threads of this process have worked, to the nanosecond, as Linux counts it.
pub fn cpu_time() -> Duration {
    let tasks = fs::read_dir("/proc/self/task")
        .into_iter()
        .flatten()
        .flatten();
    let nanoseconds = tasks.filter_map(|task| {
        let stat = fs::read_to_string(task.path().join("schedstat")).ok()?;
        stat.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanoseconds.sum())
}

/// Prints median, 95th percentile and longest of some times.
pub fn tell(name: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |part: usize| times[(times.len() * part / 100).min(times.len() - 1)];
    println!(
        "{name}: median {:.2?}, p95 {:.2?}, longest {:.2?}",
        at(50),
        at(95),
        at(100)
    );
}
