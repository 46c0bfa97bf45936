//! Photos that families show for an answer: read within limits, made small, freed of everything but the picture.
//! Must not know forms or pages.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};
use rules::problem::Problem;
use store::Tx;
use store::assessments::Assessment;
use store::evidence::Evidence;

use crate::app::Ctx;
use crate::failure::Failure;

/// Most photos of one assessment.
pub const MOST: usize = 6;
/// Largest file that is read, in bytes.
pub const LARGEST: usize = 8 * 1024 * 1024;
/// Longest side of a kept photo, in pixels.
const SIDE: u32 = 1280;
/// Longest side of a photo that is read, in pixels.
const SIDE_READ: u32 = 12_000;
/// Most memory for reading one photo, in bytes: about 40 million pixels.
const MEMORY: u64 = 128 * 1024 * 1024;
/// JPEG quality of a kept photo.
const QUALITY: u8 = 78;

/// A photo ready to be kept.
#[derive(Clone, Debug)]
pub struct Photo {
    /// Code of the item it belongs to.
    pub item: String,
    /// The file's name as sent.
    pub name: String,
    /// JPEG of at most 1280 px, without place, time or camera.
    pub body: Vec<u8>,
}

/// Makes a photo ready: reads JPEG, PNG or WebP by its content, turns it upright, makes it small and writes it anew, so
/// that nothing stored beside the picture (where and when it was taken, with which phone) is kept. Slow; do it before
/// the transaction.
///
/// # Errors
/// `too-large` over 8 MB, `evidence-kind` for anything that is not such a picture; both at the field `photo-<item>`.
pub fn prepare(item: &str, name: &str, bytes: &[u8]) -> Result<Photo, Problem> {
    let field = format!("photo-{item}");
    if bytes.len() > LARGEST {
        return Err(Problem::new("too-large").at(field).with("max", "8 MB"));
    }
    let name: String = name.chars().filter(|letter| !letter.is_control()).take(120).collect();
    let body = redraw(bytes).ok_or_else(|| Problem::new("evidence-kind").at(field).with("name", &name))?;
    Ok(Photo { item: item.to_owned(), name, body })
}

fn redraw(bytes: &[u8]) -> Option<Vec<u8>> {
    let format = image::guess_format(bytes).ok()?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return None;
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_READ);
    limits.max_image_height = Some(SIDE_READ);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if picture.width().max(picture.height()) > SIDE {
        picture = picture.thumbnail(SIDE, SIDE);
    }
    picture.apply_orientation(orientation);
    let mut body = Vec::new();
    JpegEncoder::new_with_quality(&mut body, QUALITY).encode_image(&on_white(&picture)).ok()?;
    Some(body)
}

/// JPEG knows no transparency: what is clear becomes white.
fn on_white(picture: &DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.to_rgb8());
    }
    let clear = picture.to_rgba8();
    let mut white = image::RgbaImage::from_pixel(clear.width(), clear.height(), image::Rgba([255; 4]));
    image::imageops::overlay(&mut white, &clear, 0, 0);
    DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(white).to_rgb8())
}

/// Adds and takes away photos of an assessment that was just saved, whose row is locked by that step.
///
/// # Errors
/// `evidence-full` above [`MOST`], at the field of the first photo too many; `not-found` for a photo of another
/// assessment; `answer-unknown` for an item the set does not have.
pub fn change(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    assessment: &Assessment,
    add: &[Photo],
    drop: &[String],
) -> Result<(), Failure> {
    let kept = store::evidence::list(tx, &assessment.id)?;
    for id in drop {
        if !kept.iter().any(|one| one.id == *id) {
            return Err(Failure::not_found());
        }
        store::evidence::delete(tx, id)?;
    }
    let left = kept.iter().filter(|one| !drop.contains(&one.id)).count();
    let set = super::set_of(ctx.app, assessment)?;
    for (at, photo) in add.iter().enumerate() {
        let field = format!("photo-{}", photo.item);
        if set.find_asked(&photo.item).is_none() {
            return Err(Problem::new("answer-unknown").at(field).with("item", &photo.item).into());
        }
        if left + at >= MOST {
            return Err(Problem::new("evidence-full").at(field).with("max", MOST).into());
        }
        let evidence = Evidence {
            id: ctx.id(),
            assessment_id: assessment.id.clone(),
            item: photo.item.clone(),
            name: photo.name.clone(),
            kind: "image/jpeg".to_owned(),
            size: i64::try_from(photo.body.len()).unwrap_or(i64::MAX),
            account_id: ctx.actor.id.clone(),
            at: ctx.at,
        };
        store::evidence::add(tx, &evidence, photo.body.clone())?;
    }
    Ok(())
}
