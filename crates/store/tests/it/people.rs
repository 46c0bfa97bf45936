//! Accounts, roles, sessions, failed sign-ins, receipts and the audit trail.
//! Must not know passwords or rights.

use rules::access::Role;
use rules::basics::{Day, Moment};
use store::audit::{Filter, Scope};
use store::people::{self, AccountFilter, RoleGrant, Session};
use store::receipts::{self, Receipt};
use store::{Error, args};

use crate::kit::{AT, SEAL, both, day, read, write};
use crate::site::{self, CHAIR, COMMUNE, COUNTRY, HAMLET, HEAD, OFFICER, OTHER_COMMUNE};

fn grant(id: &str, account: &str, role: Role, unit: &str, since: &str, until: Day) -> RoleGrant {
    RoleGrant {
        id: id.to_owned(),
        account_id: account.to_owned(),
        role,
        unit_id: unit.to_owned(),
        unit_name: String::new(),
        since: day(since),
        until,
        legal_basis: "12/QĐ-UBND".to_owned(),
    }
}

#[test]
fn an_account_comes_back_and_changes_under_its_lock() {
    both(|db| {
        site::fill(db);
        let account = read(db, |tx| people::account_by_login(tx, "officer")).unwrap();
        assert_eq!((account.id.as_str(), account.name.as_str()), (OFFICER, "Nguyễn Văn Hùng"));
        assert_eq!((account.must_change, account.synthetic, account.disabled_at), (false, true, None));
        write(db, |tx| {
            let mut account = people::lock_account(tx, OFFICER)?.unwrap();
            account.title = "Công chức".to_owned();
            account.must_change = true;
            account.disabled_at = Some(AT);
            people::update_account(tx, &account)
        });
        let account = read(db, |tx| people::account(tx, OFFICER)).unwrap();
        assert_eq!((account.title.as_str(), account.must_change), ("Công chức", true));
        assert_eq!((account.disabled_at, account.revision), (Some(AT), 2));
        write(db, |tx| people::set_language(tx, OFFICER, "id"));
        assert_eq!(read(db, |tx| people::account(tx, OFFICER)).unwrap().language, "id");
        assert_eq!(read(db, people::count_accounts), 3);
        assert!(read(db, |tx| people::account_by_login(tx, "nobody")).is_none());
        let taken = db.write(|tx| people::add_account(tx, &site::account("other", "officer", "Khác")));
        assert!(matches!(taken, Err(Error::Clash(_))), "{taken:?}");
    });
}

#[test]
fn a_role_holds_from_its_first_to_its_last_day() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            people::add_grant(tx, &grant("g1", CHAIR, Role::CommuneChair, COMMUNE, "2026-01-01", Day::FOREVER))?;
            people::add_grant(tx, &grant("g2", OFFICER, Role::CommuneChair, COMMUNE, "2025-07-01", day("2025-12-31")))
        });
        let holders = |on: &str| -> Vec<String> {
            read(db, |tx| people::holders(tx, COMMUNE, Role::CommuneChair, day(on)))
                .into_iter()
                .map(|(account, _)| account.id)
                .collect()
        };
        assert_eq!(holders("2025-12-31"), [OFFICER]);
        assert_eq!(holders("2026-01-01"), [CHAIR]);
        assert_eq!(holders("2025-06-30"), Vec::<String>::new());
        let grants = read(db, |tx| people::grants(tx, CHAIR));
        assert_eq!(
            (grants[0].unit_name.as_str(), grants[0].legal_basis.as_str()),
            ("ward Điện Biên Phủ", "12/QĐ-UBND")
        );
        assert_eq!(grants[0].grant().unit_id, COMMUNE);
        write(db, |tx| people::end_grant(tx, "g1", day("2026-06-30")));
        assert_eq!(holders("2026-07-01"), Vec::<String>::new());
        let count = |on: &str| read(db, |tx| people::count_holders(tx, Role::CommuneChair, day(on)));
        assert_eq!((count("2026-06-30"), count("2026-07-01")), (1, 0));
        write(db, |tx| {
            let mut account = people::lock_account(tx, CHAIR)?.unwrap();
            account.disabled_at = Some(AT);
            people::update_account(tx, &account)
        });
        assert_eq!(count("2026-06-30"), 0, "a closed account holds nothing");
    });
}

