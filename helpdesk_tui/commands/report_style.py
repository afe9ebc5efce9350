"""How the page of a report looks: by day, in the dark, on paper and on a narrow screen."""

from __future__ import annotations

STYLE = r"""
:root { color-scheme: light dark; --ink: #1d2226; --quiet: #5b6b7a; --ground: #fbfbfa;
  --bar: #1f6aa5; --other: #a3b1bd; --late: #c2402f; --rule: #dfe3e6; --on: #ffffff; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #d6dbe0; --quiet: #93a5b5;
  --ground: #15181c; --bar: #6db3e0; --other: #566675; --late: #ef7f73; --rule: #2c343c;
  --on: #10161b; } }
@media print { :root { color-scheme: light; --ground: #ffffff; } }
* { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
body { font: 15px/1.45 system-ui, -apple-system, "Segoe UI", sans-serif; color: var(--ink);
  background: var(--ground); max-width: 58rem; margin: 2.5rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.7em; line-height: 1.2; margin: 0 0 .35rem; }
h2 { font-size: 1.05em; margin: 2.6rem 0 .7rem; padding-bottom: .3rem;
  border-bottom: 1px solid var(--rule); break-after: avoid; }
p { margin: 0; } .quiet { color: var(--quiet); }
dl { display: flex; flex-wrap: wrap; gap: .75rem 2.75rem; margin: 1.6rem 0 0; }
dt { color: var(--quiet); font-size: .85em; } dd { margin: 0; font-size: 1.9em;
  line-height: 1.15; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
tr { break-inside: avoid; }
td, th { padding: .14rem 1.1rem .14rem 0; text-align: left; vertical-align: baseline;
  font-weight: 400; } td:last-child, th:last-child { padding-right: 0; }
thead th { color: var(--quiet); font-size: .85em; } tbody th { overflow-wrap: anywhere; }
.n { text-align: right; white-space: nowrap; } .w { white-space: nowrap; }
tbody th.of { padding-top: .6rem; font-weight: 600; } .in { padding-left: 1.1rem; }
thead .n { width: 4.6rem; } .thrice thead .n { width: 3rem; }
.g { width: 38%; vertical-align: middle; } .thrice .g { width: 17%; }
.key { margin: 0 0 .5rem; } .key span { margin-right: 1.4rem; }
.key span::before { content: "\25A0\A0"; color: var(--bar); }
.key .b::before { color: var(--other); } .key .l::before, .key .m::before { color: var(--late); }
svg { display: block; width: 100%; height: auto; break-inside: avoid; }
svg text { font-size: 13px; fill: var(--ink); } svg .n { text-anchor: end; }
svg .c { text-anchor: middle; } svg .o { fill: var(--on); } svg .s { font-weight: 600; }
svg .q, svg line + .n { fill: var(--quiet); } svg line { stroke: var(--rule); }
svg .a { fill: var(--bar); } svg .b { fill: var(--other); } svg .l, svg .m { fill: var(--late); }
svg polygon.l { opacity: .12; } svg circle { fill: var(--late); }
svg polyline { fill: none; stroke: var(--late); stroke-width: 2; stroke-linejoin: round; }
svg.bar { height: .8em; } svg + details, svg + .wide { margin-top: .9rem; }
summary { cursor: pointer; color: var(--quiet); margin-bottom: .3rem; }
@media print { body { font-size: 11px; max-width: none; margin: 0; padding: 0; }
  h2 { margin-top: 1.6rem; } summary { list-style: none; } .wide { overflow: visible; } }
"""
"""Colours tell nothing that a number or a word beside them does not."""
