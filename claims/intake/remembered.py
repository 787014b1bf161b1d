"""What a creditor said of its headings, applied to its next file."""

from collections.abc import Mapping, Sequence

from formats.columns import Columns


def remembered(heading: Sequence[str], recognised: Columns, kept: Mapping[str, str]) -> dict[str, int | None]:
    """What a creditor chose for these headings before, as an override: heading → field ("" for none)."""
    known = [(column, kept[title]) for column, title in enumerate(heading) if title in kept]
    fed = {column: name for name, column in recognised.fields.items()}
    dropped: dict[str, int | None] = {
        fed[column]: None for column, name in known if column in fed and fed[column] != name
    }
    return dropped | {name: column for column, name in known if name}
