//! Made-up places and people of the demonstration. Any likeness is chance; every screen says that they are made up.

/// Hamlets: kind word and name.
pub const HAMLETS: &[(&str, &str)] = &[
    ("ban", "Hoa Ban"),
    ("ban", "Suối Mơ"),
    ("ban", "Đồi Chè"),
    ("ban", "Nương Xanh"),
    ("ban", "Thác Bạc"),
    ("ban", "Đỉnh Mây"),
    ("ban", "Rừng Thông"),
    ("ban", "Cầu Treo"),
];

/// Family names with the middle names they go with: man, woman.
const FAMILIES: &[(&str, &str, &str)] = &[
    ("Lò", "Văn", "Thị"),
    ("Quàng", "Văn", "Thị"),
    ("Cà", "Văn", "Thị"),
    ("Thào", "A", "Thị"),
    ("Mùa", "A", "Thị"),
    ("Sùng", "A", "Thị"),
    ("Giàng", "A", "Thị"),
    ("Lường", "Văn", "Thị"),
    ("Tòng", "Văn", "Thị"),
    ("Nguyễn", "Đức", "Thanh"),
    ("Hoàng", "Văn", "Thị"),
    ("Lầu", "Bá", "Y"),
];

const MEN: &[&str] = &[
    "An", "Bình", "Chính", "Dũng", "Đôi", "Giang", "Hặc", "Khánh", "Lả", "Minh", "Nênh", "Pánh", "Phử", "Quyết",
    "Sính", "Thanh", "Tủa", "Vinh", "Xôm", "Yên",
];
const WOMEN: &[&str] = &[
    "Ánh", "Bích", "Chu", "Dinh", "Đào", "Hoa", "Hương", "Kia", "Lan", "Mai", "Mỷ", "Nguyệt", "Pàng", "Sua", "Thắm",
    "Thuý", "Vân", "Xuân", "Yến", "Ưng",
];

/// Numbers that look like chance and are the same each time: every demonstration is alike.
pub struct Lots(u64);

impl Lots {
    /// Lots from a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number from 0 up to, not including, `below` (at least 1).
    pub fn draw(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % below.max(1)
    }

    /// True in `percent` of a hundred draws.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.draw(100) < percent
    }

    fn pick(&mut self, from: &'static [&'static str]) -> &'static str {
        let at = self.draw(from.len());
        from.get(at).copied().unwrap_or_default()
    }
}

/// One made-up person.
#[derive(Clone, Debug)]
pub struct Person {
    /// Full name.
    pub name: String,
    /// head, spouse, child, parent.
    pub relation: &'static str,
    /// male or female.
    pub sex: &'static str,
    /// `YYYY`, or a day.
    pub birth: String,
}

/// One made-up household: the head first.
#[must_use]
pub fn household(lots: &mut Lots) -> Vec<Person> {
    let at = lots.draw(FAMILIES.len());
    let family = FAMILIES.get(at).copied().unwrap_or(("Lò", "Văn", "Thị"));
    let head_is_man = lots.chance(82);
    let age = 28 + i64::try_from(lots.draw(40)).unwrap_or(0);
    let mut people = vec![person(lots, family, head_is_man, "head", 2026 - age)];
    if lots.chance(85) {
        let other_at = lots.draw(FAMILIES.len());
        let other = FAMILIES.get(other_at).copied().unwrap_or(family);
        let spouse = if head_is_man { other } else { family };
        people.push(person(lots, spouse, !head_is_man, "spouse", 2026 - age + 2));
    }
    for child in 0..lots.draw(4) {
        let years = i64::try_from(child * 3 + lots.draw(3)).unwrap_or(0);
        let born = (2026 - age + 22 + years).min(2024);
        let boy = lots.chance(51);
        people.push(person(lots, family, boy, "child", born));
    }
    if lots.chance(18) {
        people.push(person(lots, family, false, "parent", 2026 - age - 24));
    }
    people
}

fn person(lots: &mut Lots, family: (&str, &str, &str), man: bool, relation: &'static str, born: i64) -> Person {
    let (middle, given) = if man { (family.1, lots.pick(MEN)) } else { (family.2, lots.pick(WOMEN)) };
    // Old papers often know the year only; a year stays a year.
    let birth = if lots.chance(45) {
        born.to_string()
    } else {
        format!("{born}-{:02}-{:02}", 1 + lots.draw(12), 1 + lots.draw(28))
    };
    Person { name: format!("{} {middle} {given}", family.0), relation, sex: if man { "male" } else { "female" }, birth }
}

