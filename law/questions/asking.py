"""The one table from a rule's name to its question, for the command line and for batches."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from law.dated import MissingPeriod
from law.questions import money, papers, time
from law.questions.fields import Answer, Misuse, Question, values

QUESTIONS: dict[str, Question] = {q.name: q for q in (*money.QUESTIONS, *time.QUESTIONS, *papers.QUESTIONS)}


def ask(rule: str, raw: Mapping[str, Any]) -> Answer:
    """The answer of a rule. Raises Misuse for a question badly put; a refusal of the law is an answer with `error`."""
    if rule not in QUESTIONS:
        raise Misuse(f"no rule {rule!r}: there are {', '.join(QUESTIONS)}")
    question = QUESTIONS[rule]
    arguments = values(question, raw)
    try:
        return question.answer(**arguments)
    except MissingPeriod as gap:
        return {"error": str(gap), "code": "missing-period", "table": gap.table, "period": gap.period}
    except Misuse:
        raise
    except ValueError as error:
        raise Misuse(f"{rule}: {error}") from error


def answer_line(line: bytes) -> Answer:
    """The answer to one line of a batch; a question badly put is answered with `error` and the code `misuse`."""
    try:
        request = _request(line)
        return ask(request.pop("rule"), request)
    except Misuse as error:
        return {"error": str(error), "code": "misuse"}


def _request(line: bytes) -> dict[str, Any]:
    try:
        request = json.loads(line, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise Misuse(f"not JSON: {error}") from error
    if not isinstance(request, dict) or not isinstance(request.get("rule"), str):
        raise Misuse('a line is an object with a "rule"')
    return request
