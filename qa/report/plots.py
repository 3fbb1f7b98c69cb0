"""The plots of the report: figures -> SVG, with no library and no script.

Colours and fonts come from the page's style sheet by class, so that a plot follows it
into dark mode. Everything that is not a number is escaped by ``Markup.format``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from qa.metrics.bootstrap import Figure
from qa.metrics.confidence import Bin

Point = tuple[float, float]

_WIDTH, _HEIGHT = 440, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 14, 14, 46
_ROW, _LABELS = 26, 204


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart; ``band`` has the low and the high of each point."""

    name: str
    points: Sequence[Point]
    band: Sequence[Point] = ()
    dots: bool = True


def hits_by_k(curves: Mapping[str, Sequence[Figure]]) -> Markup:
    """Share of questions with a relevant one among the first k, by k from 1."""
    series = [
        Series(
            name,
            [(k, figure.value) for k, figure in enumerate(figures, start=1)],
            [(figure.low, figure.high) for figure in figures],
        )
        for name, figures in curves.items()
        if figures
    ]
    return _chart(series, x=("first k ranks", 1, 10, range(1, 11)), y="share of questions")


def risk_coverage(points: Sequence[Point]) -> Markup:
    """Error rate among the most confident, by the share of questions answered."""
    series = [Series("errors", points, dots=False)] if points else []
    return _chart(series, x=("coverage", 0, 1, _TENTHS), y="errors among the answered")


def calibration(bins: Sequence[Bin]) -> Markup:
    """Share of right answers against stated confidence; on the diagonal both agree."""
    if not bins:
        return Markup("")
    largest = max(item.n for item in bins)
    diagonal = Markup('<path class="reference" d="M{} {} L{} {}"/>').format(
        _x(0, 0, 1), _y(0), _x(1, 0, 1), _y(1)
    )
    dots = [
        Markup(
            '<circle class="dot s0" cx="{}" cy="{}" r="{}"><title>'
            "{} answers, stated {:.2f}, right {:.2f}</title></circle>"
        ).format(
            _x(item.confidence, 0, 1),
            _y(item.accuracy),
            round(3 + 9 * (item.n / largest) ** 0.5, 1),
            item.n,
            item.confidence,
            item.accuracy,
        )
        for item in bins
    ]
    frame = _frame(("stated confidence", 0, 1, _TENTHS), "share of right answers")
    return _svg(_HEIGHT, "Calibration", [*frame, diagonal, *dots])


def shares(title: str, rows: Mapping[str, Figure]) -> Markup:
    """Share of right answers by group, with intervals and sizes."""
    if not rows:
        return Markup("")
    width = _WIDTH - _LABELS - 92
    parts = []
    for position, (label, figure) in enumerate(rows.items()):
        middle = position * _ROW + _ROW / 2
        parts.append(_row_label(label, middle))
        parts.append(_bar("s0 soft", _LABELS, middle, width * figure.value))
        parts.append(
            Markup('<path class="whisker" d="M{} {} H{}"/>').format(
                round(_LABELS + width * figure.low, 1),
                middle,
                round(_LABELS + width * figure.high, 1),
            )
        )
        value = f"{figure.value:.2f}  n={figure.n}"
        parts.append(_row_value(value, middle))
    return _svg(len(rows) * _ROW + 4, title, parts)


def counts(title: str, rows: Mapping[str, int]) -> Markup:
    """How many there are of each."""
    if not rows:
        return Markup("")
    largest, width = max(rows.values()), _WIDTH - _LABELS - 50
    parts = []
    for position, (label, count) in enumerate(rows.items()):
        middle = position * _ROW + _ROW / 2
        parts.append(_row_label(label, middle))
        parts.append(_bar("lost soft", _LABELS, middle, width * count / largest))
        parts.append(_row_value(str(count), middle))
    return _svg(len(rows) * _ROW + 4, title, parts)


def latency(stages: Mapping[str, tuple[float, float]]) -> Markup:
    """Median and 95th percentile of each stage in milliseconds."""
    if not stages:
        return Markup("")
    longest = max((high for _, high in stages.values()), default=0) or 1
    width = _WIDTH - _LABELS - 110
    parts = []
    for position, (stage, (median, high)) in enumerate(stages.items()):
        middle = position * _ROW + _ROW / 2
        parts.append(_row_label(stage, middle))
        parts.append(_bar("s0 faint", _LABELS, middle, width * high / longest))
        parts.append(_bar("s0", _LABELS, middle, width * median / longest))
        parts.append(_row_value(f"{_ms(median)} / {_ms(high)}", middle))
    return _svg(len(stages) * _ROW + 4, "Latency by stage", parts)


