//! Ids of what is generated: UUIDs version 7 that sort in the order they are made and are the same for the same seed.

use super::plan::mixed;

/// The moment all ids of a generated province name: 1 January 2020. A commune's own are as many milliseconds later as its
/// place in the country, so that the keys of one commune stand together in every index.
const BASE: u64 = 1_577_836_800_000;

/// Makes the ids of one commune.
pub struct Ids {
    millis: u64,
    seed: u64,
    next: u64,
}

impl Ids {
    /// The ids of the `at`th commune of a province.
    #[must_use]
    pub fn new(seed: u64, province: &str, at: usize) -> Self {
        let number = province.bytes().fold(0_u64, |sum, byte| sum * 100 + u64::from(byte % 100));
        let place = u64::try_from(at).unwrap_or(0) % 10_000;
        Self { millis: BASE + number * 10_000 + place, seed: mixed(seed, province), next: 0 }
    }

    /// The next id.
    pub fn id(&mut self) -> String {
        let nth = self.next;
        self.next += 1;
        let [.., a, b, c, d] = (nth << 4).to_be_bytes();
        let [m, n, o, p, q, r, ..] = mixed(self.seed ^ nth, "id").to_be_bytes();
        // 28 bits of the number, then chance: four of them share a byte with the version, two with the variant.
        let high = [a >> 4, (a << 4) | (b >> 4)];
        let low = ((b & 0x0F) << 2) | (c >> 6);
        let bytes = [high[0], high[1], low, (c << 2) | (d >> 6), (d << 2) | (m & 0x0F), n, o, p, q, r];
        uuid::Builder::from_unix_timestamp_millis(self.millis, &bytes).into_uuid().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_ascend_and_are_the_same_each_time() {
        let (mut one, mut again, mut other) = (Ids::new(7, "82", 3), Ids::new(7, "82", 3), Ids::new(7, "82", 4));
        let mut last = String::new();
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..300_000 {
            let id = one.id();
            assert!(id > last, "{id} after {last}");
            assert_eq!(id, again.id());
            assert!(uuid::Uuid::parse_str(&id).is_ok_and(|id| id.get_version_num() == 7));
            last.clone_from(&id);
            assert!(seen.insert(id));
        }
        assert!(other.id() > last);
    }
}
