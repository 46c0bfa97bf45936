//! Changes inputs as breakage and malice do: bytes, numbers, tags.

use super::driver::Dice;

/// Texts that break what expects others.
const ODD: &[&str] = &[
    "",
    "0",
    "-1",
    "1",
    "255",
    "256",
    "65535",
    "65536",
    "2147483647",
    "4294967295",
    "4294967296",
    "18446744073709551615",
    "1e308",
    "-1e308",
    "NaN",
    "inf",
    "0.5",
    "60",
    "2958466",
    "A1",
    "XFD1048576",
    "XFE1",
    "A0",
    "A1:XFD1048576",
    "&lt;",
    "&x;",
    "&#0;",
    "&#1114112;",
    "]]>",
    "<",
    ">",
    "\"",
    "'",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "Ạ",
    "a\u{301}",
    "😀",
    "=1+1",
    "_x0000_",
    "_xD800_",
    "#REF!",
    "Chủ hộ",
    "Lò Văn Ún",
    "014084000123",
    "31/02/1990",
    "true",
    "s",
    "str",
    "e",
    "inlineStr",
    "\r",
    "\n",
    "\t",
    ";",
    ",",
    "|",
    "x",
    "1984",
];

/// Some bytes changed, moved, doubled or taken away.
pub fn bytes(dice: &mut Dice, input: &mut Vec<u8>, others: &[Vec<u8>]) {
    for _ in 0..=dice.below(6) {
        let at = dice.below(input.len() + 1);
        let to = (at + 1 + dice.below(40)).min(input.len());
        match dice.below(9) {
            0 if at < input.len() => input[at] ^= 1 << dice.below(8),
            1 if at < input.len() => input[at] = *dice.pick(&[0, 1, 0x7f, 0x80, 0xff, b'<', b'"', b'&', b'9']),
            2 => {
                let odd = dice.pick(ODD).as_bytes();
                input.splice(at..at, odd.iter().copied());
            }
            3 if at < to => {
                input.drain(at..to);
            }
            4 if at < to => {
                let again: Vec<u8> = input[at..to].to_vec();
                let times = 1 + dice.below(30);
                input.splice(at..at, again.repeat(times));
            }
            5 => input.truncate(at),
            6 if !others.is_empty() => {
                let other = dice.pick(others);
                let from = dice.below(other.len());
                let piece: Vec<u8> = other[from..(from + dice.below(200)).min(other.len())].to_vec();
                input.splice(at..at, piece);
            }
            7 if at + 4 <= input.len() => {
                let number = *dice.pick(&[0_u32, 1, 0xff, 0xffff, 0x7fff_ffff, 0xffff_ffff, 0xffff_fffe, 0x1_0000]);
                input[at..at + 4].copy_from_slice(&number.to_le_bytes());
            }
            _ => number(dice, input),
        }
    }
}

/// One run of digits becomes another number.
fn number(dice: &mut Dice, input: &mut Vec<u8>) {
    let from = dice.below(input.len());
    let Some(at) = input.iter().skip(from).position(u8::is_ascii_digit).map(|at| at + from) else { return };
    let end = input.iter().skip(at).position(|byte| !byte.is_ascii_digit()).map_or(input.len(), |length| at + length);
    let odd = dice.pick(ODD).as_bytes();
    input.splice(at..end, odd.iter().copied());
}

/// One tag doubled, taken away, or moved; an attribute's value changed.
pub fn tags(dice: &mut Dice, input: &mut Vec<u8>) {
    let from = dice.below(input.len());
    let Some(at) = input.iter().skip(from).position(|byte| *byte == b'<').map(|at| at + from) else { return };
    let end = input.iter().skip(at).position(|byte| *byte == b'>').map_or(input.len(), |length| at + length + 1);
    match dice.below(4) {
        0 => {
            input.drain(at..end);
        }
        1 => {
            let again = input[at..end].repeat(1 + dice.below(50));
            input.splice(at..at, again);
        }
        2 => {
            let tag: Vec<u8> = input.drain(at..end).collect();
            let to = dice.below(input.len() + 1);
            input.splice(to..to, tag);
        }
        _ => {
            let quoted = input[at..end].iter().position(|byte| *byte == b'"').map(|quote| at + quote + 1);
            if let Some(begin) = quoted
                && let Some(length) = input[begin..].iter().position(|byte| *byte == b'"')
            {
                let odd = dice.pick(ODD).as_bytes();
                input.splice(begin..begin + length, odd.iter().copied());
            }
        }
    }
}
