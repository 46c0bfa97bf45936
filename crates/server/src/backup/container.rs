//! The file a dump stands in: cut into parts of a megabyte, each packed, each with a seal that knows the file, its number and
//! whether it is the last one. So a byte that changed, a part that is missing, moved or of another file, and an end that was cut
//! off are all found; and with a key nobody reads it. Must not know what a dump says.
//!
//! `HOCTAPBK`, version, kind (0 open, 1 enciphered), salt of 16 bytes, nonce of 16 bytes; then parts: 0 or 1 for the last one, the
//! length as four bytes, the packed bytes with their seal. Open files are sealed by SHA-256, enciphered ones by
//! XChaCha20-Poly1305 under a key that Argon2id makes of the operator's.

use std::io::{self, Read, Write};

use argon2::Argon2;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use sha2::{Digest as _, Sha256};

use crate::clock::Dice;

const MAGIC: &[u8; 8] = b"HOCTAPBK";
const VERSION: u8 = 1;
const HEAD: usize = 42;
/// Bytes of a part before packing.
const PART: usize = 1 << 20;
/// Packed bytes with their seal: bytes that cannot be packed grow a little.
const LONGEST: u32 = (1 << 20) + (1 << 16);

/// What is wrong with a file, for a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// It is no backup of this program.
    Foreign,
    /// It was made by a newer version.
    Newer,
    /// It is enciphered, and no key was given.
    NeedsKey,
    /// The key does not fit its first part.
    WrongKey,
    /// It ends too early.
    CutOff,
    /// A part is not as it was made; which one, from 1.
    Changed(u64),
    /// More bytes follow its end.
    TooLong,
}

impl std::fmt::Display for Damage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Foreign => {
                write!(f, "this is not a backup made by hoctap: choose a file whose name ends with .hoctap")
            }
            Self::Newer => write!(f, "this backup was made by a newer hoctap: install that version, then restore"),
            Self::NeedsKey => {
                write!(f, "this backup is encrypted: name its key with backup_key = \"FILE\" in hoctap.toml")
            }
            Self::WrongKey => write!(
                f,
                "this key does not open the backup (or its first part was changed): use the key it was made with"
            ),
            Self::CutOff => {
                write!(f, "this backup ends too early: it was not copied whole; copy it again or use another")
            }
            Self::Changed(part) => {
                write!(f, "this backup was changed or damaged in part {part}: copy it again or use another")
            }
            Self::TooLong => write!(f, "something was added to the end of this backup: copy it again or use another"),
        }
    }
}

impl std::error::Error for Damage {}

fn damage(what: Damage) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// The damage behind an error of reading, if that is what it was.
#[must_use]
pub fn damage_of(error: &io::Error) -> Option<Damage> {
    error.get_ref().and_then(|inner| inner.downcast_ref::<Damage>()).copied()
}

enum Sealer {
    Open,
    Key(Box<XChaCha20Poly1305>),
}

/// What every part's seal covers beside its bytes.
struct Frame {
    sealer: Sealer,
    nonce: [u8; 16],
    file: [u8; 32],
    number: u64,
}

impl Frame {
    fn new(head: &[u8; HEAD], key: Option<&str>) -> io::Result<Self> {
        let salt = head.get(10..26).unwrap_or_default();
        let nonce = head.get(26..).and_then(|nonce| nonce.try_into().ok()).unwrap_or_default();
        let sealer = match key {
            None => Sealer::Open,
            Some(key) => {
                let mut made = [0; 32];
                Argon2::default()
                    .hash_password_into(key.as_bytes(), salt, &mut made)
                    .map_err(|cause| io::Error::other(cause.to_string()))?;
                Sealer::Key(Box::new(XChaCha20Poly1305::new(&made.into())))
            }
        };
        Ok(Self { sealer, nonce, file: Sha256::digest(head).into(), number: 0 })
    }

    /// What belongs to the next part: its nonce, and what its seal covers.
    fn next(&mut self, last: u8) -> (XNonce, Vec<u8>) {
        let number = self.number.to_le_bytes();
        self.number += 1;
        let mut nonce = [0; 24];
        for (own, from) in nonce.iter_mut().zip(self.nonce.iter().chain(&number)) {
            *own = *from;
        }
        let covers = self.file.iter().chain(&number).copied().chain([last]).collect();
        (XNonce::from(nonce), covers)
    }

