//! The list of households carried away as a file, with a line in the audit trail.
//! Must not know what stands in it.

use papers::sheets::Format;
use rules::access::Act;

use crate::acts::register::export::{Asking, record, write};
use crate::acts::register::see::Listing;
use crate::app::Ask;
use crate::carry::kind_of;
use crate::failure::Answer;
use crate::visit::Visit;

/// The list as an Excel workbook.
pub async fn xlsx(visit: Visit) -> Answer {
    carried(&visit, Format::Xlsx).await
}

/// The list as CSV.
pub async fn csv(visit: Visit) -> Answer {
    carried(&visit, Format::Csv).await
}

async fn carried(visit: &Visit, format: Format) -> Answer {
    let listing = Listing::of(&visit.uri);
    let (app, guard, lang, today) = (visit.app.clone(), visit.guard.clone(), visit.lang, visit.today);
    let work =
        move |tx: &mut store::Tx<'_>| write(tx, &Asking { app: &app, lang, guard: &guard, today }, &listing, format);
    let (place, made) = visit.app.files.take(&visit.app, work).await?;
    // A download is asked for by address: each time is a request of its own.
    let ask = Ask::new(Act::ExportRegister, &visit.app.dice.id(visit.at), visit.uri.query().unwrap_or_default());
    let (unit, rows, ending) = (place.clone(), made.rows, kind_of(format).1);
    visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| {
            ctx.guard.allow(tx, Act::ExportRegister, &unit.id)?;
            record(ctx, &unit, rows, ending)
        })
        .await?;
    let name = format!("{}-{}-{today}", rules::text::fold(&place.name).replace(' ', "-"), place.code);
    made.send(&name, format)
}
