"""Công Vụ."""

__version__ = "0.1.0"
