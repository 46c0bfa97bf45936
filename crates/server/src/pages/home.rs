//! The public home, and what Hoctap is.

use askama::Template;
use store::units::Unit;

use super::{Base, page};
use crate::failure::{Answer, Failure};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    b: Base,
    country: Unit,
    provinces: Vec<Unit>,
    communes: i64,
}

/// The public home.
pub async fn show(visit: Visit) -> Answer {
    let today = visit.today;
    let (country, provinces, communes) = visit
        .app
        .read(move |tx| {
            let country = store::units::country(tx)?;
            let provinces = store::units::children(tx, &country.id, today)?;
            let counts = store::units::counts_below(tx, &country.id, today)?;
            let communes =
                counts.iter().find(|(level, _)| *level == rules::basics::Level::Commune).map_or(0, |row| row.1);
            Ok::<_, Failure>((country, provinces, communes))
        })
        .await?;
    page(&Home { b: Base::new(&visit, ""), country, provinces, communes })
}

#[derive(Template)]
#[template(path = "about.html")]
struct About {
    b: Base,
}

/// What Hoctap is and how to read its figures.
pub async fn about(visit: Visit) -> Answer {
    page(&About { b: Base::new(&visit, "") })
}
