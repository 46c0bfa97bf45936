//! People of the system: accounts, roles with places and dates, sessions, failed sign-ins.
//! Must not know passwords, only their hashes; nor what a role allows.

mod find;

pub use find::{AccountFilter, drop_grant, find_accounts, grant, lock_governors, other_governors};

use rules::access::{Grant, Role};
use rules::basics::{Day, Moment};
use serde::Serialize;

use crate::args;
use crate::db::{Error, Row, Tx};

/// Somebody who can sign in.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    /// Id.
    pub id: String,
    /// What the person types to sign in, folded.
    pub login: String,
    /// Name.
    pub name: String,
    /// Post, as papers print it; may be empty.
    pub title: String,
    /// Argon2id string.
    #[serde(skip)]
    pub password_hash: String,
    /// Must choose a new password at the next sign-in.
    pub must_change: bool,
    /// vi, en or id; empty for the site's default.
    pub language: String,
    /// Since when the account is closed.
    pub disabled_at: Option<Moment>,
    /// Made up for a demonstration.
    pub synthetic: bool,
    /// When it was made.
    pub created_at: Moment,
    /// Raised by each change.
    pub revision: i64,
}

fn account_of(row: &Row) -> Result<Account, Error> {
    Ok(Account {
        id: row.text(0)?,
        login: row.text(1)?,
        name: row.text(2)?,
        title: row.text(3)?,
        password_hash: row.text(4)?,
        must_change: row.flag(5)?,
        language: row.text(6)?,
        disabled_at: row.maybe(7, Row::moment)?,
        synthetic: row.flag(8)?,
        created_at: row.moment(9)?,
        revision: row.int(10)?,
    })
}

/// Adds an account; clashes when the login is taken.
pub fn add_account(tx: &mut Tx<'_>, account: &Account) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO account (id, login, name, fold, title, password_hash, must_change, language, disabled_at,
                              synthetic, created_at, revision)
         VALUES ($1, $2, $3, $11, $4, $5, $6, $7, $8, $9, $10, 1)",
        args![
            &account.id,
            &account.login,
            &account.name,
            &account.title,
            &account.password_hash,
            account.must_change,
            &account.language,
            account.disabled_at,
            account.synthetic,
            account.created_at,
            search_text(account),
        ],
    )?;
    Ok(())
}

/// What an account is searched by: name and title, folded, and the login as it is typed.
fn search_text(account: &Account) -> String {
    format!("{} {} {}", rules::text::fold(&account.name), rules::text::fold(&account.title), account.login)
}

/// The account with this id.
pub fn account(tx: &mut Tx<'_>, id: &str) -> Result<Option<Account>, Error> {
    tx.maybe(
        "SELECT id, login, name, title, password_hash, must_change, language, disabled_at, synthetic, created_at, revision
         FROM account WHERE id = $1",
        args![id],
        account_of,
    )
}

/// The account with this login.
pub fn account_by_login(tx: &mut Tx<'_>, login: &str) -> Result<Option<Account>, Error> {
    tx.maybe(
        "SELECT id, login, name, title, password_hash, must_change, language, disabled_at, synthetic, created_at, revision
         FROM account WHERE login = $1",
        args![login],
        account_of,
    )
}

/// Locks an account for a change and returns it with its raised revision.
pub fn lock_account(tx: &mut Tx<'_>, id: &str) -> Result<Option<Account>, Error> {
    let locked = tx.maybe(
        "UPDATE account SET revision = revision + 1 WHERE id = $1
         RETURNING id, login, name, title, password_hash, must_change, language, disabled_at, synthetic, created_at,
                   revision",
        args![id],
        account_of,
    )?;
    crate::proofs::look(tx, "account", id)?;
    Ok(locked)
}

/// Writes a locked account back.
pub fn update_account(tx: &mut Tx<'_>, account: &Account) -> Result<(), Error> {
    tx.exec(
        "UPDATE account SET name = $2, title = $3, password_hash = $4, must_change = $5, language = $6, disabled_at = $7,
                fold = $8
         WHERE id = $1",
        args![
            &account.id,
            &account.name,
            &account.title,
            &account.password_hash,
            account.must_change,
            &account.language,
            account.disabled_at,
            search_text(account),
        ],
    )?;
    Ok(())
}

/// Sets the language a person reads in.
pub fn set_language(tx: &mut Tx<'_>, id: &str, language: &str) -> Result<(), Error> {
    tx.exec("UPDATE account SET language = $2 WHERE id = $1", args![id, language])?;
    Ok(())
}

/// How many accounts there are.
pub fn count_accounts(tx: &mut Tx<'_>) -> Result<i64, Error> {
    tx.one("SELECT COUNT(*) FROM account", args![], |row| row.int(0))
}

