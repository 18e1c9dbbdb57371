"""The paper: A4 pages with a heading, paragraphs and page numbers, locked, with one file attached. It knows no content.

Nothing on it can be tapped, and nothing in it tells who made it, with what, or at what minute.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from fpdf import FPDF
from fpdf.bidi import BidiParagraph
from fpdf.enums import WrapMode, XPos, YPos
from fpdf.output import OutputProducer
from fpdf.syntax import PDFString

from pages.glyphs import FONT, legible
from pages.locking import Lock

# The libraries name what they work on where somebody asks them to talk much.
for _library in ("fpdf", "fontTools"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)

FAMILY = "plain"
INK, FAINT = (34, 30, 25), (97, 88, 73)
#: Points, and what stands between two lines of them, in millimetres.
SIZES = {"title": (19, 9.5), "heading": (13, 7.0), "text": (10, 5.2), "small": (8.5, 4.5)}
MARGIN, INDENT = 20, 6
#: Hebrew, Arabic and their kin: each row of it is turned round, for the library writes from left to right.
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


class Producer(OutputProducer):
    """The name of an attached file is locked like all else: the library leaves it open, and readers stumble."""

    def _finalize_catalog(self, catalog_obj: Any, *rest: Any, **more: Any) -> None:
        super()._finalize_catalog(catalog_obj, *rest, **more)
        lock = self.fpdf._security_handler
        [attached] = self.fpdf.embedded_files
        if lock is not None:
            name = lock.encrypt_string(attached.basename(), catalog_obj.id)
            catalog_obj.names = f"<</EmbeddedFiles <</Names [{name} {attached.file_spec().ref}]>>>>"


class Paper(FPDF):
    """`number` says "page 2 of 5" of the page it is given."""

    def __init__(self, title: str, day: datetime, number: Callable[[int, str], str]) -> None:
        super().__init__(format="A4")
        self._number = number
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, MARGIN + 4)
        self.add_font(FAMILY, fname=FONT)
        self.set_title(legible(title))
        self.set_producer("")
        self.set_creation_date(datetime(day.year, day.month, day.day, tzinfo=UTC))
        self.set_text_color(*INK)
        self.add_page()

    def footer(self) -> None:
        self.set_y(-MARGIN)
        self._size("small")
        self.set_text_color(*FAINT)
        self.cell(0, 6, legible(self._number(self.page_no(), "{nb}")), align="C")
        self.set_text_color(*INK)

    def file_id(self) -> str:
        """Drawn at random: the library would make it of what is inside."""
        drawn = secrets.token_hex(16).upper()
        return f"<{drawn}><{drawn}>"

    # ── what stands on it ─────────────────────────────────────────────────────────────────────────────────────────
    def headed(self, text: str) -> None:
        self._write(text, "title", 3)

    def section(self, text: str) -> None:
        self.ln(4)
        if self.will_page_break(24):  # a heading never stands alone at the foot of a page
            self.add_page()
        self._write(text, "heading", 1.5)
        self.set_draw_color(*FAINT)
        self.line(MARGIN, self.get_y(), self.w - MARGIN, self.get_y())
        self.ln(2.5)

    def told(self, text: str, above: str = "", indent: bool = False) -> None:
        """A paragraph; `above` stands small over it."""
        if above:
            if self.will_page_break(12):
                self.add_page()
            self._write(above, "small", 0, FAINT, indent)
        self._write(text, "text", 2, INK, indent)

    def small(self, text: str, indent: bool = False) -> None:
        self._write(text, "small", 1, FAINT, indent)

    # ── and out ───────────────────────────────────────────────────────────────────────────────────────────────────
    def locked(self, passphrase: str, name: str, attached: bytes) -> bytes:
        """The whole file. `attached` is enclosed under this name."""
        self._security_handler = Lock(self, passphrase)
        enclosed = self.embed_file(bytes=attached, basename=name, compress=True)
        spec = enclosed.file_spec()
        spec.f = spec.u_f = PDFString(name, encrypt=True)
        return bytes(self.output(output_producer_class=Producer))

    def _size(self, size: str) -> float:
        points, line = SIZES[size]
        self.set_font(FAMILY, size=points)
        return line

    def _write(self, text: str, size: str, after: float, ink: tuple[int, int, int] = INK, indent: bool = False) -> None:
        line = self._size(size)
        self.set_text_color(*ink)
        self.set_left_margin(MARGIN + (INDENT if indent else 0))
        self.set_x(self.l_margin)
        wrap, shown = self._wrap(text), legible(text)
        if RIGHT_TO_LEFT.search(shown):
            rows: Any = self.multi_cell(0, line, shown, align="L", wrapmode=wrap, dry_run=True, output="LINES")
            shown = "\n".join(BidiParagraph(row).get_reordered_string() for row in rows)
        self.multi_cell(0, line, shown, align="L", wrapmode=wrap, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_left_margin(MARGIN)
        self.set_x(MARGIN)
        self.ln(after)

    def _wrap(self, text: str) -> WrapMode:
        """Between words; an address, or a script without spaces, is parted where the line ends."""
        return WrapMode.CHAR if max(map(len, text.split()), default=0) > 80 else WrapMode.WORD
