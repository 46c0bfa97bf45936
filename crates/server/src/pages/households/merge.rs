//! Two households side by side with what is chosen of each, the preview of the one they become, merging and its undoing.
//! Must not know what is allowed.

mod choose;

use askama::Template;
use axum::extract::Path;
use rules::access::Act;
use rules::merge::Outcome;
use rules::problem::Problem;
use rules::register::{Birth, Relation, veiled};
use store::register::ACTIVE;

use choose::{Choice, PersonChoice, birth, choices_of, persons, tail};

use super::super::{Base, Faults, again, go, page, page_with};
use super::choices;
use super::doubles::reason;
use super::forms::{content, plain};
use crate::acts::register::doubles::{self, ReasonSeen, Said};
use crate::acts::register::merges::{self, Merging, PersonMerging};
use crate::acts::register::see::{self, HouseholdSeen, MemberSeen};
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::forms::{Fields, Form};
use crate::visit::Visit;

/// A value of the one household beside that of the other.
struct Beside {
    label: String,
    stay: String,
    from: String,
}

impl Beside {
    fn differs(&self) -> bool {
        self.stay != self.from
    }
}

/// Two people side by side, or one with nobody beside: of the household that stays, of the other.
struct PeopleBeside([Option<MemberSeen>; 2]);

/// The page of two households.
#[derive(Template)]
#[template(path = "doubles_pair.html")]
pub(super) struct SideBySide {
    b: Base,
    faults: Faults,
    stay: HouseholdSeen,
    from: HouseholdSeen,
    reasons: Vec<ReasonSeen>,
    said: Option<Said>,
    next: String,
    rows: Vec<Beside>,
    people: Vec<PeopleBeside>,
    choices: Vec<Choice>,
    persons: Vec<PersonChoice>,
    relations: Vec<(String, String)>,
    refused: Vec<String>,
    may_tell: bool,
    may_merge: bool,
    edit: bool,
}

impl SideBySide {
    fn active(&self) -> bool {
        self.stay.status == ACTIVE && self.from.status == ACTIVE
    }

    fn apart(&self) -> Option<&Said> {
        self.said.as_ref().filter(|said| !said.changed)
    }

    fn reason(&self, one: &ReasonSeen) -> String {
        reason(&self.b, one)
    }

    fn birth(&self, member: &MemberSeen) -> String {
        birth(&self.b, member)
    }

    /// The names of the fields in which two people differ; a sentence of one who stands alone.
    fn differs(&self, row: &PeopleBeside) -> String {
        let [Some(one), Some(two)] = &row.0 else { return self.b.t("doubles-alone") };
        let mut fields = Vec::new();
        for (field, differs) in [
            ("name", one.name != two.name),
            ("relation", one.relation != two.relation),
            ("sex", one.sex != two.sex),
            ("birth", one.birth != two.birth),
            ("id_number", one.has_id != two.has_id || one.id_tail != two.id_tail),
        ] {
            if differs {
                fields.push(self.b.t(format!("column-{}", field)).to_lowercase());
            }
        }
        if fields.is_empty() {
            return self.b.t("doubles-same");
        }
        self.b.t1("doubles-differs-in", "fields", fields.join(", "))
    }
}

/// What the page is made from.
struct Read {
    stay: HouseholdSeen,
    from: HouseholdSeen,
    held: doubles::Held,
    proposed: merges::Proposed,
    may: [bool; 3],
}

async fn read(visit: &Visit, one: &str, two: &str, stay: &str, asked: &Merging) -> Result<Read, Failure> {
    let (guard, app) = (visit.guard.clone(), visit.app.clone());
    let (one, two, stay, asked) = (one.to_owned(), two.to_owned(), stay.to_owned(), asked.clone());
    visit
        .app
        .read(move |tx| {
            let first = store::register::household(tx, &one)?.ok_or_else(Failure::not_found)?;
            guard.allow(tx, Act::SeeRegister, &first.hamlet_id)?;
            let second = store::register::household(tx, &two)?.ok_or_else(Failure::not_found)?;
            guard.allow(tx, Act::SeeRegister, &second.hamlet_id)?;
            let held = doubles::held(tx, &app, &guard, &first, &second)?;
            let chosen = if stay == one || stay == two { stay.as_str() } else { "" };
            let proposed = merges::proposed(tx, &first, &second, chosen, &asked)?;
            let mut may = [true; 3];
            for (may, act) in may.iter_mut().zip([Act::TellApart, Act::MergeHouseholds, Act::EditRegister]) {
                *may = guard.can(tx, act, &first.hamlet_id)? && guard.can(tx, act, &second.hamlet_id)?;
            }
            Ok(Read {
                stay: see::household(tx, &guard, &proposed.stay.id)?,
                from: see::household(tx, &guard, &proposed.from.id)?,
                held,
                proposed,
                may,
            })
        })
        .await
}

