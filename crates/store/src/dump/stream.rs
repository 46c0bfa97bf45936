//! The bytes of a dump: a header, then for each table its rows and its sum, then an end. A reader of foreign bytes: it believes
//! no length and no kind. Must not know a database.
//!
//! A number is a varint of seven bits a byte; a value is its kind (0 none, 1 number as eight bytes, 2 text, 3 bytes) and, for
//! the last two, its length.

use std::io::{Read, Write};

use sha2::{Digest as _, Sha256};

use super::{Fault, Header, Progress, Sum, Tell};
use crate::db::{Holds, Table, Tx, Value};
use rules::text::hex;

const HEADER: u8 = 1;
const TABLE: u8 = 2;
const ROW: u8 = 3;
const END: u8 = 4;
const CLOSE: u8 = 5;
/// The longest header that is read.
const LONGEST_HEADER: u64 = 4 << 20;
/// The longest text or bytes of one value; files that people send are far shorter.
const LONGEST: u64 = 256 << 20;

fn number(mut n: u64, out: &mut Vec<u8>) {
    while n >= 0x80 {
        out.push(u8::try_from(n & 0x7f).unwrap_or(0) | 0x80);
        n >>= 7;
    }
    out.push(u8::try_from(n).unwrap_or(0));
}

/// A row as its digest is taken and as it travels.
pub fn encode(row: &[Value], out: &mut Vec<u8>) {
    for value in row {
        match value {
            Value::Null => out.push(0),
            Value::Int(n) => {
                out.push(1);
                out.extend_from_slice(&n.to_le_bytes());
            }
            Value::Text(text) => {
                out.push(2);
                number(u64::try_from(text.len()).unwrap_or(0), out);
                out.extend_from_slice(text.as_bytes());
            }
            Value::Blob(bytes) => {
                out.push(3);
                number(u64::try_from(bytes.len()).unwrap_or(0), out);
                out.extend_from_slice(bytes);
            }
        }
    }
}

/// The sum of a table's rows as they pass.
#[derive(Default)]
pub(super) struct Summing {
    rows: i64,
    sum: [u8; 32],
}

impl Summing {
    /// One more row.
    pub(super) fn add(&mut self, row: &[u8]) {
        self.rows += 1;
        let digest: [u8; 32] = Sha256::digest(row).into();
        let mut carry = 0_u16;
        for (own, new) in self.sum.iter_mut().zip(digest) {
            carry += u16::from(*own) + u16::from(new);
            *own = u8::try_from(carry & 0xff).unwrap_or(0);
            carry >>= 8;
        }
    }

    /// What it has come to.
    pub(super) fn of(&self, table: &str) -> Sum {
        Sum { table: table.to_owned(), rows: self.rows, hash: hex(&self.sum) }
    }
}

fn write_json(out: &mut dyn Write, tag: u8, text: &[u8]) -> Result<(), Fault> {
    let mut head = vec![tag];
    number(u64::try_from(text.len()).unwrap_or(0), &mut head);
    out.write_all(&head)?;
    Ok(out.write_all(text)?)
}

pub(super) fn write_header(out: &mut dyn Write, header: &Header) -> Result<(), Fault> {
    let text = serde_json::to_vec(header).map_err(|cause| Fault::Shape(cause.to_string()))?;
    write_json(out, HEADER, &text)
}

pub(super) fn write_table(out: &mut dyn Write, at: usize) -> Result<(), Fault> {
    let mut head = vec![TABLE];
    number(u64::try_from(at).unwrap_or(u64::MAX), &mut head);
    Ok(out.write_all(&head)?)
}

pub(super) fn write_row(out: &mut dyn Write, row: &[u8]) -> std::io::Result<()> {
    out.write_all(&[ROW])?;
    out.write_all(row)
}

pub(super) fn write_end(out: &mut dyn Write, sum: &Sum) -> Result<(), Fault> {
    let text = serde_json::to_vec(sum).map_err(|cause| Fault::Shape(cause.to_string()))?;
    write_json(out, END, &text)
}

pub(super) fn write_close(out: &mut dyn Write) -> Result<(), Fault> {
    Ok(out.write_all(&[CLOSE])?)
}

/// Reads a dump, holding one row at a time.
pub struct Reader<R> {
    input: R,
    header: Header,
    next: usize,
    done: i64,
}

fn shape<T>(what: &str) -> Result<T, Fault> {
    Err(Fault::Shape(what.to_owned()))
}

impl<R: Read> Reader<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// The stream's, and `Shape` for what is no dump.
    pub fn open(mut input: R) -> Result<Self, Fault> {
        if byte(&mut input)? != HEADER {
            return shape("it does not begin as a dump does");
        }
        let text = bytes(&mut input, LONGEST_HEADER)?;
        let header: Header = serde_json::from_slice(&text)
            .map_err(|cause| Fault::Shape(format!("its header cannot be read: {cause}")))?;
        if header.parts.iter().any(|part| part.rows < 0 || part.table.columns.is_empty()) {
            return shape("its header names impossible tables");
        }
        Ok(Self { input, header, next: 0, done: 0 })
    }

    /// What it says of itself.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// Reads everything to the end and holds each table against its sum; nothing is kept.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn verify(mut self, tell: &Tell) -> Result<(Header, Vec<Sum>), Fault> {
        let mut sums = Vec::new();
        for table in self.all() {
            let mut rows = Rows::begin(&mut self, &table, tell)?;
            for _row in &mut rows {}
            sums.push(rows.close()?);
        }
        self.close()?;
        Ok((self.header, sums))
    }

    /// Adds every row to the database.
    pub(super) fn load(mut self, tx: &mut Tx<'_>, tell: &Tell) -> Result<Vec<Sum>, Fault> {
        let mut sums = Vec::new();
        for table in self.all() {
            let mut rows = Rows::begin(&mut self, &table, tell)?;
            let loaded = tx.load(&table, &mut rows);
            // What is wrong with the stream says more than what the database made of its breaking off.
            sums.push(rows.close()?);
            loaded?;
        }
        self.close()?;
        Ok(sums)
    }

    fn all(&self) -> Vec<Table> {
        self.header.parts.iter().map(|part| part.table.clone()).collect()
    }

    fn close(&mut self) -> Result<(), Fault> {
        if byte(&mut self.input)? != CLOSE {
            return shape("more follows its last table");
        }
        match self.input.read(&mut [0])? {
            0 => Ok(()),
            _ => shape("more follows its end"),
        }
    }
}

