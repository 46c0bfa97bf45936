//! The forms about the people of a household.
//! Must not know what makes an entry right.

use askama::Template;
use axum::extract::Path;
use rules::access::Act;
use rules::problem::Problem;
use rules::register::{Birth, Relation};
use store::units::Unit;

use super::super::{Base, Faults, again, go, page, page_with};
use super::choices;
use super::forms::{base, content, plain, seen};
use crate::acts::register::households::NewMember;
use crate::acts::register::members::{self, Leaving, MemberEdit, NewHead, WHYS};
use crate::acts::register::see::{HouseholdSeen, MemberSeen};
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::forms::{Fields, Form};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "member.html")]
struct Edit {
    b: Base,
    faults: Faults,
    h: HouseholdSeen,
    path: Vec<Unit>,
    /// Absent for somebody new.
    member: Option<MemberSeen>,
    asked: MemberEdit,
    head: bool,
    relations: Vec<(String, String)>,
    sexes: Vec<(String, String)>,
}

impl Edit {
    fn title(&self) -> String {
        self.member.as_ref().map_or_else(|| self.b.t("household-add-member"), |member| member.name.clone())
    }

    fn action(&self) -> String {
        match &self.member {
            Some(member) => format!("/members/{}", member.id),
            None => format!("/households/{}/members", self.h.id),
        }
    }

    fn has_id(&self) -> bool {
        self.member.as_ref().is_some_and(|member| member.has_id)
    }

    fn id_hint(&self) -> String {
        match &self.member {
            Some(MemberSeen { has_id: true, id_tail: Some(tail), .. }) => {
                self.b.t1("member-id-hint-tail", "tail", tail)
            }
            Some(MemberSeen { has_id: true, .. }) => self.b.t("member-id-hint-kept"),
            _ => self.b.t("member-id-hint"),
        }
    }
}

/// The form for somebody new.
pub async fn new_member(visit: Visit, Path(id): Path<String>) -> Answer {
    page(&member_form(&visit, &[], &id, None, Some(MemberEdit::default())).await?)
}

/// The form for a member.
pub async fn member(visit: Visit, Path(id): Path<String>) -> Answer {
    let household = household_of(&visit, &id).await?;
    page(&member_form(&visit, &[], &household, Some(&id), None).await?)
}

/// The household a member belongs to.
async fn household_of(visit: &Visit, member_id: &str) -> Result<String, Failure> {
    let id = member_id.to_owned();
    let member = visit.app.read(move |tx| Ok::<_, Failure>(store::register::member(tx, &id)?)).await?;
    member.map(|member| member.household_id).ok_or_else(Failure::not_found)
}

async fn member_form(
    visit: &Visit,
    problems: &[Problem],
    household_id: &str,
    member_id: Option<&str>,
    asked: Option<MemberEdit>,
) -> Result<Edit, Failure> {
    let (h, path) = seen(visit, household_id, Act::EditRegister).await?;
    let member = match member_id {
        Some(id) => Some(h.members.iter().find(|one| one.id == id).cloned().ok_or_else(Failure::not_found)?),
        None => None,
    };
    let head = member.as_ref().is_some_and(|member| member.relation == Relation::Head.word());
    let stored = member.as_ref().map(|member| MemberEdit {
        name: member.name.clone(),
        relation: member.relation.clone(),
        sex: member.sex.clone(),
        birth: typed_birth(member.birth.as_deref().unwrap_or_default()),
        base_revision: Some(h.revision),
        ..MemberEdit::default()
    });
    let b = Base::new(visit, "households");
    let others = Relation::ALL.iter().filter(|one| **one != Relation::Head).map(|one| one.word());
    Ok(Edit {
        faults: Faults::new(visit, &plain(problems)),
        relations: choices(&b, "relation", others),
        sexes: choices(&b, "sex", ["male", "female"].into_iter()),
        asked: asked.or(stored).unwrap_or_default(),
        h,
        path,
        member,
        head,
        b,
    })
}

/// A birth as people type it.
fn typed_birth(stored: &str) -> String {
    match Birth::of(stored) {
        Some(Birth::Day(day)) => rules::text::day_text(day),
        _ => stored.to_owned(),
    }
}

fn member_of(fields: &Fields) -> MemberEdit {
    let text = |name: &str| fields.text(name).to_owned();
    MemberEdit {
        name: text("name"),
        relation: text("relation"),
        sex: text("sex"),
        birth: text("birth"),
        id_number: text("id_number"),
        clear_id: fields.has("clear_id"),
        base_revision: base(fields),
    }
}

/// Adds somebody.
pub async fn add_member(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let asked = member_of(&fields);
    let wish = NewMember {
        name: asked.name.clone(),
        relation: asked.relation.clone(),
        sex: asked.sex.clone(),
        birth: asked.birth.clone(),
        id_number: asked.id_number.clone(),
    };
    let ask = Ask::new(Act::EditRegister, fields.request_id(), &content(&visit, &id, &fields));
    let which = id.clone();
    match visit.app.act(&visit.guard, ask, move |tx, ctx| members::add(tx, ctx, &which, &wish)).await {
        Ok(_) if fields.text("act") == "next" => go(&format!("/households/{id}/members/new"), "member-added", None),
        Ok(_) => go(&format!("/households/{id}"), "member-added", None),
        Err(failure) => {
            let (status, problems) = again(failure)?;
            page_with(status, &member_form(&visit, &problems, &id, None, Some(asked)).await?)
        }
    }
}

