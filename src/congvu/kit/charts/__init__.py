"""Drawings made on the server: SVG with its figures as a table beside or behind it, no script.

Give values to the tags of `{% load charts %}`; the shapes here are what they take:

    {% bars rows title="Việc theo người" %}          rows: Bar, a line each, as a table with its numbers
    {% parts row.parts title="Trễ do đâu" %}         Part, one stacked bar with a legend that is its table
    {% cards units title="Các đơn vị" %}             Card, small multiples on one scale
    {% target_line points title="Chỉ tiêu" %}        Point, a line against its target
    {% ages bins title="Tồn theo tuổi" %}            Part, columns

A kind (`late`, `soon`, `run`, `wait`, `paused`, `done`, `other`) chooses colour and pattern together; red is late and
nothing else. Every part may carry the address of its rows.
"""

from congvu.kit.charts.shapes import KINDS, Bar, Card, Part, Point

__all__ = ["KINDS", "Bar", "Card", "Part", "Point"]
