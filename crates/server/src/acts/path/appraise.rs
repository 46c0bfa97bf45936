//! The commune's appraisal: accepting many at once, sending back, not passing, taking a verdict back.
//! Must not know which page or program asked; whether a step may be taken is the path's own affair.

use rules::path::StepKind;
use rules::problem::Problem;
use store::Tx;

use super::{Bulk, Stand, StepWish, Whose, bulk, take_step};
use crate::app::Ctx;
use crate::failure::Failure;

/// Longest reason, in characters.
pub const LONGEST_REASON: usize = 1000;

/// Finds that families pass, each on its own: the good ones are kept, the others come back with their reasons.
///
/// # Errors
/// As [`bulk`]; for a family among others `step-out-of-order`, `below-pass-mark`, `self-appraisal`.
pub fn accept(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, ids: &[String]) -> Result<Bulk, Failure> {
    bulk(tx, ctx, ids, |tx, ctx, id| {
        take_step(tx, ctx, &StepWish::new(Whose::Assessment(id.to_owned()), StepKind::Accept)).map(drop)
    })
}

/// Takes one step that needs a reason: `Return`, `Reject`, `Reopen` or `Revoke`.
///
/// # Errors
/// `too-long` or `bad-characters` for the reason, and those of [`take_step`].
pub fn judge(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, id: &str, kind: StepKind, reason: &str) -> Result<Stand, Failure> {
    let wish = StepWish::new(Whose::Assessment(id.to_owned()), kind).because(reason);
    if let Some(problem) = unfit(&wish.reason) {
        // Who may not see the family learns nothing about the reason either.
        let found = store::assessments::get(tx, id)?.ok_or_else(Failure::not_found)?;
        ctx.guard.allow(tx, kind.act(), &found.hamlet_id)?;
        return Err(problem.into());
    }
    Ok(Stand::from(&take_step(tx, ctx, &wish)?))
}

fn unfit(reason: &str) -> Option<Problem> {
    if reason.chars().count() > LONGEST_REASON {
        return Some(Problem::new("too-long").at("reason").with("max", LONGEST_REASON));
    }
    let odd = reason.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'));
    odd.then(|| Problem::new("bad-characters").at("reason").with("value", reason.escape_debug()))
}
