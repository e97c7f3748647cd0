//! What a mark costs on the way to the disk: `cargo bench --bench triage`.

use divan::{Bencher, black_box};
use reading_room::{
    corpus::ArticleKey,
    triage::{Change, Step, Store},
};
use tempfile::TempDir;

/// Articles that are marked already; few where the benchmarks are only tried out as tests.
const N_MARKED: u128 = if cfg!(debug_assertions) { 100 } else { 100_000 };
/// Articles of one big step.
const N_BATCH: u128 = if cfg!(debug_assertions) { 10 } else { 3_000 };

fn main() {
    divan::main();
}

fn read(keys: impl Iterator<Item = u128>) -> Step {
    Step {
        label: "read".to_owned(),
        changes: keys
            .map(|key| (ArticleKey(key << 64 | key), Change::Read(true)))
            .collect(),
    }
}

fn marked() -> (TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = Store::open(folder.path()).expect("it opens");
    store.save(&read(0..N_MARKED)).expect("it is saved");
    (folder, store)
}

/// One key: a step of one change, on disk when it returns.
#[divan::bench]
fn save_one(bencher: Bencher) {
    let (_folder, mut store) = marked();
    let mut next = N_MARKED;
    bencher.bench_local(|| {
        next += 1;
        store.save(&read(next..=next)).expect("it is saved");
    });
}

/// A selection of three thousand in one step.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn save_many(bencher: Bencher) {
    let (_folder, mut store) = marked();
    let mut next = N_MARKED;
    bencher.bench_local(|| {
        next += N_BATCH;
        store
            .save(&read(next..next + N_BATCH))
            .expect("it is saved");
    });
}

/// What a start waits for: the database opened and checked, all marks read.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn open_and_read(bencher: Bencher) {
    let (folder, store) = marked();
    drop(store);
    bencher.bench_local(|| {
        let mut store = Store::open(folder.path()).expect("it opens");
        black_box(store.marks().expect("they can be read"))
    });
}

/// What a look for the marks of other rooms costs where there are none.
#[divan::bench]
fn no_news(bencher: Bencher) {
    let (_folder, mut store) = marked();
    bencher.bench_local(|| black_box(store.news().expect("it can be read")));
}
