//! An office's workbook of households, read, checked, compared, entered and audited by the program's own command, against
//! reading the file with calamine alone and inserting the same rows prepared.

use std::io::Cursor;
use std::path::Path;
use std::time::Duration;

use calamine::{Data, Reader as _, Xlsx};
use hoctap::demo::names::Lots;
use hoctap::generate::people;
use rusqlite::params;

use crate::pairs::{Bound, Line, pairs, timed};
use crate::site::{command, fresh_lite, open, text};
use crate::{Size, Stopped};

const HEADS: [&str; 7] = ["Số hộ", "Thôn", "Họ và tên", "Quan hệ", "Giới tính", "Ngày sinh", "Số định danh"];
const HAMLETS: usize = 20;

/// A workbook of so many households, a row each, in twenty hamlets.
fn workbook(rows: usize) -> Result<Vec<u8>, Stopped> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (at, head) in (0..).zip(HEADS) {
        sheet.write(0, at, head)?;
    }
    let mut lots = Lots::new(26);
    for nth in 0..rows {
        let row = u32::try_from(nth + 1)?;
        let one = people::household(&mut lots, 1, 2026).into_iter().next().ok_or("nobody")?;
        let number = people::id_number("82", &one, i64::try_from(nth)?);
        sheet.write(row, 0, format!("{nth:06}"))?;
        sheet.write(row, 1, format!("Ấp Thử {}", nth % HAMLETS + 1))?;
        sheet.write(row, 2, one.name)?;
        sheet.write(row, 3, "Chủ hộ")?;
        sheet.write(row, 4, if one.man { "Nam" } else { "Nữ" })?;
        let birth = match one.birth.split('-').collect::<Vec<_>>().as_slice() {
            [year, month, day] => format!("{day}/{month}/{year}"),
            _ => one.birth,
        };
        sheet.write(row, 5, birth)?;
        sheet.write(row, 6, number)?;
    }
    Ok(book.save_to_buffer()?)
}

/// A site with one commune of twenty hamlets and its officer.
fn prepare(folder: &Path) -> Result<String, Stopped> {
    let args = ["generate", "--province", "82", "--scale", "0.001", "--years", "1", "--communes", "1", "--data"];
    let all: Vec<&str> = args.iter().copied().chain([text(folder)?]).collect();
    command(&all)?;
    let app = open(folder, None)?;
    let commune = app
        .db
        .read(|tx| tx.one("SELECT commune_id FROM household ORDER BY id LIMIT 1", store::args![], |row| row.text(0)))?;
    let code = commune.split('@').next().unwrap_or_default().to_owned();
    let mut file = String::from("tên,loại\n");
    for nth in 1..=HAMLETS {
        file.push_str(&format!("Thử {nth},ap\n"));
    }
    let path = folder.join("hamlets.csv");
    std::fs::write(&path, file)?;
    drop(app);
    let login = format!("canbo{code}");
    command(&["import", "hamlets", text(&path)?, "--place", &code, "--as", &login, "--data", text(folder)?])?;
    Ok(code)
}

/// The program's way; how many households it entered.
fn ours(folder: &Path, code: &str, file: &Path) -> Result<f64, Stopped> {
    let login = format!("canbo{code}");
    let args = ["import", "households", text(file)?, "--place", code, "--as", &login, "--data", text(folder)?];
    let (time, _) = timed(|| command(&args))?;
    Ok(time.as_secs_f64())
}

