//! The list of households carried away as a file, with a line in the audit trail.
//! Must not know what stands in it.

use papers::sheets;
use rules::access::Act;

use super::super::file;
use crate::acts::register::export::{Asking, record, table};
use crate::acts::register::see::Listing;
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::visit::Visit;

/// The list as an Excel workbook.
pub async fn xlsx(visit: Visit) -> Answer {
    let (name, table) = made(&visit, "xlsx").await?;
    let body = sheets::workbook(&table).map_err(|cause| Failure::Broken(format!("{cause:?}")))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(kind, &format!("{name}.xlsx"), false, body))
}

/// The list as CSV.
pub async fn csv(visit: Visit) -> Answer {
    let (name, table) = made(&visit, "csv").await?;
    Ok(file("text/csv; charset=utf-8", &format!("{name}.csv"), false, sheets::csv(&table)))
}

async fn made(visit: &Visit, format: &'static str) -> Result<(String, sheets::Table), Failure> {
    let listing = Listing::of(&visit.uri);
    let (app, guard, lang, today) = (visit.app.clone(), visit.guard.clone(), visit.lang, visit.today);
    let (place, table) =
        visit.app.read(move |tx| table(tx, &Asking { app: &app, lang, guard: &guard, today }, &listing)).await?;
    // A download is asked for by address: each time is a request of its own.
    let ask = Ask::new(Act::ExportRegister, &visit.app.dice.id(visit.at), visit.uri.query().unwrap_or_default());
    let (unit, rows) = (place.clone(), table.rows.len());
    visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| {
            ctx.guard.allow(tx, Act::ExportRegister, &unit.id)?;
            record(ctx, &unit, rows, format)
        })
        .await?;
    let name = format!("{}-{}-{today}", rules::text::fold(&place.name).replace(' ', "-"), place.code);
    Ok((name, table))
}
