//! QR drawings, decoded by another library.

use papers::PaperError;
use papers::qr::qr_svg;
use proptest::prelude::*;

/// Draws the rectangles of the SVG path as black pixels and decodes the picture.
fn decoded(svg: &str) -> String {
    let side: usize = svg.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    let path = svg.split("fill=\"#000\" d=\"").nth(1).unwrap().split('"').next().unwrap();
    let scale = 4;
    let mut dark = vec![false; side * side];
    for rectangle in path.split('M').filter(|part| !part.is_empty()) {
        let (at, run) = rectangle.split_once('h').unwrap();
        let (x, y) = at.split_once(' ').unwrap();
        let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
        let run: usize = run.split('v').next().unwrap().parse().unwrap();
        dark[y * side + x..y * side + x + run].fill(true);
    }
    let pixel = |x: usize, y: usize| if dark[y / scale * side + x / scale] { 0 } else { 255 };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side * scale, side * scale, pixel);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one code in the picture");
    grids[0].decode().unwrap().1
}

#[test]
fn a_verify_address_decodes_to_itself() {
    let address = "https://hoctap.example/kt/QD-2025-LH-0012-7KQ4";
    assert_eq!(decoded(&qr_svg(address, "Mã QR").unwrap()), address);
}

#[test]
fn the_drawing_names_itself_to_a_screen_reader_and_escapes_the_title() {
    let svg = qr_svg("x", "a<b> & \"c\"").unwrap();
    assert!(svg.contains("role=\"img\""));
    assert!(svg.contains("<title>a&lt;b&gt; &amp; &quot;c&quot;</title>"));
    assert!(!svg.contains("<b>"));
}

#[test]
fn a_text_too_long_for_any_code_is_an_error() {
    assert_eq!(qr_svg(&"x".repeat(3000), ""), Err(PaperError::QrTooLong));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_decodes_to_itself(text in "[ -~ăâđêôơưạảấầẩẫậỵ]{1,120}") {
        prop_assert_eq!(decoded(&qr_svg(&text, "").unwrap()), text);
    }
}
