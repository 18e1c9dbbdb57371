"""Bars with their spread, drawn as SVG by hand: readable on a light and on a dark page, and by a screen reader."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT = 860, 270, 90
ROW, BAR, TITLE, GAP = 26, 16, 46, 26
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #24292f } .title { font-weight: 600; font-size: 15px }
.scale { fill: #57606a; font-size: 11px } .grid { stroke: #d0d7de } .ours { fill: #1a6b63 } .theirs { fill: #8c959f }
.spread { stroke: #24292f; stroke-width: 1.5 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .scale { fill: #9198a1 } .grid { stroke: #3d444d } .ours { fill: #3fb8a9 }
  .theirs { fill: #6e7681 } .spread { stroke: #e6edf3 }
}
"""


@dataclass(frozen=True)
class Bar:
    """A median with the smallest and the largest beside it."""

    label: str
    value: float
    low: float
    high: float
    ours: bool


@dataclass(frozen=True)
class Panel:
    title: str
    bars: tuple[Bar, ...]

    @property
    def height(self) -> int:
        return TITLE + ROW * len(self.bars) + GAP


def drawing(panels: Sequence[Panel]) -> str:
    """The whole picture, one panel below the other; empty panels are left out."""
    shown = [panel for panel in panels if panel.bars]
    height = sum(panel.height for panel in shown)
    words = ". ".join(f"{panel.title}: " + ", ".join(f"{b.label} {b.value:.4g}" for b in panel.bars) for panel in shown)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        f"<title>{escape(words)}</title><style>{STYLE}</style>",
    ]
    top = 0
    for panel in shown:
        parts += drawn(panel, top)
        top += panel.height
    return "\n".join([*parts, "</svg>"]) + "\n"


def drawn(panel: Panel, top: int) -> list[str]:
    scale = steps(max(bar.high for bar in panel.bars))
    per = (WIDTH - LEFT - RIGHT) / scale[-1]
    bottom = top + TITLE + ROW * len(panel.bars)
    parts = [f'<text class="title" x="8" y="{top + 22}">{escape(panel.title)}</text>']
    for step in scale:
        x = LEFT + step * per
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{top + TITLE - 6}" y2="{bottom}"/>')
        parts.append(f'<text class="scale" x="{x:.1f}" y="{bottom + 13}" text-anchor="middle">{step:g}</text>')
    for number, bar in enumerate(panel.bars):
        parts += one(bar, top + TITLE + ROW * number, per)
    return parts


def one(bar: Bar, y: int, per: float) -> list[str]:
    middle, kind = y + BAR / 2, "ours" if bar.ours else "theirs"
    low, high = LEFT + bar.low * per, LEFT + bar.high * per
    return [
        f'<text x="{LEFT - 10}" y="{middle + 4:.1f}" text-anchor="end">{escape(bar.label)}</text>',
        f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{bar.value * per:.1f}" height="{BAR}" rx="2"/>',
        f'<line class="spread" x1="{low:.1f}" x2="{high:.1f}" y1="{middle:.1f}" y2="{middle:.1f}"/>',
        f'<text x="{high + 8:.1f}" y="{middle + 4:.1f}">{bar.value:,.0f}</text>'
        if bar.value >= 100
        else f'<text x="{high + 8:.1f}" y="{middle + 4:.1f}">{bar.value:.1f}</text>',
    ]


def steps(highest: float) -> list[float]:
    """Round numbers from 0 to just past the highest."""
    rough = (highest or 1.0) / 5
    ten = 10.0 ** math.floor(math.log10(rough))
    step = next(ten * factor for factor in (1, 2, 5, 10) if ten * factor >= rough)
    return [step * number for number in range(math.ceil((highest or 1.0) / step) + 1)]
