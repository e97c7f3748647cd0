//! Databases: dumps of many makers, and files of `SQLite`.

use super::{ADDED, SAID, read, reading};
use rusqlite::{Connection, params};
use std::{fs, path::Path};

/// `title|date|byline`, each as found, and the reading text.
fn told(name: &str, bytes: &[u8]) -> (Vec<(String, String)>, Vec<String>) {
    let (articles, problems) = read(name, bytes);
    let told = articles
        .iter()
        .map(|article| {
            let metadata = &article.metadata;
            let date = metadata.published.as_ref();
            let fields = [
                metadata.title.text.clone(),
                date.map_or_else(String::new, |published| published.at.date().to_string()),
                metadata.byline.clone().unwrap_or_default(),
            ];
            (fields.join("|"), reading(article))
        })
        .collect();
    (told, problems)
}

fn check(dump: &str, expected: &[(&str, &str)]) {
    let (found, problems) = told("dump.sql", dump.as_bytes());
    let found: Vec<_> = found
        .iter()
        .map(|(fields, text)| (fields.as_str(), text.as_str()))
        .collect();
    assert_eq!(found, expected, "{problems:?}\n{dump}");
    assert!(problems.is_empty(), "{problems:?}\n{dump}");
}

#[test]
fn dumps_of_every_maker_are_read() {
    let both = format!("{SAID} {ADDED}");
    // MySQL: columns only where the table is made, backslashes in strings, other tables beside.
    check(
        &format!(
            "-- MySQL dump 10.13\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `news`;\n\
             CREATE TABLE `news` (\n  `id` int(11) NOT NULL,\n  `title` varchar(255) DEFAULT 'a, (b)',\n  `author` text,\n\
             `pub_date` datetime,\n  `body` text,\n  PRIMARY KEY (`id`),\n  FULLTEXT KEY `t` (`title`,`body`)\n) ENGINE=InnoDB;\n\
             INSERT INTO `news` VALUES (1,'The board\\'s \"piers\"','Ana Perez','2012-10-06 10:00:00','{SAID}\\r\\n\\r\\n{ADDED}'),\
             (2,'It''s open',NULL,'0000-00-00','{SAID}');\n\
             INSERT INTO `users` (`id`,`name`,`bio`) VALUES (1,'admin','{SAID}');\nUNLOCK TABLES;\n"
        ),
        &[
            ("The board's \"piers\"|2012-10-06|Ana Perez", &both),
            ("It's open||", SAID),
        ],
    );
    // Oracle: remarks, dates as functions, long texts in parts.
    check(
        &format!(
            "REM INSERTING into NEWS.STORY's\nSET DEFINE OFF;\n\
             Insert into NEWS.STORY (ID,HEADLINE,PUB_DATE,BODY) values (1,'Piers to close',\
             to_date('06-OCT-2012','DD-MON-YYYY'),TO_CLOB('{SAID}')||CHR(10)||chr(10)|| TO_CLOB('{ADDED}'));\n"
        ),
        &[("Piers to close|2012-10-06|", &both)],
    );
    // PostgreSQL: a block of lines with tabs.
    check(
        &format!(
            "--\n-- PostgreSQL database dump\n--\nSET client_encoding = 'UTF8';\n\
             COPY public.story (id, headline, published, content, author) FROM stdin;\n\
             1\tPiers to close\t2012-10-06 10:00:00+00\t{SAID}\\n\\n{ADDED}\tAna Perez\n2\tOpen again\t\\N\t{SAID}\t\\N\n\\.\n\n--\n"
        ),
        &[
            ("Piers to close|2012-10-06|Ana Perez", &both),
            ("Open again||", SAID),
        ],
    );
    // SQLite: backslashes are nothing special, a string may have line ends.
    check(
        &format!(
            "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE IF NOT EXISTS \"noticias\" (id INTEGER PRIMARY KEY, titulo TEXT, data TEXT, texto TEXT);\n\
             INSERT INTO noticias VALUES(1,'Porto fecha C:\\','2012-10-06','{SAID}\n\n{ADDED}');\nCOMMIT;\n"
        ),
        &[("Porto fecha C:\\|2012-10-06|", &both)],
    );
    // SQL Server: brackets, expressions, no semicolons.
    check(
        &format!(
            "SET IDENTITY_INSERT [dbo].[News] ON\nINSERT [dbo].[News] ([Id], [Title], [PublishedOn], [Body]) VALUES \
             (1, N'Piers to close', CAST(N'2012-10-06T10:00:00.000' AS DateTime), N'{SAID}')\nGO\n\
             INSERT [dbo].[News] ([Id], [Title], [PublishedOn], [Body]) VALUES (2, N'Open again', NULL, N'{ADDED}')\nGO\n"
        ),
        &[
            ("Piers to close|2012-10-06|", SAID),
            ("Open again||", ADDED),
        ],
    );
    // What a content system keeps beside its articles is none of them.
    check(
        &format!(
            "INSERT INTO `wp_posts` (`ID`, `post_date`, `post_content`, `post_title`, `post_status`, `post_type`) VALUES\n\
             (1, '2012-10-06 10:00:00', '<p>{SAID}</p>\\n<p>{ADDED}</p>', 'Piers to close', 'publish', 'post'),\n\
             (2, '2012-10-06 10:00:00', '<p>{SAID}</p>', 'Piers to close', 'inherit', 'revision');\n"
        ),
        &[("Piers to close|2012-10-06|", &both)],
    );
}

