//! CPU time of this process, and how times are told.

use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// Returns the time all threads of this process have worked.
pub fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
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
