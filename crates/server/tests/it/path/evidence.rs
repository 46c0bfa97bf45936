//! Photos: small, upright, and freed of everything beside the picture.

use image::{DynamicImage, ImageFormat, RgbImage};
use rules::access::Role;

use super::fixture::{household, register, step};
use crate::kit::{LONG_HE, both};

/// A JPEG of a size that says it was taken sideways, at a secret place.
fn sideways(width: u32, height: u32) -> Vec<u8> {
    let mut plain = std::io::Cursor::new(Vec::new());
    let picture = RgbImage::from_fn(width, height, |x, y| image::Rgb([(x % 256) as u8, (y % 256) as u8, 90]));
    DynamicImage::ImageRgb8(picture).write_to(&mut plain, ImageFormat::Jpeg).unwrap();
    let plain = plain.into_inner();
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    exif.extend(b"GPS 21.4 N 103.6 E, home of the family");
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let mut file = vec![0xff, 0xd8, 0xff, 0xe1];
    file.extend(length);
    file.extend(exif);
    file.extend(&plain[2..]);
    file
}

fn ids(html: &str) -> Vec<String> {
    let found = html.split("name=\"drop\" value=\"").skip(1);
    found.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[test]
fn a_photo_is_kept_upright_and_small_without_the_place_it_was_taken_at() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Cổng");
        let head = site.person("head", Role::HamletHead, &hamlet);
        let other = site.person("other", Role::HamletHead, &site.hamlet(LONG_HE, "Nà Nôm"));
        let family = household(site, &hamlet, "Quàng Văn Pánh", "2025-07-01");
        let one = step(site, &head, register(&family, 2026)).unwrap();
        let form = format!("/assessments/{}/form", one.id);
        let sent = sideways(1400, 700);
        assert!(sent.windows(3).any(|part| part == b"GPS"));
        let save = [("base_revision", "1"), ("act", "save")];
        site.upload(&head, &form, &save, ("p.C1", "góc học tập.jpg", &sent)).await.is(303);
        let page = site.get(Some(&head), &form).await.is(200).says("góc học tập.jpg");
        let [photo] = &ids(&page.text())[..] else { panic!("one photo") };
        let kept = site.get(Some(&head), &format!("/evidence/{photo}")).await.is(200);
        assert_eq!(kept.headers["content-type"], "image/jpeg");
        assert!(!kept.body.windows(4).any(|part| part == b"Exif"), "the data beside the picture is still there");
        assert!(!kept.body.windows(3).any(|part| part == b"GPS"));
        let picture = image::load_from_memory(&kept.body).unwrap();
        assert_eq!((picture.width(), picture.height()), (640, 1280));
        site.get(Some(&other), &format!("/evidence/{photo}")).await.is(403);
        site.get(None, &format!("/evidence/{photo}")).await.is(303);
        site.get(Some(&head), &format!("/assessments/{}", one.id)).await.is(200).says("thêm 1 ảnh");
        // Taken away with the next save; a photo of another family is not theirs to take.
        let drop = [("base_revision", "2"), ("drop", photo.as_str()), ("act", "save")];
        site.upload(&head, &form, &drop, ("p.C1", "", &[])).await.is(303);
        site.get(Some(&head), &format!("/evidence/{photo}")).await.is(404);
        let drop = [("base_revision", "3"), ("drop", photo.as_str()), ("act", "save")];
        site.upload(&head, &form, &drop, ("p.C1", "", &[])).await.is(404);
    });
}

#[test]
fn another_language_after_a_photo_was_sent_neither_loses_it_nor_clashes_with_oneself() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Cổng");
        let head = site.person("head", Role::HamletHead, &hamlet);
        let family = household(site, &hamlet, "Quàng Văn Pánh", "2025-07-01");
        let one = step(site, &head, register(&family, 2026)).unwrap();
        let form = format!("/assessments/{}/form", one.id);
        // Saved with its photo, but not sent: the sheet lacks items.
        let sheet = [("base_revision", "1"), ("a.A1", "5"), ("act", "submit")];
        let page = site.upload(&head, &form, &sheet, ("p.C1", "góc.jpg", &sideways(40, 20))).await.text();
        let carried = crate::kit::input(&page, "_held");
        assert!(!carried.is_empty() && page.contains("góc.jpg"), "{page}");
        let english = format!("{form}?lang=en");
        let again = site.upload(&head, &english, &[("_held", &carried)], ("p.C1", "", b"")).await.text();
        assert!(again.contains("lang=\"en\"") && again.contains("góc.jpg"), "{again}");
        let base = crate::kit::input(&again, "base_revision");
        assert_eq!(base, crate::kit::input(&page, "base_revision"), "still the version that was saved");
        let next = [("base_revision", base.as_str()), ("a.A1", "6"), ("act", "save")];
        site.upload(&head, &form, &next, ("p.C1", "", b"")).await.is(303);
    });
}