/// Calamine and prepared inserts; the folded texts are made too, because nobody could search the rows otherwise.
fn bare(address: &str, file: &Path) -> Result<f64, Stopped> {
    let mut connection = rusqlite::Connection::open(address)?;
    connection.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -262144;
         PRAGMA wal_autocheckpoint = 4096; PRAGMA temp_store = MEMORY;",
    )?;
    let (time, ()) = timed(|| {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(std::fs::read(file)?))?;
        let range = book.worksheet_range_at(0).ok_or("no sheet")??;
        let tx = connection.transaction()?;
        {
            let mut household = tx.prepare(
                "INSERT INTO household VALUES (?1, 'c', ?2, ?3, ?4, ?5, ?6, ?7, '', '', '', 'active', '2025-07-01', 0, 1, 1)",
            )?;
            let mut stay = tx.prepare("INSERT INTO household_stay VALUES (?1, ?2, 'c', '2025-07-01', '9999-12-31')")?;
            let mut member = tx.prepare(
                "INSERT INTO member VALUES (?1, ?2, 1, ?3, ?4, ?10, 'head', ?5, ?6, ?7, ?8, ?9, '9999-12-31', ?11)",
            )?;
            for (nth, row) in range.rows().skip(1).enumerate() {
                let cell = |at: usize| match row.get(at) {
                    Some(Data::String(text)) => text.as_str(),
                    _ => "",
                };
                let (id, person) =
                    (format!("019a0000-0000-7000-8000-{nth:012}"), format!("019a0000-0001-7000-8000-{nth:012}"));
                let (number, hamlet, name, number_of) = (cell(0), cell(1), cell(2), cell(6));
                let head = rules::text::fold(name);
                let fold = store::register::fold_of(name, number, &[]);
                household.execute(params![id, hamlet, number, name, head, fold, rules::text::name_sort_key(name)])?;
                stay.execute(params![id, hamlet])?;
                let hash = hoctap::secrets::digest(number_of);
                member.execute(params![
                    person,
                    id,
                    name,
                    head,
                    cell(4),
                    cell(5),
                    [7_u8; 52],
                    hash,
                    "123",
                    rules::text::backwards(&head),
                    hamlet
                ])?;
            }
        }
        Ok(tx.commit()?)
    })?;
    Ok(time.as_secs_f64())
}

fn count(db: &store::Db, sql: &'static str) -> Result<i64, Stopped> {
    Ok(db.read(|tx| tx.one(sql, store::args![], |row| row.int(0)))?)
}

/// Measures it on SQLite.
///
/// # Errors
/// Those of the command, and when not every row went in on both sides.
pub fn measure(size: &Size) -> Result<Vec<Line>, Stopped> {
    let rows = size.of(300, 100_000);
    let file = size.folder.join("households.xlsx");
    std::fs::write(&file, workbook(rows)?)?;
    let mut round = 0;
    let (own, plain) = pairs(
        size.of(1, 3),
        || {
            round += 1;
            let folder = size.folder.join(format!("import-{round}"));
            let code = prepare(&folder)?;
            let before = count(&open(&folder, None)?.db, "SELECT COUNT(*) FROM household")?;
            let time = ours(&folder, &code, &file)?;
            let after = open(&folder, None)?;
            let entered = count(&after.db, "SELECT COUNT(*) FROM household")? - before;
            // Of so many made-up people some look like others: they are found, and wait for a person to say.
            let waiting = count(&after.db, "SELECT COALESCE(SUM(tray), 0) FROM import_file")?;
            drop(after);
            std::fs::remove_dir_all(&folder)?;
            let all = i64::try_from(rows)?;
            if entered + waiting == all && waiting * 200 <= all {
                Ok(time)
            } else {
                Err(format!("{entered} of {rows} rows went in, {waiting} wait").into())
            }
        },
        || {
            let address = fresh_lite(&size.folder, "import-bare")?;
            let time = bare(&address, &file)?;
            let entered = count(&store::Db::open(&address)?, "SELECT COUNT(*) FROM member")?;
            if entered == i64::try_from(rows)? {
                Ok(time)
            } else {
                Err(format!("{entered} of {rows} rows went in").into())
            }
        },
    )?;
    let duration = Duration::from_secs_f64;
    Ok(vec![Line::times(
        &format!("XLSX import of {rows} household rows"),
        "calamine and prepared inserts, one transaction",
        duration(own),
        duration(plain),
        Bound::AtMost(2.5),
    )])
}
