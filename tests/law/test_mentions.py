"""Mandatory mentions (B.1.2, B.2.3, C.1)."""

import pytest

from law.mentions import IMPOSED_SENTENCE, L111_8_SECOND, L111_8_THIRD, MENTIONS, lacking, mentions
from law.options import Options


def complete(paper):
    return {m.key: m.texts.get("fr", "dit") for m in MENTIONS[paper]}


@pytest.mark.parametrize(
    ("paper", "count"),
    [("be-first-reminder", 4), ("be-agency-notice", 9), ("be-visit-document", 10), ("fr-first-letter", 5)],
)
def test_each_paper_has_its_mentions(paper, count):
    assert len({m.key for m in mentions(paper)}) == count
    assert all(m.description and m.source for m in mentions(paper))
    assert lacking(paper, complete(paper)) == ()


@pytest.mark.parametrize("paper", sorted(MENTIONS))
def test_each_mention_is_missed(paper):
    for mention in MENTIONS[paper]:
        content = {key: text for key, text in complete(paper).items() if key != mention.key}
        assert lacking(paper, content) == (mention,) == lacking(paper, {**content, mention.key: " \n"})


def test_an_imposed_text_is_reproduced_word_for_word():
    content = complete("be-agency-notice")
    assert lacking("be-agency-notice", {**content, "imposed-sentence": IMPOSED_SENTENCE.replace("PAS", "pas")})
    assert lacking("fr-first-letter", {**complete("fr-first-letter"), "l111-8": L111_8_SECOND})


def test_typography_and_line_breaks_do_not_matter():
    printed = f"« {L111_8_SECOND} »\n\n« {L111_8_THIRD.replace(' ', chr(10), 3)} »".replace("'", "’")
    assert lacking("fr-first-letter", {**complete("fr-first-letter"), "l111-8": printed}) == ()


def test_a_language_without_official_wording_takes_any_but_the_french_article():
    dutch = {**complete("be-agency-notice"), "imposed-sentence": "Deze brief is geen dagvaarding."}
    assert lacking("be-agency-notice", dutch, language="nl") == ()
    english = {**complete("fr-first-letter"), "l111-8": "The costs of collection stay with the creditor."}
    assert [m.key for m in lacking("fr-first-letter", english, language="en")] == ["l111-8"]


def test_the_imposed_sentence_is_optional_for_an_agency():
    content = {key: text for key, text in complete("be-agency-notice").items() if key != "imposed-sentence"}
    assert lacking("be-agency-notice", content, options=Options(print_imposed_sentence=False)) == ()
