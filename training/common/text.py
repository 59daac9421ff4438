"""Plain forms of names, for comparing them."""

import re
import unicodedata

_OTHER = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower case, compatibility forms decomposed, every run of other characters one blank."""
    return _OTHER.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()