/// Changes a member.
pub async fn edit_member(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let asked = member_of(&fields);
    let ask = Ask::new(Act::EditRegister, fields.request_id(), &content(&visit, &id, &fields));
    let (wish, which) = (asked.clone(), id.clone());
    match visit.app.act(&visit.guard, ask, move |tx, ctx| members::edit(tx, ctx, &which, &wish)).await {
        Ok(done) => go(&format!("/households/{}", done.household_id), "member-saved", None),
        Err(failure) => {
            let (status, problems) = again(failure)?;
            let household = household_of(&visit, &id).await?;
            page_with(status, &member_form(&visit, &problems, &household, Some(&id), Some(asked)).await?)
        }
    }
}

#[derive(Template)]
#[template(path = "member_remove.html")]
struct Remove {
    b: Base,
    faults: Faults,
    h: HouseholdSeen,
    path: Vec<Unit>,
    member: MemberSeen,
    asked: Leaving,
    whys: Vec<(String, String)>,
    head: bool,
}

/// The form for somebody who leaves.
pub async fn remove(visit: Visit, Path(id): Path<String>) -> Answer {
    let asked = Leaving { on: visit.today.to_string(), ..Leaving::default() };
    page(&remove_form(&visit, &[], &id, asked).await?)
}

async fn remove_form(visit: &Visit, problems: &[Problem], id: &str, asked: Leaving) -> Result<Remove, Failure> {
    let household = household_of(visit, id).await?;
    let (h, path) = seen(visit, &household, Act::EditRegister).await?;
    let member = h.members.iter().find(|one| one.id == id).cloned().ok_or_else(Failure::not_found)?;
    let b = Base::new(visit, "households");
    Ok(Remove {
        faults: Faults::new(visit, &plain(problems)),
        whys: choices(&b, "why", WHYS.iter().copied()),
        head: member.relation == Relation::Head.word(),
        b,
        h,
        path,
        member,
        asked,
    })
}

/// Ends a membership.
pub async fn remove_member(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let text = |name: &str| fields.text(name).to_owned();
    let asked = Leaving { why: text("why"), on: text("on"), reason: text("reason") };
    let ask = Ask::new(Act::EditRegister, fields.request_id(), &content(&visit, &id, &fields));
    let (wish, which) = (asked.clone(), id.clone());
    match visit.app.act(&visit.guard, ask, move |tx, ctx| members::remove(tx, ctx, &which, &wish)).await {
        Ok(done) => go(&format!("/households/{}?undo=member&member={id}", done.household_id), "member-removed", None),
        Err(failure) => {
            let (status, problems) = again(failure)?;
            page_with(status, &remove_form(&visit, &problems, &id, asked).await?)
        }
    }
}

/// Takes a removal back.
pub async fn restore_member(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let ask = Ask::new(Act::EditRegister, fields.request_id(), &content(&visit, &id, &fields));
    let done = visit.app.act(&visit.guard, ask, move |tx, ctx| members::restore(tx, ctx, &id)).await?;
    go(&format!("/households/{}", done.household_id), "member-restored", None)
}

#[derive(Template)]
#[template(path = "household_head.html")]
struct Head {
    b: Base,
    faults: Faults,
    h: HouseholdSeen,
    path: Vec<Unit>,
    next: Option<MemberSeen>,
    others: Vec<(MemberSeen, String)>,
    relations: Vec<(String, String)>,
}

impl Head {
    fn relation_field(&self, member: &MemberSeen) -> String {
        format!("relation.{}", member.id)
    }
}

/// Who is to be the head; with `?member=` also what everybody is to that one.
pub async fn head(visit: Visit, Path(id): Path<String>) -> Answer {
    let next = crate::visit::query_value(&visit.uri, "member").unwrap_or_default();
    page(&head_form(&visit, &[], &id, &next, None).await?)
}

async fn head_form(
    visit: &Visit,
    problems: &[Problem],
    id: &str,
    next: &str,
    asked: Option<&NewHead>,
) -> Result<Head, Failure> {
    let (h, path) = seen(visit, id, Act::EditRegister).await?;
    let next = h.members.iter().find(|one| one.id == next && one.relation != Relation::Head.word()).cloned();
    let was = next.as_ref().and_then(|next| Relation::of(&next.relation)).unwrap_or(Relation::Other);
    let others = h
        .members
        .iter()
        .filter(|one| next.as_ref().is_some_and(|next| next.id != one.id))
        .map(|one| {
            let typed = asked.and_then(|asked| asked.relations.get(&one.id)).cloned();
            let likely = Relation::of(&one.relation).unwrap_or(Relation::Other).under(was);
            (one.clone(), typed.unwrap_or_else(|| likely.word().to_owned()))
        })
        .collect();
    let b = Base::new(visit, "households");
    let words = Relation::ALL.iter().filter(|one| **one != Relation::Head).map(|one| one.word());
    Ok(Head {
        faults: Faults::new(visit, &plain(problems)),
        relations: choices(&b, "relation", words),
        b,
        h,
        path,
        next,
        others,
    })
}

/// Makes another member the head.
pub async fn change_head(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let asked = NewHead {
        member: fields.text("member").to_owned(),
        relations: fields.beginning("relation.").into_iter().collect(),
        base_revision: base(&fields),
    };
    let ask = Ask::new(Act::EditRegister, fields.request_id(), &content(&visit, &id, &fields));
    let (wish, which) = (asked.clone(), id.clone());
    match visit.app.act(&visit.guard, ask, move |tx, ctx| members::change_head(tx, ctx, &which, &wish)).await {
        Ok(_) => go(&format!("/households/{id}"), "head-changed", None),
        Err(failure) => {
            let (status, problems) = again(failure)?;
            page_with(status, &head_form(&visit, &problems, &id, &asked.member, Some(&asked)).await?)
        }
    }
}
