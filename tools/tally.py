"""Adds up JUnit reports: prints `passed failed skipped`, and on descriptor 3 what failed or was skipped, and why."""

import os
import sys
import xml.etree.ElementTree as ET
from pathlib import Path


def main() -> None:
    passed = failed = skipped = 0
    with os.fdopen(3, "w") as told:
        for report in sorted(Path(sys.argv[1]).rglob("*.xml")):
            try:
                root = ET.parse(report).getroot()
            except ET.ParseError as broken:
                failed += 1
                print(f"failed: the report {report.name} is broken: {broken}", file=told)
                continue
            for case in root.iter("testcase"):
                name = f"{case.get('classname', '')}.{case.get('name', '')}"
                bad = next((e for e in case if e.tag in ("failure", "error")), None)
                skip = case.find("skipped")
                if bad is not None:
                    failed += 1
                    print(f"failed: {name}: {reason(bad)}", file=told)
                elif skip is not None:
                    skipped += 1
                    print(f"skipped: {name}: {reason(skip)}", file=told)
                else:
                    passed += 1
    print(passed, failed, skipped)


def reason(element: ET.Element) -> str:
    text = element.get("message") or element.text or "no reason given"
    return " ".join(text.split())[:300]


main()
