"""Figures side by side with their peers. `./run bench [NAME…]`; each file here has `run() -> list[Row]`."""
