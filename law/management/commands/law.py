"""`manage.py law RULE …`: asks the law engine; `manage.py law --batch` answers one JSON request a line."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from law.questions.asking import QUESTIONS, answer_line, ask
from law.questions.fields import Answer, Field, Misuse

REFUSED, MISUSE = 1, 2


class Command(BaseCommand):
    """Exit 0 answered, 1 refused with the reason, 2 misuse. No database is touched."""

    help = "Ask the law engine; answers are JSON, amounts in cents."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One sub-command for each question."""
        parser.add_argument("--batch", action="store_true", help="read one JSON request a line, answer one a line")
        rules = parser.add_subparsers(dest="rule", metavar="RULE")
        for question in QUESTIONS.values():
            rule = rules.add_parser(question.name, help=question.help, description=question.help)
            rule.add_argument(
                "--json", action="store_true", help="JSON is the only form of an answer; kept for scripts"
            )
            for field in question.fields:
                _add(rule, field)

    def handle(self, *, batch: bool, rule: str | None, **given: Any) -> None:
        """Answer one question, or the batch on standard input."""
        if batch == bool(rule):
            raise CommandError("give either a rule or --batch", returncode=MISUSE)
        if rule is None:
            for line in sys.stdin.buffer:
                self._write(answer_line(line))
            return
        answer = self._answer(rule, given)
        self._write(answer)
        if "error" in answer:
            sys.exit(REFUSED)

    def _answer(self, rule: str, given: dict[str, Any]) -> Answer:
        fields = {field.name for field in QUESTIONS[rule].fields}
        try:
            return ask(rule, {name: value for name, value in given.items() if name in fields})
        except Misuse as error:
            raise CommandError(str(error), returncode=MISUSE) from error

    def _write(self, answer: Answer) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
        self.stdout.flush()


def _add(rule: ArgumentParser, field: Field) -> None:
    flag = f"--{field.name.replace('_', '-')}"
    if field.positional:
        rule.add_argument(field.name, help=field.help)
    elif field.flag:
        rule.add_argument(flag, action="store_true", default=None, help=field.help)
    else:
        action = "append" if field.many else "store"
        rule.add_argument(flag, action=action, required=field.required, help=field.help)
