//! Every route on one screen: method, path, the act whose right it needs, its handler. A route that is not here does not
//! exist; the access matrix walks this table.

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::IntoResponse as _;
use axum::routing::{MethodRouter, delete, get, post, put};
use rules::access::{Act, Needs};
use tower_http::timeout::TimeoutBody;

use crate::answer::{Face, Routed};
use crate::app::App;
use crate::{api, files, pages, visit};

/// A form with photos: 20 MB.
const PHOTOS: usize = 20 * 1024 * 1024;

/// One photo (8 MB), and room so that a larger one is told its limit.
const PHOTO: usize = 10 * 1024 * 1024;

/// A register's file, and room for the form around it so that a larger one is told its limit.
const REGISTER: usize = crate::acts::imports::LARGEST + 2 * 1024 * 1024;

/// One row of the table.
pub struct Route {
    /// GET, POST, PUT or DELETE.
    pub method: &'static str,
    /// The path, with `{names}` of its parts.
    pub path: &'static str,
    /// The act whose right its handler asks for.
    pub act: Act,
    handler: MethodRouter<App>,
}

fn row(method: &'static str, path: &'static str, act: Act, handler: MethodRouter<App>) -> Route {
    Route { method, path, act, handler }
}

/// The table.
#[must_use]
#[rustfmt::skip]
pub fn table() -> Vec<Route> {
    use Act::*;
    use pages::path;
    vec![
        // the public face
        row("GET", "/", SeePublic, get(pages::home::show)),
        row("GET", "/about", SeePublic, get(pages::home::about)),
        row("GET", "/style", SeePublic, get(pages::style::show)),
        row("GET", "/tour", SeePublic, get(pages::tour::show)),
        row("GET", "/tour/sample.xlsx", SeePublic, get(pages::tour::sample)),
        row("GET", "/static/{*name}", SeePublic, get(files::show)),
        // places
        row("GET", "/places", SeePublic, get(pages::places::search)),
        row("GET", "/places/{code}", SeePublic, get(pages::places::show)),
        row("POST", "/places/{code}/hamlets", ManageHamlets, post(pages::places::add)),
        row("GET", "/places/{code}/hamlets/import", ManageHamlets, get(pages::places::list::form)),
        row("POST", "/places/{code}/hamlets/import", ManageHamlets, post(pages::places::list::paste)),
        row("POST", "/places/{code}/hamlets/import/file", ManageHamlets, post(pages::places::list::upload).layer(DefaultBodyLimit::max(FILE))),
        row("GET", "/places/{code}/hamlets/template.xlsx", ManageHamlets, get(pages::places::list::template)),
        row("POST", "/places/{code}/correct", ManageHamlets, post(pages::places::correct)),
        row("POST", "/places/{code}/close", ManageHamlets, post(pages::places::close)),
        row("POST", "/places/{code}/reopen", ManageHamlets, post(pages::places::reopen)),
        row("POST", "/places/{code}/area", SetAreaClass, post(pages::places::area)),
        row("GET", "/criteria", SeePublic, get(pages::criteria::list)),
        row("GET", "/criteria/{set}/{version}", SeePublic, get(pages::criteria::show)),
        // figures
        row("GET", "/figures/{place}", SeePublic, get(pages::figures::show)),
        row("GET", "/figures/{place}/records", SeePublic, get(pages::figures::records::show)),
        row("GET", "/figures/{place}/models.pdf", SeePublic, get(pages::reports::models)),
        row("GET", "/published", SeePublic, get(pages::figures::published::show)),
        row("GET", "/published.xlsx", SeePublic, get(pages::figures::published::xlsx)),
        row("GET", "/published.csv", SeePublic, get(pages::figures::published::csv)),
        row("GET", "/published.json", SeePublic, get(pages::figures::published::json)),
        row("GET", "/published/import", ManagePublished, get(pages::figures::published::form)),
        row("POST", "/published/import", ManagePublished, post(pages::figures::published::confirm)),
        row("POST", "/published/import/file", ManagePublished, post(pages::figures::published::upload).layer(DefaultBodyLimit::max(FILE))),
        row("GET", "/published/{id}", SeePublic, get(pages::figures::withdraw::show)),
        row("POST", "/published/{id}/withdraw", ManagePublished, post(pages::figures::withdraw::withdraw)),
        row("POST", "/published/{id}/restore", ManagePublished, post(pages::figures::withdraw::restore)),
        // one's own account
        row("GET", "/sign-in", SeePublic, get(pages::account::sign_in)),
        row("POST", "/sign-in", SeePublic, post(pages::account::enter)),
        row("POST", "/sign-out", SeeOwnAccount, post(pages::account::leave)),
        row("GET", "/account", SeeOwnAccount, get(pages::account::show)),
        row("POST", "/account/password", SeeOwnAccount, post(pages::account::change_password)),
        row("POST", "/account/sessions/{id}/end", SeeOwnAccount, post(pages::account::end_session)),
        row("POST", "/account/sign-out-everywhere", SeeOwnAccount, post(pages::account::end_all)),
        row("GET", "/today", SeeOwnAccount, get(pages::today::show)),
        // the recognition path up to submission
        row("GET", "/families", SeeAssessments, get(path::hub::show)),
        row("GET", "/families/{year}/register", SeeAssessments, get(path::register::show)),
        row("POST", "/families/{year}/register", RegisterFamilies, post(path::register::send)),
        row("GET", "/families/{year}/assess", SeeAssessments, get(path::list::show)),
        row("POST", "/families/{year}/assess", SubmitAssessment, post(path::list::send)),
        row("GET", "/families/{year}/grid", SelfAssess, get(path::grid::show)),
        row("POST", "/families/{year}/grid", SelfAssess, post(path::grid::send)),
        row("GET", "/families/{year}/paper", SeeAssessments, get(path::paper::show)),
        row("GET", "/assessments/{id}", SeeAssessments, get(path::story::show)),
        row("GET", "/assessments/{id}/form", SelfAssess, get(path::form::show)),
        row("POST", "/assessments/{id}/form", SelfAssess, post(path::form::send).layer(DefaultBodyLimit::max(PHOTOS))),
        row("POST", "/assessments/{id}/submit", SubmitAssessment, post(path::story::submit)),
        row("POST", "/assessments/{id}/recall", SubmitAssessment, post(path::story::recall)),
        row("POST", "/assessments/{id}/withdraw", RegisterFamilies, post(path::story::withdraw)),
        row("GET", "/evidence/{id}", SeeAssessments, get(path::evidence::show)),
        row("POST", "/api/v1/registrations", RegisterFamilies, post(api::assessments::registrations)),
        row("GET", "/api/v1/assessments", SeeAssessments, get(api::assessments::list)),
        row("GET", "/api/v1/assessments/{id}", SeeAssessments, get(api::assessments::one)),
        row("PUT", "/api/v1/assessments/{id}/answers", SelfAssess, put(api::assessments::save)),
        row("POST", "/api/v1/assessments/{id}/submit", SubmitAssessment, post(api::assessments::submit)),
        row("POST", "/api/v1/assessments/{id}/recall", SubmitAssessment, post(api::assessments::recall)),
        row("POST", "/api/v1/assessments/{id}/withdraw", RegisterFamilies, post(api::assessments::withdraw)),
        row("POST", "/api/v1/submissions", SubmitAssessment, post(api::assessments::submissions)),
        // people of the system
        row("GET", "/setup", SeePublic, get(pages::setup::show)),
        row("POST", "/setup", SeePublic, post(pages::setup::begin)),
        row("GET", "/people", ManagePeople, get(pages::people::show)),
        row("GET", "/people.xlsx", ManagePeople, get(pages::people::xlsx)),
        row("GET", "/people.csv", ManagePeople, get(pages::people::csv)),
        row("POST", "/people", ManagePeople, post(pages::people::add)),
        row("GET", "/people/new", ManagePeople, get(pages::people::new)),
        row("GET", "/people/{id}", ManagePeople, get(pages::people::one::show)),
        row("POST", "/people/{id}", ManagePeople, post(pages::people::one::edit)),
        row("POST", "/people/{id}/roles", ManagePeople, post(pages::people::one::grant)),
        row("POST", "/people/{id}/roles/{role}/end", ManagePeople, post(pages::people::one::end)),
        row("POST", "/people/{id}/password", ManagePeople, post(pages::people::one::reset)),
        row("POST", "/people/{id}/disable", ManagePeople, post(pages::people::one::disable)),
        row("POST", "/people/{id}/enable", ManagePeople, post(pages::people::one::enable)),
        // the household register
        row("GET", "/households", SeeRegister, get(pages::households::list)),
        row("GET", "/households.xlsx", ExportRegister, get(pages::households::xlsx)),
        row("GET", "/households.csv", ExportRegister, get(pages::households::csv)),
        row("GET", "/households/people", SeeRegister, get(pages::households::people)),
        row("GET", "/households/new", EditRegister, get(pages::households::new)),
        row("POST", "/households", EditRegister, post(pages::households::add)),
        row("GET", "/households/duplicates", SeeRegister, get(pages::households::duplicates)),
        row("GET", "/households/duplicates/{one}/{two}", SeeRegister, get(pages::households::pair)),
        row("POST", "/households/duplicates/{one}/{two}/apart", TellApart, post(pages::households::apart)),
        row("POST", "/households/duplicates/{one}/{two}/together", TellApart, post(pages::households::together)),
        row("POST", "/households/duplicates/{one}/{two}/merge", MergeHouseholds, post(pages::households::merge)),
        row("POST", "/households/{id}/unmerge", MergeHouseholds, post(pages::households::unmerge)),
        row("GET", "/households/{id}", SeeRegister, get(pages::households::show)),
        row("GET", "/households/{id}/edit", EditRegister, get(pages::households::edit)),
        row("POST", "/households/{id}/edit", EditRegister, post(pages::households::save)),
        row("GET", "/households/{id}/members/new", EditRegister, get(pages::households::new_member)),
        row("POST", "/households/{id}/members", EditRegister, post(pages::households::add_member)),
        row("GET", "/households/{id}/head", EditRegister, get(pages::households::head)),
        row("POST", "/households/{id}/head", EditRegister, post(pages::households::change_head)),
        row("GET", "/members/{id}", EditRegister, get(pages::households::member)),
        row("POST", "/members/{id}", EditRegister, post(pages::households::edit_member)),
        row("GET", "/members/{id}/remove", EditRegister, get(pages::households::remove)),
        row("POST", "/members/{id}/remove", EditRegister, post(pages::households::remove_member)),
        row("POST", "/members/{id}/restore", EditRegister, post(pages::households::restore_member)),
        row("GET", "/households/{id}/move", MoveHousehold, get(pages::households::moving)),
        row("POST", "/households/{id}/move", MoveHousehold, post(pages::households::move_to)),
        row("GET", "/households/{id}/close", CloseHousehold, get(pages::households::closing)),
        row("POST", "/households/{id}/close", CloseHousehold, post(pages::households::close)),
        row("GET", "/households/{id}/reopen", CloseHousehold, get(pages::households::reopening)),
        row("POST", "/households/{id}/reopen", CloseHousehold, post(pages::households::reopen)),
        row("GET", "/imports", ImportRegister, get(pages::imports::list)),
        row("GET", "/imports/new", ImportRegister, get(pages::imports::new)),
        row("GET", "/imports/template.xlsx", ImportRegister, get(pages::imports::template)),
        row("POST", "/imports", ImportRegister, post(pages::imports::add).layer(DefaultBodyLimit::max(REGISTER))),
        row("GET", "/imports/{id}", ImportRegister, get(pages::imports::show)),
        row("POST", "/imports/{id}", ImportRegister, post(pages::imports::decide)),
        row("POST", "/imports/{id}/apply", ImportRegister, post(pages::imports::apply)),
        row("GET", "/imports/{id}/tray", ImportRegister, get(pages::imports::tray)),
        row("POST", "/imports/{id}/tray", ImportRegister, post(pages::imports::put_right)),
        row("POST", "/imports/{id}/undo", ImportRegister, post(pages::imports::undo)),
        row("POST", "/imports/{id}/discard", ImportRegister, post(pages::imports::discard)),
        row("POST", "/imports/{id}/restore", ImportRegister, post(pages::imports::restore)),
        row("GET", "/imports/{id}/marked.xlsx", ImportRegister, get(pages::imports::marked)),
        row("GET", "/imports/{id}/problems.xlsx", ImportRegister, get(pages::imports::problems)),
        // the audit trail
        row("GET", "/audit", SeeAudit, get(pages::audit::show)),
        row("GET", "/audit.xlsx", SeeAudit, get(pages::audit::xlsx)),
        row("GET", "/audit.csv", SeeAudit, get(pages::audit::csv)),
        row("GET", "/api/v1/audit", SeeAudit, get(api::audit::list)),
        // the running of the site
        row("GET", "/healthz", SeePublic, get(pages::operations::health::alive)),
        row("GET", "/readyz", SeePublic, get(pages::operations::health::ready)),
        row("GET", "/metrics", SeePublic, get(pages::operations::health::metrics)),
        row("GET", "/operations", Operate, get(pages::operations::show)),
        row("POST", "/operations/{work}/start", Operate, post(pages::operations::start)),
        // the JSON face
        row("GET", "/api/v1/places", SeePublic, get(api::places::search)),
        row("GET", "/api/v1/places/{code}", SeePublic, get(api::places::one)),
        row("GET", "/api/v1/places/{code}/children", SeePublic, get(api::places::children)),
        row("GET", "/api/v1/places/{code}/lineage", SeePublic, get(api::places::lineage)),
        row("POST", "/api/v1/places/{code}/hamlets", ManageHamlets, post(api::places::keep::add_hamlets)),
        row("PUT", "/api/v1/places/{code}", ManageHamlets, put(api::places::keep::correct)),
        row("POST", "/api/v1/places/{code}/close", ManageHamlets, post(api::places::keep::close)),
        row("POST", "/api/v1/places/{code}/reopen", ManageHamlets, post(api::places::keep::reopen)),
        row("POST", "/api/v1/places/{code}/area-class", SetAreaClass, post(api::places::keep::area)),
        // appraisal and decision
        row("GET", "/families/{year}/appraise", Appraise, get(path::appraise::show)),
        row("POST", "/families/{year}/appraise", Appraise, post(path::appraise::send)),
        row("GET", "/assessments/{id}/appraise", Appraise, get(path::verdict::show)),
        row("POST", "/assessments/{id}/appraise", Appraise, post(path::verdict::send)),
        row("GET", "/families/{year}/minutes.pdf", SeeAssessments, get(pages::reports::minutes)),
        row("GET", "/families/{year}/decide", Decide, get(path::decide::show)),
        row("POST", "/families/{year}/decide", Decide, post(path::decide::send)),
        // decisions, their papers, and the public check of a paper
        row("GET", "/decisions", SeeDecisions, get(pages::decisions::list)),
        row("GET", "/decisions/{id}", SeeDecisions, get(pages::decisions::show)),
        row("GET", "/decisions/{id}/print", SeeDecisions, get(pages::decisions::print)),
        row("GET", "/decisions/{id}/decision.pdf", SeeDecisions, get(pages::decisions::decision_pdf)),
        row("GET", "/decisions/{id}/certificates.pdf", SeeDecisions, get(pages::decisions::certificates_pdf)),
        row("GET", "/assessments/{id}/certificate.pdf", SeeDecisions, get(pages::decisions::certificate_pdf)),
        row("GET", "/certificates/{id}", SeeDecisions, get(pages::certificates::show)),
        row("POST", "/certificates/{id}/revoke", Revoke, post(pages::certificates::take_back)),
        // templates of papers
        row("GET", "/templates", ManageTemplates, get(pages::templates::show)),
        row("POST", "/templates", ManageTemplates, post(pages::templates::add)),
        row("POST", "/templates/choose", ManageTemplates, post(pages::templates::choice)),
        row("GET", "/templates/built-in/{kind}/template.typ", ManageTemplates, get(pages::templates::built_in)),
        row("GET", "/templates/built-in/{kind}/preview.pdf", ManageTemplates, get(pages::templates::built_in_preview)),
        row("GET", "/templates/{id}", ManageTemplates, get(pages::templates::one)),
        row("GET", "/templates/{id}/template.typ", ManageTemplates, get(pages::templates::download)),
        row("GET", "/templates/{id}/preview.pdf", ManageTemplates, get(pages::templates::preview)),
        row("GET", "/api/v1/templates", ManageTemplates, get(api::templates::list)),
        row("POST", "/api/v1/templates", ManageTemplates, post(api::templates::add)),
        row("POST", "/api/v1/templates/try", ManageTemplates, post(api::templates::attempt)),
        row("PUT", "/api/v1/templates/choice", ManageTemplates, put(api::templates::choice)),
        row("GET", "/api/v1/templates/built-in/{kind}", ManageTemplates, get(api::templates::built_in)),
        row("GET", "/api/v1/templates/built-in/{kind}/preview", ManageTemplates, get(api::templates::built_in_preview)),
        row("GET", "/api/v1/templates/{id}", ManageTemplates, get(api::templates::one)),
        row("GET", "/api/v1/templates/{id}/preview", ManageTemplates, get(api::templates::preview)),
        row("GET", "/verify", SeePublic, get(pages::verify::form)),
        row("GET", "/verify/{id}", SeePublic, get(pages::verify::show)),
        // the JSON face of appraisal, decisions and the check
        row("POST", "/api/v1/appraisals", Appraise, post(api::appraisals::make)),
        row("POST", "/api/v1/assessments/{id}/return", Appraise, post(api::appraisals::send_back)),
        row("POST", "/api/v1/assessments/{id}/reject", Appraise, post(api::appraisals::reject)),
        row("POST", "/api/v1/assessments/{id}/reopen", Appraise, post(api::appraisals::reopen)),
        row("POST", "/api/v1/assessments/{id}/revoke", Revoke, post(api::appraisals::take_back)),
        row("GET", "/api/v1/decisions", SeeDecisions, get(api::decisions::list)),
        row("POST", "/api/v1/decisions", Decide, post(api::decisions::make)),
        row("GET", "/api/v1/decisions/{id}", SeeDecisions, get(api::decisions::show)),
        row("GET", "/api/v1/verify/{code}", SeePublic, get(api::verify::show)),
        row("POST", "/api/v1/session", SeePublic, post(api::session::begin)),
        row("DELETE", "/api/v1/session", SeeOwnAccount, delete(api::session::end)),
        row("GET", "/api/v1/me", SeeOwnAccount, get(api::session::me)),
        row("GET", "/api/v1/people", ManagePeople, get(api::people::list)),
        row("POST", "/api/v1/people", ManagePeople, post(api::people::add)),
        row("GET", "/api/v1/people/{id}", ManagePeople, get(api::people::one)),
        row("POST", "/api/v1/people/{id}/roles", ManagePeople, post(api::people::grant)),
        row("DELETE", "/api/v1/roles/{id}", ManagePeople, delete(api::people::end)),
        row("PUT", "/api/v1/people/{id}", ManagePeople, put(api::people::keep::edit)),
        row("POST", "/api/v1/people/{id}/password", ManagePeople, post(api::people::keep::reset)),
        row("POST", "/api/v1/people/{id}/disable", ManagePeople, post(api::people::keep::disable)),
        row("POST", "/api/v1/people/{id}/enable", ManagePeople, post(api::people::keep::enable)),
        row("PUT", "/api/v1/me/password", SeeOwnAccount, put(api::account::password)),
        row("GET", "/api/v1/sessions", SeeOwnAccount, get(api::account::sessions)),
        row("DELETE", "/api/v1/sessions", SeeOwnAccount, delete(api::account::end_others)),
        row("DELETE", "/api/v1/sessions/{id}", SeeOwnAccount, delete(api::account::end)),
        row("POST", "/api/v1/assessments/{id}/evidence", SelfAssess, post(api::evidence::add).layer(DefaultBodyLimit::max(PHOTO))),
        row("GET", "/api/v1/evidence/{id}", SeeAssessments, get(api::evidence::show)),
        row("DELETE", "/api/v1/evidence/{id}", SelfAssess, delete(api::evidence::remove)),
        row("GET", "/api/v1/imports", ImportRegister, get(api::imports::list)),
        row("GET", "/api/v1/households", SeeRegister, get(api::households::list)),
        row("POST", "/api/v1/households", EditRegister, post(api::households::add)),
        row("GET", "/api/v1/households/{id}", SeeRegister, get(api::households::show)),
        row("PUT", "/api/v1/households/{id}", EditRegister, put(api::households::edit)),
        row("POST", "/api/v1/households/{id}/members", EditRegister, post(api::households::add_member)),
        row("POST", "/api/v1/households/{id}/head", EditRegister, post(api::households::change_head)),
        row("POST", "/api/v1/households/{id}/move", MoveHousehold, post(api::households::move_to)),
        row("POST", "/api/v1/households/{id}/close", CloseHousehold, post(api::households::close)),
        row("POST", "/api/v1/households/{id}/reopen", CloseHousehold, post(api::households::reopen)),
        row("GET", "/api/v1/duplicates", SeeRegister, get(api::duplicates::list)),
        row("GET", "/api/v1/duplicates/{one}/{two}", SeeRegister, get(api::duplicates::show)),
        row("PUT", "/api/v1/duplicates/{one}/{two}/apart", TellApart, put(api::duplicates::apart)),
        row("DELETE", "/api/v1/duplicates/{one}/{two}/apart", TellApart, delete(api::duplicates::together)),
        row("POST", "/api/v1/households/{id}/merge", MergeHouseholds, post(api::duplicates::merge)),
        row("POST", "/api/v1/households/{id}/unmerge", MergeHouseholds, post(api::duplicates::unmerge)),
        row("GET", "/api/v1/members", SeeRegister, get(api::households::people)),
        row("PUT", "/api/v1/members/{id}", EditRegister, put(api::households::edit_member)),
        row("DELETE", "/api/v1/members/{id}", EditRegister, delete(api::households::remove_member)),
        row("POST", "/api/v1/imports", ImportRegister, post(api::imports::add).layer(DefaultBodyLimit::max(REGISTER))),
        row("GET", "/api/v1/imports/{id}", ImportRegister, get(api::imports::show)),
        row("PUT", "/api/v1/imports/{id}", ImportRegister, put(api::imports::decide)),
        row("POST", "/api/v1/imports/{id}/apply", ImportRegister, post(api::imports::apply)),
        row("GET", "/api/v1/imports/{id}/tray", ImportRegister, get(api::imports::tray)),
        row("PUT", "/api/v1/imports/{id}/tray", ImportRegister, put(api::imports::put_right)),
        row("POST", "/api/v1/imports/{id}/undo", ImportRegister, post(api::imports::undo)),
        row("POST", "/api/v1/imports/{id}/restore", ImportRegister, post(api::imports::restore)),
        row("DELETE", "/api/v1/imports/{id}", ImportRegister, delete(api::imports::discard)),
        row("POST", "/api/v1/members/{id}/restore", EditRegister, post(api::households::restore_member)),
        row("GET", "/api/v1/criteria", SeePublic, get(api::criteria::list)),
        row("GET", "/api/v1/criteria/{set}/{version}", SeePublic, get(api::criteria::show)),
        row("GET", "/api/v1/figures/{place}", SeePublic, get(api::figures::show)),
        row("GET", "/api/v1/figures/{place}/records", SeeRecords, get(api::figures::records)),
        row("GET", "/api/v1/published", SeePublic, get(api::figures::list_published)),
        row("POST", "/api/v1/published", ManagePublished, post(api::figures::take)),
        row("GET", "/api/v1/published/{id}", SeePublic, get(api::figures::one_published)),
        row("POST", "/api/v1/published/{id}/withdraw", ManagePublished, post(api::figures::withdraw_published)),
        row("POST", "/api/v1/published/{id}/restore", ManagePublished, post(api::figures::restore_published)),
        row("GET", "/api/v1/openapi.json", SeePublic, get(api::openapi::show)),
    ]
}

