//! The description of the JSON face (OpenAPI 3.1), made from the handlers themselves.

use rules::problem::Problem;
use utoipa::OpenApi;
use utoipa::openapi::RefOr;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};

use super::{appraisals, decisions, verify};
use crate::failure::Answer;
use crate::visit::Visit;

/// One problem inside problem+json, and inside the report of a request about many items.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct OneProblem {
    /// Stable code.
    code: String,
    /// The field or cell it belongs to; empty for the whole request.
    field: String,
    /// Values in the sentence.
    args: std::collections::BTreeMap<String, String>,
    /// The sentence in the asked language.
    detail: String,
}

impl OneProblem {
    /// The problem with its sentence in the visitor's language.
    #[must_use]
    pub fn new(visit: &Visit, problem: &Problem) -> Self {
        Self {
            code: problem.code.clone(),
            field: problem.field.clone(),
            args: problem.args.clone(),
            detail: visit.app.words.problem(visit.lang, problem),
        }
    }
}

/// An error as RFC 9457 describes it.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes what answer.rs writes")]
pub struct ProblemDetails {
    /// Address that names the kind of problem; stable.
    r#type: String,
    /// The stable code of the first problem.
    title: String,
    /// HTTP status.
    status: u16,
    /// The sentence of the first problem in the asked language.
    detail: String,
    /// The path that was asked for.
    instance: String,
    /// All problems at once.
    problems: Vec<OneProblem>,
}

struct Bearer;

impl utoipa::Modify for Bearer {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let components = api.components.get_or_insert_with(Default::default);
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        components.add_security_scheme("token", scheme);
    }
}

struct Answers;

impl utoipa::Modify for Answers {
    /// Says of every answer what its status means, and that refusals come as problem+json.
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        for item in api.paths.paths.values_mut() {
            let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.delete];
            for operation in operations.into_iter().flatten() {
                for (status, answer) in &mut operation.responses.responses {
                    if let RefOr::T(answer) = answer {
                        describe(status, answer);
                    }
                }
            }
        }
    }
}

fn describe(status: &str, answer: &mut utoipa::openapi::Response) {
    if answer.description.is_empty() {
        let said = match status {
            "200" => "What was asked for, or what was done.",
            "201" => "Entered, or what an earlier request with the same key has entered.",
            "204" => "Done; there is nothing to say.",
            "400" => "The request cannot be read; the problems name the field.",
            "401" => "Sign in first.",
            "403" => "Your role does not allow this at this place.",
            "404" => "There is no such record.",
            "409" => "Somebody was faster, or a step is missing; the problems say which.",
            "422" => "Something in it is wrong; each problem names its field.",
            "429" => "Too many attempts; wait as long as Retry-After says.",
            _ => "Refused; the problems say why.",
        };
        said.clone_into(&mut answer.description);
    }
    if status.starts_with('4') {
        let content = std::mem::take(&mut answer.content);
        answer.content = content.into_iter().map(|(_, body)| ("application/problem+json".to_owned(), body)).collect();
    }
}

/// All of it. Each topic adds its handlers to `paths`.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Hoctap",
        version = "1",
        description = "Register, assess, appraise, recognise; figures with their records. Writes carry an Idempotency-Key: the same key twice is one request. Errors are problem+json. Lists give `next`, to be sent back as `cursor`. `lang` chooses vi, en or id for sentences.",
        license(name = "Apache-2.0")
    ),
    paths(
        super::criteria::list,
        super::criteria::show,
        super::assessments::registrations, super::assessments::list, super::assessments::one, super::assessments::save,
        super::assessments::submit, super::assessments::recall, super::assessments::withdraw,
        super::assessments::submissions,
        super::figures::show, super::figures::records,
        super::figures::list_published,
        super::figures::take, super::figures::one_published, super::figures::withdraw_published,
        super::figures::restore_published,
        super::places::search, super::places::one, super::places::children, super::places::lineage,
        super::places::keep::add_hamlets, super::places::keep::correct, super::places::keep::close, super::places::keep::reopen,
        super::places::keep::area,
        appraisals::make, appraisals::send_back, appraisals::reject, appraisals::reopen, appraisals::take_back,
        decisions::list, decisions::make, decisions::show, verify::show,
        super::audit::list,
        super::evidence::add, super::evidence::show, super::evidence::remove,
        super::account::sessions, super::account::end, super::account::end_others, super::account::password,
        super::people::keep::edit, super::people::keep::reset, super::people::keep::disable, super::people::keep::enable,
        super::session::begin, super::session::end, super::session::me,
        super::people::list, super::people::one, super::people::add, super::people::grant, super::people::end,
        super::templates::list, super::templates::add, super::templates::attempt, super::templates::one,
        super::templates::preview, super::templates::built_in, super::templates::built_in_preview, super::templates::choice,
        super::households::list,
        super::households::show,
        super::households::add,
        super::households::edit,
        super::households::people,
        super::households::add_member,
        super::households::edit_member,
        super::households::remove_member,
        super::households::restore_member,
        super::households::change_head,
        super::households::move_to,
        super::households::close,
        super::households::reopen,
        super::duplicates::list, super::duplicates::show, super::duplicates::apart, super::duplicates::together,
        super::duplicates::merge, super::duplicates::unmerge,
        super::imports::list,
        super::imports::add,
        super::imports::undo,
        super::imports::restore,
        super::imports::discard,
        super::imports::show,
        super::imports::decide,
        super::imports::apply,
        super::imports::tray,
        super::imports::put_right,
    ),
    components(schemas(ProblemDetails, OneProblem)),
    modifiers(&Bearer, &Answers),
    security(("token" = []))
)]
pub struct Api;

/// The description itself.
pub async fn show() -> Answer {
    super::give(Api::openapi())
}