/// The rows of one table, as they are read.
struct Rows<'a, R> {
    reader: &'a mut Reader<R>,
    table: &'a Table,
    tell: &'a Tell,
    sum: Summing,
    bytes: Vec<u8>,
    told: Option<Result<Sum, Fault>>,
}

impl<'a, R: Read> Rows<'a, R> {
    fn begin(reader: &'a mut Reader<R>, table: &'a Table, tell: &'a Tell) -> Result<Self, Fault> {
        if byte(&mut reader.input)? != TABLE || length(&mut reader.input)? != u64::try_from(reader.next).unwrap_or(0) {
            return shape("its tables do not follow one another");
        }
        reader.next += 1;
        Ok(Self { reader, table, tell, sum: Summing::default(), bytes: Vec::new(), told: None })
    }

    /// The next row; `None` at the table's end.
    fn row(&mut self) -> Result<Option<Vec<Value>>, Fault> {
        let input = &mut self.reader.input;
        match byte(input)? {
            ROW => {}
            END => {
                let text = bytes(input, LONGEST_HEADER)?;
                let said: Sum = serde_json::from_slice(&text).map_err(|cause| Fault::Shape(cause.to_string()))?;
                let part = self.reader.header.parts.get(self.reader.next.saturating_sub(1));
                if said != self.sum.of(&self.table.name) || part.is_none_or(|part| part.rows != said.rows) {
                    return Err(Fault::Shape(format!("the rows of {} do not add up to their sum", self.table.name)));
                }
                self.told = Some(Ok(said));
                return Ok(None);
            }
            _ => return shape("neither a row nor the end of a table follows"),
        }
        let mut row = Vec::with_capacity(self.table.columns.len());
        for column in &self.table.columns {
            let value = match byte(input)? {
                0 => Value::Null,
                1 => {
                    let mut eight = [0; 8];
                    input.read_exact(&mut eight)?;
                    Value::Int(i64::from_le_bytes(eight))
                }
                2 => match String::from_utf8(bytes(input, LONGEST)?) {
                    Ok(text) => Value::Text(text),
                    Err(_) => return shape("a text is not in UTF-8"),
                },
                3 => Value::Blob(bytes(input, LONGEST)?),
                _ => return shape("a value is of no known kind"),
            };
            let fits = match (&value, column.holds) {
                (Value::Null, _) => true,
                (Value::Int(_), holds) => holds == Holds::Int,
                (Value::Text(_), holds) => holds == Holds::Text,
                (Value::Blob(_), holds) => holds == Holds::Blob,
            };
            if !fits {
                return Err(Fault::Shape(format!("{}.{} holds something else", self.table.name, column.name)));
            }
            row.push(value);
        }
        self.bytes.clear();
        encode(&row, &mut self.bytes);
        self.sum.add(&self.bytes);
        self.reader.done += 1;
        if self.reader.done % 1000 == 0 {
            (self.tell)(Progress { done: self.reader.done, total: self.reader.header.rows() });
        }
        Ok(Some(row))
    }

    /// What the table came to; whatever stopped it.
    fn close(self) -> Result<Sum, Fault> {
        self.told.unwrap_or_else(|| shape("a table was not read to its end"))
    }
}

impl<R: Read> Iterator for Rows<'_, R> {
    type Item = Vec<Value>;

    fn next(&mut self) -> Option<Vec<Value>> {
        if self.told.is_some() {
            return None;
        }
        self.row().unwrap_or_else(|fault| {
            self.told = Some(Err(fault));
            None
        })
    }
}

fn byte(input: &mut impl Read) -> Result<u8, Fault> {
    let mut one = [0];
    input.read_exact(&mut one)?;
    let [one] = one;
    Ok(one)
}

fn length(input: &mut impl Read) -> Result<u64, Fault> {
    let mut n = 0_u64;
    for shift in (0..63).step_by(7) {
        let next = byte(input)?;
        n |= u64::from(next & 0x7f) << shift;
        if next < 0x80 {
            return Ok(n);
        }
    }
    shape("a length has no end")
}

/// Grows with what is there, not with what is promised.
fn bytes(input: &mut impl Read, most: u64) -> Result<Vec<u8>, Fault> {
    let length = length(input)?;
    if length > most {
        return shape("a value is too long");
    }
    let mut found = Vec::new();
    input.by_ref().take(length).read_to_end(&mut found)?;
    if u64::try_from(found.len()).unwrap_or(0) < length {
        return Err(Fault::Io(std::io::ErrorKind::UnexpectedEof.into()));
    }
    Ok(found)
}
