"""The demonstration: tỉnh An Bình, which does not exist, with some weeks of work made through the real moves."""

from congvu.config.demo.make import make_small

__all__ = ["make_small"]
