"""Other spellings of a name, made on the fly: what texts do to names that ontologies do not list."""

import random
import re
from collections.abc import Callable

Change = Callable[[str, random.Random], str]

_SPELLINGS = [
    ("haem", "hem"), ("oedema", "edema"), ("oesoph", "esoph"), ("leuk", "leuc"), ("tumour", "tumor"),
    ("anaem", "anem"), ("aemia", "emia"), ("paed", "ped"), ("orrhoea", "orrhea"), ("foet", "fet"),
    ("sulph", "sulf"), ("oestr", "estr"), ("fibre", "fiber"), ("colour", "color"), ("aetio", "etio"),
    ("ise", "ize"), ("isation", "ization"), ("caec", "cec"), ("faec", "fec"), ("gynaec", "gynec"),
]  # fmt: skip
_GREEK = {"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "kappa": "κ", "omega": "ω", "epsilon": "ε"}
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6", "VII": "7", "VIII": "8", "IX": "9"}
_ARABIC = {arabic: roman for roman, arabic in _ROMAN.items()}
_AFTER_TYPE = re.compile(r"\b(type|factor|class|stage|grade|group)[ -]([IVX]+|\d)\b", re.IGNORECASE)
_SMALL = frozenset(["of", "the", "and", "in", "with", "to", "a", "an", "by", "or", "for", "due", "on", "from"])


def plural(text: str, _: random.Random) -> str:
    """Adds a plural to the last word, or takes it away."""
    if not text[-1:].isalpha() or len(text) < 5 or text[-3:].isupper():
        return text
    if text.endswith("ies"):
        return text[:-3] + "y"
    if text.endswith(("ss", "us", "is")):
        return text[:-2] + "es" if text.endswith("is") else text
    if text.endswith("s"):
        return text[:-1]
    if text.endswith("y") and text[-2] not in "aeiou":
        return text[:-1] + "ies"
    return text + ("es" if text.endswith(("x", "ch", "sh")) else "s")


def hyphens(text: str, rng: random.Random) -> str:
    """Hyphens become blanks or nothing, or one blank a hyphen."""
    if "-" in text:
        return text.replace("-", rng.choice([" ", " ", ""]))
    blanks = [place for place, char in enumerate(text) if char == " "]
    if not blanks:
        return text
    place = rng.choice(blanks)
    return text[:place] + "-" + text[place + 1 :]


def inversion(text: str, rng: random.Random) -> str:
    """'Anemia, hemolytic' to 'hemolytic anemia' and back; 'cancer of the lung' to 'lung cancer'."""
    parts = text.split(", ")
    if len(parts) == 2:
        return f"{parts[1]} {parts[0]}"
    head, of, tail = text.partition(" of ")
    if of and " " not in head and "," not in tail:
        return f"{tail.removeprefix('the ')} {head}"
    words = text.split(" ")
    if 1 < len(words) < 5 and "," not in text and not _SMALL.intersection(words):
        return (
            f"{words[-1]}, {' '.join(words[:-1])}" if rng.random() < 0.5 else f"{words[-1]} of {' '.join(words[:-1])}"
        )
    return text


def spelling(text: str, rng: random.Random) -> str:
    """British to American or back."""
    low = text.lower()
    able = [(one, other) for pair in _SPELLINGS for one, other in (pair, pair[::-1]) if one in low]
    if not able:
        return text
    one, other = rng.choice(able)
    return low.replace(one, other)


def numbers(text: str, _: random.Random) -> str:
    """Roman to Arabic after 'type' and its like, or back; Greek letters by name or sign."""

    def change(match: re.Match[str]) -> str:
        number = match[2]
        return f"{match[1]} {_ROMAN.get(number) or _ARABIC.get(number) or number}"

    changed = _AFTER_TYPE.sub(change, text)
    for name, sign in _GREEK.items():
        if sign in changed:
            return changed.replace(sign, name)
        if re.search(rf"\b{name}\b", changed):
            return re.sub(rf"\b{name}\b", sign, changed)
    return changed


def typo(text: str, rng: random.Random) -> str:
    """One letter dropped, doubled, or changed places with the next, inside a longer word."""
    places = [match.start() + 1 for match in re.finditer(r"[a-z]{5}", text)]
    if not places:
        return text
    place = rng.choice(places) + rng.randrange(3)
    one, two = text[place], text[place + 1 : place + 2]
    middle = rng.choice(["" + two, one + one + two, two + one])
    return text[:place] + middle + text[place + 2 :]


def initials(text: str, rng: random.Random) -> str:
    """'D-TGA' and its like: the first words by their initials, the rest as they are; or all of them."""
    words = re.findall(r"[^\s,()/-]+", text)
    if not 3 <= len(words) <= 6 or any(not word[0].isalpha() for word in words):
        return text
    short = [word for word in words if word.lower() not in _SMALL]
    if len(short) < 2:
        return text
    if rng.random() < 0.3 and len(short) >= 3:
        return "".join(word[0].upper() for word in short)
    return "".join(word[0].upper() for word in short[:-1]) + " " + short[-1]


def case(text: str, rng: random.Random) -> str:
    return text.upper() if rng.random() < 0.2 else text.lower()


# How often each is tried.
CHANGES: tuple[tuple[float, Change], ...] = (
    (3.0, plural),
    (2.0, hyphens),
    (2.0, inversion),
    (1.5, spelling),
    (2.0, numbers),
    (1.0, typo),
    (0.7, initials),
)
_WEIGHTS = [weight for weight, _ in CHANGES]


def augment(text: str, rng: random.Random) -> str:
    """One change, chosen at random; the text as it is where the change does not fit."""
    _, change = rng.choices(CHANGES, _WEIGHTS)[0]
    return change(text, rng).strip() or text
