//! The text analysis as a filter: one JSON object a line in, one out, in the same order.

use crate::text::{Analysis, Body, Span, analyse};
use serde_json::{Map, Value, json};
use std::io::{self, BufRead, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, SyncSender, TryRecvError};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// The longest line taken, in bytes; a longer one is an error of that line.
const LONGEST_LINE: usize = 64 << 20;

/// How the run went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Annotated {
    /// Lines answered.
    pub answered: usize,
    /// Lines that could not be read; each has its message on the error stream.
    pub failed: usize,
}

type Answer = Result<String, String>;
type Job = (Vec<u8>, bool, SyncSender<Answer>);

/// Annotates every line of `input`: answers go to `output` in the order of the lines, one message for each line that
/// cannot be read goes to `errors`.
///
/// Works on `n_threads` lines at a time (all cores where it is 0) and holds no more than a few lines for each. A
/// closed `output` ends the run quietly.
///
/// # Errors
///
/// What reading `input` or writing `output` or `errors` fails with.
pub fn annotate(
    mut input: impl BufRead,
    mut output: impl Write + Send,
    mut errors: impl Write + Send,
    n_threads: usize,
) -> io::Result<Annotated> {
    let n_threads = match n_threads {
        0 => thread::available_parallelism().map_or(1, usize::from),
        n => n.min(1024),
    };
    let (jobs, job_queue) = mpsc::sync_channel::<Job>(n_threads * 2);
    let (turns, turn_queue) = mpsc::sync_channel::<(usize, Receiver<Answer>)>(n_threads * 4);
    let job_queue = Mutex::new(job_queue);
    thread::scope(|scope| {
        for _ in 0..n_threads {
            scope.spawn(|| work(&job_queue));
        }
        let writer = scope.spawn(move || write(&turn_queue, &mut output, &mut errors));
        let read = read(&mut input, &jobs, &turns);
        drop((jobs, turns));
        let written = writer
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("the writer stopped")));
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Annotated::default()),
            Err(error) => Err(error),
            Ok(annotated) => read.map(|()| annotated),
        }
    })
}

/// Reads lines and hands them out; ends early when nobody listens any more.
fn read(
    input: &mut impl BufRead,
    jobs: &SyncSender<Job>,
    turns: &SyncSender<(usize, Receiver<Answer>)>,
) -> io::Result<()> {
    let mut number = 0;
    loop {
        let mut line = Vec::new();
        let taken = input
            .by_ref()
            .take(LONGEST_LINE as u64)
            .read_until(b'\n', &mut line)?;
        if taken == 0 {
            return Ok(());
        }
        number += 1;
        let whole = line.last() == Some(&b'\n') || taken < LONGEST_LINE;
        if !whole {
            line = Vec::new();
            skip_line(input)?;
        }
        if whole && line.trim_ascii().is_empty() {
            continue;
        }
        let (sender, receiver) = mpsc::sync_channel(1);
        if turns.send((number, receiver)).is_err() || jobs.send((line, whole, sender)).is_err() {
            return Ok(());
        }
    }
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let (used, done) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), false),
        };
        input.consume(used);
        if done {
            return Ok(());
        }
    }
}

fn work(jobs: &Mutex<Receiver<Job>>) {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((line, whole, sender)) = job else {
            return;
        };
        let answer = if whole {
            catch_unwind(AssertUnwindSafe(|| answer(&line)))
                .unwrap_or_else(|_| Err("the analysis failed on this text".to_owned()))
        } else {
            Err(format!("the line is longer than {} MB", LONGEST_LINE >> 20))
        };
        // Nobody waits for it once the output is closed.
        let _ = sender.send(answer);
    }
}

fn write(
    turns: &Receiver<(usize, Receiver<Answer>)>,
    output: &mut impl Write,
    errors: &mut impl Write,
) -> io::Result<Annotated> {
    let mut output = io::BufWriter::new(output);
    let mut annotated = Annotated::default();
    loop {
        // Whoever feeds a line at a time gets each answer before the next question.
        let turn = match turns.try_recv() {
            Ok(turn) => turn,
            Err(TryRecvError::Empty) => {
                output.flush()?;
                match turns.recv() {
                    Ok(turn) => turn,
                    Err(_) => break,
                }
            }
            Err(TryRecvError::Disconnected) => break,
        };
        let (number, answer) = turn;
        match answer.recv() {
            Ok(Ok(line)) => {
                annotated.answered += 1;
                output.write_all(line.as_bytes())?;
                output.write_all(b"\n")?;
            }
            Ok(Err(error)) => {
                annotated.failed += 1;
                writeln!(errors, "{}", json!({"line": number, "error": error}))?;
            }
            Err(_) => break,
        }
    }
    output.flush()?;
    Ok(annotated)
}

/// Answers one line: the analysis as JSON, or why the line cannot be read.
fn answer(line: &[u8]) -> Answer {
    let line = std::str::from_utf8(line)
        .map_err(|error| format!("not UTF-8 from byte {}", error.valid_up_to()))?;
    let mut request: Value =
        serde_json::from_str(line).map_err(|error| format!("not JSON: {error}"))?;
    let Some(request) = request.as_object_mut() else {
        return Err("not a JSON object".to_owned());
    };
    let text = match request.get_mut("text").map(Value::take) {
        Some(Value::String(text)) => text,
        Some(_) => return Err("`text` is not a string".to_owned()),
        None => return Err("no string `text`".to_owned()),
    };
    let id = request.get_mut("id").map_or(Value::Null, Value::take);
    let body = Body::plain(text);
    let analysis = analyse(&body);
    Ok(to_json(id, body.text(), &analysis).to_string())
}

