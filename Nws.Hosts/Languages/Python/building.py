"""Builds the package for pip (PEP 517 and 660) with the standard library alone, so that it can be installed offline."""

import base64
import hashlib
import os
import re
import zipfile
from typing import Any, Dict, Iterator, Optional, Tuple

_HERE = os.path.dirname(os.path.abspath(__file__))
_TIME = (1980, 1, 1, 0, 0, 0)  # the same files make the same wheel

_METADATA = """Metadata-Version: 2.1
Name: nws
Version: {version}
Summary: Named workspaces shared by programs, and a Sleigh that farms tasks out to workers
License: MIT
Requires-Python: >=3.8
Classifier: Programming Language :: Python :: 3
Classifier: Typing :: Typed
Description-Content-Type: text/markdown

"""
_WHEEL = "Wheel-Version: 1.0\nGenerator: nws\nRoot-Is-Purelib: true\nTag: py3-none-any\n"

Settings = Optional[Dict[str, Any]]


def build_wheel(wheel_directory: str, config_settings: Settings = None,
                metadata_directory: Optional[str] = None) -> str:
    """Write the wheel into a directory; its file name."""
    return _write(wheel_directory, dict(_modules()))


def build_editable(wheel_directory: str, config_settings: Settings = None,
                   metadata_directory: Optional[str] = None) -> str:
    """Write a wheel that leads to the source folder; its file name."""
    return _write(wheel_directory, {"nws.pth": f"{_HERE}\n".encode()})


def build_sdist(sdist_directory: str, config_settings: Settings = None) -> str:
    """Refuse: the source is the clone of Nws."""
    raise RuntimeError("there is no source distribution of nws; build a wheel from a clone of Nws")


def _modules() -> Iterator[Tuple[str, bytes]]:
    for folder, folders, files in os.walk(os.path.join(_HERE, "nws")):
        folders.sort()
        for name in sorted(files):
            if name.endswith((".py", ".typed")):
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    yield os.path.relpath(path, _HERE).replace(os.sep, "/"), file.read()


def _write(directory: str, files: Dict[str, bytes]) -> str:
    version = _version()
    information = f"nws-{version}.dist-info"
    with open(os.path.join(_HERE, "README.md"), encoding="utf-8") as readme:
        files[f"{information}/METADATA"] = (_METADATA.format(version=version) + readme.read()).encode()
    files[f"{information}/WHEEL"] = _WHEEL.encode()
    record = f"{information}/RECORD"
    lines = [f"{path},sha256={_digest(content)},{len(content)}\n" for path, content in files.items()]
    files[record] = "".join([*lines, f"{record},,\n"]).encode()
    name = f"nws-{version}-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(directory, name), "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, _TIME)
            entry.external_attr = 0o644 << 16
            wheel.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return name


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _version() -> str:
    with open(os.path.join(_HERE, "nws", "__init__.py"), encoding="utf-8") as file:
        found = re.search(r'^__version__ = "(.+)"$', file.read(), re.MULTILINE)
    if found is None:
        raise RuntimeError("nws/__init__.py does not say __version__")
    return found.group(1)
