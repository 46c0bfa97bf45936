//! Every paper that the program gives out, as it gives it out: written into `target/tmp/specimens` for `tests/papers`, which
//! holds them against veraPDF and zxing. A route that gives a PDF and has no row here fails.

use std::collections::BTreeSet;

use papers::kind::Kind;
use serde_json::json;

use super::fixture::commune;
use super::papers::decided;
use crate::kit::{LONG_HE, Site};

/// Routes that give no paper of their own: what another route of this table gives, by the same function.
const SAME: &[(&str, &str)] = &[
    ("/api/v1/templates/{id}/preview", "/templates/{id}/preview.pdf"),
    ("/api/v1/templates/built-in/{kind}/preview", "/templates/built-in/{kind}/preview.pdf"),
    ("/api/v1/templates/try", "/templates/{id}/preview.pdf"),
];

#[test]
fn every_paper_that_is_given_out_is_among_those_that_are_judged() {
    let site: &'static Site = Box::leak(Box::new(Site::new(false).unwrap()));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(written(site));
    drop(runtime);
    site.check();
}

async fn written(site: &Site) {
    let c = commune(site);
    let (decision, assessments, certificates) = decided(site, &c);
    let bring = "/api/v1/templates?place=03763&kind=minutes";
    let template = site.api_bytes(&c.officer, bring, "one", Kind::Minutes.built_in().as_bytes()).await.is(201);
    let template = template.json()["id"].as_str().unwrap().to_owned();
    let address = |code: &str| format!("{}/verify/{code}", site.app.config.public_url);
    let of_all: Vec<String> = certificates.iter().map(|code| address(code)).collect();
    // Pattern, what it is asked with, the codes on the first page.
    let mut asked: Vec<(&str, String, Vec<String>)> = Vec::new();
    for lang in ["vi", "en", "id"] {
        asked.extend([
            (
                "/decisions/{id}/decision.pdf",
                format!("/decisions/{decision}/decision.pdf?in={lang}"),
                vec![address(&decision)],
            ),
            (
                "/decisions/{id}/certificates.pdf",
                format!("/decisions/{decision}/certificates.pdf?in={lang}"),
                of_all[..1].to_vec(),
            ),
            (
                "/decisions/{id}/certificates.pdf",
                format!("/decisions/{decision}/certificates.pdf?per_page=4&in={lang}"),
                of_all.clone(),
            ),
            (
                "/assessments/{id}/certificate.pdf",
                format!("/assessments/{}/certificate.pdf?in={lang}", assessments[1]),
                of_all[1..2].to_vec(),
            ),
            ("/families/{year}/minutes.pdf", format!("/families/2026/minutes.pdf?hamlet={LONG_HE}&in={lang}"), vec![]),
            ("/figures/{place}/models.pdf", format!("/figures/03763/models.pdf?in={lang}"), vec![]),
            ("/figures/{place}/models.pdf", format!("/figures/14/models.pdf?in={lang}"), vec![]),
        ]);
    }
    for kind in Kind::ALL {
        let codes = match kind {
            Kind::Decision => vec![address("MAU0-MAU0-MAU0")],
            Kind::Certificate => (0..4).map(|at| address(&format!("MAU0-{:04}-{:04}", at + 1, at * 37))).collect(),
            Kind::Minutes | Kind::Models => vec![],
        };
        let path = format!("/templates/built-in/{}/preview.pdf?place=03763", kind.word());
        asked.push(("/templates/built-in/{kind}/preview.pdf", path, codes));
    }
    asked.push(("/templates/{id}/preview.pdf", format!("/templates/{template}/preview.pdf"), vec![]));

    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("specimens");
    std::fs::create_dir_all(&folder).unwrap();
    let mut list = Vec::new();
    for (at, (pattern, path, codes)) in asked.iter().enumerate() {
        let paper = site.get(Some(&c.officer), path).await.is(200);
        assert!(paper.body.starts_with(b"%PDF"), "{path}");
        let words = pattern.trim_matches('/').replace(['/', '{', '}'], "-");
        let name = format!("served-{:02}-{}", at + 1, words);
        let name = if name.ends_with(".pdf") { name } else { format!("{name}.pdf") };
        std::fs::write(folder.join(&name), &paper.body).unwrap();
        // Several codes on a page are those of a sheet of four certificates.
        list.push(json!({ "file": name, "codes": codes, "cards": codes.len() > 1 }));
    }
    std::fs::write(folder.join("specimens-served.json"), serde_json::to_string_pretty(&list).unwrap()).unwrap();

    let covered: BTreeSet<&str> = asked.iter().map(|row| row.0).collect();
    let covered = |path: &str| {
        let same = SAME.iter().find(|row| row.0 == path).map(|row| row.1);
        covered.contains(same.unwrap_or(path))
    };
    let routes = hoctap::routes::table();
    let mut missing: Vec<&str> =
        routes.iter().map(|route| route.path).filter(|path| path.ends_with(".pdf") && !covered(path)).collect();
    // What the JSON face says of itself: an answer that is a PDF.
    let api = site.get(None, "/api/v1/openapi.json").await.is(200).json();
    for (path, methods) in api["paths"].as_object().unwrap() {
        let gives =
            methods.as_object().unwrap().values().any(|one| one["responses"].to_string().contains("application/pdf"));
        if gives && !covered(path) {
            missing.push(path);
        }
    }
    assert!(missing.is_empty(), "no specimen of what these give: {missing:?}");
}
