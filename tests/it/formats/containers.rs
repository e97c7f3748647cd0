//! What a file is packed in, and what must not overflow.

use super::{
    read, reading,
    samples::{STORY, TITLE, zipped},
};
use std::io::Write as _;

#[test]
fn containers_are_opened_however_they_lie_in_each_other() {
    let story = STORY.join("\n\n");
    let zip = zipped(&[
        ("2020/a.txt", story.clone()),
        ("__MACOSX/a.txt", "no".to_owned()),
    ]);
    let gz = |bytes: &[u8]| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    };
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(zip.len() as u64);
    header.set_cksum();
    tar.append_data(&mut header, "b.zip", zip.as_slice())
        .unwrap();
    let tar = tar.into_inner().unwrap();
    let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 1);
    xz.write_all(story.as_bytes()).unwrap();
    let mut bz = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bz.write_all(story.as_bytes()).unwrap();
    for (name, bytes, inner) in [
        ("a.txt.gz", gz(story.as_bytes()), None),
        (
            "two.gz",
            [gz(&story.as_bytes()[..100]), gz(&story.as_bytes()[100..])].concat(),
            None,
        ),
        ("a.xz", xz.finish().unwrap(), None),
        ("a.bz2", bz.finish().unwrap(), None),
        (
            "a.zst",
            zstd::encode_all(story.as_bytes(), 1).unwrap(),
            None,
        ),
        ("a.zip", zip.clone(), Some("2020/a.txt")),
        ("a.tar", tar.clone(), Some("b.zip/2020/a.txt")),
        ("a.tgz", gz(&tar), Some("b.zip/2020/a.txt")),
    ] {
        let (articles, problems) = read(name, &bytes);
        assert_eq!(articles.len(), 1, "{name}: {problems:?}");
        assert_eq!(articles[0].origin.inner.as_deref(), inner, "{name}");
        assert!(reading(&articles[0]).contains("another winter"), "{name}");
    }
}

#[test]
fn a_bomb_stops_at_its_limit_and_what_is_cut_off_gives_what_it_has() {
    let zeros = vec![b' '; 70 << 20];
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    bomb.write_all(&zeros).unwrap();
    let (articles, problems) = read("bomb.gz", &bomb.finish().unwrap());
    assert!(articles.is_empty());
    assert!(problems[0].contains("MiB"), "{problems:?}");

    let lines = format!("{{\"title\":\"{TITLE}\",\"text\":\"{}\"}}\n", STORY[0]).repeat(500);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    packed.write_all(lines.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let (articles, problems) = read("cut.jsonl.gz", &packed[..packed.len() / 2]);
    assert!((200..300).contains(&articles.len()), "{}", articles.len());
    assert!(
        problems.iter().any(|problem| problem.contains("cut off")),
        "{problems:?}"
    );
}

#[test]
fn deep_nesting_overflows_nothing() {
    let deep = |open: &str, close: &str| {
        format!(
            "{}{}{}",
            open.repeat(100_000),
            STORY.join(" "),
            close.repeat(100_000)
        )
    };
    for (name, text) in [
        (
            "div.html",
            format!("<html><body>{}</body></html>", deep("<div>", "</div>")),
        ),
        (
            "li.html",
            format!(
                "<html><body>{}</body></html>",
                deep("<ul><li>", "</li></ul>")
            ),
        ),
        (
            "td.html",
            format!("<html><body>{}</body></html>", deep("<table><tr><td>", "")),
        ),
        (
            "p.html",
            format!("<html><body>{}</body></html>", deep("<p><b>", "")),
        ),
        (
            "svg.html",
            format!("<html><body>{}</body></html>", deep("<svg><g>", "")),
        ),
        (
            "rss.xml",
            format!(
                "<rss><channel><item><title>x</title><description>{}</description></item></channel></rss>",
                deep("<x>", "</x>")
            ),
        ),
        (
            "nitf.xml",
            format!(
                "<nitf><body><body.content>{}</body.content></body></nitf>",
                deep("<block>", "</block>")
            ),
        ),
        (
            "deep.json",
            format!(
                "{{\"text\": {}1{}}}",
                "[".repeat(100_000),
                "]".repeat(100_000)
            ),
        ),
        (
            "deep.wiki",
            format!(
                "{{{{date|x}}}} {{{{byline|y}}}} [[Category:z]] {}",
                deep("{{a|[[b|", "]]}}")
            ),
        ),
    ] {
        // A thread with little stack stands for any thread.
        let worker = std::thread::Builder::new().stack_size(1 << 20);
        let (_, problems) = worker
            .spawn(move || read(name, text.as_bytes()))
            .unwrap()
            .join()
            .unwrap();
        assert!(
            !problems.iter().any(|problem| problem.contains("defect")),
            "{name}: {problems:?}"
        );
    }
}
