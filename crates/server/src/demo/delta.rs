//! Names as people of the lowlands bear them, each with how many in a thousand: a search among millions is only as hard as
//! real names are common. Any likeness is chance.

use super::names::Lots;

/// Family names of a thousand people.
const FAMILIES: &[(&str, usize)] = &[
    ("Nguyễn", 352),
    ("Trần", 116),
    ("Lê", 96),
    ("Phạm", 68),
    ("Huỳnh", 58),
    ("Võ", 48),
    ("Phan", 42),
    ("Trương", 26),
    ("Đặng", 23),
    ("Bùi", 20),
    ("Đỗ", 16),
    ("Hồ", 16),
    ("Ngô", 14),
    ("Dương", 14),
    ("Lý", 11),
    ("Đinh", 9),
    ("Mai", 9),
    ("Lâm", 9),
    ("Cao", 8),
    ("Đoàn", 8),
    ("Châu", 6),
    ("Tô", 5),
    ("Hà", 5),
    ("Thái", 4),
    ("Tạ", 4),
    ("Lương", 4),
    ("Vương", 3),
    ("Thạch", 3),
    ("Kim", 2),
    ("Ừng", 1),
];
const MIDDLE_MEN: &[(&str, usize)] = &[
    ("Văn", 420),
    ("Minh", 70),
    ("Thanh", 70),
    ("Hoàng", 60),
    ("Hữu", 60),
    ("Quốc", 50),
    ("Công", 40),
    ("Ngọc", 40),
    ("Đức", 40),
    ("Tấn", 40),
    ("Thành", 40),
    ("Phước", 30),
    ("Trọng", 20),
    ("Khánh", 20),
];
const MIDDLE_WOMEN: &[(&str, usize)] = &[
    ("Thị", 520),
    ("Ngọc", 110),
    ("Thị Ngọc", 70),
    ("Thị Thanh", 60),
    ("Thị Mỹ", 50),
    ("Kim", 50),
    ("Thanh", 40),
    ("Thị Kim", 40),
    ("Mỹ", 30),
    ("Bảo", 30),
];
const MEN: &[&str] = &[
    "An", "Bình", "Bảo", "Cường", "Chiến", "Danh", "Dũng", "Duy", "Đạt", "Đức", "Giang", "Hải", "Hậu", "Hiếu", "Hòa",
    "Hoàng", "Hùng", "Huy", "Kha", "Khang", "Khoa", "Kiên", "Lâm", "Long", "Lộc", "Luân", "Mẫn", "Nam", "Nghĩa",
    "Nhân", "Nhựt", "Phát", "Phong", "Phú", "Phúc", "Quang", "Quân", "Sang", "Sơn", "Tài", "Tâm", "Tân", "Thắng",
    "Thịnh", "Thuận", "Tiến", "Toàn", "Trí", "Trung", "Tuấn", "Tùng", "Út", "Vinh", "Vũ",
];
const WOMEN: &[&str] = &[
    "Anh",
    "Ánh",
    "Bé",
    "Bích",
    "Châu",
    "Chi",
    "Cúc",
    "Diễm",
    "Dung",
    "Duyên",
    "Đào",
    "Giàu",
    "Hà",
    "Hạnh",
    "Hằng",
    "Hiền",
    "Hoa",
    "Hồng",
    "Huệ",
    "Hương",
    "Kiều",
    "Lan",
    "Liên",
    "Linh",
    "Loan",
    "Ly",
    "Mai",
    "Ngân",
    "Nga",
    "Ngọc",
    "Nguyệt",
    "Nhi",
    "Nhung",
    "Như",
    "Oanh",
    "Phượng",
    "Phương",
    "Quyên",
    "Sương",
    "Tâm",
    "Thảo",
    "Thắm",
    "Thơ",
    "Thu",
    "Thúy",
    "Thư",
    "Tiên",
    "Trang",
    "Trâm",
    "Trinh",
    "Tuyền",
    "Tuyết",
    "Út",
    "Vân",
    "Xuân",
    "Yến",
];
/// Names of hamlets that villages of the lowlands bear; most have a number besides.
const HAMLETS: &[&str] = &[
    "Bình An",
    "Bình Hòa",
    "Bình Thạnh",
    "Hưng Lợi",
    "Hòa Bình",
    "Long Hưng",
    "Long Thới",
    "Mỹ Hòa",
    "Mỹ Lợi",
    "Mỹ Phú",
    "Phú Lợi",
    "Phú Thạnh",
    "Tân An",
    "Tân Hòa",
    "Tân Thuận",
    "Thạnh Lợi",
    "Thới Hòa",
    "Trung Tâm",
    "Vĩnh Hòa",
    "Vĩnh Phước",
];

fn weighed(lots: &mut Lots, from: &'static [(&'static str, usize)]) -> &'static str {
    let mut at = lots.draw(from.iter().map(|(_, weight)| weight).sum());
    for (name, weight) in from {
        if at < *weight {
            return name;
        }
        at -= weight;
    }
    from.first().map_or("", |(name, _)| name)
}

fn pick(lots: &mut Lots, from: &'static [&'static str]) -> &'static str {
    let at = lots.draw(from.len());
    from.get(at).copied().unwrap_or_default()
}

/// A family name, as common as it is.
pub fn family(lots: &mut Lots) -> &'static str {
    weighed(lots, FAMILIES)
}

/// A full name of somebody of that family.
pub fn full_name(lots: &mut Lots, family: &str, man: bool) -> String {
    let (middle, given) = if man {
        (weighed(lots, MIDDLE_MEN), pick(lots, MEN))
    } else {
        (weighed(lots, MIDDLE_WOMEN), pick(lots, WOMEN))
    };
    format!("{family} {middle} {given}")
}

/// The name of the hamlet of this number in its commune, without its kind.
pub fn hamlet(lots: &mut Lots, number: usize) -> String {
    let name = pick(lots, HAMLETS);
    if number <= HAMLETS.len() && lots.chance(35) { format!("{name} {number}") } else { number.to_string() }
}
