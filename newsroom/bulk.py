"""Bulk: the inline styles and scripts that make a news page weigh what it weighs, deterministic for each outlet."""

from __future__ import annotations

import json
from functools import cache
from itertools import count

SIDES = {"": "", "t": "-top", "e": "-right", "b": "-bottom", "s": "-left"}
BREAKPOINTS = {"": 0, "sm": 576, "md": 768, "lg": 992, "xl": 1200}


@cache
def utility_css(prefix: str, size: int) -> str:
    """About `size` bytes of spacing, width and flex utilities whose class names begin with `prefix`."""
    rules: list[str] = []
    written = 0
    for step in count():
        for breakpoint, width in BREAKPOINTS.items():
            infix = f"-{breakpoint}" if breakpoint else ""
            block = [
                *(f".{prefix}m{side}{infix}-{step}{{margin{edge}:{step * 0.25:g}rem!important}}" for side, edge in SIDES.items()),
                *(f".{prefix}p{side}{infix}-{step}{{padding{edge}:{step * 0.25:g}rem!important}}" for side, edge in SIDES.items()),
                f".{prefix}col{infix}-{step}{{flex:0 0 auto;width:{min(100, (step + 1) * 100 / 12):.6f}%}}",
                f".{prefix}order{infix}-{step}{{order:{step}!important}}",
                f".{prefix}gap{infix}-{step}{{gap:{step * 0.25:g}rem!important}}",
            ]
            rules.append(f"@media (min-width:{width}px){{{''.join(block)}}}" if width else "".join(block))
            written += len(rules[-1])
        if written >= size:
            break
    return "\n".join(rules)


@cache
def ad_script(network: str, size: int) -> str:
    """About `size` bytes of the advertising and measuring set-up that papers print into their pages."""
    slots: list[str] = []
    written = 0
    for number in count(1):
        slot = json.dumps(
            {
                "code": f"div-gpt-ad-{1_572_000_000_000 + number * 7919}-0",
                "path": f"/{network}/desktop/slot_{number:03}",
                "mediaTypes": {"banner": {"sizes": [[300, 250], [336, 280], [728, 90], [970, 250]]}},
                "bids": [{"bidder": f"bidder{lane}", "params": {"placementId": 4_210_000 + number * 31 + lane}} for lane in range(3)],
                "lazy": number > 4,
                "refresh": 30 + number % 5 * 15,
            }
        )
        slots.append(slot)
        written += len(slot)
        if written >= size:
            break
    return (
        "window.googletag=window.googletag||{cmd:[]};window.dataLayer=window.dataLayer||[];\n"
        "(function(w,d){var units=[" + ",\n".join(slots) + "];\n"
        "w.adUnits=units;units.forEach(function(u){w.googletag.cmd.push(function(){var e=d.getElementById(u.code);"
        "if(e){w.googletag.defineSlot(u.path,u.mediaTypes.banner.sizes,u.code).addService(w.googletag.pubads());}});});})(window,document);"
    )
