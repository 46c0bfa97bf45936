//! Finding places by folded names, alone or with the name of what lies above.
//! Must not know how findings are ranked.

use super::{Unit, unit_of};
use crate::args;
use crate::db::{Error, Tx};

/// The text after every text that begins so: the prefix range needs no LIKE, whose meaning differs.
fn end_of(fold: &str) -> String {
    format!("{fold}\u{10FFFF}")
}

/// Units one of whose names has a word beginning with the folded text, at most `limit`, higher levels first.
pub fn search(tx: &mut Tx<'_>, fold: &str, limit: i64) -> Result<Vec<Unit>, Error> {
    if fold.is_empty() {
        return Ok(Vec::new());
    }
    tx.query(
        "SELECT DISTINCT u.id, u.code, u.level, u.kind, u.name, u.name_en, u.full_name, u.alt_names, u.parent_id,
                u.valid_from, u.valid_to, u.area_km2, u.legal_basis, u.source, u.synthetic, u.revision, u.sort_key
         FROM unit_name n JOIN unit u ON u.id = n.unit_id
         WHERE n.fold >= $1 AND n.fold < $2 ORDER BY u.level, u.valid_to DESC, u.sort_key, u.id LIMIT $3",
        args![fold, end_of(fold), limit],
        unit_of,
    )
}

/// Units found by `fold` as [`search`] finds them, below a unit found by `above`: "long he", "son la".
pub fn search_below(tx: &mut Tx<'_>, fold: &str, above: &str, limit: i64) -> Result<Vec<Unit>, Error> {
    if fold.is_empty() || above.is_empty() {
        return Ok(Vec::new());
    }
    tx.query(
        "SELECT DISTINCT u.id, u.code, u.level, u.kind, u.name, u.name_en, u.full_name, u.alt_names, u.parent_id,
                u.valid_from, u.valid_to, u.area_km2, u.legal_basis, u.source, u.synthetic, u.revision, u.sort_key
         FROM unit_name n JOIN unit u ON u.id = n.unit_id
           JOIN unit_path p ON p.descendant_id = u.id JOIN unit_name a ON a.unit_id = p.ancestor_id
         WHERE n.fold >= $1 AND n.fold < $2 AND a.fold >= $3 AND a.fold < $4 AND p.depth > 0
         ORDER BY u.level, u.valid_to DESC, u.sort_key, u.id LIMIT $5",
        args![fold, end_of(fold), above, end_of(above), limit],
        unit_of,
    )
}