#[test]
fn a_dump_without_articles_says_what_is_in_it() {
    let (found, problems) = told(
        "dump.sql",
        b"-- a dump\nCREATE TABLE users (id int, name text);\nINSERT INTO users VALUES (1, 'ana');\n",
    );
    assert!(found.is_empty());
    assert_eq!(
        problems,
        ["dump.sql: a dump of a database without articles; its tables are users"]
    );
    // A story that mentions a statement is no dump.
    let story = format!("How to save\n\n{SAID} They type INSERT INTO a table, he said.\n\n{ADDED}");
    let (articles, _) = read("story.txt", story.as_bytes());
    assert_eq!(articles[0].origin.format, "txt");
    let lesson =
        format!("# How to save\n\n{SAID}\n\nINSERT INTO piers VALUES (1, 'north');\n\n{ADDED}");
    let (articles, _) = read("lesson.md", lesson.as_bytes());
    assert_eq!(articles[0].origin.format, "markdown");
}

/// Makes a database file in a folder of its own.
fn database(setup: &str, fill: impl FnOnce(&mut Connection)) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let mut connection = Connection::open(&path).unwrap();
    connection.execute_batch(setup).unwrap();
    fill(&mut connection);
    connection.close().unwrap();
    fs::read(Path::new(&path)).unwrap()
}

#[test]
fn files_of_sqlite_are_read() {
    const TABLES: &str = "CREATE TABLE tag (id INTEGER, name TEXT); INSERT INTO tag VALUES (1, 'x');
        CREATE TABLE news (id INTEGER PRIMARY KEY, views INT, title TEXT, score REAL, published TEXT, body TEXT, thumb BLOB);
        CREATE INDEX by_title ON news (title);";
    // Small pages and long texts: trees of several levels, rows that go on on other pages.
    for (setup, n_rows, n_times) in [
        ("PRAGMA page_size = 512;", 900, 1),
        ("PRAGMA page_size = 1024;", 40, 60),
        ("PRAGMA page_size = 65536;", 3, 2),
        ("PRAGMA encoding = 'UTF-16le';", 30, 40),
        ("PRAGMA encoding = 'UTF-16be';", 3, 1),
    ] {
        let paragraphs =
            |idx: i32| (0..n_times).map(move |n| format!("On day {n}, pier {idx}: {SAID}"));
        let bytes = database(&format!("{setup}{TABLES}"), |connection| {
            let all = connection.transaction().unwrap();
            for idx in 0..n_rows {
                let title = format!("Größe of pier {idx}");
                let body = paragraphs(idx).collect::<Vec<_>>().join("\n\n");
                all.execute(
                    "INSERT INTO news VALUES (NULL, ?1, ?2, 0.5, '2012-10-06', ?3, x'0102')",
                    params![-(1_i64 << (idx % 60)), title, body],
                )
                .unwrap();
            }
            all.commit().unwrap();
        });
        let (found, problems) = told("a.db", &bytes);
        assert!(problems.is_empty(), "{setup}: {problems:?}");
        assert_eq!(found.len(), n_rows as usize, "{setup}");
        for (idx, (fields, text)) in (0..).zip(&found) {
            let wanted = paragraphs(idx).collect::<Vec<_>>().join(" ");
            assert_eq!(
                *fields,
                format!("Größe of pier {idx}|2012-10-06|"),
                "{setup}"
            );
            assert_eq!(*text, wanted, "{setup}");
        }
    }
}

#[test]
fn a_database_without_articles_says_what_is_in_it() {
    let bytes = database("CREATE TABLE users (id INTEGER, name TEXT)", |_| ());
    let (found, problems) = told("a.db", &bytes);
    assert!(found.is_empty());
    assert_eq!(
        problems,
        ["a.db: an SQLite database without articles; its tables are users"]
    );
    // A page that leads back to itself ends the reading, with a word about it.
    let mut turned = bytes;
    turned[100] = 5;
    turned[103..105].copy_from_slice(&[0, 0]);
    turned[108..112].copy_from_slice(&[0, 0, 0, 1]);
    let (found, problems) = told("a.db", &turned);
    assert!(found.is_empty());
    assert_eq!(
        problems,
        ["a.db: an SQLite database; its pages are in disorder"]
    );
}

/// A database with one story, for the tests that all formats go through.
pub(super) fn sample(title: &str, date: &str, url: &str, text: &str) -> Vec<u8> {
    database(
        "CREATE TABLE story (id INTEGER PRIMARY KEY, headline TEXT, author TEXT, published TEXT, source TEXT, url TEXT, body TEXT)",
        |connection| {
            connection
                .execute(
                    "INSERT INTO story VALUES (NULL, ?1, 'Maria Alvarez', ?2, 'Ellery Post', ?3, ?4)",
                    params![title, date, url, text],
                )
                .unwrap();
        },
    )
}