#[test]
fn people_are_listed_where_they_hold_a_role_and_at_the_country_when_they_hold_none() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            people::add_grant(tx, &grant("g1", HEAD, Role::HamletHead, HAMLET, "2026-01-01", Day::FOREVER))?;
            people::add_grant(
                tx,
                &grant("g2", OFFICER, Role::CommuneOfficer, OTHER_COMMUNE, "2026-01-01", Day::FOREVER),
            )
        });
        let logins = |unit: &str, after: &str, limit| -> Vec<String> {
            read(db, |tx| people::list_accounts(tx, unit, after, limit)).into_iter().map(|one| one.login).collect()
        };
        assert_eq!(logins(COMMUNE, "", 10), ["head"]);
        assert_eq!(logins(OTHER_COMMUNE, "", 10), ["officer"]);
        assert_eq!(logins(COUNTRY, "", 10), ["chair", "head", "officer"]);
        assert_eq!(logins(COUNTRY, "chair", 1), ["head"]);
    });
}

#[test]
fn people_are_found_by_words_role_and_state() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            people::add_grant(tx, &grant("g1", HEAD, Role::HamletHead, HAMLET, "2026-01-01", day("2026-06-30")))?;
            people::add_grant(tx, &grant("g2", OFFICER, Role::CommuneOfficer, COMMUNE, "2026-01-01", Day::FOREVER))?;
            let mut account = people::lock_account(tx, HEAD)?.unwrap();
            account.disabled_at = Some(AT);
            account.name = "Lường Thị Đào".to_owned();
            people::update_account(tx, &account)
        });
        let found = |words: &str, role: &str, state: &str, on: &str, scope: &str| -> Vec<String> {
            let filter = AccountFilter {
                scope: scope.to_owned(),
                words: words.to_owned(),
                role: role.to_owned(),
                state: state.to_owned(),
                on: day(on),
                after: String::new(),
                limit: 10,
            };
            read(db, move |tx| people::find_accounts(tx, &filter)).into_iter().map(|one| one.login).collect()
        };
        let none = Vec::<String>::new();
        assert_eq!(found("", "", "", "2026-03-01", COMMUNE), ["head", "officer"]);
        assert_eq!(found("", "", "", "2026-03-01", COUNTRY), ["chair", "head", "officer"]);
        assert_eq!(found("", "", "", "2026-03-01", OTHER_COMMUNE), none);
        assert_eq!(found("dao luong", "", "", "2026-03-01", COMMUNE), ["head"], "a new name is found at once");
        assert_eq!(found("van hung", "", "", "2026-03-01", COMMUNE), ["officer"]);
        assert_eq!(found("offi", "", "", "2026-03-01", COMMUNE), ["officer"], "by login");
        assert_eq!(found("", "hamlet_head", "", "2026-06-30", COMMUNE), ["head"]);
        assert_eq!(found("", "hamlet_head", "", "2026-07-01", COMMUNE), none, "its role has ended");
        assert_eq!(found("", "", "open", "2026-03-01", COMMUNE), ["officer"]);
        assert_eq!(found("", "", "disabled", "2026-03-01", COMMUNE), ["head"]);
    });
}

#[test]
fn those_who_govern_besides_one_are_counted_at_the_place_itself() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            people::add_grant(tx, &grant("g1", CHAIR, Role::Administrator, COUNTRY, "2026-01-01", Day::FOREVER))?;
            people::add_grant(
                tx,
                &grant("g2", OFFICER, Role::Administrator, COUNTRY, "2026-01-01", day("2026-06-30")),
            )?;
            people::add_grant(tx, &grant("g3", HEAD, Role::Administrator, COMMUNE, "2026-01-01", Day::FOREVER))?;
            people::lock_governors(tx)
        });
        let others = |on: &str| {
            let days = (day("2026-06-01"), day(on));
            read(db, move |tx| people::other_governors(tx, COUNTRY, Role::Administrator, CHAIR, days))
        };
        assert_eq!((others("2026-06-30"), others("2026-07-01")), (1, 0), "until then, and no longer");
        assert_eq!(read(db, |tx| people::grant(tx, "g2")).unwrap().account_id, OFFICER);
        write(db, |tx| people::drop_grant(tx, "g2"));
        assert!(read(db, |tx| people::grant(tx, "g2")).is_none());
        assert_eq!(others("2026-06-30"), 0);
    });
}

