"""Decisions about money: how it is booked, and to which claim it belongs."""
