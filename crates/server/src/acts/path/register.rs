//! Registering families for a cycle year and taking registrations back, many at once.
//! Must not know pages.

use rules::criteria::Model;
use rules::path::StepKind;
use store::Tx;

use super::{Bulk, StepWish, Whose, bulk, take_step};
use crate::app::Ctx;
use crate::failure::Failure;

/// Registers households for a cycle year, each where it lives. The answer speaks of households.
pub fn register(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    households: &[String],
    model: Model,
    year: i64,
) -> Result<Bulk, Failure> {
    bulk(tx, ctx, households, |tx, ctx, id| {
        let whose = Whose::Household { id: id.to_owned(), model, year };
        take_step(tx, ctx, &StepWish::new(whose, StepKind::Register)).map(|_| ())
    })
}

/// Takes the registrations of households for a cycle year back; a reason is needed once answers were saved. The answer
/// speaks of households.
pub fn withdraw(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    households: &[String],
    model: Model,
    year: i64,
    reason: &str,
) -> Result<Bulk, Failure> {
    bulk(tx, ctx, households, |tx, ctx, id| {
        let whose = Whose::Household { id: id.to_owned(), model, year };
        take_step(tx, ctx, &StepWish::new(whose, StepKind::Withdraw).because(reason)).map(|_| ())
    })
}
