"""The reader's work as a script of regular expressions would do it: references with their date, dates, figures with units,
periods. Built from the same catalogue; prints what it counts. Usage: pace.py FILE"""

import pathlib
import re
import sys
import tomllib

TOP = pathlib.Path(__file__).resolve().parents[3]


def words():
    with open(TOP / "catalogue/proof/counting.toml", "rb") as file:
        counting = tomllib.load(file)
    with open(TOP / "catalogue/proof/documents.toml", "rb") as file:
        documents = tomllib.load(file)
    units = sorted({unit["name"] for unit in counting["unit"]}, key=len, reverse=True)
    approximators = sorted({word["word"] for word in counting["approximator"]}, key=len, reverse=True)
    kinds = sorted({kind["name"] for kind in documents["kind"]}, key=len, reverse=True)
    return units, approximators, kinds


def alternatives(names):
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)


def patterns():
    units, approximators, kinds = words()
    dash = "[-\u2010-\u2015]"
    number = r"\d+(?:[.,]\d+)*"
    yield "citations", (
        rf"(?:(?:{alternatives(kinds)})\s+)?(?:số:?\s*)?\d{{1,5}}[a-z]?\s*(?:/\d{{4}})?\s*(?:{dash}|/)\s*[A-ZĐ][A-Za-zĐđƯư]*"
        rf"(?:\s*(?:/|{dash})\s*[A-ZĐƯ][\wĐƯ]*)*(?:,?\s*ngày\s+\d{{1,2}}(?:/\d{{1,2}}/\d{{4}}|\s+tháng\s+\d{{1,2}}\s+năm\s+\d{{4}}))?"
    )
    yield "dates", r"\b\d{1,2}/\d{1,2}/\d{4}\b|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}"
    yield "periods", rf"(?:năm|giai đoạn|nhiệm kỳ)\s+\d{{4}}(?:\s*{dash}\s*\d{{4}})?|\d+\s+tháng\s+(?:đầu|cuối)\s+năm\s+\d{{4}}"
    yield "figures", (
        rf"(?:(?:{alternatives(approximators)})\s+)?{number}(?:/{number})?\s*(?:%|(?:{alternatives(units)})\b)"
        rf"|(?:hạng|thứ)\s+\d+|(?:Lượt xem|Đang online|Hôm nay|Tất cả):\s*{number}"
    )


def main():
    text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    counts = []
    for name, pattern in patterns():
        found = sum(1 for _ in re.finditer(pattern, text, re.IGNORECASE if name == "figures" else 0))
        counts.append(f"{found} {name}")
    print(", ".join(counts))


main()
