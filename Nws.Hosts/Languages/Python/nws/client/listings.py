"""Listings of workspaces and variables, as text or as dictionaries of tuples."""

from typing import Any, Callable, Dict, List, Union

STRING = "string"
DICT = "dict"

WS_NAME, WS_MINE, WS_OWNER, WS_PERSISTENT, WS_NUMVARS, WS_VARLIST = range(6)
V_VARIABLE, V_VALUES, V_FETCHERS, V_FINDERS, V_MODE = range(5)

Listing = Union[str, Dict[str, tuple]]


def list_workspaces(entries: List[Dict[str, Any]], format: str) -> Listing:
    """The workspaces; the fields of a tuple are numbered by ``WS_NAME`` to ``WS_VARLIST``."""
    rows = [(entry["name"], entry["mine"], entry["owner"], entry["persistent"], entry["variables"], entry["names"])
            for entry in entries]
    return _present(rows, format, lambda row: [f"{'>' if row[WS_MINE] else ' '}{row[WS_NAME]}", row[WS_OWNER],
                                               row[WS_PERSISTENT], row[WS_NUMVARS], ",".join(row[WS_VARLIST])])


def list_variables(entries: List[Dict[str, Any]], format: str) -> Listing:
    """The variables; the fields of a tuple are numbered by ``V_VARIABLE`` to ``V_MODE``."""
    rows = [(entry["name"], entry["values"], entry["fetchers"], entry["finders"], entry["mode"]) for entry in entries]
    return _present(rows, format, list)


def _present(rows: List[tuple], format: str, fields_of: Callable[[tuple], list]) -> Listing:
    if format == DICT:
        return {row[0]: row for row in rows}
    if format == STRING:
        return "".join("\t".join(map(str, fields_of(row))) + "\n" for row in rows)
    raise ValueError(f"the format of a listing is 'string' or 'dict', not {format!r}")