/// The page of two households, with what was chosen so far.
pub(super) async fn side_by_side(
    visit: &Visit,
    problems: &[Problem],
    one: &str,
    two: &str,
    stay: &str,
    asked: Merging,
) -> Result<SideBySide, Failure> {
    let Read { stay, from, held, proposed, may } = read(visit, one, two, stay, &asked).await?;
    let b = Base::new(visit, "households");
    let next = match &held.next {
        Some((one, two)) => format!("/households/duplicates/{one}/{two}"),
        None => "/households/duplicates".to_owned(),
    };
    let refused = proposed.refused.iter().map(|problem| visit.app.words.problem(visit.lang, problem)).collect();
    let others = Relation::ALL.iter().skip(1).map(|one| one.word());
    Ok(SideBySide {
        faults: Faults::new(visit, &plain(problems)),
        rows: rows(&b, &stay, &from),
        people: people(&stay, &from, &held.pair.same),
        choices: choices_of(&b, &stay, &from, &proposed.wish),
        persons: persons(&b, &stay, &from, &proposed),
        relations: choices(&b, "relation", others),
        reasons: held.reasons,
        said: held.said,
        next,
        refused,
        may_tell: may.first().copied().unwrap_or(false),
        may_merge: may.get(1).copied().unwrap_or(false),
        edit: may.get(2).copied().unwrap_or(false),
        stay,
        from,
        b,
    })
}

fn rows(b: &Base, stay: &HouseholdSeen, from: &HouseholdSeen) -> Vec<Beside> {
    let since = |h: &HouseholdSeen| h.stays.first().map(|stay| b.day(&stay.since)).unwrap_or_default();
    let row = |key: &str, stay: String, from: String| Beside { label: b.t(key), stay, from };
    vec![
        row("column-head", stay.head_name.clone(), from.head_name.clone()),
        row("column-number", stay.number.clone(), from.number.clone()),
        row("column-hamlet", stay.hamlet.name.clone(), from.hamlet.name.clone()),
        row("column-address", stay.address.clone(), from.address.clone()),
        row("column-phone", stay.phone.clone(), from.phone.clone()),
        row("column-note", veiled(&stay.note), veiled(&from.note)),
        row("household-since", since(stay), since(from)),
    ]
}

fn people(stay: &HouseholdSeen, from: &HouseholdSeen, same: &[(String, String)]) -> Vec<PeopleBeside> {
    let twin = |id: &str| {
        same.iter().find_map(|(one, two)| match (one == id, two == id) {
            (true, _) => Some(two.as_str()),
            (_, true) => Some(one.as_str()),
            _ => None,
        })
    };
    let mut rows: Vec<PeopleBeside> = stay
        .members
        .iter()
        .map(|member| {
            let twin = twin(&member.id).and_then(|id| from.members.iter().find(|one| one.id == id)).cloned();
            PeopleBeside([Some(member.clone()), twin])
        })
        .collect();
    let alone = from.members.iter().filter(|member| twin(&member.id).is_none());
    rows.extend(alone.map(|member| PeopleBeside([None, Some(member.clone())])));
    rows
}

/// What a form asks for: the household that stays, and the rest.
fn asked_of(fields: &Fields, one: &str, two: &str) -> (String, Merging) {
    let text = |name: &str| fields.text(name).to_owned();
    let stay = if fields.text("stay") == two { two } else { one };
    let from = if stay == one { two } else { one };
    let mut asked = Merging {
        from: from.to_owned(),
        number: text("number"),
        address: text("address"),
        phone: text("phone"),
        note: text("note"),
        stay_revision: fields.text("stay_revision").parse().ok(),
        from_revision: fields.text("from_revision").parse().ok(),
        ..Merging::default()
    };
    for (id, becomes) in fields.beginning("p.") {
        let of = |field: &str| fields.text(&format!("{field}.{id}")).to_owned();
        let person = PersonMerging {
            same: becomes.strip_prefix("same:").unwrap_or_default().to_owned(),
            comes: becomes == "come",
            left: becomes == "left",
            relation: of("relation"),
            name: of("name"),
            sex: of("sex"),
            birth: of("birth"),
            id_number: of("id_number"),
        };
        asked.people.insert(id, person);
    }
    (stay.to_owned(), asked)
}

