"""WCAG contrast between two sRGB colours: proves the tokens, and checks an agency's accent when it is saved."""

TEXT = 4.5  # WCAG 2.2, success criterion 1.4.3
GRAPHIC = 3.0  # 1.4.11


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, of `#rrggbb`; ValueError for anything else."""
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"{colour!r} is not a colour of the form #rrggbb")
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Ratio from 1 (same) to 21 (black on white), whichever order."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(colour: str) -> str:
    """White or near-black, whichever reads better on `colour`."""
    return max("#ffffff", "#10191b", key=lambda ink: contrast(ink, colour))