/// Method and path of each row, for what counts them.
#[must_use]
pub fn names() -> Vec<(&'static str, &'static str)> {
    table().iter().map(|route| (route.method, route.path)).collect()
}

/// The largest file a page takes, with the fields beside it.
const FILE: usize = 21 << 20;

/// A body of which nothing more has come for so long is given up.
const BODY: std::time::Duration = std::time::Duration::from_secs(30);

/// The router: the table, the layer that knows the visitor, limits of size.
pub fn router(app: App) -> Router {
    let mut router = Router::new();
    for (at, route) in table().into_iter().enumerate() {
        let metered = app.clone();
        let face = if route.path.starts_with("/api/") { Face::Api } else { Face::Page };
        let routed = Routed { face, public: route.act.needs() == Needs::Nothing };
        let handler = route.handler.layer(from_fn(move |request: Request, next: Next| {
            let app = metered.clone();
            async move {
                let took = crate::clock::Stopwatch::start();
                let visit = request.extensions().get::<visit::Visit>();
                let held = visit.and_then(|visit| visit::held_back(visit, routed.public, route.path));
                let mut response = match held {
                    Some(failure) => failure.into_response(),
                    None => next.run(request).await,
                };
                app.meter.count(at, response.status().as_u16(), took.elapsed(), app.clock.now());
                response.extensions_mut().insert(routed);
                response
            }
        }));
        router = router.route(route.path, handler);
    }
    router
        .fallback(|| async { crate::failure::Failure::not_found() })
        .method_not_allowed_fallback(|| async { crate::failure::Failure::not_found() })
        .layer(DefaultBodyLimit::max(2 * 1024 * 1024))
        .layer(from_fn_with_state(app.clone(), visit::enter))
        // A body that stops coming is given up, so that slow senders hold nobody's place.
        .layer(
            tower::ServiceBuilder::new()
                .layer(tower_http::timeout::RequestBodyTimeoutLayer::new(BODY))
                .map_request(|request: http::Request<TimeoutBody<Body>>| request.map(Body::new)),
        )
        .layer(tower_http::compression::CompressionLayer::new())
        .with_state(app)
}