def differences(rows: Iterable[tuple[str, Figure, int]]) -> Markup:
    """Differences around zero with intervals; the third of a row is its verdict's sign."""
    shown = list(rows)
    if not shown:
        return Markup("")
    reach = max((max(abs(figure.low), abs(figure.high)) for _, figure, _ in shown)) or 1
    half = (_WIDTH - _LABELS - 74) / 2
    centre = _LABELS + half
    parts = [Markup('<path class="axis" d="M{} 0 V{}"/>').format(centre, len(shown) * _ROW)]
    for position, (name, figure, verdict) in enumerate(shown):
        middle = position * _ROW + _ROW / 2
        kind = {1: "won", -1: "lost"}.get(verdict, "even")
        parts.append(_row_label(name, middle))
        parts.append(
            Markup('<path class="whisker {}" d="M{} {} H{}"/>').format(
                kind,
                round(centre + half * figure.low / reach, 1),
                middle,
                round(centre + half * figure.high / reach, 1),
            )
        )
        parts.append(
            Markup('<circle class="dot {}" cx="{}" cy="{}" r="4"/>').format(
                kind, round(centre + half * figure.value / reach, 1), middle
            )
        )
        parts.append(_row_value(f"{figure.value:+.3f}", middle))
    return _svg(len(shown) * _ROW + 4, "Differences", parts)


_TENTHS = (0, 0.2, 0.4, 0.6, 0.8, 1)
_Axis = tuple[str, float, float, Iterable[float]]


def _chart(series: Sequence[Series], x: _Axis, y: str) -> Markup:
    if not series:
        return Markup("")
    _, low, high, _ = x
    parts = _frame(x, y)
    for number, line in enumerate(series):
        places = [(_x(across, low, high), _y(up)) for across, up in line.points]
        if line.band:
            edge = [
                *((place[0], _y(top)) for place, (_, top) in zip(places, line.band, strict=True)),
                *(
                    (place[0], _y(bottom))
                    for place, (bottom, _) in reversed(list(zip(places, line.band, strict=True)))
                ),
            ]
            parts.append(Markup('<path class="band s{}" d="{}Z"/>').format(number, _path(edge)))
        parts.append(Markup('<path class="line s{}" d="{}"/>').format(number, _path(places)))
        if line.dots:
            parts += [
                Markup(
                    '<circle class="dot s{}" cx="{}" cy="{}" r="3.5"><title>'
                    "{}: {:g}, {:.3f}</title></circle>"
                ).format(number, *place, line.name, *point)
                for place, point in zip(places, line.points, strict=True)
            ]
        if len(series) > 1:
            parts.append(
                Markup('<text class="key s{}" x="{}" y="{}" text-anchor="end">{}</text>').format(
                    number, _WIDTH - _RIGHT - 6, _HEIGHT - _BOTTOM - 10 - 18 * number, line.name
                )
            )
    return _svg(_HEIGHT, y, parts)


def _frame(x: _Axis, y: str) -> list[Markup]:
    name, low, high, ticks = x
    parts = []
    for tick in _TENTHS:
        parts.append(
            Markup('<path class="grid" d="M{} {} H{}"/>').format(_LEFT, _y(tick), _WIDTH - _RIGHT)
        )
        parts.append(
            Markup('<text x="{}" y="{}" text-anchor="end">{:g}</text>').format(
                _LEFT - 7, _y(tick) + 4, tick
            )
        )
    for tick in ticks:
        parts.append(
            Markup('<text x="{}" y="{}" text-anchor="middle">{:g}</text>').format(
                _x(tick, low, high), _HEIGHT - _BOTTOM + 18, tick
            )
        )
    parts.append(
        Markup('<text class="name" x="{}" y="{}" text-anchor="end">{}</text>').format(
            _WIDTH - _RIGHT, _HEIGHT - 6, name
        )
    )
    parts.append(Markup('<text class="name" x="{}" y="{}">{}</text>').format(0, _HEIGHT - 6, y))
    return parts


def _row_label(label: str, middle: float) -> Markup:
    short = label if len(label) <= 25 else label[:24] + "…"
    return Markup('<text x="0" y="{}">{}<title>{}</title></text>').format(
        middle + 4.5, short, label
    )


def _row_value(value: str, middle: float) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="end">{}</text>').format(
        _WIDTH, middle + 4.5, value
    )


def _bar(kind: str, left: float, middle: float, width: float) -> Markup:
    return Markup('<rect class="bar {}" x="{}" y="{}" width="{}" height="12" rx="2"/>').format(
        kind, left, middle - 6, round(max(width, 0), 1)
    )


def _svg(height: float, label: str, parts: Iterable[Markup]) -> Markup:
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        _WIDTH, round(height), label, Markup("").join(parts)
    )


def _path(places: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in places)


def _x(value: float, low: float, high: float) -> float:
    return round(_LEFT + (value - low) / (high - low) * (_WIDTH - _LEFT - _RIGHT), 1)


def _y(share: float) -> float:
    return round(_TOP + (1 - share) * (_HEIGHT - _TOP - _BOTTOM), 1)


def _ms(value: float) -> str:
    return f"{value / 1000:.1f} s" if value >= 1000 else f"{value:.0f} ms"