/// Accounts that hold or held a role at or below a unit, and, for the country, those without any role; after a login.
pub fn list_accounts(tx: &mut Tx<'_>, unit_id: &str, after: &str, limit: i64) -> Result<Vec<Account>, Error> {
    tx.query(
        "SELECT a.id, a.login, a.name, a.title, a.password_hash, a.must_change, a.language, a.disabled_at, a.synthetic,
                a.created_at, a.revision
         FROM account a
         WHERE a.login > $2 AND (
           EXISTS (SELECT 1 FROM role_grant g JOIN unit_path p ON p.descendant_id = g.unit_id
                   WHERE g.account_id = a.id AND p.ancestor_id = $1)
           OR (NOT EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = a.id)
               AND EXISTS (SELECT 1 FROM unit u WHERE u.id = $1 AND u.level = 0)))
         ORDER BY a.login LIMIT $3",
        args![unit_id, after, limit],
        account_of,
    )
}

/// A role as granted, with the name of its place.
#[derive(Clone, Debug, Serialize)]
pub struct RoleGrant {
    /// Id.
    pub id: String,
    /// Whose.
    pub account_id: String,
    /// The role.
    pub role: Role,
    /// Where.
    pub unit_id: String,
    /// Name of the place.
    pub unit_name: String,
    /// First day.
    pub since: Day,
    /// Last day.
    pub until: Day,
    /// The appointment, as the person who granted it wrote it.
    pub legal_basis: String,
}

impl RoleGrant {
    /// As the table of rights wants it.
    #[must_use]
    pub fn grant(&self) -> Grant {
        Grant { role: self.role, unit_id: self.unit_id.clone(), since: self.since, until: self.until }
    }
}

fn grant_of(row: &Row) -> Result<RoleGrant, Error> {
    Ok(RoleGrant {
        id: row.text(0)?,
        account_id: row.text(1)?,
        role: Role::of(&row.text(2)?).ok_or_else(|| Error::Shape("role".to_owned()))?,
        unit_id: row.text(3)?,
        since: row.day(4)?,
        until: row.day(5)?,
        legal_basis: row.text(6)?,
        unit_name: row.text(7)?,
    })
}

/// All roles of an account, past and future ones too.
pub fn grants(tx: &mut Tx<'_>, account_id: &str) -> Result<Vec<RoleGrant>, Error> {
    tx.query(
        "SELECT g.id, g.account_id, g.role, g.unit_id, g.since, g.until, g.legal_basis, u.full_name
         FROM role_grant g JOIN unit u ON u.id = g.unit_id WHERE g.account_id = $1 ORDER BY g.since, g.id",
        args![account_id],
        grant_of,
    )
}

/// Who holds a role exactly at a unit on a day.
pub fn holders(tx: &mut Tx<'_>, unit_id: &str, role: Role, day: Day) -> Result<Vec<(Account, RoleGrant)>, Error> {
    let found = tx.query(
        "SELECT g.id, g.account_id, g.role, g.unit_id, g.since, g.until, g.legal_basis, u.full_name
         FROM role_grant g JOIN unit u ON u.id = g.unit_id
         WHERE g.unit_id = $1 AND g.role = $2 AND g.since <= $3 AND g.until >= $3 ORDER BY g.since, g.id",
        args![unit_id, role.word(), day],
        grant_of,
    )?;
    let mut holders = Vec::new();
    for grant in found {
        if let Some(account) = account(tx, &grant.account_id)? {
            holders.push((account, grant));
        }
    }
    Ok(holders)
}

/// Adds a role.
pub fn add_grant(tx: &mut Tx<'_>, grant: &RoleGrant) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO role_grant (id, account_id, role, unit_id, since, until, legal_basis)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            &grant.id,
            &grant.account_id,
            grant.role.word(),
            &grant.unit_id,
            grant.since,
            grant.until,
            &grant.legal_basis,
        ],
    )?;
    Ok(())
}

/// Ends a role on a day; the role itself stays on record.
pub fn end_grant(tx: &mut Tx<'_>, id: &str, until: Day) -> Result<(), Error> {
    tx.exec("UPDATE role_grant SET until = $2 WHERE id = $1", args![id, until])?;
    Ok(())
}

/// How many open accounts hold a role on a day.
pub fn count_holders(tx: &mut Tx<'_>, role: Role, day: Day) -> Result<i64, Error> {
    tx.one(
        "SELECT COUNT(DISTINCT g.account_id) FROM role_grant g JOIN account a ON a.id = g.account_id
         WHERE g.role = $1 AND g.since <= $2 AND g.until >= $2 AND a.disabled_at IS NULL",
        args![role.word(), day],
        |row| row.int(0),
    )
}

/// A signed-in device.
#[derive(Clone, Debug, Serialize)]
pub struct Session {
    /// Id, safe to show.
    pub id: String,
    /// Whose.
    pub account_id: String,
    /// What the browser or program calls itself.
    pub device: String,
    /// When it began.
    pub created_at: Moment,
    /// When it was last used, to about a minute.
    pub seen_at: Moment,
    /// When it ends by itself.
    pub expires_at: Moment,
}

