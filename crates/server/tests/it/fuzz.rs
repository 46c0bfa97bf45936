//! The server's own parsers of foreign bytes, driven as those of `papers` are (see its `tests/fuzz`): bodies of forms, files of
//! published figures.

#[path = "../../../papers/tests/fuzz/driver.rs"]
#[expect(clippy::print_stdout, dead_code, reason = "what was driven, how far and how slowly")]
mod driver;
#[path = "../../../papers/tests/fuzz/mutate.rs"]
#[expect(dead_code, reason = "forms have no tags")]
mod mutate;

use hoctap::acts::published::{COLUMNS, MOST, read_file};
use hoctap::forms::{Fields, read_day};

const MEMORY: usize = 200 << 20;

fn mutated(dice: &mut driver::Dice, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut input = dice.pick(seeds).clone();
    mutate::bytes(dice, &mut input, seeds);
    input
}

#[test]
fn form_bodies() {
    let seeds: Vec<Vec<u8>> = [
        "_token=a&_request=01&name=L%C3%B2+V%C4%83n+%C3%9An&birth=05%2F03%2F1984&members.0.name=x&members.1.name=y",
        "q=a&place=03763&from=2025-01-01&page=2&score=1.234&n=9223372036854775807",
        "answers.1=10&answers.2=yes&base=%31&_held=abc",
    ]
    .iter()
    .map(|body| body.as_bytes().to_vec())
    .collect();
    drive("forms", &seeds, |body| {
        let fields = Fields::parse(body);
        let again = Fields::parse(fields.packed().as_bytes());
        assert_eq!(again.typed(), fields.typed(), "what is carried comes back");
        for (name, value) in fields.typed() {
            let mut problems = Vec::new();
            let _ = (fields.day(&name, &mut problems), fields.int(&name, &mut problems), read_day(&value, &name));
            let short = fields.required(&name, 20, &mut problems);
            assert!(short.chars().count() <= 20 || !problems.is_empty());
        }
        let _ = (fields.content(), fields.beginning("members."));
    });
}

#[test]
fn published_figures() {
    let row = "MOET 2024,Điện Biên,11,2024-12-31,family,recognised,\"1.234\",2000,61.7,ước tính,x";
    let text = format!("{}\n{row}\n{row}\n", COLUMNS.join(","));
    let seeds =
        vec![text.clone().into_bytes(), text.replace(',', ";").into_bytes(), text.replace(',', "\t").into_bytes()];
    drive("published", &seeds, |bytes| match read_file("x.csv", bytes) {
        Ok(rows) => assert!(rows.len() <= MOST && rows.iter().all(|(line, _)| *line > 0)),
        Err(problems) => assert!(!problems.is_empty()),
    });
}

/// What a backup is made of: a file in its container, and, for what lies behind the seals, the stream itself.
fn backups() -> (Vec<u8>, Vec<u8>) {
    use std::io::Read as _;
    let folder = std::env::temp_dir().join(format!("hoctap-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let db = store::Db::open(folder.join("site.db").to_str().unwrap()).unwrap();
    store::migrate::migrate(&db, crate::kit::NOW).unwrap();
    db.write(|tx| store::receipts::set_setting(tx, "tên", "Lò Văn Ún")).unwrap();
    let file = folder.join("site.hoctap");
    let dice = hoctap::clock::Dice::Seeded(9.into());
    let tell = hoctap::backup::silent();
    hoctap::backup::make(&db, &folder.join("none"), &file, None, crate::kit::NOW, &dice, &tell).unwrap();
    drop(db);
    let bytes = std::fs::read(&file).unwrap();
    let mut stream = Vec::new();
    hoctap::backup::container::Reader::open(bytes.as_slice(), None).unwrap().read_to_end(&mut stream).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    (bytes, stream)
}

#[test]
fn backup_files() {
    use std::io::Read as _;
    let (file, stream) = backups();
    let seeds = vec![file.clone()];
    drive("backup-file", &seeds, |bytes| {
        let mut plain = Vec::new();
        let read = hoctap::backup::container::Reader::open(bytes, None).and_then(|mut one| one.read_to_end(&mut plain));
        assert!(read.is_err() || bytes == file, "a changed file was taken for a whole one");
    });
    let seeds = vec![stream];
    drive("backup-stream", &seeds, |bytes| {
        let tell = hoctap::backup::silent();
        if let Ok((header, sums)) = store::dump::Reader::open(bytes).and_then(|dump| dump.verify(&tell)) {
            assert_eq!(header.parts.len(), sums.len());
            assert!(header.parts.iter().zip(&sums).all(|(part, sum)| part.rows == sum.rows));
        }
    });
}

fn drive(target: &str, seeds: &[Vec<u8>], check: impl Fn(&[u8])) {
    driver::drive(target, MEMORY, |dice| mutated(dice, seeds), check);
}