/// A hamlet and a family's place in it, both from 0.
pub type Spot = (usize, usize);

/// Families that were entered twice, as happens when lists of two years are put together: the
/// second entry, then the first one.
pub const TWICE: &[(Spot, Spot)] = &[((5, 31), (5, 2)), ((4, 28), (1, 3)), ((3, 9), (3, 5))];

/// A family as somebody else wrote it down: capitals without accents and years alone, or the wife as head, or without births.
#[must_use]
pub fn again(people: &[Person], way: usize) -> Vec<Person> {
    let mut people = people.to_vec();
    match way % 3 {
        0 => {
            people.truncate(3);
            for person in &mut people {
                person.name = rules::text::fold(&person.name).to_uppercase();
                person.birth = person.birth.chars().take(4).collect();
            }
        }
        1 if people.get(1).is_some_and(|other| other.relation == "spouse") => {
            people.swap(0, 1);
            for (person, relation) in people.iter_mut().zip(["head", "spouse"]) {
                person.relation = relation;
            }
        }
        _ => people.iter_mut().skip(1).for_each(|person| person.birth.clear()),
    }
    people
}

/// Login, name, post, role word, and the hamlet it belongs to (by its place in [`HAMLETS`]) for hamlet heads.
pub const ACCOUNTS: &[(&str, &str, &str, &str, Option<usize>)] = &[
    ("canbo", "Lò Thị Mẫu", "Công chức văn hóa – xã hội", "commune_officer", None),
    ("canbo2", "Quàng Văn Thử", "Chủ tịch Hội Khuyến học xã", "commune_officer", None),
    ("chutich", "Thào A Dụ", "Chủ tịch Ủy ban nhân dân xã", "commune_chair", None),
    ("truongban1", "Cà Văn Giả", "Trưởng bản Hoa Ban", "hamlet_head", Some(0)),
    ("truongban2", "Mùa A Tỷ", "Trưởng bản Suối Mơ", "hamlet_head", Some(1)),
    ("truongban3", "Lường Thị Ví", "Trưởng bản Đồi Chè", "hamlet_head", Some(2)),
    ("truongban4", "Giàng A Nháp", "Trưởng bản Nương Xanh", "hamlet_head", Some(3)),
    ("truongban5", "Tòng Văn Mô", "Trưởng bản Thác Bạc", "hamlet_head", Some(4)),
    ("truongban6", "Sùng Thị Phỏng", "Trưởng bản Đỉnh Mây", "hamlet_head", Some(5)),
    ("truongban7", "Hoàng Văn Chừng", "Trưởng bản Rừng Thông", "hamlet_head", Some(6)),
    ("truongban8", "Nguyễn Thanh Tạm", "Trưởng bản Cầu Treo", "hamlet_head", Some(7)),
    ("tinh", "Hoàng Thị Đồ", "Chuyên viên cấp tỉnh", "province_officer", None),
    ("xem", "Nguyễn Đức Khách", "Người xem", "viewer", None),
    ("quantri", "Lầu Bá Quản", "Quản trị hệ thống", "administrator", None),
    ("vanhanh", "Tráng Thị Máy", "Người vận hành máy chủ", "operator", None),
];

/// Households of the sample workbook of the guided tour: number and head first, then members.
#[must_use]
pub fn sample() -> Vec<(String, Vec<Person>)> {
    let mut lots = Lots::new(2026);
    (101..=112).map(|number| (number.to_string(), household(&mut lots))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_made_up_household_has_one_head_and_is_the_same_each_time() {
        let (mut one, mut two) = (Lots::new(5), Lots::new(5));
        for _ in 0..500 {
            let people = household(&mut one);
            assert_eq!(people.iter().filter(|person| person.relation == "head").count(), 1);
            assert!(people.iter().all(|person| person.birth.len() == 4 || person.birth.len() == 10));
            let again = household(&mut two);
            let names = |all: &[Person]| all.iter().map(|person| person.name.clone()).collect::<Vec<_>>();
            assert_eq!(names(&people), names(&again));
        }
    }

    #[test]
    fn every_account_has_a_known_role() {
        for (login, _, _, role, hamlet) in ACCOUNTS {
            let role = rules::access::Role::of(role).unwrap_or_else(|| panic!("{login}"));
            assert_eq!(role == rules::access::Role::HamletHead, hamlet.is_some());
        }
    }
}