#[derive(Template)]
#[template(path = "doubles_preview.html")]
struct Preview {
    b: Base,
    stay: HouseholdSeen,
    from: HouseholdSeen,
    out: Outcome,
    one: String,
    two: String,
    carried: Vec<(String, String)>,
}

impl Preview {
    fn birth(&self, birth: &Birth) -> String {
        match birth {
            Birth::Day(day) => self.b.day(day),
            Birth::Year(year) => year.to_string(),
            Birth::Unknown => "–".to_owned(),
        }
    }

    /// The end of the identity number somebody will bear.
    fn tail(&self, number_of: &str) -> String {
        let all = self.stay.members.iter().chain(&self.from.members);
        let bearer = all.into_iter().find(|member| member.id == number_of);
        bearer.map(tail).filter(|tail| !tail.is_empty()).unwrap_or_else(|| "–".to_owned())
    }
}

/// The one household that two become, before anything is written.
async fn preview(
    visit: &Visit,
    fields: &Fields,
    (one, two): (&str, &str),
    stay: &str,
    asked: &Merging,
) -> Result<Preview, Failure> {
    let read = read(visit, one, two, stay, asked).await?;
    let (guard, today) = (visit.guard.clone(), visit.today);
    let (stays, wish) = (stay.to_owned(), asked.clone());
    let out = visit
        .app
        .read(move |tx| {
            let into = store::register::household(tx, &stays)?.ok_or_else(Failure::not_found)?;
            guard.allow(tx, Act::MergeHouseholds, &into.hamlet_id)?;
            let from = store::register::household(tx, &wish.from)?.ok_or_else(Failure::not_found)?;
            guard.allow(tx, Act::MergeHouseholds, &from.hamlet_id)?;
            merges::can_be(tx, &guard, &into, &from, &wish)?;
            merges::decided(tx, &into, &from, &wish, today)
        })
        .await?;
    let carried = fields.typed().into_iter().filter(|(name, _)| !name.starts_with('_') && name != "act");
    Ok(Preview {
        b: Base::new(visit, "households"),
        stay: read.stay,
        from: read.from,
        out,
        one: one.to_owned(),
        two: two.to_owned(),
        carried: carried.collect(),
    })
}

/// Shows the one household that two become, or makes them one when that was seen.
pub async fn send(visit: Visit, Path((one, two)): Path<(String, String)>, Form(fields): Form) -> Answer {
    let (stay, asked) = asked_of(&fields, &one, &two);
    let failure = match fields.text("act") {
        "edit" => return page(&side_by_side(&visit, &[], &one, &two, &stay, asked).await?),
        "merge" => {
            let ask =
                Ask::new(Act::MergeHouseholds, fields.request_id(), &content(&visit, &format!("{one} {two}"), &fields));
            let (into, wish) = (stay.clone(), asked.clone());
            match visit.app.act(&visit.guard, ask, move |tx, ctx| merges::merge(tx, ctx, &into, &wish)).await {
                Ok(done) => {
                    let to = format!("/households/{}?undo=merge&from={}", done.household_id, done.from_id);
                    return go(&to, "households-merged", None);
                }
                Err(failure) => failure,
            }
        }
        _ => match preview(&visit, &fields, (&one, &two), &stay, &asked).await {
            Ok(preview) => return page(&preview),
            Err(failure) => failure,
        },
    };
    let (status, problems) = again(failure)?;
    page_with(status, &side_by_side(&visit, &problems, &one, &two, &stay, asked).await?)
}

/// Takes a merge back.
pub async fn unmerge(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let ask = Ask::new(Act::MergeHouseholds, fields.request_id(), &content(&visit, &id, &fields));
    let done = visit.app.act(&visit.guard, ask, move |tx, ctx| merges::undo(tx, ctx, &id)).await?;
    go(&format!("/households/duplicates/{}/{}", done.household_id, done.from_id), "households-unmerged", None)
}
