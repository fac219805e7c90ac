//! The processes that read originals, as seen by the program that starts them.

use super::{Extractor, frame};
use crate::extract::{
    ExtractError, Extracted, Limits,
    limits::{bytes, count_of, no_memory, took},
};
use std::{
    ffi::OsString,
    io::{self, Read as _},
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        Mutex, PoisonError,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread,
    time::Duration,
};

/// Beyond its own time a reader has this long to say so itself.
const GRACE: Duration = Duration::from_secs(1);
/// As much as is kept of what a reader says on standard error.
const STDERR_BYTES: u64 = 4096;
/// What Rust's runtime says when it ends a process that got no memory.
const NO_MEMORY: &[u8] = b"memory allocation of";

/// Processes that read originals: started when they are needed, as many as there are cores, and used again. One that came to its end is
/// replaced.
#[derive(Debug)]
pub struct Pool {
    program: PathBuf,
    arguments: Vec<OsString>,
    limits: Limits,
    at_once: usize,
    idle: Mutex<Vec<Reader>>,
}

type Answer = io::Result<Result<Extracted, ExtractError>>;

/// One process, and the thread that speaks with it. Whoever holds this keeps the clock.
#[derive(Debug)]
struct Reader {
    child: Child,
    ask: Sender<(String, Vec<u8>)>,
    answers: Receiver<Answer>,
    complaints: Receiver<Vec<u8>>,
}

impl Pool {
    /// A pool of `program`, which is started with `arguments` and the limits as `NAME=NUMBER` and must [`confine`](super::confine())
    /// itself and [`serve`](super::serve()). Nothing is started yet.
    pub fn new(program: PathBuf, arguments: Vec<OsString>, limits: Limits) -> Self {
        let at_once = thread::available_parallelism().map_or(1, usize::from);
        Self { program, arguments, limits, at_once, idle: Mutex::new(Vec::new()) }
    }

    fn start(&self) -> io::Result<Reader> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments);
        command.args(self.limits.entries().map(|(name, value)| format!("{name}={value}")));
        // It is to know nothing: no keys, no folder, no settings. Memory is given back sooner from one heap.
        command.env_clear().env("MALLOC_ARENA_MAX", "1");
        #[cfg(unix)]
        command.current_dir("/");
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let none = || io::Error::other("a process without pipes");
        let mut stdin = child.stdin.take().ok_or_else(none)?;
        let mut stdout = child.stdout.take().ok_or_else(none)?;
        let mut stderr = child.stderr.take().ok_or_else(none)?;
        let (ask, asked) = mpsc::channel::<(String, Vec<u8>)>();
        let (answer, answers) = mpsc::channel();
        let most = self.limits.output_bytes;
        thread::spawn(move || {
            for (name, bytes) in asked {
                let sent = frame::write_request(&mut stdin, &name, &bytes);
                drop(bytes);
                let got = sent.and_then(|()| frame::read_answer(&mut stdout, most));
                if answer.send(got).is_err() {
                    break;
                }
            }
        });
        let (complain, complaints) = mpsc::channel();
        thread::spawn(move || {
            let mut kept = Vec::new();
            let _ = (&mut stderr).take(STDERR_BYTES).read_to_end(&mut kept);
            let _ = io::copy(&mut stderr, &mut io::sink());
            // Where nobody asks how it ended, nobody listens.
            let _ = complain.send(kept);
        });
        Ok(Reader { child, ask, answers, complaints })
    }

    /// A process that waits, or a new one.
    fn reader(&self) -> Result<Reader, ExtractError> {
        loop {
            let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            match idle {
                Some(mut reader) => {
                    // Somebody may have ended it while it waited; that is no fault of the next file.
                    if let Ok(None) = reader.child.try_wait() {
                        return Ok(reader);
                    }
                    reader.end();
                }
                None => return self.start().map_err(|error| ExtractError::NoReader(error.to_string())),
            }
        }
    }

    /// Why a reader gave no answer, by how it ended.
    fn died(&self, mut reader: Reader, error: &io::Error) -> ExtractError {
        if error.kind() == io::ErrorKind::FileTooLarge {
            reader.end();
            return took(format!("{} of output", bytes(self.limits.output_bytes)), "output_bytes");
        }
        let broke_off = matches!(error.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe);
        if !broke_off {
            reader.end();
            return ExtractError::Crashed("its answer cannot be read".to_owned());
        }
        reader.wait();
        let (status, complaints) = reader.end();
        if complaints.windows(NO_MEMORY.len()).any(|words| words == NO_MEMORY) {
            return no_memory(&self.limits);
        }
        match status.as_ref().map(signal) {
            Some(Some(XCPU)) => took(
                format!("{} of processor time", count_of(self.limits.cpu_seconds, "second")),
                "cpu_seconds",
            ),
            Some(Some(signal)) => ExtractError::Crashed(format!("signal {signal}")),
            Some(None) => {
                let code = status.and_then(|status| status.code()).unwrap_or(-1);
                ExtractError::Crashed(format!("exit code {code}"))
            }
            None => ExtractError::Crashed("it is gone".to_owned()),
        }
    }
}