    fn seal(&mut self, last: u8, plain: Vec<u8>) -> io::Result<Vec<u8>> {
        let (nonce, aad) = self.next(last);
        match &self.sealer {
            Sealer::Key(cipher) => cipher
                .encrypt(&nonce, Payload { msg: &plain, aad: &aad })
                .map_err(|_| io::Error::other("a part could not be sealed")),
            Sealer::Open => {
                let sum = Sha256::new().chain_update(&aad).chain_update(&plain).finalize();
                let mut sealed = plain;
                sealed.extend_from_slice(&sum);
                Ok(sealed)
            }
        }
    }

    fn unseal(&mut self, last: u8, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, aad) = self.next(last);
        match &self.sealer {
            Sealer::Key(cipher) => cipher.decrypt(&nonce, Payload { msg: sealed, aad: &aad }).ok(),
            Sealer::Open => {
                let (plain, sum) = sealed.split_at_checked(sealed.len().checked_sub(32)?)?;
                let own = Sha256::new().chain_update(&aad).chain_update(plain).finalize();
                (own.as_slice() == sum).then(|| plain.to_vec())
            }
        }
    }
}

/// Writes a file part by part; [`Self::finish`] must be called, or it is known to be cut off.
pub struct Writer<W> {
    out: W,
    frame: Frame,
    plain: Vec<u8>,
}

impl<W: Write> Writer<W> {
    /// Begins a file.
    pub fn begin(mut out: W, key: Option<&str>, dice: &Dice) -> io::Result<Self> {
        let mut head = [0; HEAD];
        dice.fill(&mut head);
        let fixed = MAGIC.iter().copied().chain([VERSION, u8::from(key.is_some())]);
        for (own, fixed) in head.iter_mut().zip(fixed) {
            *own = fixed;
        }
        out.write_all(&head)?;
        Ok(Self { out, frame: Frame::new(&head, key)?, plain: Vec::with_capacity(PART) })
    }

    fn part(&mut self, last: u8) -> io::Result<()> {
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(&self.plain)?;
        self.plain.clear();
        let sealed = self.frame.seal(last, packer.finish()?)?;
        let length = u32::try_from(sealed.len()).map_err(io::Error::other)?;
        self.out.write_all(&[last])?;
        self.out.write_all(&length.to_le_bytes())?;
        self.out.write_all(&sealed)
    }

    /// Writes the last part and gives back what was written to.
    pub fn finish(mut self) -> io::Result<W> {
        self.part(1)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

impl<W: Write> Write for Writer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = PART.saturating_sub(self.plain.len());
        let taken = bytes.get(..room.min(bytes.len())).unwrap_or_default();
        self.plain.extend_from_slice(taken);
        if self.plain.len() >= PART {
            self.part(0)?;
        }
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads a file part by part; a part is handed on only after its seal was found whole.
pub struct Reader<R> {
    input: R,
    frame: Frame,
    plain: io::Cursor<Vec<u8>>,
    ended: bool,
    keyed: bool,
}

impl<R: Read> Reader<R> {
    /// Begins to read.
    pub fn open(mut input: R, key: Option<&str>) -> io::Result<Self> {
        let mut head = [0; HEAD];
        let got = fill(&mut input, &mut head)?;
        if head.get(..8) != Some(MAGIC.as_slice()) {
            return Err(damage(Damage::Foreign));
        }
        if got < HEAD {
            return Err(damage(Damage::CutOff));
        }
        let keyed = match (head.get(8), head.get(9)) {
            (Some(&VERSION), Some(0)) => false,
            (Some(&VERSION), Some(1)) => true,
            _ => return Err(damage(Damage::Newer)),
        };
        if keyed && key.is_none() {
            return Err(damage(Damage::NeedsKey));
        }
        let frame = Frame::new(&head, key.filter(|_| keyed))?;
        Ok(Self { input, frame, plain: io::Cursor::default(), ended: false, keyed })
    }

    /// The next part, or `false` at the end.
    fn part(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let mut head = [0; 5];
        if fill(&mut self.input, &mut head)? < 5 {
            return Err(damage(Damage::CutOff));
        }
        let [last, length @ ..] = head;
        let length = u32::from_le_bytes(length);
        let number = self.frame.number + 1;
        let changed = || damage(if self.keyed && number == 1 { Damage::WrongKey } else { Damage::Changed(number) });
        if last > 1 || length > LONGEST {
            return Err(changed());
        }
        let mut sealed = Vec::new();
        self.input.by_ref().take(u64::from(length)).read_to_end(&mut sealed)?;
        if u32::try_from(sealed.len()).unwrap_or(0) < length {
            return Err(damage(Damage::CutOff));
        }
        let packed = self.frame.unseal(last, &sealed).ok_or_else(changed)?;
        let mut plain = Vec::new();
        let most = u64::try_from(PART).unwrap_or(0) + 1;
        DeflateDecoder::new(packed.as_slice()).take(most).read_to_end(&mut plain).map_err(|_| changed())?;
        if plain.len() > PART {
            return Err(changed());
        }
        self.plain = io::Cursor::new(plain);
        if last == 1 {
            self.ended = true;
            if fill(&mut self.input, &mut [0])? > 0 {
                return Err(damage(Damage::TooLong));
            }
        }
        Ok(true)
    }
}

impl<R: Read> Read for Reader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.plain.read(into)?;
            if read > 0 || into.is_empty() || !self.part()? {
                return Ok(read);
            }
        }
    }
}

