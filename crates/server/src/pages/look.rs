//! The same page in another language, or in the light or the dark: what the frame's switches lead to.

use super::Base;
use crate::visit::Look;

impl Base {
    /// This page's address in another language.
    #[must_use]
    pub fn in_language(&self, code: &str) -> String {
        self.address_with("lang", code)
    }

    /// This page's address in another look.
    #[must_use]
    pub fn in_look(&self, word: &str) -> String {
        self.address_with("look", word)
    }

    fn address_with(&self, name: &str, value: &str) -> String {
        let pairs = form_urlencoded::parse(self.visit.uri.query().unwrap_or_default().as_bytes());
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (key, value) in pairs.filter(|(key, _)| !matches!(key.as_ref(), "lang" | "look" | "done" | "n")) {
            query.append_pair(&key, &value);
        }
        query.append_pair(name, value);
        // A page that only answers a form is no address of its own.
        let path = match self.visit.uri.path() {
            "/account/password" => "/account".to_owned(),
            path => self.visit.guard.posted().map_or_else(|| path.to_owned(), |posted| posted.action.clone()),
        };
        format!("{path}?{}", query.finish())
    }

    /// The words of the looks there are.
    #[must_use]
    pub fn looks(&self) -> Vec<&'static str> {
        Look::ALL.iter().map(|look| look.word()).collect()
    }

    /// The word of the look of this page.
    #[must_use]
    pub fn look(&self) -> &'static str {
        self.visit.look.word()
    }

    /// What the browser draws itself: its fields, its scroll bars.
    #[must_use]
    pub fn scheme(&self) -> &'static str {
        match self.visit.look {
            Look::Auto => "light dark",
            Look::Light => "light",
            Look::Dark => "dark",
        }
    }

    /// When the dark colours hold; empty for never. Never on paper.
    #[must_use]
    pub fn dark_when(&self) -> &'static str {
        match self.visit.look {
            Look::Auto => "screen and (prefers-color-scheme: dark)",
            Look::Light => "",
            Look::Dark => "screen",
        }
    }
}
