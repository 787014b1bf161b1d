"""Every text and surface that meet are readable in both modes, computed from the values in the stylesheet."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from web import contrast

CSS = (Path(settings.BASE_DIR) / "static/css/creansys.css").read_text()
PAIR = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
TOKENS = {name: (light, dark) for name, light, dark in PAIR.findall(CSS)}
MEANINGS = ["ok", "attention", "danger", "quiet", "paynow", "amicable", "judicial", "closed", "hold"]
GROUNDS = ["paper", "raised", "sunk"]
TEXTS = (
    [(text, ground) for text in ("ink", "ink-soft", "accent", "accent-strong") for ground in GROUNDS]
    + [(one, f"{one}-surface") for one in MEANINGS]
    + [("ink", f"{one}-surface") for one in [*MEANINGS, "accent"]]
    + [(one, "raised") for one in MEANINGS]
    + [("accent", "accent-surface"), ("accent-strong", "accent-surface"), ("ink-soft", "accent-surface")]
    + [("on-accent", "accent"), ("on-accent", "accent-strong")]
)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_is_readable(text, ground, mode):
    assert contrast.contrast(TOKENS[text][mode], TOKENS[ground][mode]) >= contrast.TEXT


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_the_edge_of_an_input_can_be_seen(ground, mode):
    assert contrast.contrast(TOKENS["line-strong"][mode], TOKENS[ground][mode]) >= contrast.GRAPHIC


def test_a_danger_button_is_readable_in_both_modes():
    light, dark = re.search(r"\.button\.danger \{[^}]*color: light-dark\((#\w{6}), (#\w{6})\)", CSS).groups()
    assert contrast.contrast(light, TOKENS["danger"][0]) >= contrast.TEXT
    assert contrast.contrast(dark, TOKENS["danger"][1]) >= contrast.TEXT


def test_colours_live_in_the_tokens_alone():
    rest = CSS.split("@layer base {")[1]
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", rest)) <= {"#ffffff", "#2b0907", "#999"}


def test_known_ratios():
    assert contrast.contrast("#000000", "#ffffff") == 21
    assert contrast.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast.text_on("#0d5961") == "#ffffff"
    assert contrast.text_on("#ffe08a") == "#10191b"


@pytest.mark.parametrize("wrong", ["red", "#fff", "0d5961x"])
def test_what_is_not_a_colour_is_refused(wrong):
    with pytest.raises(ValueError, match=r"#rrggbb|invalid literal"):
        contrast.luminance(wrong)
