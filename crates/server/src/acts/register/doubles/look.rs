//! Looking through a commune for pairs, and keeping what was seen while nothing is done there.
//! Must not know who may see a pair.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rules::doubles::{Pair, Scale, find};
use store::Tx;
use store::register::{self, Apart};

use crate::app::App;
use crate::failure::Failure;

/// One pair of a commune.
#[derive(Clone, Debug)]
pub struct Looked {
    /// The pair.
    pub pair: Pair,
    /// Unit id of the first one's hamlet.
    pub one_hamlet: String,
    /// Unit id of the second one's.
    pub two_hamlet: String,
    /// What was said of the two, if anything.
    pub said: Option<Apart>,
}

impl Looked {
    /// Were they told apart, and has nothing changed since that matters?
    #[must_use]
    pub fn is_apart(&self) -> bool {
        self.said.as_ref().is_some_and(|said| said.evidence == self.pair.evidence)
    }
}

/// All pairs of a commune, the likeliest first.
#[derive(Debug, Default)]
pub struct Look {
    /// The pairs.
    pub pairs: Vec<Looked>,
    /// How many more there are.
    pub more: i64,
}

/// Communes whose look is kept.
const KEPT: usize = 32;

/// The last looks at communes, each with the length its audit chain had: every act in a commune makes the chain longer, so a
/// look is as good as new while the length is the same.
#[derive(Debug, Default)]
pub struct Looks(Mutex<BTreeMap<String, (i64, Arc<Look>)>>);

impl Looks {
    fn kept(&self, commune_id: &str, length: i64) -> Option<Arc<Look>> {
        let looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        looks.get(commune_id).filter(|kept| kept.0 == length).map(|kept| Arc::clone(&kept.1))
    }

    fn keep(&self, commune_id: &str, length: i64, look: &Arc<Look>) {
        let mut looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if looks.len() >= KEPT {
            looks.clear();
        }
        looks.insert(commune_id.to_owned(), (length, Arc::clone(look)));
    }
}

/// Looks through a commune.
pub fn look(tx: &mut Tx<'_>, app: &App, commune_id: &str) -> Result<Arc<Look>, Failure> {
    let length = store::audit::last(tx, commune_id)?;
    if let Some(kept) = app.looks.kept(commune_id, length) {
        return Ok(kept);
    }
    let families = register::families(tx, commune_id)?;
    let found = find(&families, &Scale::of(&families));
    let hamlets: BTreeMap<&str, &str> = families.iter().map(|one| (one.id.as_str(), one.hamlet_id.as_str())).collect();
    let mut said: BTreeMap<(String, String), Apart> = BTreeMap::new();
    for one in register::apart_in(tx, commune_id)? {
        said.insert((one.one_id.clone(), one.two_id.clone()), one);
    }
    let hamlet = |id: &str| hamlets.get(id).map(|hamlet| (*hamlet).to_owned()).unwrap_or_default();
    let pairs = found.pairs.into_iter().map(|pair| Looked {
        one_hamlet: hamlet(&pair.one),
        two_hamlet: hamlet(&pair.two),
        said: said.remove(&(pair.one.clone(), pair.two.clone())),
        pair,
    });
    let look = Arc::new(Look { pairs: pairs.collect(), more: i64::try_from(found.more).unwrap_or(i64::MAX) });
    app.looks.keep(commune_id, length, &look);
    Ok(look)
}
