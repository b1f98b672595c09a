"""How the page looks: one style sheet, one small script that it can do without."""

import base64
import hashlib

STYLE = """
:root{color-scheme:light dark;--bg:#fbfbf9;--card:#fff;--ink:#1b1e22;--soft:#5c636b;
--rule:#d9dcdf;--grid:#e7e9eb;--down:#0072b2;--leak:#c8430a;--miss:#b87a00;
--decoy:#c987a8;
--other:#9aa1a8;--air:#7a5195;--unit:#3d4650;--asset:#009e73;--band:#cfe3f1}
@media screen and (prefers-color-scheme:dark){:root{--bg:#14171a;--card:#1b1f23;
--ink:#e8eaec;
--soft:#9aa3ab;--rule:#343a40;--grid:#272c31;--down:#56b4e9;--leak:#ff7a45;
--miss:#e6a817;
--decoy:#d69ab8;--other:#6b737b;--air:#b79ad6;--unit:#c3cad1;--asset:#2fc79b;
--band:#243947}}
*{box-sizing:border-box}
html{scroll-padding-top:3rem}
body{margin:0;background:var(--bg);color:var(--ink);
font:15px/1.45 system-ui,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
main,header{max-width:1220px;margin:0 auto;padding:0 24px}
header{padding-top:20px}
h1{font-size:26px;margin:6px 0 2px;letter-spacing:-.01em}
h2{font-size:19px;margin:0 0 4px}
h3{font-size:14px;margin:18px 0 6px;font-weight:600}
p{margin:4px 0 10px}
.soft,.note{color:var(--soft)}
.note{font-size:13px;max-width:95ch}
.badge{display:inline-block;font-size:11px;font-weight:700;letter-spacing:.06em;
border:1px solid currentColor;border-radius:3px;padding:1px 7px;margin-right:6px}
.badge.truth{color:var(--leak)}
nav{position:sticky;top:0;z-index:2;background:var(--bg);
border-bottom:1px solid var(--rule);
margin-top:12px}
nav div{max-width:1220px;margin:0 auto;padding:8px 24px;display:flex;gap:18px;
flex-wrap:wrap}
nav a{color:var(--soft);text-decoration:none;font-size:14px}
nav a:hover,nav a:focus{color:var(--ink);text-decoration:underline}
section{background:var(--card);border:1px solid var(--rule);border-radius:8px;
padding:16px 18px 14px;margin:16px 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(175px,1fr));gap:12px;
margin:16px 0}
.tile{background:var(--card);border:1px solid var(--rule);
border-top:3px solid var(--other);
border-radius:8px;padding:10px 14px}
.tile b{display:block;font-size:27px;line-height:1.2;font-weight:650;
font-variant-numeric:tabular-nums;white-space:nowrap}
.tile span{font-size:13px;color:var(--soft)}
.tile.down{border-top-color:var(--down)}.tile.leak{border-top-color:var(--leak)}
svg{display:block;width:100%;height:auto;font:12px system-ui,"Segoe UI",Roboto,
"Noto Sans","DejaVu Sans",sans-serif}
svg text{fill:var(--ink)}svg text.tick{fill:var(--soft);font-size:11px}
svg text.small{font-size:11px}svg text.bold{font-weight:600}
svg .mid{text-anchor:middle}svg .end{text-anchor:end}
.grid{stroke:var(--grid);stroke-width:1}.axis{stroke:var(--rule);stroke-width:1}
.frame{fill:none;stroke:var(--rule)}
.map text.halo{paint-order:stroke;stroke:var(--card);stroke-width:3px;
stroke-linejoin:round}
.t{fill:none;stroke-width:1.3;stroke-linejoin:round;opacity:.75}
.t.leaked,.t.gone{stroke:var(--leak);stroke-width:1.6}.t.down{stroke:var(--down)}
.t.decoy_leaked{stroke:var(--decoy);stroke-dasharray:6 2}.t.airborne{stroke:var(--air)}
.t.other{stroke:var(--other);stroke-dasharray:2 3}
.t.unseen{stroke:var(--leak);stroke-dasharray:1 4;stroke-linecap:round;stroke-width:2}
.t:hover,.t.hot,.t:target{stroke-width:4;opacity:1}
.killed{fill:var(--down)}.missed{fill:none;stroke:var(--miss);stroke-width:1.6}
.unknown{fill:none;stroke:var(--other);stroke-width:1.6}
.x{stroke:var(--leak);stroke-width:2.2;stroke-linecap:round}
.u{fill:var(--card);stroke:var(--unit);stroke-width:1.1}.u.fired{fill:var(--unit)}
.a{fill:var(--asset);fill-opacity:.22;stroke:var(--asset);stroke-width:1.2}
.w{fill:var(--band)}.wait{stroke:var(--soft);stroke-width:1.2}
.s-killed{fill:var(--down)}.s-missed{fill:var(--miss)}.s-unknown,
.s-in_flight{fill:var(--other)}
.s-not_launched{fill:none;stroke:var(--soft);stroke-dasharray:2 2}
.s-killed:hover,.s-missed:hover,.s-unknown:hover,.hot.shot{stroke:var(--ink);
stroke-width:1.5}
.l{fill:none;stroke-width:2}.l.down{stroke:var(--down)}.l.leaked{stroke:var(--leak)}
.l.seen{stroke:var(--ink)}.l.launched{stroke:var(--other);stroke-dasharray:4 3}
.l.stock{stroke:var(--unit)}.area{fill:var(--band);opacity:.6}
.b-down,.b-authorised{fill:var(--down)}.b-leak,.b-refused{fill:var(--leak)}
.b-could{fill:var(--miss)}.b-lost{fill:var(--leak)}.b-averted{fill:var(--down)}
.b-policy{fill:var(--other)}.b-ours{fill:var(--down)}
.whisker{stroke:var(--ink);stroke-width:1.3}.mark{stroke:var(--leak);stroke-width:1.6;
stroke-dasharray:5 3}
.wide{overflow-x:auto}.narrow{max-width:760px}
table{border-collapse:collapse;width:100%;font-size:13px;
font-variant-numeric:tabular-nums}
th{font-weight:600;text-align:left;color:var(--soft);
border-bottom:1px solid var(--rule);
padding:4px 10px 4px 0;vertical-align:bottom}
td{border-bottom:1px solid var(--grid);padding:4px 10px 4px 0;vertical-align:top}
td.n,th.n{text-align:right}td.n{white-space:nowrap}
tr.hot td,tr:hover td{background:color-mix(in srgb,var(--band) 45%,transparent)}
tr.sum td{font-weight:600;border-top:1px solid var(--rule)}
td a{color:inherit}
.bar{display:inline-block;height:9px;background:var(--leak);border-radius:1px;
vertical-align:middle}
.keys{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:13px;margin:8px 0 2px;
padding:0;list-style:none}
.keys svg{display:inline-block;width:22px;height:14px;vertical-align:-2px;
margin-right:6px}
.layers{font-size:13px;display:inline-block;margin:0 14px 6px 0}
#l-paths:not(:checked)~svg .g-paths,#l-other:not(:checked)~svg .g-other,
#l-shots:not(:checked)~svg .g-shots,#l-units:not(:checked)~svg .g-units,
#l-assets:not(:checked)~svg .g-assets{display:none}
.map{max-height:78vh}
.multiples{display:grid;grid-template-columns:repeat(auto-fill,minmax(260px,1fr));
gap:10px 18px}
.facts{display:flex;flex-wrap:wrap;gap:8px 34px;margin:6px 0 8px}
.facts div b{font-size:20px;font-variant-numeric:tabular-nums;margin-right:6px}
.facts div{font-size:13px;color:var(--soft)}.facts div b{color:var(--ink)}
details summary{cursor:pointer;font-size:13px;color:var(--soft);padding:6px 0}
footer{max-width:1220px;margin:0 auto;padding:4px 24px 30px;font-size:12px;
color:var(--soft)}
@page{size:A4 landscape;margin:11mm}
@media print{.map{max-height:128mm}table,.note,.keys{font-size:10px}
.tile b{font-size:20px}.tile span{font-size:10px}
.tiles{grid-template-columns:repeat(6,1fr);gap:6px}h2,h3{break-after:avoid}
nav,.layers,input{display:none}body{font-size:12px;
background:#fff}
section,.tile{break-inside:avoid;border-color:#bbb}section.long{break-inside:auto}
tr{break-inside:avoid}main,header{max-width:none;padding:0}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""

SCRIPT = """
(function(){var on=[];function
light(t){on.forEach(function(e){e.classList.remove("hot")});on=[];
if(t===null)return;document.querySelectorAll("[data-t]").forEach(function(e){
if(e.getAttribute("data-t")===t){e.classList.add("hot");on.push(e)}})}
document.addEventListener("mouseover",function(v){var e=v.target.closest("[data-t]");
light(e?e.getAttribute("data-t"):null)})})();
"""

_SCRIPT_HASH = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    f"script-src 'sha256-{_SCRIPT_HASH}'; base-uri 'none'; form-action 'none'"
)
"""What a browser may do with the page: nothing from outside, no script but this one."""
