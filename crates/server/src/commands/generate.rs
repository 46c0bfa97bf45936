//! `hoctap generate`: fills an empty site with a synthetic province, for trying out and measuring.

use clap::Args;
use rules::basics::Day;
use serde_json::json;

use super::{USAGE, Where, print, say};
use crate::generate::{self, Sum, Wish};

/// Arguments of `generate`.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  hoctap generate --province 82 --scale 1.0 --seed 7 --data /srv/trial     Đồng Tháp: 899,428 households, 3,375,725 people\n  hoctap generate --province 14 --scale 0.01 --data /srv/trial              a hundredth of Sơn La\n  hoctap generate --province all --scale 0.01 --data /srv/trial             the whole country\n\nReal communes, made-up hamlets and people, several years of cycles; every page says that they are made up. The same numbers give the same rows on a site with the same secret. A run that was cut short goes on where it stopped. Clans and work units are not among the records of this version.\nAccounts: quantri, tinh82, canbo28249 and chutich28249 for a commune, truong28249001 for its first hamlet; their password is that of the demonstration."
)]
pub struct Options {
    #[command(flatten)]
    site: Where,
    /// Code of the province, or `all`.
    #[arg(long, value_name = "CODE")]
    province: String,
    /// How large, 1.0 being its true size; steps of a thousandth.
    #[arg(long, default_value = "1.0")]
    scale: String,
    /// Another seed makes other people.
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// How many cycle years, from 1 to 10.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(i64).range(1..=10))]
    years: i64,
    /// The day the province is made for: the last cycle is as far as cycles are on that day.
    #[arg(long, value_name = "DAY", default_value = "2026-11-15")]
    on: String,
    /// Only the first so many communes of each province.
    #[arg(long, value_name = "N", default_value_t = 0)]
    communes: usize,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// `0.25` as thousandths; `None` for anything that is no size between a thousandth and ten.
fn mille(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > 3 || !text.bytes().all(|sign| sign.is_ascii_digit() || sign == b'.') {
        return None;
    }
    let part: i64 = format!("{part:0<3}").parse().ok()?;
    let mille = whole.parse::<i64>().ok()? * 1000 + part;
    (1..=10_000).contains(&mille).then_some(mille)
}

/// Makes the province.
pub fn run(options: &Options) -> Result<u8, String> {
    let (Some(mille), Some(on)) = (mille(&options.scale), Day::parse(&options.on)) else {
        say("--scale is a number from 0.001 to 10 with at most three decimals, --on a day such as 2026-11-15");
        return Ok(USAGE);
    };
    let app = options.site.open()?;
    let codes = if options.province == "all" {
        let codes = app.db.read(|tx| {
            let country = store::units::country(tx)?;
            let mut units = store::units::children(tx, &country.id, on)?;
            units.sort_by(|a, b| a.code.cmp(&b.code));
            Ok::<_, store::Error>(units.into_iter().map(|unit| unit.code).collect::<Vec<_>>())
        });
        codes.map_err(|cause| cause.to_string())?
    } else {
        vec![options.province.clone()]
    };
    let mut all = Vec::new();
    for province in codes {
        let wish = Wish {
            province: province.clone(),
            mille,
            seed: options.seed,
            years: options.years,
            on,
            communes: options.communes,
        };
        let began = app.clock.now();
        let sum = generate::make(&app, &wish, |at, of, name, sum| {
            say(&progress(at, of, name, sum, app.clock.now().0 - began.0));
        })?;
        let took = (app.clock.now().0 - began.0) / 1000;
        say(&format!(
            "{province}: {} communes made, {} were there: {} hamlets, {} households, {} people, {} assessments in {took} s",
            sum.communes, sum.found, sum.made.hamlets, sum.made.households, sum.made.people, sum.made.assessments
        ));
        all.push((province, sum));
    }
    if options.json {
        let list: Vec<_> = all
            .iter()
            .map(|(province, sum)| {
                json!({
                    "province": province, "communes": sum.communes, "found": sum.found, "hamlets": sum.made.hamlets,
                    "households": sum.made.households, "people": sum.made.people, "assessments": sum.made.assessments,
                })
            })
            .collect();
        print(&json!(list).to_string());
    }
    Ok(0)
}

/// How far it is, and how long it may still take.
fn progress(at: usize, of: usize, name: &str, sum: &Sum, millis: i64) -> String {
    let left = i64::try_from(of.saturating_sub(at)).unwrap_or(0);
    let done = i64::try_from(sum.communes).unwrap_or(0);
    let time = if done == 0 {
        "time left not known yet".to_owned()
    } else {
        match millis * left / done / 1000 {
            short @ 0..120 => format!("about {short} s left"),
            long => format!("about {} min left", (long + 30) / 60),
        }
    };
    format!("{}/{of} {name}: {} households, {} people so far, {time}", at + 1, sum.made.households, sum.made.people)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_read_in_thousandths() {
        assert_eq!(mille("1.0"), Some(1000));
        assert_eq!(mille("1"), Some(1000));
        assert_eq!(mille("0.01"), Some(10));
        assert_eq!(mille("0.125"), Some(125));
        for wrong in ["0", "-1", "0.0001", "1,0", "", "x", "1e3", "11"] {
            assert_eq!(mille(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn time_left_is_told_from_what_was_done_in_this_run() {
        let sum = Sum { found: 50, communes: 2, ..Sum::default() };
        assert!(progress(52, 102, "Xã A", &sum, 4_000).contains("about 100 s left"));
        assert!(progress(52, 102, "Xã A", &sum, 40_000).contains("about 17 min left"));
        assert!(progress(0, 102, "Xã A", &Sum::default(), 0).contains("not known yet"));
    }
}
