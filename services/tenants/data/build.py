#!/usr/bin/env python3
"""Builds breached.bin from password lists that packages carry; README.md beside this file names them.

Usage: build.py DIRECTORY, where DIRECTORY holds the unpacked packages:
  django/contrib/auth/common-passwords.txt.gz   (PyPI Django)
  zxcvbn/src/frequency_lists.coffee             (npm zxcvbn)
  common/src/passwords.json                     (npm @zxcvbn-ts/language-common)
  pl/src/{fe,}maleFirstnames.json               (npm @zxcvbn-ts/language-pl)
"""

import gzip
import hashlib
import json
import pathlib
import re
import sys
import unicodedata

HERE = pathlib.Path(__file__).parent
PREFIX_BYTES = 6
SHORTEST, LONGEST = 4, 100


def fold(text: str) -> str:
    """As `fold` in src/domain/password/stretched.rs: small letters without marks."""
    text = unicodedata.normalize("NFD", text).lower()
    return "".join(c for c in text if not unicodedata.combining(c)).replace("ł", "l")


def entries(source: pathlib.Path):
    yield from gzip.open(source / "django/contrib/auth/common-passwords.txt.gz", "rt", encoding="utf-8").read().split()
    lists = (source / "zxcvbn/src/frequency_lists.coffee").read_text(encoding="utf-8")
    yield from re.search(r'passwords: "([^"]*)"', lists).group(1).split(",")
    yield from json.loads((source / "common/src/passwords.json").read_text(encoding="utf-8"))
    for name in ("femaleFirstnames", "maleFirstnames"):
        yield from json.loads((source / f"pl/src/{name}.json").read_text(encoding="utf-8"))
    for line in (HERE / "polish.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def main() -> None:
    words = {fold(entry.strip()) for entry in entries(pathlib.Path(sys.argv[1]))}
    words = {word for word in words if SHORTEST <= len(word) <= LONGEST}
    prefixes = sorted({hashlib.sha256(word.encode()).digest()[:PREFIX_BYTES] for word in words})
    (HERE / "breached.bin").write_bytes(b"".join(prefixes))
    print(len(prefixes), "entries")


main()
