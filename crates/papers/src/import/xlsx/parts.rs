//! The parts of an Excel workbook that its sheets refer to: which sheets there are, shared strings, number formats. Must not
//! know rows.

use std::collections::BTreeMap;
use std::io::{BufReader, Read};

use super::super::serial::{Shown, shown_by_code, shown_by_id};
use super::super::xml::{Met, Walk, local, local_attribute};
use super::super::zipped::Archive;
use super::super::{Limits, ReadProblem};

/// What a workbook consists of.
pub(super) struct Outline {
    /// The visible sheets with the names of their parts.
    pub sheets: Vec<(String, String)>,
    pub strings: String,
    pub styles: String,
    pub from_1904: bool,
}

/// A part by its name, however the writer spelled it.
pub(super) fn open<'a>(archive: &'a mut Archive<'_>, name: &str) -> Option<impl Read + 'a> {
    let wanted = name.trim_start_matches('/').replace('\\', "/");
    let exact = archive.index_for_name(&wanted);
    let at = exact.or_else(|| {
        (0..archive.len()).find(|at| {
            let entry = archive.by_index_raw(*at).ok();
            let named = entry.map(|entry| String::from_utf8_lossy(entry.name_raw()).replace('\\', "/"));
            named.is_some_and(|named| named.trim_start_matches('/').eq_ignore_ascii_case(&wanted))
        })
    })?;
    archive.by_index(at).ok()
}

/// Id, kind and target of each relationship of a part.
fn relationships(archive: &mut Archive<'_>, of: &str) -> Result<Vec<(String, String, String)>, ReadProblem> {
    let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
    let path = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
    let Some(part) = open(archive, &path) else { return Ok(Vec::new()) };
    let mut walk = Walk::new(BufReader::new(part));
    let mut found = Vec::new();
    while let Some(met) = walk.step()? {
        if let Met::Start(element) = met
            && local(element.name().as_ref()) == "Relationship"
        {
            let said = |name| local_attribute(&element, name).unwrap_or_default();
            let kind = said("Type");
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            found.push((said("Id"), kind, resolved(folder, &said("Target"))));
        }
    }
    Ok(found)
}