impl Extractor for Pool {
    fn limits(&self) -> &Limits {
        &self.limits
    }

    fn at_once(&self) -> usize {
        self.at_once
    }

    fn extract(&self, file_name: &str, bytes: &[u8]) -> Result<Extracted, ExtractError> {
        crate::extract::check_length(bytes.len() as u64, &self.limits)?;
        let reader = self.reader()?;
        let wall = Duration::from_secs(self.limits.wall_seconds).saturating_add(GRACE);
        // The thread that speaks with it lives as long as it does.
        let asked = reader.ask.send((file_name.to_owned(), bytes.to_vec()));
        let answer = match asked {
            Ok(()) => reader.answers.recv_timeout(wall),
            Err(_) => Err(RecvTimeoutError::Disconnected),
        };
        match answer {
            Ok(Ok(answer)) => {
                // A thread that was given up goes on.
                if matches!(&answer, Err(ExtractError::Took { .. })) {
                    reader.end();
                    return answer;
                }
                self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
                answer
            }
            Ok(Err(error)) => Err(self.died(reader, &error)),
            Err(RecvTimeoutError::Timeout) => {
                reader.end();
                Err(took(count_of(self.limits.wall_seconds, "second"), "wall_seconds"))
            }
            Err(RecvTimeoutError::Disconnected) => {
                Err(self.died(reader, &io::ErrorKind::UnexpectedEof.into()))
            }
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let idle = self.idle.get_mut().unwrap_or_else(PoisonError::into_inner);
        idle.drain(..).for_each(|reader| {
            reader.end();
        });
    }
}

impl Reader {
    /// Leaves a process that broke off the time to end by itself, so that its own reason is known.
    fn wait(&mut self) {
        const STEP: Duration = Duration::from_millis(5);
        let mut left = GRACE;
        while left > STEP && matches!(self.child.try_wait(), Ok(None)) {
            thread::sleep(STEP);
            left -= STEP;
        }
    }

    /// Ends the process if it has not ended, and says how it did and what it complained of.
    fn end(mut self) -> (Option<ExitStatus>, Vec<u8>) {
        let _ = self.child.kill();
        let status = self.child.wait().ok();
        // What it started itself may hold its end of the pipe open.
        (status, self.complaints.recv_timeout(GRACE).unwrap_or_default())
    }
}

/// The signal for processor time beyond the limit.
#[cfg(unix)]
const XCPU: i32 = rustix::process::Signal::XCPU.as_raw();
#[cfg(not(unix))]
const XCPU: i32 = 24;

#[cfg(unix)]
fn signal(status: &ExitStatus) -> Option<i32> {
    use std::os::unix::process::ExitStatusExt;
    status.signal()
}

#[cfg(not(unix))]
fn signal(_: &ExitStatus) -> Option<i32> {
    None
}
