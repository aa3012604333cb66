"""The reader's work as a script of regular expressions would do it: references with their date, dates, periods, organs and units
named, figures with their counting units, groups, parts of the document. Built from the same catalogue; one pass for each kind, as
such scripts do; prints what it counts. It looks at less than the reader does: no subject, scope or period of a figure, no sums.
Usage: pace.py FILE"""

import pathlib
import re
import sys
import tomllib

TOP = pathlib.Path(__file__).resolve().parents[3]


def load(name):
    with open(TOP / "catalogue/proof" / name, "rb") as file:
        return tomllib.load(file)


def alternatives(names):
    longest = sorted(set(names), key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest)


def patterns():
    counting, documents, bodies = load("counting.toml"), load("documents.toml"), load("bodies.toml")
    units = alternatives(unit["name"] for unit in counting["unit"])
    approximators = alternatives(word["word"] for word in counting["approximator"])
    counters = alternatives(counting["counter"])
    ranks = alternatives(counting["rank"])
    kinds = alternatives(kind["name"] for kind in documents["kind"])
    organs = alternatives(name for body in bodies["body"] for name in body["names"])
    dash = "[-\u2010-\u2015]"
    number = r"\d+(?:[.,]\d+)*"
    name = r"(?:\s+[A-ZĐÀ-Ỹ][\w'’-]*)+"
    yield "citations", (
        rf"(?:(?:{kinds})\s+)?(?:số:?\s*)?\d{{1,5}}[a-z]?\s*(?:/\d{{4}})?\s*(?:{dash}|/)\s*[A-ZĐ][A-Za-zĐđƯư]*"
        rf"(?:\s*(?:/|{dash})\s*[A-ZĐƯ][\wĐƯ]*)*(?:,?\s*ngày\s+\d{{1,2}}(?:/\d{{1,2}}/\d{{4}}|\s+tháng\s+\d{{1,2}}\s+năm\s+\d{{4}}))?"
        rf"|(?:{kinds}){name}"
    ), 0
    yield "dates", r"\b\d{1,2}/\d{1,2}/\d{4}\b|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}", 0
    yield "periods", (
        rf"(?:năm|giai đoạn|nhiệm kỳ)\s+\d{{4}}(?:\s*{dash}\s*\d{{4}})?|\d+\s+tháng\s+(?:đầu|cuối)\s+năm\s+\d{{4}}"
        rf"|quý\s+[IV]+(?:[/ ]\d{{4}})?|từ\s+ngày\s+\S+\s+đến\s+ngày\s+\S+"
    ), re.IGNORECASE
    yield "names", rf"(?:{organs})(?:{name})?|(?:[Tt]ỉnh|[Hh]uyện|[Tt]hành phố|[Tt]hị xã|[Qq]uận|[Xx]ã|[Pp]hường|[Tt]hị trấn){name}", 0
    yield "figures", (
        rf"(?:(?:{approximators})\s+)?{number}(?:/{number})?\s*(?:%|(?:{units})\b|\w+(?:\s+\w+)?)"
        rf"|(?:{ranks})\s+\d+|(?:{counters}):\s*{number}|\b(?:một|hai|ba|bốn|sáu|bảy|tám|chín|mười)\s+(?:{units})\b"
    ), re.IGNORECASE
    yield "groups", (
        rf"{number}\s+(?:{units})[^.;()]{{0,120}}(?:\(|trong đó|gồm|cụ thể|:)[^.()]*?{number}[^.()]*?{number}[^.()]*"
    ), re.IGNORECASE
    yield "parts", r"(?m)^(?:[IVX]+|\d+|[a-zđ])[.)]\s+\S.*$|^(?:Nơi nhận|Kính gửi|TM\.|KT\.).*$|^Số:?\s.*$", 0


def main():
    text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    counts = []
    for name, pattern, flags in patterns():
        found = sum(1 for _ in re.finditer(pattern, text, flags))
        counts.append(f"{found} {name}")
    print(", ".join(counts))


main()
