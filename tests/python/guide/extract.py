"""Takes the examples out of the text of the user guide: ``python3 extract.py GUIDE.txt > examples.txt``.

Kept are the lines of the sessions in the sections below, as printed, the damage of the scan included; a line that lost
part of its prompt begins with ``> ``. Everything else of the guide is left out.
"""

import re
import sys
from typing import Iterator, TextIO

SECTIONS = ("2.3.2", "3.1", "3.2", "A.")
_HEADING = re.compile(r"(\d+(?:\.\d+)+|A(?:\.\d+)+)\s+(\S.*)")
_SESSION = re.compile(r">>> |\.\.\.|> ")
_CONTENTS_END = "Introduction"


def examples(guide: TextIO) -> Iterator[str]:
    """The headings and lines of the examples."""
    section, is_announced, is_text = "", True, False
    for line in guide:
        is_text = is_text or line.strip() == _CONTENTS_END
        heading = _HEADING.match(line)
        if heading and is_text:
            section, is_announced = f"{heading.group(1)} {heading.group(2)}".replace("`", ""), False
        elif _SESSION.match(line) and section.startswith(SECTIONS):
            if not is_announced:
                yield f"\n# {section}\n"
                is_announced = True
            yield line.rstrip() + "\n"


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as text:
        sys.stdout.writelines(examples(text))
