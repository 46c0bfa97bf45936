//! Fills the demonstration: families, the last cycle from registration to certificates, this year's cycle part-way.

use rules::access::Act;
use rules::basics::Day;
use rules::criteria::{Answer, Answers, Body, CriteriaSet, Filled, Model};
use rules::path::{State, StepKind};
use store::register::NewHousehold;

use super::Builder;
use super::names::{self, Lots};
use crate::acts::decide::Draft;
use crate::acts::path::{Bulk, Change, StepWish, Whose, bulk, take_step};
use crate::app::Record;
use crate::failure::Failure;

/// Households a hamlet begins with; the tour's hamlet has few, because the tour brings more.
const HOUSEHOLDS: [usize; 8] = [46, 38, 41, 35, 29, 33, 27, 6];

/// How far the families of a hamlet have come this year.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    Nothing,
    Registered,
    HalfAssessed,
    Submitted,
    Accepted,
    Decided,
}

const REACHED: [Reached; 8] = [
    Reached::Decided,
    Reached::Accepted,
    Reached::Submitted,
    Reached::HalfAssessed,
    Reached::Registered,
    Reached::Nothing,
    Reached::Submitted,
    Reached::Nothing,
];

impl Builder {
    /// Everything, in the order of time.
    pub(super) fn fill(&self, tell: &mut impl FnMut(&str)) -> Result<(), Failure> {
        let mut households = Vec::new();
        for at in 0..self.hamlets.len() {
            households.push(self.families(at)?);
        }
        let year = self.today.year();
        tell("building the demonstration: last year's cycle, from registration to certificates");
        let day = |month, number| {
            i16::try_from(year - 1).ok().and_then(|past| Day::new(past, month, number)).unwrap_or(self.today)
        };
        let past = [day(8, 10), day(10, 20), day(10, 28), day(11, 15), day(12, 5)];
        for (at, own) in households.iter().enumerate().take(7) {
            let some: Vec<String> = own.iter().step_by(if at % 2 == 0 { 1 } else { 2 }).cloned().collect();
            self.cycle(year - 1, at, &some, past, Reached::Accepted)?;
        }
        self.decide(year - 1, past[4], "87/QĐ-UBND", None)?;
        self.revoke(year - 1, self.today.plus_months(-6))?;
        tell("building the demonstration: this year's cycle, part-way through each step");
        let back = |months: i64| self.today.plus_months(-months).max(Day::first_of(year));
        let now = [back(5), back(2), back(1), self.today.before().max(Day::first_of(year)), self.today];
        for (at, own) in households.iter().enumerate() {
            let reached = REACHED.get(at).copied().unwrap_or(Reached::Nothing);
            let most = own.len() * 9 / 10;
            let some: Vec<String> = own.iter().take(most).cloned().collect();
            self.cycle(year, at, &some, now, reached)?;
        }
        self.decide(year, now[4], "91/QĐ-UBND", Some(0))
    }

    /// Enters a hamlet's families; their ids.
    fn families(&self, at: usize) -> Result<Vec<String>, Failure> {
        let hamlet = self.hamlets.get(at).cloned().unwrap_or_default();
        let commune = self.commune.clone();
        let since = Day::new(2025, 7, 1).unwrap_or(self.today);
        let day =
            i16::try_from(self.today.year() - 1).ok().and_then(|year| Day::new(year, 7, 15)).unwrap_or(self.today);
        self.act("canbo2", day, &format!("families {at}"), Act::EditRegister, move |tx, ctx| {
            ctx.guard.allow(tx, Act::EditRegister, &hamlet)?;
            let mut families = Vec::new();
            for (number, people) in (1..).zip(people(at)) {
                families.push(family(ctx, &commune, &hamlet, &format!("{number:03}"), &people, since));
            }
            store::register::add_families(tx, &families)?;
            let mut ids = Vec::new();
            for (household, _) in &families {
                let stay = rules::tally::Stay { since, until: Day::FOREVER };
                ctx.count(rules::tally::stay_moves(None, Some(stay), &[&hamlet, &commune]));
                let after = Some(serde_json::json!({"number": household.number, "head_name": household.head_name}));
                let record =
                    Record { kind: "household", id: &household.id, unit_id: &hamlet, before: None, after, reason: "" };
                ctx.note(&commune, record)?;
                ids.push(household.id.clone());
            }
            Ok(ids)
        })
    }

