"""Prints the tests that failed, the test projects that ran nothing, and last `N passed, N failed`. Usage: summarise.py FOLDER_OF_TRX_FILES"""
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

TRX = "{http://microsoft.com/schemas/VisualStudio/TeamTest/2010}"


def read(trx):
    """The project a result file is about, in lower case, and its results."""
    root = ElementTree.parse(trx).getroot()
    storages = {pathlib.PurePath(test.get("storage")).stem for test in root.iter(f"{TRX}UnitTest")}
    return storages, list(root.iter(f"{TRX}UnitTestResult"))


def describe(result):
    """A failed test: its name, message and stack."""
    parts = [result.findtext(f".//{TRX}{part}", "").rstrip() for part in ("Message", "StackTrace")]
    return "\n".join([f"FAILED {result.get('testName')}", *(part for part in parts if part), ""])


def main(folder):
    ran, results = set(), []
    for trx in sorted(pathlib.Path(folder).rglob("*.trx")):
        storages, found = read(trx)
        ran |= storages
        results += found

    failed = [result for result in results if result.get("outcome") not in ("Passed", "NotExecuted")]
    passed = sum(result.get("outcome") == "Passed" for result in results)
    skipped = len(results) - len(failed) - passed
    idle = [project.stem for project in sorted(pathlib.Path("tests").glob("*/*.Tests.csproj")) if project.stem.lower() not in ran]

    for result in failed:
        print(describe(result))
    for project in idle:
        print(f"{project} ran no test.")
    if skipped:
        print(f"{skipped} skipped")
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed or idle or skipped else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
