"""What the browser loads: ours alone, small, and nothing a strict policy would refuse."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = [path for path in (ROOT / "templates").rglob("*.html") if "letters" not in path.parts]
ICONS = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/img/icons.svg").read_text()))
INLINE = re.compile(r"""\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=["']|javascript:""")


def test_own_styles_and_scripts_stay_light():
    ours = [*(ROOT / "static/css").glob("*.css"), *(ROOT / "static/js").glob("*.js")]
    assert sum(path.stat().st_size for path in ours) <= 100_000


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_carries_no_inline_style_script_or_foreign_address(path):
    source = path.read_text()
    assert not INLINE.search(source)
    assert not re.search(r"""(src|href|action)=["'](https?:)?//""", source)


def test_scripts_and_styles_ask_nobody_else():
    for path in (ROOT / "static").rglob("*.*"):
        text = path.read_text().replace("http://www.w3.org/2000/svg", "")
        assert "://" not in text, path
        assert "eval(" not in text, path


def test_every_icon_named_is_drawn():
    named = set()
    for path in TEMPLATES:
        named |= set(re.findall(r'{% icon "([\w-]+)"(?!\|)', path.read_text()))
    for path in (ROOT / "web").glob("*.py"):
        named |= set(re.findall(r'(?:icon=|icon\()"([\w-]+)"', path.read_text()))
    assert named - {"stage-"} <= ICONS


def test_the_layers_are_declared_in_order():
    assert "@layer tokens, base, components, utilities;" in (ROOT / "static/css/creansys.css").read_text()
