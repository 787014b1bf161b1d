"""The few errors that cross apps. Expected refusals are returned values, never one of these."""


class NoAgency(RuntimeError):
    """Owned rows were asked for outside `acting_for`."""


class OtherScope(RuntimeError):
    """A scope was entered inside another one that it does not fit."""


class Stale(RuntimeError):
    """The row changed between being read and being written: read it again."""
