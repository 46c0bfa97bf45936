"""The workbook of the large import journey, written and corrected as an office's own program would.

    workbook.py make OUT.xlsx PLANTED.json HAMLET...       5,000 rows with 300 mistakes, and where they are
    workbook.py correct MARKED.xlsx PLANTED.json OUT.xlsx  finds a note at each mistake and nowhere else, corrects the cells
Everybody in it is made up.
"""

import json
import sys

import openpyxl

HOUSEHOLDS, MISTAKES = 1250, 300
HEAD = ["Số hộ", "Thôn, bản", "Họ và tên", "Quan hệ với chủ hộ", "Giới tính", "Ngày sinh", "Số CCCD", "Địa chỉ"]
FAMILY = ["Lường", "Tòng", "Quàng", "Cầm", "Hoàng", "Vì", "Lèo", "Bạc", "Mùa", "Giàng", "Vàng", "Sồng", "Thào"]
MIDDLE = ["Khăm", "Xuân", "Minh", "Bích", "Ngọc"]
GIVEN = ["Ảnh", "Bảo", "Chiến", "Duyên", "Đức", "Giang", "Hạnh", "Khánh", "Lộc", "Mẫn", "Nhuận", "Oanh", "Phượng", "Quyết",
         "Sẵn", "Thưởng", "Uyên", "Vượng", "Xuyến", "Yến"]


def name(n, woman):
    middle = f"{'Thị' if woman else 'Văn'} {MIDDLE[n // 260 % 5]}"
    return f"{FAMILY[n % 13]} {middle} {GIVEN[n // 13 % 20]}"


def number(n, woman, year):
    return f"014{1 if woman else 0}{year % 100:02d}{n:06d}"


def mistake(kind, first, rows):
    """What is put wrong in a household: the cell that is named, and the cells that put it right."""
    head, wife = rows[0], rows[1]
    if kind == 0:
        wife[5] = "31/02/1975"
        return f"F{first + 1}", {f"F{first + 1}": "1975"}
    if kind == 1:
        wife[3] = "người quen"
        return f"D{first + 1}", {f"D{first + 1}": "Vợ"}
    if kind == 2:
        head[6] = "0140750001"
        return f"G{first}", {f"G{first}": None}
    if kind == 3:
        right, head[1] = head[1], "Thôn Không Có Trong Xã"
        return f"B{first}", {f"B{first}": right}
    if kind == 4:
        wife[3] = "Chủ hộ"
        return f"D{first}", {f"D{first + 1}": "Vợ"}
    if kind == 5:
        wife[4] = "ẩn"
        return f"E{first + 1}", {f"E{first + 1}": "Nữ"}
    if kind == 6:
        head[5] = "1850"
        return f"F{first}", {f"F{first}": "1970"}
    if kind == 7:
        right, wife[2] = wife[2], None
        return f"C{first + 1}", {f"C{first + 1}": right}
    if kind == 8:
        right, head[6] = head[6], number(900_000 + first, True, 1970)
        return f"G{first}", {f"G{first}": right}
    head[5] = "5-6-7-1970"
    return f"F{first}", {f"F{first}": "05/06/1970"}


def make(out, planted, hamlets):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sổ hộ"
    sheet.append(["DANH SÁCH HỘ GIA ĐÌNH"])
    sheet.append(HEAD)
    wrong = {}
    for n in range(HOUSEHOLDS):
        first = 3 + 4 * n
        hamlet = hamlets[n % len(hamlets)]
        rows = [
            [9000 + n, hamlet, name(n, False), "Chủ hộ", "Nam", 1970, number(n, False, 1970), f"Đội {n % 7 + 1}"],
            [9000 + n, None, name(n + 5, True), "Vợ", "Nữ", "12/04/1975", number(n, True, 1975), None],
            [9000 + n, None, name(n + 9, True), "Con", "Nữ", "2001", None, None],
            [9000 + n, None, name(n + 2, False), "Con", "Nam", "20/11/2008", None, None],
        ]
        # Every fourth household, as long as there are mistakes to make.
        if n % 4 == 1 and len(wrong) < MISTAKES:
            cell, right = mistake(len(wrong) % 10, first, rows)
            wrong[cell] = right
        for row in rows:
            sheet.append(row)
    assert len(wrong) == MISTAKES and sheet.max_row == 2 + 4 * HOUSEHOLDS
    book.save(out)
    with open(planted, "w", encoding="utf-8") as file:
        json.dump(wrong, file, ensure_ascii=False)


def correct(marked, planted, out):
    with open(planted, encoding="utf-8") as file:
        wrong = json.load(file)
    book = openpyxl.load_workbook(marked)
    sheet = book.active
    noted = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment}
    if noted != set(wrong):
        sys.exit(f"notes without a mistake: {sorted(noted - set(wrong))[:9]}; without a note: {sorted(set(wrong) - noted)[:9]}")
    for right in wrong.values():
        for cell, value in right.items():
            sheet[cell] = value
    book.save(out)
    print(len(noted))


if sys.argv[1] == "make":
    make(sys.argv[2], sys.argv[3], sys.argv[4:])
else:
    correct(*sys.argv[2:5])
