//! Papers to look at and to test with. Owns synthetic people only; must not hold a real one.

use papers::certificate::{Bundle, Certificate};
use papers::decision::{Align, Annex, AnnexColumn, Article, Decision, Totals, Verify};
use papers::report::{Report, Section, Signer};
use rules::basics::Day;

/// Names that break careless papers: marks, quotes, signs of the template language, very long ones.
pub const NAMES: &[&str] = &[
    "Lò Văn Ún",
    "Quàng Thị Ỏ",
    "Nguyễn Thị Hường",
    "Y Ƀlŭ Niê Kđăm",
    "H'Nghĩa \"Mí\" Êban",
    "Sùng A #Tủa",
    "Giàng *Thị* _Mỷ_ $x$ @y <z> [k] \\n",
    "Công Tằng Tôn Nữ Nguyễn Phước Hoàng Thị Huyền Trang Diệu Thiện Khánh Linh",
    "Đặng Kiều Ưỡng",
    "Cà Văn Quỷnh",
];

const HAMLETS: &[&str] = &["Bản Pú Chắn", "Bản Long Hẹ", "Bản Co Nhừ", "Bản Nậm Nhứ", "Tiểu khu 2", "Bản Pá Púa A"];

fn words(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// A decision that recognises `families` families.
pub fn decision(families: usize) -> Decision {
    let rows = (0..families)
        .map(|at| {
            vec![
                (at + 1).to_string(),
                NAMES[at % NAMES.len()].to_owned(),
                HAMLETS[at * 7 % HAMLETS.len()].to_owned(),
                (80 + at * 13 % 21).to_string(),
                format!("LH{:04}-{:04}", at * 7919 % 10000, at * 104729 % 10000),
            ]
        })
        .collect();
    let column = |head: &str, share, align| AnnexColumn { head: head.to_owned(), share, align };
    Decision {
        lang: "vi".to_owned(),
        title: "Quyết định số 12/QĐ-UBND về việc công nhận danh hiệu Gia đình học tập năm 2025".to_owned(),
        day: Day::new(2025, 12, 5).unwrap(),
        body: words(&["ỦY BAN NHÂN DÂN", "XÃ LONG HẸ"]),
        country: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".to_owned(),
        motto: "Độc lập - Tự do - Hạnh phúc".to_owned(),
        number: "Số: 12/QĐ-UBND".to_owned(),
        place_and_day: "Long Hẹ, ngày 05 tháng 12 năm 2025".to_owned(),
        kind: "QUYẾT ĐỊNH".to_owned(),
        subject: "Về việc công nhận danh hiệu “Gia đình học tập” năm 2025 trên địa bàn xã Long Hẹ".to_owned(),
        authority: "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ LONG HẸ".to_owned(),
        bases: words(&[
            "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;",
            "Căn cứ Quyết định số 1373/QĐ-TTg ngày 30 tháng 7 năm 2021 của Thủ tướng Chính phủ phê duyệt Đề án “Xây dựng xã hội học tập giai đoạn 2021 - 2030”;",
            "Căn cứ Quyết định số 387/QĐ-TTg ngày 25 tháng 3 năm 2022 của Thủ tướng Chính phủ phê duyệt Chương trình “Đẩy mạnh phong trào học tập suốt đời trong gia đình, dòng họ, cộng đồng, đơn vị giai đoạn 2021 - 2030”;",
            "Theo đề nghị của Hội Khuyến học xã Long Hẹ tại Tờ trình số 05/TTr-HKH ngày 28 tháng 11 năm 2025.",
        ]),
        decides: "QUYẾT ĐỊNH:".to_owned(),
        articles: vec![
            Article {
                head: "Điều 1.".to_owned(),
                paragraphs: vec![format!(
                    "Công nhận danh hiệu “Gia đình học tập” năm 2025 cho {families} gia đình trên địa bàn xã Long Hẹ, tỉnh Sơn La (có danh sách kèm theo)."
                )],
            },
            Article {
                head: "Điều 2.".to_owned(),
                paragraphs: words(&[
                    "Các gia đình có tên tại Điều 1 được cấp Giấy chứng nhận theo quy định.",
                    "Hội Khuyến học xã phối hợp với trưởng các bản, tiểu khu công khai danh sách và trao Giấy chứng nhận tại Ngày hội Đại đoàn kết toàn dân tộc.",
                ]),
            },
            Article {
                head: "Điều 3.".to_owned(),
                paragraphs: words(&[
                    "Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã, Trưởng phòng Văn hóa - Xã hội, Chủ tịch Hội Khuyến học xã, trưởng các bản, tiểu khu và các gia đình có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này kể từ ngày ký./.",
                ]),
            },
        ],
        recipients_head: "Nơi nhận:".to_owned(),
        recipients: words(&[
            "- Như Điều 3;",
            "- Thường trực Đảng ủy, HĐND xã (b/c);",
            "- Hội Khuyến học tỉnh (b/c);",
            "- Lưu: VT, VHXH.",
        ]),
        post: words(&["CHỦ TỊCH"]),
        signed: "(Đã ký)".to_owned(),
        signatory: "Hoàng Văn Diễn".to_owned(),
        annex: Some(Annex {
            label: "PHỤ LỤC".to_owned(),
            title: "DANH SÁCH GIA ĐÌNH ĐƯỢC CÔNG NHẬN DANH HIỆU “GIA ĐÌNH HỌC TẬP” NĂM 2025".to_owned(),
            attached:
                "(Kèm theo Quyết định số 12/QĐ-UBND ngày 05 tháng 12 năm 2025 của Chủ tịch Ủy ban nhân dân xã Long Hẹ)"
                    .to_owned(),
            columns: vec![
                column("STT", 0, Align::Centre),
                column("Họ và tên chủ hộ", 9, Align::Left),
                column("Bản, tiểu khu", 6, Align::Left),
                column("Điểm", 0, Align::Right),
                column("Số chứng nhận", 0, Align::Centre),
            ],
            rows,
            total: format!("Tổng số: {families} gia đình."),
            totals: Some(Totals {
                title: "Tổng hợp theo bản, tiểu khu".to_owned(),
                heads: words(&["STT", "Bản, tiểu khu", "Số gia đình"]),
                rows: HAMLETS
                    .iter()
                    .zip(1..)
                    .map(|(hamlet, at)| vec![format!("{at}"), (*hamlet).to_owned(), format!("{}", families / 6 + at)])
                    .collect(),
                sum: words(&["", "Tổng số", &families.to_string()]),
            }),
        }),
        verify: Some(Verify {
            address: "https://hoctap.example/kt/QD-2025-LH-0012-7KQ4".to_owned(),
            shown: "hoctap.example/kt/QD-2025-LH-0012-7KQ4".to_owned(),
            invitation: "Quét mã hoặc nhập địa chỉ để kiểm tra quyết định này:".to_owned(),
            alt: "Mã QR dẫn đến trang kiểm tra quyết định".to_owned(),
        }),
        foot: "Quyết định số 12/QĐ-UBND ngày 05/12/2025, Ủy ban nhân dân xã Long Hẹ".to_owned(),
        notices: words(&[
            "BẢN TRÌNH DIỄN: mọi người và gia đình trong văn bản này đều là giả định, văn bản không có giá trị pháp lý.",
            "Bộ tiêu chí dùng để chấm điểm chưa được kiểm chứng với văn bản gốc.",
        ]),
        watermark: Some("BẢN TRÌNH DIỄN".to_owned()),
    }
}

/// What the file of certificates is.
pub fn bundle() -> Bundle {
    Bundle {
        lang: "vi".to_owned(),
        title: "Giấy chứng nhận Gia đình học tập năm 2025, xã Long Hẹ".to_owned(),
        author: "Ủy ban nhân dân xã Long Hẹ".to_owned(),
        day: Day::new(2025, 12, 5).unwrap(),
    }
}

/// Certificates of `count` families.
pub fn certificates(count: usize) -> Vec<Certificate> {
    (0..count)
        .map(|at| {
            let code = format!("LH{:02}-{:04}", at % 100, at * 104729 % 10000);
            Certificate {
                country: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".to_owned(),
                motto: "Độc lập - Tự do - Hạnh phúc".to_owned(),
                kind: "GIẤY CHỨNG NHẬN".to_owned(),
                authority: "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ LONG HẸ".to_owned(),
                recognises: "công nhận".to_owned(),
                family: "Gia đình ông (bà)".to_owned(),
                name: NAMES[at % NAMES.len()].to_owned(),
                place: format!("{}, xã Long Hẹ, tỉnh Sơn La", HAMLETS[at * 7 % HAMLETS.len()]),
                holds: "đạt danh hiệu".to_owned(),
                title: "GIA ĐÌNH HỌC TẬP".to_owned(),
                year: "Năm 2025".to_owned(),
                register: words(&["Quyết định số 12/QĐ-UBND", "ngày 05 tháng 12 năm 2025", "Mã kiểm tra:"]),
                code: code.clone(),
                verify: Verify {
                    address: format!("https://hoctap.example/kt/{code}"),
                    shown: format!("hoctap.example/kt/{code}"),
                    invitation: String::new(),
                    alt: format!("Mã QR dẫn đến trang kiểm tra giấy chứng nhận {code}"),
                },
                place_and_day: "Long Hẹ, ngày 05 tháng 12 năm 2025".to_owned(),
                post: words(&["CHỦ TỊCH"]),
                signed: "(Đã ký)".to_owned(),
                signatory: "Hoàng Văn Diễn".to_owned(),
                notices: words(&[
                    "Bản trình diễn: mọi gia đình trong văn bản này đều là giả định",
                    "Bộ tiêu chí chưa được kiểm chứng",
                ]),
                watermark: None,
            }
        })
        .collect()
}

/// Minutes with two tables.
pub fn report() -> Report {
    let column = |head: &str, share, align| AnnexColumn { head: head.to_owned(), share, align };
    let section = |head: &str, rows: usize| Section {
        head: head.to_owned(),
        paragraphs: words(&["Các gia đình sau được thẩm định."]),
        columns: vec![
            column("STT", 0, Align::Centre),
            column("Họ và tên chủ hộ", 9, Align::Left),
            column("Kết quả, lý do", 9, Align::Left),
        ],
        rows: (0..rows)
            .map(|at| words(&[&(at + 1).to_string(), NAMES[at % NAMES.len()], "Trả lại: thiếu minh chứng mục 2.3"]))
            .collect(),
        sums: vec![words(&["", "Cộng", &rows.to_string()])],
    };
    Report {
        lang: "vi".to_owned(),
        title: "Biên bản thẩm định Gia đình học tập năm 2025, xã Long Hẹ".to_owned(),
        day: Day::new(2025, 12, 1).unwrap(),
        landscape: false,
        body: words(&["ỦY BAN NHÂN DÂN", "XÃ LONG HẸ"]),
        country: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".to_owned(),
        motto: "Độc lập - Tự do - Hạnh phúc".to_owned(),
        number: "Số:          /BB".to_owned(),
        place_and_day: "Long Hẹ, ngày 01 tháng 12 năm 2025".to_owned(),
        kind: "BIÊN BẢN".to_owned(),
        subject: "Thẩm định danh hiệu “Gia đình học tập” năm 2025".to_owned(),
        paragraphs: words(&["Hôm nay, tại trụ sở Ủy ban nhân dân xã."]),
        sections: vec![section("I. Không đạt, trả lại", 4), section("II. Đạt", 70)],
        closing: words(&["Biên bản lập thành 02 bản."]),
        signers: vec![
            Signer { post: words(&["NGƯỜI THẨM ĐỊNH"]), name: "Lò Thị Ệm".to_owned() },
            Signer { post: words(&["CHỦ TỊCH HỘI KHUYẾN HỌC"]), name: String::new() },
        ],
        foot: "Biên bản thẩm định năm 2025, xã Long Hẹ".to_owned(),
        notices: words(&["Bản trình diễn: mọi gia đình đều là giả định"]),
        watermark: Some("BẢN TRÌNH DIỄN".to_owned()),
    }
}
