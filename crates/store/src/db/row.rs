//! A row as a statement answers it. Must not know what its columns mean.

use super::{Error, Value};

/// One row of an answer; columns are counted from 0.
#[derive(Clone, Debug)]
pub struct Row(pub(crate) Vec<Value>);

/// Says what was found by its kind alone: this text goes into the log, and a value may be somebody's name.
fn wrong(column: usize, wanted: &str, found: Option<&Value>) -> Error {
    let kind = match found {
        None => "missing",
        Some(Value::Null) => "empty",
        Some(Value::Int(_)) => "a number",
        Some(Value::Text(_)) => "text",
        Some(Value::Blob(_)) => "bytes",
    };
    Error::Shape(format!("column {column} is {kind} and not {wanted}"))
}

impl Row {
    /// A whole number. Fails with `Shape` for any other type.
    pub fn int(&self, column: usize) -> Result<i64, Error> {
        match self.0.get(column) {
            Some(Value::Int(value)) => Ok(*value),
            other => Err(wrong(column, "a number", other)),
        }
    }

    /// A text. Fails with `Shape` for any other type.
    pub fn text(&self, column: usize) -> Result<String, Error> {
        match self.0.get(column) {
            Some(Value::Text(value)) => Ok(value.clone()),
            other => Err(wrong(column, "text", other)),
        }
    }

    /// A yes or no kept as 1 or 0.
    pub fn flag(&self, column: usize) -> Result<bool, Error> {
        Ok(self.int(column)? != 0)
    }

    /// A day kept as text.
    pub fn day(&self, column: usize) -> Result<rules::basics::Day, Error> {
        let text = self.text(column)?;
        rules::basics::Day::parse(&text).ok_or_else(|| Error::Shape(format!("column {column} is not a day")))
    }

    /// A moment kept as milliseconds.
    pub fn moment(&self, column: usize) -> Result<rules::basics::Moment, Error> {
        self.int(column).map(rules::basics::Moment)
    }

    /// Bytes. Fails with `Shape` for any other type.
    pub fn blob(&self, column: usize) -> Result<Vec<u8>, Error> {
        match self.0.get(column) {
            Some(Value::Blob(value)) => Ok(value.clone()),
            other => Err(wrong(column, "bytes", other)),
        }
    }

    /// `None` for no value, else what `read` finds there.
    pub fn maybe<T>(&self, column: usize, read: impl Fn(&Self, usize) -> Result<T, Error>) -> Result<Option<T>, Error> {
        match self.0.get(column) {
            Some(Value::Null) => Ok(None),
            _ => read(self, column).map(Some),
        }
    }
}
