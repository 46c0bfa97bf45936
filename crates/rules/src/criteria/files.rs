//! The criteria files that travel inside the program. A test holds the list and the folder together.
//! Must not know what is in them.

use super::{CriteriaSet, Fault};

/// Path below `criteria/` and text of every file, in alphabetical order.
pub const FILES: &[(&str, &str)] = &[
    (
        "vn.family.draft2130/2021-draft.1.toml",
        include_str!("../../../../criteria/vn.family.draft2130/2021-draft.1.toml"),
    ),
    ("vn.family.qd448/2016.1.toml", include_str!("../../../../criteria/vn.family.qd448/2016.1.toml")),
    ("vn.unit.tt24.province/2023.1.toml", include_str!("../../../../criteria/vn.unit.tt24.province/2023.1.toml")),
];

/// Parses every built-in file.
///
/// # Errors
/// The path below `criteria/` and the fault of the first file that is refused.
pub fn load() -> Result<Vec<CriteriaSet>, (&'static str, Fault)> {
    FILES.iter().map(|(path, text)| load_one(path, text).map_err(|fault| (*path, fault))).collect()
}

/// Parses one file and holds its name against its content: `<set>/<version>.toml`.
///
/// # Errors
/// The fault of the file; a name that disagrees is a fault of line 1.
pub fn load_one(path: &str, text: &str) -> Result<CriteriaSet, Fault> {
    let set = CriteriaSet::parse(text)?;
    let expected = format!("{}/{}.toml", set.set, set.version);
    if path != expected {
        return Err(Fault {
            line: 1,
            reason: format!("this file is named {path} but its content belongs in {expected}"),
        });
    }
    Ok(set)
}
