//! The words people write in registers, folded: heads of columns, relations, sexes, in Vietnamese, English and
//! Indonesian, phrases parted by bars. Owns the lists only; must not decide between them.

use rules::register::{Relation, Sex};

use super::Field;

/// Heads of columns. The longest phrase found in a cell decides.
pub(super) const HEADS: &[(Field, &str)] = &[
    (
        Field::Number,
        "so ho|stt ho|so tt ho|ma ho|ma so ho|so thu tu ho|so ho khau|so so ho khau|so phieu|ho so thu tu|\
         household number|household no|household id|household code|family number|family no|nomor kk|no kk|\
         nomor kartu keluarga|nomor keluarga|nomor rumah tangga",
    ),
    (
        Field::Hamlet,
        "thon|ban|ap|to|xom|buon|bon|lang|khu|khom|phum|soc|to dan pho|khu pho|tieu khu|khu dan cu|thon ban|\
         thon ban to|thon ban to dan pho|thon to dan pho|to ban|ten thon|ten ban|ban tieu khu|hamlet|quarter|\
         village|dusun|lingkungan|kampung",
    ),
    (
        Field::Head,
        "chu ho|ten chu ho|ho ten chu ho|ho va ten chu ho|ho ten cua chu ho|ho va ten cua chu ho|\
         ho chu dem va ten chu ho|dai dien ho|head|head name|head of household|name of head|household head|\
         family head|head of family|kepala keluarga|nama kepala keluarga|kepala rumah tangga",
    ),
    (
        Field::Name,
        "ho ten|ho va ten|ten thanh vien|thanh vien|ho ten thanh vien|ho va ten thanh vien|\
         ho va ten nhan khau|ho chu dem va ten|ho dem|ho va dem|ho va ten dem|ho ten dem|ho lot|ho chu dem|ho va chu dem|\
         ho va ten cong dan|ho dem va ten|name|full name|member|\
         member name|name of member|nama|nama lengkap|nama anggota|nama anggota keluarga",
    ),
    (
        Field::Relation,
        "quan he|moi quan he|quan he voi chu ho|moi quan he voi chu ho|qh voi chu ho|quan he chu ho|relation|\
         relationship|relation to head|relationship to head|relation to head of household|\
         relationship to head of household|hubungan|hubungan keluarga|hubungan dengan kepala keluarga",
    ),
    (Field::Sex, "gioi tinh|gioi|phai|nu|nam nu|sex|gender|jenis kelamin|kelamin|l p"),
    (
        Field::Birth,
        "ngay sinh|nam sinh|ngay thang nam sinh|ngay thang sinh|ngay sinh nam sinh|sinh ngay|sinh nam|\
         date of birth|birth date|year of birth|birth year|birth|born|birthday|dob|tanggal lahir|tgl lahir|\
         tahun lahir",
    ),
    (
        Field::IdNumber,
        "cccd|so cccd|so cccd cmnd|cccd cmnd|can cuoc|so can cuoc|can cuoc cong dan|so can cuoc cong dan|\
         dinh danh|so dinh danh|so dinh danh ca nhan|ma dinh danh|ma dinh danh ca nhan|so cccd dinh danh|\
         cmnd|so cmnd|cmt|so cmt|giay to tuy than|id number|id no|id card|identity number|identity card|\
         personal id|national id|citizen id|nik|nomor induk kependudukan|nomor identitas|no ktp",
    ),
    (
        Field::Address,
        "dia chi|noi o|cho o|so nha|thuong tru|noi thuong tru|dia chi thuong tru|noi cu tru|noi o hien tai|\
         dia chi hien tai|address|residence|alamat",
    ),
    (
        Field::Phone,
        "dien thoai|so dien thoai|sdt|so dt|dt|di dong|phone|phone number|telephone|mobile|telepon|\
         nomor telepon|no telepon|no hp|hp",
    ),
    (Field::Note, "ghi chu|note|notes|remark|remarks|comment|keterangan|catatan"),
];

/// Heads of columns that only count people, though they hold the words of other columns.
pub(super) const COUNTS: &[&str] = &[
    "so nhan khau",
    "so thanh vien",
    "so khau",
    "so nguoi",
    "so con",
    "tong so",
    "number of members",
    "number of people",
    "household size",
    "jumlah anggota",
    "jumlah anggota keluarga",
];

