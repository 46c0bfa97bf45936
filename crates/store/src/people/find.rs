//! Finding accounts and roles: lists by place and words, one role, who else governs the site.
//! Must not know who may see or change them.

use rules::access::Role;
use rules::basics::Day;

use super::{Account, RoleGrant, account_of, grant_of};
use crate::args;
use crate::db::{Error, Tx};
use crate::register::find::three_parts;

/// Which accounts to list.
#[derive(Clone, Debug)]
pub struct AccountFilter {
    /// A unit: accounts that hold, held or will hold a role at or below it; at the country also those that never had one.
    pub scope: String,
    /// A folded query, empty for all: each word must occur in name, title or login. The third and later words are taken
    /// together as one phrase.
    pub words: String,
    /// Only those that hold this role on `on` at or below the scope; empty for all.
    pub role: String,
    /// `open`, `disabled`, or empty for both.
    pub state: String,
    /// The day roles are looked at.
    pub on: Day,
    /// The login of the last row of the page before; empty for the first page.
    pub after: String,
    /// How many rows at most.
    pub limit: i64,
}

/// One page of accounts in the order of their logins.
pub fn find_accounts(tx: &mut Tx<'_>, filter: &AccountFilter) -> Result<Vec<Account>, Error> {
    let [first, second, third] = three_parts(&filter.words);
    tx.query(
        "SELECT a.id, a.login, a.name, a.title, a.password_hash, a.must_change, a.language, a.disabled_at, a.synthetic,
                a.created_at, a.revision
         FROM account a
         WHERE a.login > $2
           AND (CAST($3 AS TEXT) = '' OR replace(a.fold, CAST($3 AS TEXT), '') <> a.fold)
           AND (CAST($4 AS TEXT) = '' OR replace(a.fold, CAST($4 AS TEXT), '') <> a.fold)
           AND (CAST($5 AS TEXT) = '' OR replace(a.fold, CAST($5 AS TEXT), '') <> a.fold)
           AND (CAST($6 AS TEXT) = '' OR (CAST($6 AS TEXT) = 'open') = (a.disabled_at IS NULL))
           AND (a.id IN (SELECT g.account_id FROM unit_path p JOIN role_grant g ON g.unit_id = p.descendant_id
                         WHERE p.ancestor_id = $1
                           AND (CAST($7 AS TEXT) = '' OR (g.role = $7 AND g.since <= $8 AND g.until >= $8)))
                OR (CAST($7 AS TEXT) = ''
                    AND NOT EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = a.id)
                    AND EXISTS (SELECT 1 FROM unit u WHERE u.id = $1 AND u.level = 0)))
         ORDER BY a.login LIMIT $9",
        args![
            &filter.scope,
            &filter.after,
            first,
            second,
            third,
            &filter.state,
            &filter.role,
            filter.on,
            filter.limit,
        ],
        account_of,
    )
}

/// The role with this id.
pub fn grant(tx: &mut Tx<'_>, id: &str) -> Result<Option<RoleGrant>, Error> {
    tx.maybe(
        "SELECT g.id, g.account_id, g.role, g.unit_id, g.since, g.until, g.legal_basis, u.full_name
         FROM role_grant g JOIN unit u ON u.id = g.unit_id WHERE g.id = $1",
        args![id],
        grant_of,
    )
}

/// Takes back a role that has not begun.
pub fn drop_grant(tx: &mut Tx<'_>, id: &str) -> Result<(), Error> {
    tx.exec("DELETE FROM role_grant WHERE id = $1", args![id])?;
    Ok(())
}

/// Lets one transaction at a time take governing roles away: until the commit, others wait here.
pub fn lock_governors(tx: &mut Tx<'_>) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO setting (key, value) VALUES ('governors', '')
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        args![],
    )?;
    Ok(())
}

/// How many open accounts besides this one hold a role exactly at a unit from one day to another without a gap.
pub fn other_governors(
    tx: &mut Tx<'_>,
    unit_id: &str,
    role: Role,
    account_id: &str,
    days: (Day, Day),
) -> Result<i64, Error> {
    tx.one(
        "SELECT COUNT(DISTINCT g.account_id) FROM role_grant g JOIN account a ON a.id = g.account_id
         WHERE g.unit_id = $1 AND g.role = $2 AND g.since <= $4 AND g.until >= $5 AND a.disabled_at IS NULL
           AND g.account_id <> $3",
        args![unit_id, role.word(), account_id, days.0, days.1],
        |row| row.int(0),
    )
}
