"""Timings -> a plot in SVG: of every class of requests the median of each engine, on a scale of powers of ten."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

COLOURS = ("#0b6e4f", "#c8553d", "#4a6fa5", "#8a817c", "#d4a017")
_LEFT, _WIDTH, _ROW, _TOP = 150, 520, 18, 44  # pixels


def drawn(medians: Mapping[str, Mapping[str, float]]) -> str:
    """Args: medians: class -> engine -> milliseconds above 0."""
    engines = list(dict.fromkeys(engine for held in medians.values() for engine in held))
    values = [value for held in medians.values() for value in held.values()]
    first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    height = _TOP + _ROW * len(medians) + 10

    def x(value: float) -> float:
        return _LEFT + _WIDTH * (math.log10(value) - first) / (last - first)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 40} {height}" '
        'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>'
    ]
    for place, engine in enumerate(engines):
        at = _LEFT + 130 * place
        parts += [_dot(at, 12, COLOURS[place], engine), f'<text x="{at + 8}" y="16">{escape(engine)}</text>']
    for power in range(first, last + 1):
        at = x(10**power)
        parts.append(f'<path d="M{at:.1f} {_TOP - 8}V{height - 8}" stroke="#ddd"/>')
        parts.append(f'<text x="{at:.1f}" y="{_TOP - 12}" text-anchor="middle">{10.0**power:g} ms</text>')
    for row, (name, held) in enumerate(medians.items()):
        y = _TOP + _ROW * row + 8
        ends = [x(value) for value in held.values()]
        parts.append(f'<text x="{_LEFT - 10}" y="{y + 4}" text-anchor="end">{escape(name)}</text>')
        parts.append(f'<path d="M{min(ends):.1f} {y}H{max(ends):.1f}" stroke="#bbb"/>')
        parts += [
            _dot(x(value), y, COLOURS[engines.index(engine)], f"{engine} {value:.2f} ms")
            for engine, value in held.items()
        ]
    return "\n".join([*parts, "</svg>\n"])


def _dot(x: float, y: float, colour: str, title: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"><title>{escape(title)}</title></circle>'
