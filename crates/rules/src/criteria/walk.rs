//! Walks a whole set once: every text and every mark of trust with the place it stands at in the file.
//! Must not judge what it meets (`sane` does) nor know line numbers (`parse` does).

use super::{Body, CriteriaSet, Rule, Words};

/// One step into a parsed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Key(&'static str),
    At(usize),
}

/// A place in the file: `sections`, 0, `items`, 2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Path(pub(super) Vec<Step>);

impl Path {
    pub(super) fn key(&self, key: &'static str) -> Self {
        self.plus(Step::Key(key))
    }

    pub(super) fn row(&self, key: &'static str, at: usize) -> Self {
        self.key(key).plus(Step::At(at))
    }

    fn plus(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }
}

/// One mark of trust: an element, whether it is verified, and the reason if not.
pub(super) struct Trust<'a> {
    pub(super) path: Path,
    pub(super) about: &'static str,
    pub(super) code: String,
    pub(super) verified: bool,
    pub(super) reason: Option<&'a Words>,
}

/// Collects both kinds of finds on one walk.
#[derive(Default)]
pub(super) struct Found<'a> {
    pub(super) trusts: Vec<Trust<'a>>,
    pub(super) words: Vec<(Path, &'a Words)>,
}

impl<'a> Found<'a> {
    fn trust(&mut self, path: &Path, about: &'static str, code: &str, verified: bool, reason: Option<&'a Words>) {
        if let Some(reason) = reason {
            self.word(path, "reason", reason);
        }
        self.trusts.push(Trust { path: path.clone(), about, code: code.to_owned(), verified, reason });
    }

    fn word(&mut self, path: &Path, key: &'static str, words: &'a Words) {
        self.words.push((path.key(key), words));
    }
}

/// Every text and every mark of trust of the set, in the order of the file.
pub(super) fn walk(set: &CriteriaSet) -> Found<'_> {
    let mut found = Found::default();
    let root = Path::default();
    found.trust(&root, "set", &set.set, set.verified, set.reason.as_ref());
    found.word(&root, "title", &set.title);
    for (at, row) in set.legal_basis.iter().enumerate() {
        let path = root.row("legal_basis", at);
        for (key, words) in [("title", &row.title), ("note", &row.note)] {
            if let Some(words) = words {
                found.word(&path, key, words);
            }
        }
        found.trust(&path, "legal_basis", &row.number, row.verified, row.reason.as_ref());
    }
    for (name, rows) in [("authority", &set.authority), ("appraised_by", &set.appraised_by)] {
        for (at, row) in rows.iter().enumerate() {
            found.trust(&root.row(name, at), name, row.role.word(), row.verified, row.reason.as_ref());
        }
    }
    for (at, row) in set.deadlines.iter().enumerate() {
        found.trust(&root.row("deadlines", at), "deadline", row.duty.word(), row.verified, row.reason.as_ref());
    }
    if let Some(validity) = &set.validity {
        found.trust(&root.key("validity"), "validity", "", validity.verified, validity.reason.as_ref());
    }
    for (at, row) in set.traits.iter().enumerate() {
        found.word(&root.row("traits", at), "text", &row.text);
    }
    match &set.body {
        Body::Points(points) => walk_points(points, &mut found),
        Body::Targets(targets) => walk_targets(targets, &mut found),
    }
    for (at, example) in set.examples.iter().enumerate() {
        found.word(&root.row("example", at), "title", &example.title);
    }
    found
}

fn walk_points<'a>(points: &'a super::Points, found: &mut Found<'a>) {
    let root = Path::default();
    for (at, section) in points.sections.iter().enumerate() {
        let path = root.row("sections", at);
        found.word(&path, "title", &section.title);
        found.trust(&path, "section", &section.code, section.verified, section.reason.as_ref());
        for (at, item) in section.items.iter().enumerate() {
            let path = path.row("items", at);
            found.word(&path, "text", &item.text);
            found.word(&path, "guidance", &item.guidance);
            found.trust(&path, "item", &item.code, item.verified, item.reason.as_ref());
            if let Some(exempt) = &item.exempt {
                let path = path.key("exempt");
                found.word(&path, "when", &exempt.when);
                found.trust(&path, "exempt", &item.code, exempt.verified, exempt.reason.as_ref());
            }
        }
    }
    for (at, mark) in points.pass.iter().enumerate() {
        found.trust(&root.row("pass", at), "pass", mark.area.word(), mark.verified, mark.reason.as_ref());
    }
}

fn walk_targets<'a>(targets: &'a super::Targets, found: &mut Found<'a>) {
    let root = Path::default();
    for (at, level) in targets.levels.iter().enumerate() {
        found.word(&root.row("levels", at), "title", &level.title);
    }
    for (at, measure) in targets.measures.iter().enumerate() {
        found.word(&root.row("measures", at), "text", &measure.text);
    }
    for (at, criterion) in targets.criteria.iter().enumerate() {
        let path = root.row("criteria", at);
        found.word(&path, "title", &criterion.title);
        found.trust(&path, "criterion", &criterion.code, criterion.verified, criterion.reason.as_ref());
        for (at, target) in criterion.targets.iter().enumerate() {
            let path = path.row("targets", at);
            found.word(&path, "text", &target.text);
            found.word(&path, "guidance", &target.guidance);
            found.trust(&path, "target", &target.code, target.verified, target.reason.as_ref());
            walk_rule(&target.code, &target.rule, &path.key("rule"), found);
        }
    }
}

fn walk_rule<'a>(code: &str, rule: &'a Rule, path: &Path, found: &mut Found<'a>) {
    match rule {
        Rule::YesNo { .. } => {}
        Rule::Ratio { thresholds, .. } => {
            for (at, row) in thresholds.iter().enumerate() {
                found.trust(&path.row("thresholds", at), "threshold", code, row.verified, row.reason.as_ref());
            }
        }
        Rule::Choice { options, minimum } => {
            for (at, option) in options.iter().enumerate() {
                found.word(&path.row("options", at), "text", &option.text);
            }
            for (at, row) in minimum.iter().enumerate() {
                found.trust(&path.row("minimum", at), "threshold", code, row.verified, row.reason.as_ref());
            }
        }
    }
}
