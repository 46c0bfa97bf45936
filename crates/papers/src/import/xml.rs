//! Walks through an XML part step by step. Owns what is the same for every format in XML: references, white space, the end
//! that comes too early; must not know any format's names. No document type is accepted, so nothing is ever expanded.

use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;

use super::ReadProblem;

/// What the walk met next, freed from the read buffer.
pub(super) enum Met {
    Start(BytesStart<'static>),
    End(String),
    Text(String),
    Other,
}

/// A walk through one part.
pub(super) struct Walk<R: BufRead> {
    reader: quick_xml::Reader<R>,
    buffer: Vec<u8>,
}

impl<R: BufRead> Walk<R> {
    pub fn new(part: R) -> Self {
        let mut reader = quick_xml::Reader::from_reader(part);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new() }
    }

    /// The next step; a part that ends inside an element was cut off.
    pub fn next(&mut self) -> Result<Met, ReadProblem> {
        self.step()?.ok_or(ReadProblem::Damaged)
    }

    /// The next step, `None` at the end of the part.
    pub fn step(&mut self) -> Result<Option<Met>, ReadProblem> {
        self.buffer.clear();
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|_| ReadProblem::Damaged)?;
        Ok(Some(match event {
            Event::Start(element) => Met::Start(element.into_owned()),
            Event::End(element) => Met::End(element.name().as_ref().to_owned()),
            Event::Text(text) => Met::Text(text.xml10_content().into_owned()),
            Event::CData(text) => Met::Text(text.xml10_content().into_owned()),
            Event::GeneralRef(reference) => {
                let sign = reference.resolve_char_ref().map_err(|_| ReadProblem::Damaged)?;
                let named = named_sign(reference.xml10_content().as_ref());
                Met::Text(sign.or(named).ok_or(ReadProblem::Damaged)?.to_string())
            }
            Event::DocType(_) => return Err(ReadProblem::Damaged),
            Event::Eof => return Ok(None),
            _ => Met::Other,
        }))
    }

    /// Passes over all that stands in an element just begun.
    pub fn skip(&mut self, element: &BytesStart<'_>) -> Result<(), ReadProblem> {
        self.buffer.clear();
        let name = element.name().as_ref().to_owned();
        self.reader.read_to_end_into(QName(&name), &mut self.buffer).map(|_| ()).map_err(|_| ReadProblem::Damaged)
    }
}

/// The five names XML knows without a document type.
pub(super) fn named_sign(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// The name of an element or attribute without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// An attribute by its whole name.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    found(element, |key| key == name)
}

/// An attribute by its name without a prefix.
pub(super) fn local_attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    found(element, |key| local(key) == name)
}

fn found(element: &BytesStart<'_>, wanted: impl Fn(&str) -> bool) -> Option<String> {
    let found = element.attributes().with_checks(false).flatten().find(|attribute| wanted(attribute.key.as_ref()))?;
    Some(
        quick_xml::escape::unescape(&found.value)
            .map_or_else(|_| found.value.to_string(), std::borrow::Cow::into_owned),
    )
}