/// The head of a column that holds given names only, folded.
pub(super) const GIVEN: &str = "ten|ten goi|ten rieng|given name|first name|nama depan";

/// The head of a column that holds family and middle names beside one of given names, folded.
pub(super) const FAMILY: &str = "ho|ho dem|ho va dem|ho va ten dem|ho ten dem|ho lot|ho va ten lot|ho chu dem|ho va chu dem|\
                                 family name|last name|surname|family and middle name|nama keluarga";

/// Relations with marks, for words that only their marks tell apart.
pub(super) const RELATIONS_MARKED: &[(Relation, &str)] = &[
    (Relation::Grandparent, "bà|cụ"),
    (Relation::Parent, "ba|má"),
    (Relation::Sibling, "chị"),
    (Relation::Other, "cô|chú|chắt|dì"),
];

/// Relations, folded.
pub(super) const RELATIONS: &[(Relation, &str)] = &[
    (Relation::Head, "chu ho|ch|head|head of household|household head|kepala keluarga|kepala rumah tangga|kepala"),
    (Relation::Spouse, "vo|chong|vo chong|spouse|wife|husband|istri|suami|pasangan"),
    (
        Relation::Child,
        "con|con trai|con gai|con de|con ruot|con nuoi|con dau|con re|con rieng|con ca|con thu|con ut|child|\
         son|daughter|adopted child|stepchild|son in law|daughter in law|child in law|anak|anak kandung|\
         anak angkat|anak tiri|menantu",
    ),
    (
        Relation::Parent,
        "bo|me|cha|bo me|cha me|ba me|bo de|me de|bo ruot|me ruot|bo vo|me vo|bo chong|me chong|cha vo|\
         cha chong|me ke|bo duong|bo nuoi|me nuoi|parent|father|mother|parent in law|father in law|\
         mother in law|orang tua|ayah|bapak|ibu|mertua",
    ),
    (
        Relation::Grandchild,
        "chau|chau noi|chau ngoai|chau trai|chau gai|chau dau|chau re|grandchild|grandson|granddaughter|cucu",
    ),
    (
        Relation::Grandparent,
        "ong|ong ba|ong noi|ba noi|ong ngoai|ba ngoai|grandparent|grandfather|grandmother|kakek|nenek",
    ),
    (
        Relation::Sibling,
        "anh|em|anh trai|chi gai|em trai|em gai|anh ruot|chi ruot|em ruot|anh chi em|anh re|chi dau|em re|\
         em dau|anh vo|anh chong|em vo|em chong|sibling|brother|sister|brother in law|sister in law|saudara|\
         saudara kandung|kakak|adik|ipar",
    ),
    (
        Relation::Other,
        "khac|nguoi khac|nguoi than|ho hang|o nho|nguoi o nho|nguoi giup viec|chau ho|chau ruot|bac|cau|mo|\
         thim|duong|co ruot|chu ruot|di ruot|other|other relative|relative|not related|lodger|lainnya|\
         lain lain|famili lain|kerabat|pembantu",
    ),
];

/// Sexes, folded. A cross marks women in the columns of survey workbooks.
pub(super) const SEXES: &[(Sex, &str)] = &[
    (Sex::Male, "nam|trai|male|m|man|boy|laki laki|laki|l|lk|pria"),
    (Sex::Female, "nu|gai|female|f|woman|girl|perempuan|p|pr|wanita|x"),
];

/// How a row begins that only counts.
pub(super) const TOTALS: &[&str] = &["tong", "cong", "tong so", "tong cong", "total", "sum", "jumlah"];

/// How the example row of the template is marked in its number column.
pub(super) const EXAMPLES: &[&str] = &["vi du", "vd", "example", "contoh"];

/// Does a folded line begin as the name of a hamlet does?
pub(super) fn names_a_place(line: &str) -> bool {
    PLACES.iter().any(|word| line.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
}

/// How a line begins that names a hamlet for the rows under it.
pub(super) const PLACES: &[&str] = &[
    "thon",
    "ban",
    "ap",
    "xom",
    "buon",
    "bon",
    "lang",
    "to dan pho",
    "khu pho",
    "tieu khu",
    "khu dan cu",
    "khom",
    "phum",
    "soc",
    "hamlet",
    "quarter",
    "dusun",
    "lingkungan",
];