    /// Takes some families of a hamlet as far as they shall come. `days`: register, assess, submit, appraise, decide.
    fn cycle(&self, year: i64, at: usize, ids: &[String], days: [Day; 5], reached: Reached) -> Result<(), Failure> {
        if reached == Reached::Nothing || ids.is_empty() {
            return Ok(());
        }
        let head = format!("truongban{}", at + 1);
        let set = rules::criteria::choose(&self.app.sets, Model::Family, year).cloned();
        let set = set.ok_or_else(|| Failure::Broken(format!("no criteria for {year}")))?;
        self.steps(&head, days[0], year, at, ids, StepKind::Register)?;
        if reached == Reached::Registered {
            return Ok(());
        }
        let some = if reached == Reached::HalfAssessed { ids.len() / 2 } else { ids.len() };
        let (done, _) = ids.split_at(some);
        self.sheets(&head, days[1], year, at, done, &set)?;
        if reached == Reached::HalfAssessed {
            return Ok(());
        }
        self.steps(&head, days[2], year, at, done, StepKind::Submit)?;
        if reached == Reached::Submitted {
            return self.back(year, at, done, days[3]);
        }
        // The last family of each hamlet is told why it does not pass; the others that pass are accepted.
        self.steps("canbo2", days[3], year, at, done, StepKind::Accept).map(|_| ())
    }

    fn steps(
        &self,
        login: &str,
        day: Day,
        year: i64,
        at: usize,
        ids: &[String],
        kind: StepKind,
    ) -> Result<Bulk, Failure> {
        let ids = ids.to_vec();
        let request = format!("{} {year} {at}", kind.word());
        self.act(login, day, &request, kind.act(), move |tx, ctx| {
            bulk(tx, ctx, &ids, |tx, ctx, id| {
                let whose = Whose::Household { id: id.to_owned(), model: Model::Family, year };
                take_step(tx, ctx, &StepWish::new(whose, kind)).map(|_| ())
            })
        })
    }

    /// Saves a filled sheet for each family.
    fn sheets(
        &self,
        login: &str,
        day: Day,
        year: i64,
        at: usize,
        ids: &[String],
        set: &CriteriaSet,
    ) -> Result<(), Failure> {
        let mut lots = Lots::new(u64::try_from(year).unwrap_or(0) * 31 + u64::try_from(at).unwrap_or(0));
        let mut sheets: Vec<(String, Answers)> = ids.iter().map(|id| (id.clone(), answers(set, &mut lots))).collect();
        sheets.sort_by(|one, other| one.0.cmp(&other.0));
        self.act(login, day, &format!("save {year} {at}"), Act::SelfAssess, move |tx, ctx| {
            for (id, answers) in &sheets {
                let whose = Whose::Household { id: id.clone(), model: Model::Family, year };
                let mut wish = StepWish::new(whose, StepKind::Save);
                wish.change = Change::Sheet(Filled { answers: answers.clone(), ..Filled::default() });
                take_step(tx, ctx, &wish)?;
            }
            Ok(sheets.len())
        })
        .map(|_| ())
    }

    /// Recognises every accepted family of the commune, or of one hamlet, in one decision.
    fn decide(&self, year: i64, day: Day, number: &str, only: Option<usize>) -> Result<(), Failure> {
        let commune_id = self.commune.clone();
        let scope = only.and_then(|at| self.hamlets.get(at)).cloned().unwrap_or_else(|| commune_id.clone());
        let number = number.to_owned();
        self.act("chutich", day, &format!("decide {year}"), Act::Decide, move |tx, ctx| {
            let commune = store::units::unit(tx, &commune_id)?.ok_or_else(Failure::not_found)?;
            let set = rules::criteria::choose(&ctx.app.sets, Model::Family, year);
            let offer = crate::acts::decide::offer(&ctx.app.words, ctx.actor, &commune, set);
            let mut families = Vec::new();
            store::assessments::stream_all(tx, &scope, Model::Family.word(), year, |line| {
                if line.assessment.state == State::Accepted {
                    families.push(line.assessment.id);
                }
                Ok(())
            })?;
            let draft = Draft {
                commune_id: commune_id.clone(),
                model: Model::Family,
                year,
                number: number.clone(),
                issued_on: day,
                issued_at: offer.issued_at,
                issuer: offer.issuer,
                bases: offer.bases,
                signatory: offer.signatory,
                signatory_title: offer.signatory_title,
                families,
            };
            crate::acts::decide::issue(tx, ctx, &draft)
        })
        .map(|_| ())
    }

    /// One family of last year lost its title, so that the papers of such a family can be looked at.
    fn revoke(&self, year: i64, day: Day) -> Result<(), Failure> {
        let hamlet = self.hamlets.get(1).cloned().unwrap_or_default();
        self.act("chutich", day, &format!("revoke {year}"), Act::Revoke, move |tx, ctx| {
            let mut first = None;
            store::assessments::stream_all(tx, &hamlet, Model::Family.word(), year, |line| {
                if line.assessment.state == State::Recognised && first.is_none() {
                    first = Some(line.assessment.id);
                }
                Ok(())
            })?;
            let id = first.ok_or_else(Failure::not_found)?;
            crate::acts::decide::revoke(tx, ctx, &id, "Khai không đúng việc học của con (trường hợp minh họa).")
        })
        .map(|_| ())
    }

