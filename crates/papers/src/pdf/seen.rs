//! What somebody who holds a printed paper can read on it. Must not know which words are looked for.

use typst::layout::{Abs, Frame, FrameItem, Point, Size, Transform};
use typst::text::TextItem;
use typst::visualize::Paint;
use typst_layout::PagedDocument;

use crate::press::Seen;

/// Smaller letters are not read on paper; the small lines of four certificates on a sheet have 5.6 points.
const SMALLEST: f64 = 5.0;
/// Paler ink than this is not seen on white paper; the pale words across a demonstration have 0.93.
const PALEST: f32 = 0.97;
/// A code to scan has at least this side, in points: 15 mm.
const LEAST_CODE: f64 = 42.5;

/// The text that is on the pages, large and dark enough, and the pictures as large as a code to scan must be.
pub fn seen(document: &PagedDocument) -> Seen {
    let mut seen = Seen { pages: document.pages().len(), text: String::new(), codes: 0 };
    for page in document.pages() {
        walk(&page.frame, Transform::identity(), page.frame.size(), &mut seen);
        // Nothing that ends one page and begins the next is one word.
        seen.text.push('\n');
    }
    seen
}

fn walk(frame: &Frame, to_page: Transform, page: Size, seen: &mut Seen) {
    for (at, item) in frame.items() {
        let here = to_page.pre_concat(Transform::translate(at.x, at.y));
        match item {
            FrameItem::Group(group) => walk(&group.frame, here.pre_concat(group.transform), page, seen),
            FrameItem::Text(text) if legible(text, here) && on(page, here, text.width()) => {
                seen.text.push_str(&text.text)
            }
            FrameItem::Image(_, size, _) => {
                let side = size.x.min(size.y).to_pt() * scale(here);
                if side >= LEAST_CODE && on(page, here, size.x) {
                    seen.codes += 1;
                }
            }
            _ => {}
        }
    }
}

/// How much a transformation enlarges.
fn scale(to_page: Transform) -> f64 {
    let (sx, ky, kx, sy) = (to_page.sx.get(), to_page.ky.get(), to_page.kx.get(), to_page.sy.get());
    (sx * sy - kx * ky).abs().sqrt()
}

fn legible(text: &TextItem, to_page: Transform) -> bool {
    let dark = match &text.fill {
        Paint::Solid(color) => color.alpha().is_none_or(|alpha| alpha > 0.1) && color.to_luma().luma <= PALEST,
        _ => true,
    };
    dark && text.size.to_pt() * scale(to_page) >= SMALLEST
}

/// Does it begin and end on the page?
fn on(page: Size, to_page: Transform, width: Abs) -> bool {
    let inside = |point: Point| {
        let (x, y) = (point.x.to_pt(), point.y.to_pt());
        x >= 0.0 && y >= 0.0 && x <= page.x.to_pt() + 1.0 && y <= page.y.to_pt() + 1.0
    };
    inside(Point::zero().transform(to_page)) && inside(Point::with_x(width).transform(to_page))
}