#[test]
fn a_session_runs_until_it_is_ended_or_runs_out() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            for (n, token) in ["t0", "t1", "t2"].into_iter().enumerate() {
                let n = i64::try_from(n).unwrap();
                let session = Session {
                    id: format!("s{n}"),
                    account_id: HEAD.to_owned(),
                    device: "Firefox".to_owned(),
                    created_at: Moment(100),
                    seen_at: Moment(100 + n),
                    expires_at: Moment(200),
                };
                people::add_session(tx, &session, token)?;
            }
            Ok(())
        });
        let known = |token: &str, now| read(db, |tx| people::session_by_token(tx, token, Moment(now))).is_some();
        assert!(known("t1", 199) && !known("t1", 200) && !known("t9", 100));
        write(db, |tx| people::touch_session(tx, "s0", Moment(150), Moment(300)));
        let listed: Vec<_> =
            read(db, |tx| people::sessions(tx, HEAD, Moment(150))).into_iter().map(|one| one.id).collect();
        assert_eq!(listed, ["s0", "s2", "s1"]);
        assert!(known("t0", 250));
        assert_eq!(write(db, |tx| people::end_session(tx, OFFICER, "s1")), 0, "only one's own");
        assert_eq!(write(db, |tx| people::end_session(tx, HEAD, "s1")), 1);
        assert_eq!(write(db, |tx| people::end_sessions(tx, HEAD, "s0")), 1);
        assert_eq!(write(db, |tx| people::forget_sessions(tx, Moment(299))), 0);
        assert_eq!(write(db, |tx| people::forget_sessions(tx, Moment(300))), 1);
        assert!(!known("t0", 250));
    });
}

#[test]
fn failed_sign_ins_are_counted_within_their_window() {
    both(|db| {
        let add = |key: &'static str, at: i64, from: i64| {
            write(db, move |tx| people::add_try(tx, key, Moment(at), Moment(from)))
        };
        assert_eq!(add("a", 100, 0), (1, Moment(100)));
        assert_eq!(add("a", 110, 10), (2, Moment(100)));
        assert_eq!(add("b", 110, 10), (1, Moment(110)));
        assert_eq!(add("a", 300, 200), (1, Moment(300)), "an old count begins anew");
        write(db, |tx| people::forget_tries(tx, "a"));
        assert_eq!(add("a", 310, 200), (1, Moment(310)));
        assert_eq!(write(db, |tx| people::forget_old_tries(tx, Moment(200))), 1, "b is forgotten");
        assert_eq!(add("b", 310, 10), (1, Moment(310)));
    });
}

#[test]
fn a_receipt_is_found_by_account_and_request_and_forgotten_in_time() {
    both(|db| {
        let receipt = |answer: &str| Receipt { fingerprint: "f".to_owned(), answer: answer.to_owned() };
        write(db, move |tx| {
            receipts::keep(tx, HEAD, "r1", "save", &receipt("one"), Moment(10))?;
            receipts::keep(tx, OFFICER, "r1", "save", &receipt("two"), Moment(20))
        });
        let answer = |account: &str| read(db, |tx| receipts::seen(tx, account, "r1")).map(|found| found.answer);
        assert_eq!((answer(HEAD).as_deref(), answer(OFFICER).as_deref()), (Some("one"), Some("two")));
        let twice = db.write(move |tx| receipts::keep(tx, HEAD, "r1", "save", &receipt("three"), Moment(30)));
        assert!(matches!(twice, Err(Error::Clash(_))), "{twice:?}");
        assert_eq!(write(db, |tx| receipts::forget(tx, Moment(20))), 1);
        assert_eq!((answer(HEAD), answer(OFFICER).as_deref()), (None, Some("two")));
    });
}