    /// Two families of a hamlet that waits for appraisal are asked to put something right.
    fn back(&self, year: i64, at: usize, ids: &[String], day: Day) -> Result<(), Failure> {
        let ids: Vec<String> = ids.iter().take(2).cloned().collect();
        self.act("canbo2", day, &format!("return {year} {at}"), Act::Appraise, move |tx, ctx| {
            bulk(tx, ctx, &ids, |tx, ctx, id| {
                let whose = Whose::Household { id: id.to_owned(), model: Model::Family, year };
                let wish = StepWish::new(whose, StepKind::Return)
                    .because("Mục A1 ghi điểm tối đa nhưng chưa có tên trường của các con; đề nghị bổ sung.");
                take_step(tx, ctx, &wish).map(|_| ())
            })
        })
        .map(|_| ())
    }
}

/// The families of a hamlet, some of them entered twice.
fn people(at: usize) -> Vec<Vec<names::Person>> {
    let mut all = drawn(at);
    for (way, ((hamlet, place), (other, first))) in names::TWICE.iter().enumerate() {
        let twin = drawn(*other).into_iter().nth(*first);
        if let (true, Some(family), Some(twin)) = (*hamlet == at, all.get_mut(*place), twin) {
            *family = names::again(&twin, way);
        }
    }
    all
}

fn drawn(at: usize) -> Vec<Vec<names::Person>> {
    let mut lots = Lots::new(u64::try_from(at).unwrap_or(0) + 77);
    (0..HOUSEHOLDS.get(at).copied().unwrap_or(0)).map(|_| names::household(&mut lots)).collect()
}

fn family(
    ctx: &crate::app::Ctx<'_>,
    commune: &str,
    hamlet: &str,
    number: &str,
    people: &[names::Person],
    since: Day,
) -> (NewHousehold, Vec<store::register::Member>) {
    let id = ctx.id();
    let head = people.first().map(|person| person.name.clone()).unwrap_or_default();
    let mut members = Vec::new();
    for (at, person) in people.iter().enumerate() {
        members.push(store::register::Member {
            id: ctx.id(),
            household_id: id.clone(),
            ordinal: i64::try_from(at).unwrap_or(0) + 1,
            name: person.name.clone(),
            fold: rules::text::fold(&person.name),
            relation: person.relation.to_owned(),
            sex: person.sex.to_owned(),
            birth: person.birth.clone(),
            id_cipher: None,
            id_hash: None,
            id_tail: String::new(),
            left_on: Day::FOREVER,
        });
    }
    let household = NewHousehold {
        id,
        commune_id: commune.to_owned(),
        hamlet_id: hamlet.to_owned(),
        number: number.to_owned(),
        fold: String::new(),
        sort_key: rules::text::name_sort_key(&head),
        head_name: head,
        address: String::new(),
        phone: String::new(),
        note: String::new(),
        synthetic: true,
        since,
        at: ctx.at,
    };
    (household, members)
}

/// A sheet as a family of ordinary care fills it: mostly high points, here and there a gap.
fn answers(set: &CriteriaSet, lots: &mut Lots) -> Answers {
    let mut answers = Answers::new();
    let Body::Points(points) = &set.body else { return answers };
    // One family in nine falls short.
    let careful = !lots.chance(11);
    for item in points.sections.iter().flat_map(|section| &section.items) {
        let lost = if careful { i64::from(lots.chance(30)) } else { item.max / 2 - 1 };
        let given = (item.max - lost.max(0)).max(0);
        answers.insert(item.code.clone(), Answer::Points(given - given % item.step.max(1)));
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demonstration_holds_families_that_were_entered_twice_and_few_others_look_so() {
        let mut all = Vec::new();
        for at in 0..HOUSEHOLDS.len() {
            for (place, people) in people(at).into_iter().enumerate() {
                let person = |(n, one): (usize, names::Person)| rules::doubles::Person {
                    id: format!("{at}.{place}.{n}"),
                    fold: rules::text::fold(&one.name),
                    head: one.relation == "head",
                    sex: rules::register::Sex::of(one.sex).unwrap(),
                    birth: rules::register::Birth::of(&one.birth).unwrap(),
                    number: None,
                };
                all.push(rules::doubles::Family {
                    id: format!("{at}.{place:02}"),
                    hamlet_id: at.to_string(),
                    phone: String::new(),
                    people: people.into_iter().enumerate().map(person).collect(),
                });
            }
        }
        let found = rules::doubles::find(&all, &rules::doubles::Scale::of(&all));
        let pairs: Vec<(String, String)> = found.pairs.into_iter().map(|pair| (pair.one, pair.two)).collect();
        for ((hamlet, place), (other, first)) in names::TWICE {
            let (one, two) = (format!("{hamlet}.{place:02}"), format!("{other}.{first:02}"));
            let pair = (one.clone().min(two.clone()), one.max(two));
            assert!(pairs.contains(&pair), "{pair:?} not in {pairs:?}");
        }
        assert!(pairs.len() <= names::TWICE.len() + 3, "{pairs:?}");
    }
}
