"""Listings of workspaces and variables, as text or as dictionaries of tuples."""

from typing import Any, Dict, List, Sequence, Union

STRING = "string"
DICT = "dict"

WS_NAME, WS_MINE, WS_OWNER, WS_PERSISTENT, WS_NUMVARS, WS_VARLIST = range(6)
V_VARIABLE, V_VALUES, V_FETCHERS, V_FINDERS, V_MODE = range(5)

Listing = Union[str, Dict[str, tuple]]


def list_workspaces(entries: List[Dict[str, Any]], format: str) -> Listing:
    """The workspaces; the fields of a tuple are numbered by ``WS_NAME`` to ``WS_VARLIST``. Each line ends as such."""
    rows = [(entry["name"], entry["mine"], entry["owner"], entry["persistent"], entry["variables"], entry["names"])
            for entry in entries]
    lines = [(f"{'>' if row[WS_MINE] else ' '}{row[WS_NAME]}", row[WS_OWNER], row[WS_PERSISTENT], row[WS_NUMVARS],
              ",".join(row[WS_VARLIST])) for row in rows]
    return _present(rows, format, "".join(line + "\n" for line in _text(lines)))


def list_variables(entries: List[Dict[str, Any]], format: str) -> Listing:
    """The variables; the fields of a tuple are numbered by ``V_VARIABLE`` to ``V_MODE``. The last line ends openly."""
    rows = [(entry["name"], entry["values"], entry["fetchers"], entry["finders"], entry["mode"]) for entry in entries]
    return _present(rows, format, "\n".join(_text(rows)))


def _text(rows: Sequence[tuple]) -> List[str]:
    return ["\t".join(map(str, row)) for row in rows]


def _present(rows: List[tuple], format: str, text: str) -> Listing:
    if format == DICT:
        return {row[0]: row for row in rows}
    if format == STRING:
        return text
    raise ValueError(f"the format of a listing is 'string' or 'dict', not {format!r}")
