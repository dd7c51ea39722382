"""Tổ chức: the pages of the organisation. They stand here and not in kernel/org because most of them span two rooms:
whoever leaves, is away or is moved has duties, and the organisation's room does not know of duties.
"""