fn session_of(row: &Row) -> Result<Session, Error> {
    Ok(Session {
        id: row.text(0)?,
        account_id: row.text(1)?,
        device: row.text(2)?,
        created_at: row.moment(3)?,
        seen_at: row.moment(4)?,
        expires_at: row.moment(5)?,
    })
}

/// Begins a session; only the hash of its token is kept.
pub fn add_session(tx: &mut Tx<'_>, session: &Session, token_hash: &str) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO session (id, token_hash, account_id, device, created_at, seen_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            &session.id,
            token_hash,
            &session.account_id,
            &session.device,
            session.created_at,
            session.seen_at,
            session.expires_at,
        ],
    )?;
    Ok(())
}

/// The running session of a token.
pub fn session_by_token(tx: &mut Tx<'_>, token_hash: &str, now: Moment) -> Result<Option<Session>, Error> {
    tx.maybe(
        "SELECT id, account_id, device, created_at, seen_at, expires_at FROM session
         WHERE token_hash = $1 AND expires_at > $2",
        args![token_hash, now],
        session_of,
    )
}

/// Notes that a session was used.
pub fn touch_session(tx: &mut Tx<'_>, id: &str, now: Moment, expires_at: Moment) -> Result<(), Error> {
    tx.exec("UPDATE session SET seen_at = $2, expires_at = $3 WHERE id = $1", args![id, now, expires_at])?;
    Ok(())
}

/// The running sessions of an account, the newest first.
pub fn sessions(tx: &mut Tx<'_>, account_id: &str, now: Moment) -> Result<Vec<Session>, Error> {
    tx.query(
        "SELECT id, account_id, device, created_at, seen_at, expires_at FROM session
         WHERE account_id = $1 AND expires_at > $2 ORDER BY seen_at DESC, id",
        args![account_id, now],
        session_of,
    )
}

/// Ends one session of an account; how many ended.
pub fn end_session(tx: &mut Tx<'_>, account_id: &str, id: &str) -> Result<u64, Error> {
    tx.exec("DELETE FROM session WHERE account_id = $1 AND id = $2", args![account_id, id])
}

/// Ends every session of an account except one (none spared when empty); how many ended.
pub fn end_sessions(tx: &mut Tx<'_>, account_id: &str, except: &str) -> Result<u64, Error> {
    tx.exec("DELETE FROM session WHERE account_id = $1 AND id <> $2", args![account_id, except])
}

/// Forgets sessions that have ended by themselves.
pub fn forget_sessions(tx: &mut Tx<'_>, now: Moment) -> Result<u64, Error> {
    tx.exec("DELETE FROM session WHERE expires_at <= $1", args![now])
}

/// Notes a try to sign in and gives how many there were and since when, this one too; the count begins anew when the first
/// of them is older than `window_start`.
pub fn add_try(tx: &mut Tx<'_>, key: &str, now: Moment, window_start: Moment) -> Result<(i64, Moment), Error> {
    tx.exec(
        "INSERT INTO sign_in_try (key, failures, since) VALUES ($1, 1, $2)
         ON CONFLICT (key) DO UPDATE SET
           failures = CASE WHEN sign_in_try.since < $3 THEN 1 ELSE sign_in_try.failures + 1 END,
           since = CASE WHEN sign_in_try.since < $3 THEN $2 ELSE sign_in_try.since END",
        args![key, now, window_start],
    )?;
    tx.one("SELECT failures, since FROM sign_in_try WHERE key = $1", args![key], |row| {
        Ok((row.int(0)?, row.moment(1)?))
    })
}

/// The keys with more than so many tries since a moment.
pub fn tried_often(tx: &mut Tx<'_>, more_than: i64, since: Moment) -> Result<Vec<String>, Error> {
    tx.query(
        "SELECT key FROM sign_in_try WHERE failures > $1 AND since >= $2 ORDER BY key",
        args![more_than, since],
        |row| row.text(0),
    )
}

/// Forgets tries that began before a moment.
pub fn forget_old_tries(tx: &mut Tx<'_>, before: Moment) -> Result<u64, Error> {
    tx.exec("DELETE FROM sign_in_try WHERE since < $1", args![before])
}

/// Forgets the failures under a key after a good sign-in.
pub fn forget_tries(tx: &mut Tx<'_>, key: &str) -> Result<(), Error> {
    tx.exec("DELETE FROM sign_in_try WHERE key = $1", args![key])?;
    Ok(())
}

/// Ends every session and forgets who tried to sign in: after records of an older day came back.
pub fn end_every_session(tx: &mut Tx<'_>) -> Result<(), Error> {
    tx.exec("DELETE FROM session", args![])?;
    tx.exec("DELETE FROM sign_in_try", args![])?;
    Ok(())
}
