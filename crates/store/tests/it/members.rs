//! Members of households.
//! Must not know the household's own particulars.

use rules::basics::Day;
use store::register::{self, HouseholdFilter};

use crate::kit::{both, day, read, write};
use crate::site::{self, COMMUNE, HAMLET, OTHER_HAMLET};

#[test]
fn a_member_comes_back_with_every_byte() {
    both(|db| {
        site::fill(db);
        let mut member = site::member("m1", "h1", 2, "Vàng A Chứ", "child", "2011-02-03");
        member.id_cipher = Some((0..=255).collect());
        member.id_hash = Some("hash".to_owned());
        member.id_tail = "789".to_owned();
        member.sex = "male".to_owned();
        let asked = member.clone();
        write(db, move |tx| {
            site::add_family(tx, "h1", HAMLET, "001", "Vàng A Páo")?;
            register::add_member(tx, &member)
        });
        assert_eq!(read(db, |tx| register::member(tx, "m1")), Some(asked.clone()));
        assert_eq!(read(db, |tx| register::members(tx, "h1"))[1], asked);
        assert_eq!(read(db, |tx| register::member(tx, "m2")), None);
    });
}

#[test]
fn a_changed_member_changes_what_the_family_is_found_by() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            site::add_family(tx, "h1", HAMLET, "001", "Vàng A Páo")?;
            register::add_member(tx, &site::member("m1", "h1", 2, "Sùng Thị Dợ", "spouse", "1982"))
        });
        let mut changed = read(db, |tx| register::member(tx, "m1")).unwrap();
        changed.name = "Giàng Thị Mỷ".to_owned();
        changed.fold = rules::text::fold(&changed.name);
        changed.ordinal = 5;
        let asked = changed.clone();
        write(db, move |tx| register::update_member(tx, &changed));
        assert_eq!(read(db, |tx| register::member(tx, "m1")), Some(asked));
        let fold = read(db, |tx| register::household(tx, "h1")).unwrap().fold;
        assert!(fold.contains("giang thi my") && !fold.contains("sung"), "{fold}");
    });
}

#[test]
fn a_member_who_left_is_kept_last_and_no_longer_finds_the_family() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            site::add_family(tx, "h1", HAMLET, "001", "Vàng A Páo")?;
            register::add_members(
                tx,
                "h1",
                &[
                    site::member("m1", "h1", 2, "Sùng Thị Dợ", "spouse", "1982"),
                    site::member("m2", "h1", 3, "Vàng Thị Sua", "child", "2012"),
                ],
            )
        });
        assert_eq!(write(db, |tx| register::remove_member(tx, "m1", day("2026-05-01"))), Some("h1".to_owned()));
        assert_eq!(write(db, |tx| register::remove_member(tx, "nobody", day("2026-05-01"))), None);
        let members = read(db, |tx| register::members(tx, "h1"));
        let listed: Vec<_> = members.iter().map(|member| (member.id.as_str(), member.left_on)).collect();
        assert_eq!(
            listed,
            [("h1-head", Day::FOREVER), ("m2", Day::FOREVER), ("m1", day("2026-05-01"))],
            "those who left come last"
        );
        let filter = HouseholdFilter {
            scope: COMMUNE.to_owned(),
            words: "sung thi do".to_owned(),
            limit: 10,
            ..HouseholdFilter::default()
        };
        assert_eq!(read(db, |tx| register::count_households(tx, &filter)), 0);
    });
}

#[test]
fn an_identity_number_is_found_wherever_its_holder_lives_now() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            for (id, hamlet, number) in
                [("h1", HAMLET, "001"), ("h2", OTHER_HAMLET, "001"), ("left", HAMLET, "002"), ("closed", HAMLET, "003")]
            {
                site::add_family(tx, id, hamlet, number, "Lò Văn Một")?;
                let mut member = site::member(&format!("{id}-m"), id, 2, "Lò Thị Hai", "child", "2008");
                member.id_hash = Some("same".to_owned());
                register::add_member(tx, &member)?;
            }
            register::remove_member(tx, "left-m", day("2026-01-01"))?;
            register::set_status(tx, "closed", register::MOVED_OUT, day("2026-01-01"))
        });
        let holders = read(db, |tx| register::find_by_id_hash(tx, "same"));
        let ids: Vec<_> = holders.iter().map(|one| (one.member_id.as_str(), one.commune_id.as_str())).collect();
        assert_eq!(ids, [("h1-m", COMMUNE), ("h2-m", site::OTHER_COMMUNE)]);
        assert_eq!(read(db, |tx| register::find_by_id_hash(tx, "other")), []);
    });
}
