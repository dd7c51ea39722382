"""The demonstration: tỉnh An Bình, which does not exist, with weeks or a year of work made through the real moves."""

from congvu.config.demo.make import make_small
from congvu.config.demo.year import NotAYear, make_year

__all__ = ["NotAYear", "make_small", "make_year"]
