//! The site's secret and what is made with it: passwords, encrypted ID numbers, keyed hashes, tokens against forgery.
//! Must not know accounts or pages.

use std::path::Path;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};
use store::audit::Seal;

use crate::clock::Dice;

/// Keys derived from the secret file, one for each purpose.
pub struct Secrets {
    cipher: XChaCha20Poly1305,
    lookup: [u8; 32],
    forgery: [u8; 32],
    password: [u8; 32],
    trail: Seal,
}

impl Secrets {
    /// Reads the secret, or makes one that only this user can read. The error is a sentence for the operator.
    pub fn open(path: &Path, dice: &Dice) -> Result<Self, String> {
        if !path.exists() {
            keep(path, &dice.token())?;
        }
        Self::read(path)
    }

    /// Reads the secret that is there.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|cause| format!("cannot read {}: {cause}", path.display()))?;
        let text = text.trim();
        if text.len() < 32 {
            return Err(format!("{} is too short for a secret: it needs at least 32 characters", path.display()));
        }
        Ok(Self::from(text))
    }

    /// Tells one secret from another and nothing else of it: what backups say of the secret they belong to.
    #[must_use]
    pub fn fingerprint(secret: &str) -> String {
        digest(&format!("hoctap fingerprint {secret}")).chars().take(16).collect()
    }

    /// Derives the keys from a secret.
    #[must_use]
    pub fn from(secret: &str) -> Self {
        let key =
            |purpose: &str| -> [u8; 32] { Sha256::digest(format!("hoctap {purpose} {secret}").as_bytes()).into() };
        Self {
            cipher: XChaCha20Poly1305::new(&key("cipher").into()),
            lookup: key("lookup"),
            forgery: key("forgery"),
            password: key("password"),
            trail: Seal::new(key("trail")),
        }
    }

    /// Encrypts an ID number; each time another text.
    #[must_use]
    pub fn seal(&self, id_number: &str, dice: &Dice) -> Vec<u8> {
        self.seal_bytes(id_number.as_bytes(), dice)
    }

    /// The ID number again; `None` when the bytes are not ours.
    #[must_use]
    pub fn unseal(&self, bytes: &[u8]) -> Option<String> {
        String::from_utf8(self.unseal_bytes(bytes)?).ok()
    }

    /// Encrypts bytes, such as a file that holds ID numbers; each time others.
    #[must_use]
    pub fn seal_bytes(&self, plain: &[u8], dice: &Dice) -> Vec<u8> {
        let mut nonce = [0; 24];
        dice.fill(&mut nonce);
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), plain).unwrap_or_default();
        nonce.iter().copied().chain(sealed).collect()
    }

    /// The bytes again; `None` when they are not ours.
    #[must_use]
    pub fn unseal_bytes(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = bytes.split_at_checked(24)?;
        let nonce: [u8; 24] = nonce.try_into().ok()?;
        self.cipher.decrypt(&XNonce::from(nonce), sealed).ok()
    }

    /// A text that a page carries in a hidden field and nobody can read there.
    #[must_use]
    pub fn conceal(&self, text: &str, dice: &Dice) -> String {
        URL_SAFE_NO_PAD.encode(self.seal(text, dice))
    }

    /// The text again; empty when it is not ours.
    #[must_use]
    pub fn reveal(&self, hidden: &str) -> String {
        let bytes = URL_SAFE_NO_PAD.decode(hidden).unwrap_or_default();
        self.unseal(&bytes).unwrap_or_default()
    }

    /// What an ID number is looked up by: the same for the same number, useless without the key.
    #[must_use]
    pub fn lookup(&self, id_number: &str) -> String {
        keyed(&self.lookup, id_number)
    }

    /// A password of twelve letters in three groups, the same for the same text: an answer sent twice shows the same one,
    /// and nothing that shows it is ever stored.
    #[must_use]
    pub fn password(&self, text: &str) -> String {
        let letters = keyed(&self.password, text);
        let bytes = letters
            .as_bytes()
            .chunks(2)
            .filter_map(|pair| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok()));
        crate::clock::code_of(bytes.take(12))
    }

    /// The seal of the audit trail.
    #[must_use]
    pub const fn trail(&self) -> &Seal {
        &self.trail
    }

    /// The token a form of this session must bring back.
    #[must_use]
    pub fn form_token(&self, session_id: &str) -> String {
        keyed(&self.forgery, session_id)
    }
}

fn keyed(key: &[u8; 32], text: &str) -> String {
    // HMAC takes a key of any length: the error cannot happen, and an empty text would match nothing.
    Hmac::<Sha256>::new_from_slice(key).map_or_else(
        |_| String::new(),
        |mut mac| {
            mac.update(text.as_bytes());
            rules::text::hex(&mac.finalize().into_bytes())
        },
    )
}

/// SHA-256 in hexadecimal: session tokens and fingerprints of requests.
#[must_use]
pub fn digest(text: &str) -> String {
    rules::text::hex(&Sha256::digest(text.as_bytes()))
}

/// Hashes a password with argon2id.
pub fn hash_password(password: &str, dice: &Dice) -> Result<String, String> {
    let mut salt = [0; 16];
    dice.fill(&mut salt);
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|cause| cause.to_string())
}

/// Is this the password? Takes the same time for an unknown account when given a made-up hash.
#[must_use]
pub fn password_fits(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Writes a secret that came back with a backup; one that is there is never written over.
///
/// # Errors
/// A sentence for the operator.
pub fn keep(path: &Path, secret: &str) -> Result<std::fs::File, String> {
    write_private(path, secret).map_err(|cause| format!("cannot write {}: {cause}", path.display()))
}

#[cfg(unix)]
fn write_private(path: &Path, text: &str) -> std::io::Result<std::fs::File> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(file)
}

#[cfg(not(unix))]
fn write_private(path: &Path, text: &str) -> std::io::Result<std::fs::File> {
    use std::io::Write as _;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU64;

    use super::*;

    #[test]
    fn an_id_number_comes_back_and_never_looks_the_same_twice() {
        let secrets = Secrets::from("a secret that is long enough for the test");
        let dice = Dice::Seeded(AtomicU64::new(1));
        let (one, two) = (secrets.seal("014084000999", &dice), secrets.seal("014084000999", &dice));
        assert_ne!(one, two);
        assert_eq!(secrets.unseal(&one).as_deref(), Some("014084000999"));
        assert_eq!(secrets.lookup("014084000999"), secrets.lookup("014084000999"));
        let mut changed = one;
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(secrets.unseal(&changed), None);
        assert_eq!(Secrets::from("another secret that is long enough too").unseal(&two), None);
    }

    #[test]
    fn a_made_password_is_the_same_for_the_same_request_and_another_with_another_secret() {
        let secrets = Secrets::from("a secret that is long enough for the test");
        let made = secrets.password("account request");
        assert_eq!(made, secrets.password("account request"));
        assert_ne!(made, secrets.password("account another"));
        assert_ne!(made, Secrets::from("another secret that is long enough too").password("account request"));
        assert_eq!(crate::clock::read_code(&made).as_deref(), Some(made.as_str()));
    }

    #[test]
    fn a_password_fits_only_its_own_hash() {
        let dice = Dice::Seeded(AtomicU64::new(1));
        let hash = hash_password("học tập suốt đời", &dice).unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(password_fits("học tập suốt đời", &hash));
        assert!(!password_fits("hoc tap suot doi", &hash));
        assert!(!password_fits("học tập suốt đời", "not a hash"));
    }
}