#[test]
fn a_seventh_photo_or_a_file_that_is_no_picture_is_refused_and_nothing_is_saved() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Cổng");
        let head = site.person("head", Role::HamletHead, &hamlet);
        let family = household(site, &hamlet, "Quàng Văn Pánh", "2025-07-01");
        let one = step(site, &head, register(&family, 2026)).unwrap();
        let form = format!("/assessments/{}/form", one.id);
        let photo = sideways(40, 20);
        for n in 1..=6 {
            let base = n.to_string();
            let save = [("base_revision", base.as_str()), ("act", "save")];
            site.upload(&head, &form, &save, ("p.C1", "a.jpg", &photo)).await.is(303);
        }
        let seventh = [("base_revision", "7"), ("a.A1", "5"), ("act", "save")];
        site.upload(&head, &form, &seventh, ("p.C1", "a.jpg", &photo)).await.is(409).says("nhiều nhất 6");
        // A picture by name, a program by content; and one that says it is gigantic.
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 1, 0, 0, 0, 1, 0, 0, 8, 6, 0, 0, 0, 0, 0, 0, 0]);
        for bytes in [b"MZ\x90\0 a program".as_slice(), &png, &photo[..60]] {
            site.upload(&head, &form, &seventh, ("p.C1", "a.jpg", bytes)).await.is(422).says("a.jpg");
        }
        let kept = site.read(move |tx| store::assessments::get(tx, &one.id)).unwrap();
        assert_eq!((kept.total, kept.standing.steps), (0, 7));
    });
}

#[test]
fn a_program_adds_a_photo_once_reads_it_and_takes_it_away() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Cổng");
        let head = site.person("head", Role::HamletHead, &hamlet);
        let other = site.person("other", Role::HamletHead, &site.hamlet(LONG_HE, "Nà Nôm"));
        let family = household(site, &hamlet, "Quàng Văn Pánh", "2025-07-01");
        let one = step(site, &head, register(&family, 2026)).unwrap();
        let at = format!("/api/v1/assessments/{}/evidence", one.id);
        let sent = sideways(1400, 700);
        site.api_bytes(&other, &format!("{at}?item=C1"), "k1", &sent).await.is(403);
        site.api_bytes(&head, &at, "k1", &sent).await.is(422);
        site.api_bytes(&head, &format!("{at}?item=Z9"), "k2", &sent).await.is(422);
        site.api_bytes(&head, &format!("{at}?item=C1"), "k3", b"no picture").await.is(422);
        let first = site.api_bytes(&head, &format!("{at}?item=C1&name=a.jpg"), "k4", &sent).await.is(201).json();
        let again = site.api_bytes(&head, &format!("{at}?item=C1&name=a.jpg"), "k4", &sent).await.is(201).json();
        assert_eq!(first, again, "the same key is the same photo");
        assert_eq!(first.as_array().unwrap().len(), 1);
        let photo = format!("/api/v1/evidence/{}", first[0]["id"].as_str().unwrap());
        let kept = site.api("GET", Some(&head), &photo, None).await.is(200);
        assert_eq!(image::load_from_memory(&kept.body).unwrap().height(), 1280);
        site.api("GET", Some(&other), &photo, None).await.is(403);
        site.api_as("DELETE", Some(&other), &photo, "k5", None).await.is(403);
        for _ in 0..2 {
            let left = site.api_as("DELETE", Some(&head), &photo, "k6", None).await.is(200).json();
            assert_eq!(left, serde_json::json!([]));
        }
        site.api("GET", Some(&head), &photo, None).await.is(404);
    });
}