#[test]
fn settings_are_set_changed_and_dropped() {
    both(|db| {
        write(db, |tx| receipts::set_setting(tx, "name", "một"));
        write(db, |tx| receipts::set_setting(tx, "name", "hai"));
        assert_eq!(read(db, |tx| receipts::setting(tx, "name")).as_deref(), Some("hai"));
        write(db, |tx| receipts::drop_setting(tx, "name"));
        assert_eq!(read(db, |tx| receipts::setting(tx, "name")), None);
        write(db, |tx| receipts::set_setting(tx, "code", "một"));
        assert!(!write(db, |tx| receipts::take_setting(tx, "code", "hai")), "another value is not taken");
        assert!(write(db, |tx| receipts::take_setting(tx, "code", "một")));
        assert!(!write(db, |tx| receipts::take_setting(tx, "code", "một")), "taken once");
    });
}

#[test]
fn criteria_once_kept_never_change() {
    both(|db| {
        write(db, |tx| receipts::keep_criteria(tx, "family", "2026-1", "h1", "first"));
        write(db, |tx| receipts::keep_criteria(tx, "family", "2026-1", "h2", "second"));
        assert_eq!(read(db, |tx| receipts::criteria_hash(tx, "family", "2026-1")).as_deref(), Some("h1"));
        assert_eq!(read(db, |tx| receipts::criteria_hash(tx, "family", "2027-1")), None);
        let bodies = read(db, receipts::criteria_bodies);
        assert_eq!(bodies.len(), 1);
        assert_eq!(bodies[0].3, "first");
    });
}

fn line(object: &str, at: i64) -> store::audit::Line {
    store::audit::Line {
        at: Moment(at),
        account_id: OFFICER.to_owned(),
        act: "accept".to_owned(),
        object_kind: "assessment".to_owned(),
        object_id: object.to_owned(),
        unit_id: COMMUNE.to_owned(),
        before: "{\"state\":\"submitted\"}".to_owned(),
        after: "{\"state\":\"accepted\"}".to_owned(),
        reason: "đủ".to_owned(),
        proof: String::new(),
    }
}

#[test]
fn audit_lines_are_read_by_object_and_by_time() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            store::audit::append(tx, &SEAL, COMMUNE, &[line("a1", 10), line("a2", 20)])?;
            store::audit::append(
                tx,
                &SEAL,
                "site",
                &[store::audit::Line { account_id: "system".to_owned(), ..line("a1", 30) }],
            )
        });
        let of = read(db, |tx| store::audit::of_object(tx, "assessment", "a1"));
        let said: Vec<_> = of.iter().map(|kept| (kept.chain.as_str(), kept.n, kept.name.as_str())).collect();
        assert_eq!(said, [(COMMUNE, 1, "Nguyễn Văn Hùng"), ("site", 1, "system")]);
        let find = |scope: Scope, change: &dyn Fn(&mut Filter)| -> Vec<i64> {
            let mut filter = Filter {
                scope,
                act: String::new(),
                account_id: String::new(),
                from: Moment(0),
                until: Moment(100),
                after: None,
                limit: 10,
            };
            change(&mut filter);
            read(db, move |tx| store::audit::find(tx, &filter)).iter().map(|kept| kept.line.at.0).collect()
        };
        let commune = || Scope::Chain(COMMUNE.to_owned());
        assert_eq!(find(Scope::All, &|_| {}), [30, 20, 10]);
        assert_eq!(find(Scope::All, &|filter| filter.limit = 1), [30]);
        assert_eq!(find(Scope::All, &|filter| filter.until = Moment(20)), [10]);
        assert_eq!(find(Scope::All, &|filter| filter.from = Moment(20)), [30, 20]);
        assert_eq!(find(Scope::All, &|filter| filter.account_id = "system".to_owned()), [30]);
        assert_eq!(find(Scope::All, &|filter| filter.act = "decide".to_owned()), Vec::<i64>::new());
        assert_eq!(find(commune(), &|_| {}), [20, 10]);
        assert_eq!(find(commune(), &|filter| filter.account_id = OFFICER.to_owned()), [20, 10]);
        assert_eq!(find(commune(), &|filter| filter.after = Some((Moment(20), COMMUNE.to_owned(), 2))), [10]);
        assert_eq!(find(Scope::Below(COMMUNE.to_owned()), &|_| {}), [30, 20, 10], "the site's lines about it too");
        assert_eq!(find(Scope::Below(OTHER_COMMUNE.to_owned()), &|_| {}), Vec::<i64>::new());
        assert_eq!(find(Scope::Below(COUNTRY.to_owned()), &|_| {}), [30, 20, 10]);
    });
}

