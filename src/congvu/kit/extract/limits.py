"""How much a file may ask for."""

FILE_BYTES = 30 * 2**20
TEXT_CHARACTERS = 5_000_000
ZIP_BYTES = 200 * 2**20
ZIP_RATIO = 100
ZIP_MEMBERS = 2_000
CHILD_MEMORY = 512 * 2**20
CHILD_CPU_SECONDS = 10
WALL_SECONDS = 30
PDF_PAGES = 1_000
PAGE_LETTERS = 25  # on the average page of a .pdf; fewer are a scan with a stray mark
PAGE_DOTS = 15_000_000  # of a page that is recognised: A3 at 300 dots an inch
SCAN_PAGES = 200
SCAN_CPU_SECONDS = 40
SCAN_WALL_SECONDS = 120
