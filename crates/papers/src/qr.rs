//! QR codes as drawings. Owns the shape of the drawing; must not know what the text means or where it leads.

use std::fmt::Write;

use fast_qr::{ECL, QRBuilder};

use crate::PaperError;

/// Light modules that readers need around the code (ISO/IEC 18004 asks for four).
const QUIET: usize = 4;

/// An inline SVG drawing of a QR code, black on white with its quiet zone, that a page or the typesetter can scale.
/// `text` is the content (up to about 2300 bytes of UTF-8), `title` the words a screen reader says (`role="img"`).
///
/// # Errors
/// [`PaperError::QrTooLong`] when the text does not fit the largest code.
pub fn qr_svg(text: &str, title: &str) -> Result<String, PaperError> {
    // Level M survives a stamp's smear or a fold over 15 % of the code, the usual fate of a paper in an office.
    let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(|_| PaperError::QrTooLong)?;
    let side = code.size + 2 * QUIET;
    let mut path = String::new();
    for (y, row) in code.data.chunks(code.size).take(code.size).enumerate() {
        let mut x = 0;
        while let Some(module) = row.get(x) {
            let run = row.iter().skip(x).take_while(|next| next.value() == module.value()).count();
            if module.value() {
                // One rectangle for each run keeps the drawing small and free of hairlines between modules.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run;
        }
    }
    let title = escape(title);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{title}\" \
         shape-rendering=\"crispEdges\"><title>{title}</title><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
         <path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other if other.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}
