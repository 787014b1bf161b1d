"""`manage.py law`, from outside."""

import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"


def asked(line):
    out = io.StringIO()
    call_command("law", *line.split(), stdout=out)
    return json.loads(out.getvalue())


def test_a_rule_is_answered_in_json():
    line = "wait --country be --kind agency-notice --sent 2026-11-20 --channel email --json"
    assert asked(line)["act_from"] == "2026-12-09"


def test_repeated_and_positional_words():
    line = "forty --ruleset be-b2b --invoice 2026-10-01 --invoice 2026-10-02:2026-10-02 --on 2026-11-20"
    assert asked(line)["cents"] == 4000
    assert asked("identifier --kind iban BE68539007547034")["valid"]


def test_a_refusal_exits_1_with_its_reason(capsys):
    with pytest.raises(SystemExit) as left:
        call_command("law", "ruleset", "--country", "nl", "--debtor", "consumer")
    assert left.value.code == 1
    assert json.loads(capsys.readouterr().out)["code"] == "consumer-elsewhere"


@pytest.mark.parametrize("words", [[], ["cap", "--principal", "1,0"], ["--batch", "cap", "--principal", "1"]])
def test_misuse_exits_2(words):
    with pytest.raises(CommandError) as refused:
        call_command("law", *words)
    assert refused.value.returncode == 2


def test_a_batch_of_1000_lines_takes_less_than_5_seconds():
    request = {"rule": "interest", "regime": "be-b2b", "principal": "99.99", "after": "2018-01-02", "on": "2026-11-20"}
    lines = "".join(json.dumps(request | {"basis": basis}) + "\n" for basis in ("act365", "neither")) * 500
    start = time.monotonic()
    ran = subprocess.run(
        [sys.executable, MANAGE, "law", "--batch"], input=lines, capture_output=True, text=True, check=True
    )
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    assert time.monotonic() - start < 5
    assert [("error" in answer) for answer in answers] == [False, True] * 500
