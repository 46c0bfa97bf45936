//! `/style`: every token, read from the sheets themselves, and every component with what it looks like. For people who
//! write pages; open to all. Must not know any data.

use askama::Template;

use super::{Base, page};
use crate::failure::Answer;
use crate::files::text;
use crate::visit::Visit;

/// A colour by its name, in the light and in the dark.
struct Colour {
    name: String,
    light: String,
    dark: String,
}

#[derive(Template)]
#[template(path = "style.html")]
struct Style {
    b: Base,
    colours: Vec<Colour>,
    /// Sizes of letters: name without its dashes, value.
    sizes: Vec<(String, String)>,
    /// Everything else.
    others: Vec<(String, String)>,
}

impl Style {
    /// Sizes that only headings have: they stand closer.
    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn is_head(&self, name: &str) -> bool {
        matches!(name, "t-xl" | "t-2xl" | "t-3xl")
    }
}

/// The names and values of a sheet's tokens, in their order.
fn tokens(sheet: &str) -> Vec<(String, String)> {
    let rows = sheet.lines().filter_map(|line| line.trim().strip_suffix(';')?.split_once(':'));
    let own = rows.filter(|(name, _)| name.starts_with("--"));
    own.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect()
}

fn is_colour(value: &str) -> bool {
    value.starts_with('#') || value.starts_with("rgba(")
}

/// The page.
pub async fn show(visit: Visit) -> Answer {
    let dark = tokens(&text("dark.css"));
    let (colours, rest): (Vec<_>, Vec<_>) = tokens(&text("tokens.css")).into_iter().partition(|one| is_colour(&one.1));
    let in_the_dark = |name: &str| dark.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone());
    let colours = colours.into_iter().map(|(name, light)| Colour {
        dark: in_the_dark(&name).unwrap_or_else(|| light.clone()),
        name,
        light,
    });
    let (sizes, others): (Vec<_>, Vec<_>) = rest.into_iter().partition(|(name, _)| name.starts_with("--t-"));
    let sizes = sizes.into_iter().map(|(name, value)| (name.trim_start_matches('-').to_owned(), value));
    page(&Style { b: Base::new(&visit, ""), colours: colours.collect(), sizes: sizes.collect(), others })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn light() -> BTreeMap<String, String> {
        tokens(&text("tokens.css")).into_iter().collect()
    }

    fn dark() -> BTreeMap<String, String> {
        let mut all = light();
        all.extend(tokens(&text("dark.css")));
        all
    }

    /// Relative luminance, as WCAG 2 defines it.
    fn luminance(hex: &str) -> f64 {
        let channel = |at: usize| {
            let c = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(all: &BTreeMap<String, String>, ink: &str, ground: &str) -> f64 {
        let (a, b) = (luminance(&all[ink]), luminance(&all[ground]));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_ink_can_be_read_on_every_ground_it_stands_on_in_the_light_and_in_the_dark() {
        let words: &[(&str, &[&str])] = &[
            ("--ink", &["--paper", "--sheet", "--sunk", "--wash", "--pick"]),
            ("--ink-soft", &["--paper", "--sheet", "--sunk", "--wash", "--pick"]),
            ("--link", &["--paper", "--sheet", "--sunk", "--wash", "--pick"]),
            ("--on-primary", &["--primary", "--primary-strong"]),
            ("--on-seal", &["--seal", "--seal-strong"]),
            ("--seal-ink", &["--paper", "--sheet", "--seal-wash"]),
            ("--good", &["--paper", "--sheet", "--good-wash"]),
            ("--warn", &["--paper", "--sheet", "--warn-wash"]),
            ("--bad", &["--paper", "--sheet", "--bad-wash"]),
            ("--board-ink", &["--board", "--board-raised"]),
            ("--board-soft", &["--board", "--board-raised"]),
            ("--on-gold", &["--gold"]),
        ];
        // What is drawn needs 3 to 1: borders of fields, marks of focus, lines of charts.
        let drawn: &[(&str, &[&str])] = &[
            ("--line-strong", &["--paper", "--sheet"]),
            ("--focus", &["--paper", "--sheet"]),
            ("--series-1", &["--sheet", "--paper"]),
            ("--series-2", &["--sheet", "--paper"]),
            ("--series-3", &["--sheet", "--paper"]),
            ("--series-4", &["--sheet", "--paper"]),
        ];
        let mut faint = Vec::new();
        for (when, all) in [("light", light()), ("dark", dark())] {
            for (pairs, least) in [(words, 4.5), (drawn, 3.0)] {
                for (ink, grounds) in pairs {
                    for ground in *grounds {
                        let found = contrast(&all, ink, ground);
                        if found < least {
                            faint.push(format!("{when}: {ink} on {ground} is {found:.2}"));
                        }
                    }
                }
            }
        }
        assert!(faint.is_empty(), "{faint:#?}");
    }

    #[test]
    fn the_dark_changes_tokens_there_are_and_the_sheet_uses_none_that_are_not() {
        let light = light();
        for (name, _) in tokens(&text("dark.css")) {
            assert!(light.contains_key(&name), "{name} is only in the dark");
        }
        let sheet = text("app.css");
        // Names a component gives itself begin a rule of the sheet; everything else must be a token.
        let mut rest = sheet.as_str();
        while let Some(at) = rest.find("var(--") {
            rest = &rest[at + 4..];
            let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            assert!(light.contains_key(&name) || sheet.contains(&format!("{name}:")), "{name} is no token");
        }
        let colour = |line: &&str| {
            !line.contains("@media") && line.contains(": #") && !line.contains("#000") && !line.contains("#fff")
        };
        let own: Vec<&str> = sheet.lines().filter(colour).collect();
        assert!(own.is_empty(), "colours beside the tokens: {own:#?}");
    }

    #[test]
    fn letters_with_two_marks_have_room_at_every_size() {
        let all = light();
        for (name, least) in [("--lead", 1.5), ("--lead-dense", 1.4), ("--lead-head", 1.3)] {
            assert!(all[name].parse::<f64>().unwrap() >= least, "{name}");
        }
    }
}
