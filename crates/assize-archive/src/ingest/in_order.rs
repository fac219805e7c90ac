//! Work on several things at once, with results in the order of the things.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError, mpsc},
    thread,
};

/// Things that are worked on or wait to be taken, for each thread: enough that none waits for a slow one before it, and no more.
const WAITING: usize = 2;

/// Works on `at_once` things at a time and hands over each result in the order of the things. What is in memory at once is bounded, however
/// many things there are.
pub(super) fn in_order<T: Send, R: Send>(
    things: impl Iterator<Item = T>,
    at_once: usize,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R),
) {
    if at_once < 2 {
        things.map(work).for_each(take);
        return;
    }
    let (hand, jobs) = mpsc::channel::<(T, mpsc::Sender<R>)>();
    let jobs = Mutex::new(jobs);
    thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| {
                loop {
                    let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((thing, back)) = job else { break };
                    // Where nobody takes it the work is given up elsewhere.
                    let _ = back.send(work(thing));
                }
            });
        }
        // Dropped at the end of this block, which ends the threads.
        let hand = hand;
        let mut waiting = VecDeque::new();
        for thing in things {
            if waiting.len() >= at_once * WAITING {
                waiting.pop_front().and_then(|first: mpsc::Receiver<R>| first.recv().ok()).map(&mut take);
            }
            let (back, result) = mpsc::channel();
            // A thread that came to an end by a panic takes the whole scope with it.
            let _ = hand.send((thing, back));
            waiting.push_back(result);
        }
        waiting.into_iter().filter_map(|result| result.recv().ok()).for_each(&mut take);
    });
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use std::{
        sync::atomic::{AtomicUsize, Ordering},
        time::Duration,
    };

    #[test]
    fn results_come_in_order_and_few_are_under_way() {
        for at_once in [1, 2, 7] {
            let (under_way, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let mut taken = Vec::new();
            let work = |n: u64| {
                most.fetch_max(under_way.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::sleep(Duration::from_millis((n * 7) % 3));
                n * n
            };
            in_order(0..100, at_once, work, |square| {
                under_way.fetch_sub(1, Ordering::SeqCst);
                taken.push(square);
            });
            assert_eq!(taken, (0..100).map(|n| n * n).collect::<Vec<u64>>());
            assert!(most.into_inner() <= at_once * 2);
        }
    }
}