#[test]
fn a_long_run_of_audit_lines_makes_the_same_chain_as_single_ones() {
    let hashes = |db: &store::Db| -> Vec<(i64, String)> {
        read(db, |tx| {
            tx.query("SELECT n, hash FROM audit WHERE chain = $1 ORDER BY n", args![COMMUNE], |row| {
                Ok((row.int(0)?, row.text(1)?))
            })
        })
    };
    both(|db| {
        site::fill(db);
        let lines: Vec<_> =
            (0..60).map(|n| store::audit::Line { after: format!("{{\"tab\":\"\\t{n}\"}}"), ..line("a1", n) }).collect();
        let all = lines.clone();
        write(db, move |tx| store::audit::append(tx, &SEAL, COMMUNE, &all));
        let at_once = hashes(db);
        assert_eq!(at_once.len(), 60);
        assert_eq!(read(db, |tx| store::audit::verify(tx, &SEAL)), (60, vec![]));
        write(db, move |tx| {
            tx.exec("DELETE FROM audit", args![])?;
            tx.exec("DELETE FROM audit_head", args![])?;
            for line in &lines {
                store::audit::append(tx, &SEAL, COMMUNE, std::slice::from_ref(line))?;
            }
            Ok(())
        });
        assert_eq!(hashes(db), at_once);
    });
}

#[test]
fn an_end_cut_off_with_its_head_stays_visible_whatever_is_added() {
    both(|db| {
        site::fill(db);
        write(db, |tx| store::audit::append(tx, &SEAL, COMMUNE, &[line("a1", 10), line("a2", 20), line("a3", 30)]));
        write(db, |tx| {
            tx.exec("DELETE FROM audit WHERE n = 3", args![])?;
            tx.exec("UPDATE audit_head SET n = 2, hash = (SELECT hash FROM audit WHERE n = 2)", args![])
        });
        let breaks = |db: &store::Db| -> Vec<_> {
            let found = read(db, |tx| store::audit::verify(tx, &SEAL)).1;
            found.into_iter().map(|one| (one.n, one.what)).collect()
        };
        assert_eq!(breaks(db), [(2, "head")]);
        write(db, |tx| store::audit::append(tx, &SEAL, COMMUNE, &[line("a4", 40)]));
        assert_eq!(breaks(db), [(3, "head")]);
        let other = store::audit::Seal::new([8; 32]);
        assert_eq!(read(db, |tx| store::audit::verify(tx, &other)).1.len(), 4, "nothing holds under another key");
    });
}

#[test]
fn a_changed_a_missing_and_a_cut_off_audit_line_are_all_noticed() {
    both(|db| {
        site::fill(db);
        write(db, |tx| store::audit::append(tx, &SEAL, COMMUNE, &[line("a1", 10), line("a2", 20), line("a3", 30)]));
        assert_eq!(read(db, |tx| store::audit::verify(tx, &SEAL)), (3, vec![]));
        type Said = Vec<(i64, &'static str)>;
        let after = |change: &'static str| -> Said {
            let said: Result<(), Result<Said, Error>> = db
                .write(move |tx| {
                    tx.exec(change, args![]).map_err(Undo::Failed)?;
                    let breaks = store::audit::verify(tx, &SEAL).map_err(Undo::Failed)?.1;
                    Err(Undo::Said(breaks.into_iter().map(|one| (one.n, one.what)).collect()))
                })
                .map_err(|undo| match undo {
                    Undo::Said(said) => Ok(said),
                    Undo::Failed(error) => Err(error),
                });
            said.unwrap_err().unwrap()
        };
        assert_eq!(after("UPDATE audit SET after = '{}' WHERE n = 2"), [(2, "content")]);
        assert_eq!(after("DELETE FROM audit WHERE n = 3"), [(2, "head")]);
        assert_eq!(after("DELETE FROM audit WHERE n = 2"), [(3, "gap"), (3, "previous")]);
        assert_eq!(after("DELETE FROM audit_head WHERE n = 3"), [(3, "orphan")]);
    });
}

/// Carries an answer out of a transaction that is undone.
enum Undo {
    Said(Vec<(i64, &'static str)>),
    Failed(Error),
}

impl From<Error> for Undo {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}