/// The name of the part a relationship leads to.
fn resolved(folder: &str, target: &str) -> String {
    let whole = match target.strip_prefix('/') {
        Some(rooted) => rooted.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in whole.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// What the workbook consists of.
pub(super) fn outline(archive: &mut Archive<'_>, limits: &Limits) -> Result<Outline, ReadProblem> {
    let root = relationships(archive, "")?;
    let book = root.into_iter().find(|(_, kind, _)| kind == "officeDocument").map(|(_, _, target)| target);
    let book = book.unwrap_or_else(|| "xl/workbook.xml".to_owned());
    let related = relationships(archive, &book)?;
    // Some writers leave the relationship out and trust in the usual name.
    let of_kind = |wanted: &str, usual: &str| {
        let named = related.iter().find(|(_, kind, _)| kind == wanted).map(|(_, _, target)| target.clone());
        named.unwrap_or_else(|| resolved(book.rsplit_once('/').map_or("", |(folder, _)| folder), usual))
    };
    let strings = of_kind("sharedStrings", "sharedStrings.xml");
    let styles = of_kind("styles", "styles.xml");
    let mut outline = Outline { sheets: Vec::new(), strings, styles, from_1904: false };
    let by_id: BTreeMap<&str, (&str, &str)> =
        related.iter().rev().map(|(id, kind, target)| (id.as_str(), (kind.as_str(), target.as_str()))).collect();
    let mut walk = Walk::new(BufReader::new(open(archive, &book).ok_or(ReadProblem::Damaged)?));
    let mut ended = false;
    while let Some(met) = walk.step()? {
        match met {
            Met::Start(element) => match local(element.name().as_ref()) {
                "workbookPr" => {
                    let said = local_attribute(&element, "date1904");
                    outline.from_1904 |= matches!(said.as_deref(), Some("1" | "true"));
                }
                "sheet" => {
                    let shown = matches!(local_attribute(&element, "state").as_deref(), None | Some("visible"));
                    // The one of the two attributes called id that has a prefix.
                    let id = local_attribute(&element, "id").unwrap_or_default();
                    let (kind, target) = *by_id.get(id.as_str()).ok_or(ReadProblem::Damaged)?;
                    if shown && kind == "worksheet" {
                        if outline.sheets.len() >= limits.sheets {
                            return Err(ReadProblem::Sheets(limits.sheets));
                        }
                        let name = local_attribute(&element, "name").unwrap_or_default();
                        outline.sheets.push((unescaped(&name), target.to_owned()));
                    }
                }
                _ => {}
            },
            Met::End(name) if local(&name) == "workbook" => ended = true,
            _ => {}
        }
    }
    if ended { Ok(outline) } else { Err(ReadProblem::Damaged) }
}

/// The shared strings, in their order.
pub(super) fn strings(archive: &mut Archive<'_>, part: &str, limits: &Limits) -> Result<Vec<Box<str>>, ReadProblem> {
    let Some(part) = open(archive, part) else { return Ok(Vec::new()) };
    let mut walk = Walk::new(BufReader::new(part));
    let mut strings: Vec<Box<str>> = Vec::new();
    let (mut open, mut total) = (None::<String>, 0_usize);
    let (mut wanted, mut phonetic, mut ended) = (false, false, false);
    while let Some(met) = walk.step()? {
        match met {
            Met::Start(element) => match local(element.name().as_ref()) {
                "si" => open = Some(String::new()),
                "rPh" => phonetic = true,
                "t" => wanted = !phonetic,
                _ => {}
            },
            Met::End(name) => match local(&name) {
                "si" => strings.push(unescaped(&open.take().unwrap_or_default()).into_boxed_str()),
                "rPh" => phonetic = false,
                "t" => wanted = false,
                "sst" => ended = true,
                _ => {}
            },
            Met::Text(text) => {
                if let (true, Some(open)) = (wanted, &mut open) {
                    open.push_str(&text);
                    total = total.saturating_add(text.len());
                }
            }
            Met::Other => {}
        }
        if total > limits.text || strings.len() > limits.cells {
            return Err(ReadProblem::TooLarge(format!("{} MB", limits.text >> 20)));
        }
    }
    if ended { Ok(strings) } else { Err(ReadProblem::Damaged) }
}

/// How the number format of each cell style shows a number.
pub(super) fn shown(archive: &mut Archive<'_>, part: &str) -> Result<Vec<Shown>, ReadProblem> {
    let Some(part) = open(archive, part) else { return Ok(Vec::new()) };
    let mut walk = Walk::new(BufReader::new(part));
    let (mut own, mut shown, mut inside) = (BTreeMap::new(), Vec::new(), false);
    while let Some(met) = walk.step()? {
        match met {
            Met::Start(element) => match local(element.name().as_ref()) {
                "numFmt" => {
                    let id = local_attribute(&element, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                    if let (Some(id), Some(code)) = (id, local_attribute(&element, "formatCode")) {
                        own.insert(id, shown_by_code(&code));
                    }
                }
                "cellXfs" => inside = true,
                "xf" if inside => {
                    let id = local_attribute(&element, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                    let id = id.unwrap_or_default();
                    shown.push(own.get(&id).copied().unwrap_or_else(|| shown_by_id(id)));
                }
                _ => {}
            },
            Met::End(name) if local(&name) == "cellXfs" => inside = false,
            _ => {}
        }
    }
    Ok(shown)
}

/// Text with the signs XML cannot hold, which Excel writes as `_x000D_`, put back; a carriage return is a line end.
pub(super) fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let code = from.get(2..6).filter(|code| code.bytes().all(|sign| sign.is_ascii_hexdigit()));
        let sign = code
            .filter(|_| from.get(6..7) == Some("_"))
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        match sign {
            Some(sign) => {
                out.push(if sign == '\r' { '\n' } else { sign });
                rest = from.get(7..).unwrap_or_default();
            }
            None => {
                out.push_str("_x");
                rest = from.get(2..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}