/// Reads until the buffer is full or nothing follows; how much.
fn fill(input: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    let mut got = 0;
    while let Some(rest) = into.get_mut(got..).filter(|rest| !rest.is_empty()) {
        match input.read(rest) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
            Err(cause) => return Err(cause),
        }
    }
    Ok(got)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU64;

    use super::*;

    const KEY: &str = "a key of an operator that is long enough";

    fn made(plain: &[u8], key: Option<&str>) -> Vec<u8> {
        made_by(5, plain, key)
    }

    fn made_by(seed: u64, plain: &[u8], key: Option<&str>) -> Vec<u8> {
        let mut writer = Writer::begin(Vec::new(), key, &Dice::Seeded(AtomicU64::new(seed))).unwrap();
        writer.write_all(plain).unwrap();
        writer.finish().unwrap()
    }

    fn read(file: &[u8], key: Option<&str>) -> Result<Vec<u8>, Damage> {
        let mut plain = Vec::new();
        let done = Reader::open(file, key).and_then(|mut reader| reader.read_to_end(&mut plain));
        done.map(|_| plain).map_err(|error| damage_of(&error).unwrap_or_else(|| panic!("{error}")))
    }

    #[test]
    fn what_was_written_is_read_and_each_changed_byte_is_found() {
        let plain: Vec<u8> = "Nguyễn Thị Đào, thôn Đồng Tâm; ".bytes().cycle().take(700).collect();
        let file = made(&plain, None);
        assert_eq!(read(&file, None).as_ref(), Ok(&plain));
        for at in 0..file.len() {
            for bit in [1, 0x80] {
                let mut other = file.clone();
                other[at] ^= bit;
                assert!(read(&other, None).is_err(), "byte {at} changed by {bit} was not found");
            }
            assert!(read(&file[..at], None).is_err(), "cut off at {at}");
        }
        assert_eq!(read(&[file.as_slice(), b"x"].concat(), None), Err(Damage::TooLong));
        assert_eq!(read(b"PK\x03\x04 some other file of an office", None), Err(Damage::Foreign));
    }

    #[test]
    fn with_a_key_nobody_reads_it_and_every_part_has_its_place() {
        let plain: Vec<u8> = (0_u32..900_000).flat_map(u32::to_le_bytes).collect();
        let file = made(&plain, Some(KEY));
        assert!(read(&file, Some(KEY)).as_ref() == Ok(&plain));
        assert_eq!(read(&file, None), Err(Damage::NeedsKey));
        assert_eq!(read(&file, Some("another key that is long enough too")), Err(Damage::WrongKey));
        // Two parts in each other's place; the last one missing.
        let mut parts = Vec::new();
        let mut rest = &file[HEAD..];
        while !rest.is_empty() {
            let length = 5 + usize::try_from(u32::from_le_bytes(rest[1..5].try_into().unwrap())).unwrap();
            parts.push(&rest[..length]);
            rest = &rest[length..];
        }
        assert!(parts.len() > 3);
        let joined = |order: &[usize]| {
            let parts = order.iter().flat_map(|at| parts[*at].iter().copied());
            file[..HEAD].iter().copied().chain(parts).collect::<Vec<u8>>()
        };
        let all: Vec<usize> = (0..parts.len()).collect();
        assert_eq!(joined(&all), file);
        let mut swapped = all.clone();
        swapped.swap(1, 2);
        assert_eq!(read(&joined(&swapped), Some(KEY)), Err(Damage::Changed(2)));
        assert_eq!(read(&joined(&all[..all.len() - 1]), Some(KEY)), Err(Damage::CutOff));
        let other = made_by(6, b"another file", Some(KEY));
        assert!(read(&[&file[..HEAD], &other[HEAD..]].concat(), Some(KEY)).is_err());
    }
}