fn to_json(id: Value, text: &str, analysis: &Analysis) -> Value {
    let counter = CharOffsets::new(text);
    let pair = |span: Span| json!([counter.of(span.start), counter.of(span.end)]);
    let list = |spans: &[Span]| spans.iter().map(|span| pair(*span)).collect::<Value>();
    let entities: Value = analysis
        .mentions
        .iter()
        .map(|mention| {
            json!({
                "start": counter.of(mention.span.start),
                "end": counter.of(mention.span.end),
                "kind": mention.kind.label(),
                "name": analysis.entity(mention.entity).name,
                "entity": mention.entity.0,
            })
        })
        .collect();
    let quotes: Value = analysis
        .quotes
        .iter()
        .map(|quote| {
            json!({
                "kind": quote.kind.word(),
                "content": list(&quote.content),
                "cue": list(&quote.cue),
                "speaker": if quote.source.is_empty() { Value::Null } else { list(&quote.source) },
                "name": analysis.speaker_name(quote),
                "confidence": (f64::from(quote.confidence) * 1000.0).round() / 1000.0,
                "why": quote.why,
            })
        })
        .collect();
    let mut answer = Map::new();
    answer.insert("id".to_owned(), id);
    answer.insert("entities".to_owned(), entities);
    answer.insert("quotes".to_owned(), quotes);
    Value::Object(answer)
}

/// Turns byte offsets of one text into character offsets.
struct CharOffsets<'t> {
    text: &'t str,
    /// The number of characters before each block of [`Self::BLOCK`] bytes; empty where all are ASCII.
    blocks: Vec<u32>,
}

impl<'t> CharOffsets<'t> {
    const BLOCK: usize = 64;

    fn new(text: &'t str) -> Self {
        let mut blocks = Vec::new();
        if !text.is_ascii() {
            let mut chars = 0;
            for block in text.as_bytes().chunks(Self::BLOCK) {
                blocks.push(chars);
                chars += starts(block);
            }
            blocks.push(chars);
        }
        Self { text, blocks }
    }

    fn of(&self, byte: u32) -> u32 {
        let at = (byte as usize).min(self.text.len());
        match self.blocks.get(at / Self::BLOCK) {
            None => at as u32,
            Some(chars) => {
                let block = at / Self::BLOCK * Self::BLOCK;
                chars + starts(&self.text.as_bytes()[block..at])
            }
        }
    }
}

/// Counts the bytes that begin a character.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(input: &[u8], n_threads: usize) -> (Annotated, Vec<Value>, Vec<Value>) {
        let (mut output, mut errors) = (Vec::new(), Vec::new());
        let annotated =
            annotate(input, &mut output, &mut errors, n_threads).expect("memory never fails");
        let lines = |bytes: Vec<u8>| {
            bytes
                .split(|byte| *byte == b'\n')
                .filter(|line| !line.is_empty())
                .map(|line| serde_json::from_slice(line).expect("a JSON line"))
                .collect()
        };
        (annotated, lines(output), lines(errors))
    }

    #[test]
    fn answers_keep_the_order_of_the_lines() {
        let lines: Vec<String> = (0..200)
            .map(|n| format!("{{\"id\": {n}, \"text\": \"One. Two.\"}}\n"))
            .collect();
        let input = lines.concat();
        for n_threads in [0, 1, 3] {
            let (annotated, answers, errors) = run(input.as_bytes(), n_threads);
            assert_eq!((annotated.answered, annotated.failed), (200, 0));
            let ids: Vec<u64> = answers.iter().filter_map(|a| a["id"].as_u64()).collect();
            assert_eq!(ids, (0..200).collect::<Vec<_>>());
            assert!(errors.is_empty());
        }
    }

    #[test]
    fn a_line_that_cannot_be_read_costs_only_itself() {
        let input = b"{\"text\": 3}\nnot json\n\n[1]\n{\"id\": \"a\"}\n\xff\n{\"id\": \"b\", \"text\": \"\"}";
        let (annotated, answers, errors) = run(input, 2);
        assert_eq!((annotated.answered, annotated.failed), (1, 5));
        assert_eq!(answers[0]["id"], "b");
        let lines: Vec<u64> = errors.iter().filter_map(|e| e["line"].as_u64()).collect();
        assert_eq!(lines, [1, 2, 4, 5, 6]);
        assert!(errors.iter().all(|error| error["error"].is_string()));
    }

    #[test]
    fn offsets_count_characters() {
        let text = "é“x”𝒳 plain ".repeat(30);
        let counter = CharOffsets::new(&text);
        for (chars, (bytes, _)) in text.char_indices().enumerate() {
            assert_eq!(counter.of(bytes as u32), chars as u32);
        }
        assert_eq!(CharOffsets::new("abc").of(2), 2);
    }

    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_ends_quietly() {
        let input = "{\"text\": \"x\"}\n".repeat(10_000);
        let annotated = annotate(input.as_bytes(), Closed, io::sink(), 2).expect("quiet");
        assert_eq!(annotated, Annotated::default());
    }
}
