"""Prints what failed in the results of ./test, and last `N passed, N failed`. Usage: summarise.py FOLDER EXIT-CODE"""
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

TRX = "{http://microsoft.com/schemas/VisualStudio/TeamTest/2010}"


class Tally:
    """What happened so far: counts, and a text for everything that went wrong."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.reports = []

    def add(self, passed, failed, skipped, reports):
        self.passed += passed
        self.failed += failed
        self.skipped += skipped
        self.reports += reports
        if passed + failed == 0:
            self.reports.append("A part of the tests ran none.")


def read_trx(tally, trx):
    """Adds the results of one test project; its name in lower case, if it ran any test."""
    root = ElementTree.parse(trx).getroot()
    results = list(root.iter(f"{TRX}UnitTestResult"))
    failed = [result for result in results if result.get("outcome") not in ("Passed", "NotExecuted")]
    passed = sum(result.get("outcome") == "Passed" for result in results)
    unended = read_unended(trx.parent / root.find(f".//{TRX}Deployment").get("runDeploymentRoot"))
    tally.add(passed, len(failed) + len(unended), len(results) - passed - len(failed), [*map(describe, failed), *unended])
    # A run that was broken off has results of those tests only that ended.
    if root.find(f".//{TRX}ResultSummary").get("outcome") == "Failed" and not failed:
        tally.reports += [f"{trx.name}: {info.findtext(f'{TRX}Text')}" for info in root.iter(f"{TRX}RunInfo")]
    return {pathlib.PurePath(test.get("storage")).stem.lower() for test in root.iter(f"{TRX}UnitTest")}


def describe(result):
    parts = [result.findtext(f".//{TRX}{part}", "").rstrip() for part in ("Message", "StackTrace")]
    return "\n".join([f"FAILED {result.get('testName')}", *filter(None, parts), ""])


def read_unended(attachments):
    """What was running when a run was broken off, because nothing happened for minutes or its process died; `dotnet test` keeps that beside its results."""
    sequences = [ElementTree.parse(file) for file in attachments.rglob("Sequence_*.xml")]
    return [f"FAILED {test.get('DisplayName')}\nIt did not end.\n" for file in sequences for test in file.iter("Test") if test.get("Completed") == "False"]


def read_unittest(tally, log):
    text = log.read_text(errors="replace")
    ran = re.search(r"^Ran (\d+) test", text, re.MULTILINE)
    counts = dict(re.findall(r"(failures|errors|skipped)=(\d+)", text.splitlines()[-1] if text else ""))
    failed, skipped = int(counts.get("failures", 0)) + int(counts.get("errors", 0)), int(counts.get("skipped", 0))
    reports = [text[max(text.find("=" * 70), 0):]] if failed or not ran else []
    tally.add((int(ran[1]) if ran else 0) - failed - skipped, failed, skipped, reports)


def read_tap(tally, tap):
    text = tap.read_text(errors="replace")
    counts = {name: int(count) for name, count in re.findall(r"^# (pass|fail|cancelled|skipped|todo) (\d+)$", text, re.MULTILINE)}
    reports = re.findall(r"^ *not ok .*\n(?:.*\n)*?^ *\.\.\.\n", text, re.MULTILINE)
    failed, skipped = counts.get("fail", 0) + counts.get("cancelled", 0), counts.get("skipped", 0) + counts.get("todo", 0)
    tally.add(counts.get("pass", 0), failed, skipped, reports)


def main(folder, code):
    tally, ran = Tally(), set()
    for trx in sorted(folder.rglob("*.trx")):
        ran |= read_trx(tally, trx)
    for name, read in (("python.log", read_unittest), ("javascript.tap", read_tap)):
        if (folder / name).exists():
            read(tally, folder / name)
            ran.add(name)

    expected = [project.stem for project in sorted(pathlib.Path("tests").glob("*/*.Tests.csproj"))] + ["python.log", "javascript.tap"]
    tally.reports += [f"{name}: no test ran." for name in expected if name.lower() not in ran]
    if code and not tally.reports:
        tally.reports.append(f"No test failed, but ./test ended with {code}; see its log.")
    if tally.skipped:
        tally.reports.append(f"{tally.skipped} skipped")
    print(*tally.reports, f"{tally.passed} passed, {tally.failed} failed", sep="\n")
    return 1 if tally.reports else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), int(sys.argv[2])))
