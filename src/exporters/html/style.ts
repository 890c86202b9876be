/**
 * The page's only style sheet. Colours are told apart by people who see no red or no green, and every one of them goes with a sign and
 * a texture. Contrasts are at least 4.5 : 1 in both themes (WCAG 2.2, 1.4.3).
 */

export const STYLE = `
:root{color-scheme:light dark;
--paper:#fbfbf9;--ink:#1b1e23;--soft:#575e68;--rule:#d9dbd6;--card:#fff;--head:#f1f2ee;
--bad:#a62b10;--bad-bg:#fbe3da;--bad-line:#d9623f;--open:#725000;--open-bg:#fdf0cc;--open-line:#d6a52c;
--safe:#0b5382;--safe-bg:#dcebf6;--safe-line:#4c95c6;--void:#5c6068;--void-bg:#e7e8e6;--link:#0b5382;--hatch:rgba(114,80,0,.13)}
@media (prefers-color-scheme:dark){:root{
--paper:#14171b;--ink:#e4e6e8;--soft:#a3abb5;--rule:#323840;--card:#1b1f24;--head:#22272d;
--bad:#ffab91;--bad-bg:#4a1f14;--bad-line:#e0653f;--open:#f3cf74;--open-bg:#3d3213;--open-line:#c99a2a;
--safe:#9ccdf0;--safe-bg:#12324a;--safe-line:#4c95c6;--void:#aab1ba;--void-bg:#2b3036;--link:#9ccdf0;--hatch:rgba(243,207,116,.14)}}
*{box-sizing:border-box}
html{font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0 auto;padding:2rem 1.5rem 4rem;max-width:76rem}
a{color:var(--link)}a:focus-visible,[tabindex]:focus-visible,summary:focus-visible{outline:3px solid var(--safe-line);outline-offset:2px}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .35rem;letter-spacing:-.01em;text-wrap:balance}
h2{font-size:1.15rem;margin:2.6rem 0 .3rem;padding-top:.8rem;border-top:1px solid var(--rule)}
h3{font-size:.95rem;margin:1.2rem 0 .2rem}
h2 .n{color:var(--soft);font-weight:400}
p{margin:.35rem 0;max-width:62rem;overflow-wrap:anywhere}.soft{color:var(--soft)}
code,.mono{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.88em}
bdi,dd{overflow-wrap:anywhere}time{white-space:nowrap}td.c{position:relative}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem}
nav{margin:1rem 0 0;display:flex;flex-wrap:wrap;gap:.15rem 1rem;font-size:.9rem}
nav a{padding:.2rem 0;min-height:1.5rem}
.tiles{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:.8rem;margin:1.4rem 0 .6rem}
.tile{border:1px solid var(--rule);border-left:6px solid var(--c);background:var(--card);padding:.7rem .9rem;border-radius:3px}
.tile b{display:block;font-size:2rem;line-height:1.15;font-variant-numeric:tabular-nums;color:var(--t)}
.tile{position:relative}.tile em{position:absolute;right:.8rem;top:.8rem;font:700 1rem/1.6rem ui-monospace,Menlo,Consolas,monospace;width:1.6rem;text-align:center;border-radius:2px}.tile span{display:block;font-size:.88rem;color:var(--soft)}.tile strong{color:var(--ink)}
.bad{--c:var(--bad-line);--t:var(--bad)}.open{--c:var(--open-line);--t:var(--open)}.safe{--c:var(--safe-line);--t:var(--safe)}
.share{display:block;width:100%;height:.6rem;border-radius:2px;margin:.2rem 0 1rem}.share rect{fill:var(--c);stroke:var(--paper);stroke-width:2}
.doubts{list-style:none;padding:0;margin:.6rem 0 0;border:1px solid var(--rule);border-radius:3px;background:var(--card)}
.doubts li{padding:.42rem .9rem;border-top:1px solid var(--rule);display:flex;gap:.7rem}
.doubts li:first-child{border-top:0}
.doubts li::before{content:"\\2013";color:var(--soft);width:1rem;flex:none;text-align:center}
.doubts .some{background:var(--open-bg)}.doubts .some::before{content:"?";color:var(--open);font-weight:700}
.scroll{position:relative;overflow-x:auto;margin:.6rem 0;border:1px solid var(--rule);border-radius:3px;background:var(--card)}
table{border-collapse:collapse;width:100%;font-size:.88rem;font-variant-numeric:tabular-nums}
caption{text-align:left;padding:.45rem .7rem;color:var(--soft);font-size:.88rem}
th,td{text-align:left;vertical-align:top;padding:.32rem .7rem;border-top:1px solid var(--rule)}
thead th{border-top:0;background:var(--head);font-weight:600;vertical-align:bottom}
tbody th{font-weight:400}
.list th[scope=row]{min-width:13rem}.list .why{min-width:18rem;width:40%}
.place{display:block}.names{display:block;color:var(--soft);font-size:.92em}
.word{font-weight:650;white-space:nowrap;color:var(--t)}
.p{white-space:nowrap;min-width:8.5rem}.p svg{display:block;width:8rem;height:.5rem;margin-top:.25rem}
.p .track{fill:var(--void-bg)}.p .range{fill:var(--c,var(--void))}.p .at{fill:var(--ink)}
.p small{display:block;color:var(--soft);font-size:.92em}
.matrix table{width:auto}
.matrix thead th.d{padding:.5rem .1rem;text-align:center;vertical-align:bottom;width:3.4rem;min-width:2.6rem}
.matrix thead th.d span{display:inline-block;writing-mode:vertical-rl;transform:rotate(180deg);max-height:11rem;overflow:hidden;white-space:nowrap;text-align:left}
.matrix tbody th{position:sticky;left:0;background:var(--card);z-index:1;min-width:11rem;max-width:20rem;border-right:1px solid var(--rule)}
.matrix td.c{text-align:center;padding:.32rem .2rem;border:1px solid var(--card);font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-weight:700;white-space:nowrap}
.v1{background:var(--bad-bg);color:var(--bad)}
.v0{background:var(--safe-bg);color:var(--safe)}
.vq{color:var(--open);background:repeating-linear-gradient(45deg,var(--hatch) 0 3px,transparent 3px 6px),var(--open-bg)}
.vx{color:var(--void);background:repeating-linear-gradient(90deg,var(--void-bg) 0 2px,transparent 2px 4px)}
.vb{background:repeating-linear-gradient(45deg,var(--safe-bg) 0 3px,transparent 3px 6px);color:var(--safe)}
.vn{color:var(--soft)}
td .hide{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.key{display:flex;flex-wrap:wrap;gap:.35rem 1.1rem;list-style:none;padding:0;margin:.5rem 0;font-size:.88rem}
.key b{display:inline-block;min-width:1.7rem;text-align:center;padding:0 .25rem;margin-right:.4rem;font-family:ui-monospace,Menlo,Consolas,monospace}
dl{margin:.5rem 0;display:grid;grid-template-columns:minmax(9rem,13rem) 1fr;gap:.25rem 1rem;font-size:.92rem}
dt{font-weight:600}dd{margin:0}
.facts{grid-template-columns:max-content 1fr}
footer{margin-top:3rem;border-top:1px solid var(--rule);padding-top:.7rem;color:var(--soft);font-size:.88rem}
@media (max-width:40rem){body{padding:1.1rem .8rem 3rem}h1{font-size:1.35rem}.tiles{gap:.4rem}.tile{padding:.5rem .5rem;border-left-width:4px}.tile b{font-size:1.45rem}.tile em{right:.4rem;top:.5rem;font-size:.85rem;line-height:1.4rem;width:1.3rem}.tile span{font-size:.88rem}
dl,.facts{grid-template-columns:1fr;gap:0}dt{margin-top:.5rem}
.list table,.list tbody,.list tr,.list td,.list th[scope=row]{display:block;width:100%}.list thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.list tr{padding:.5rem 0;border-top:1px solid var(--rule)}.list td,.list th[scope=row]{border:0;padding:.12rem .8rem;min-width:0}.list .why{min-width:0;width:100%}.list td[data-h]::before{content:attr(data-h) ": ";color:var(--soft)}
.matrix tbody th{min-width:8.5rem;max-width:9.5rem;padding:.3rem .4rem}}
@media (prefers-contrast:more){:root{--rule:currentColor}}
@page{size:A4;margin:14mm 12mm 16mm}
@page wide{size:A4 landscape;margin:12mm}
@media print{:root{color-scheme:light;
--paper:#fff;--ink:#000;--soft:#444;--rule:#bbb;--card:#fff;--head:#eee;--bad:#8c1f08;--bad-bg:#fbe3da;--bad-line:#d9623f;--open:#5c4000;--open-bg:#fdf0cc;--open-line:#d6a52c;
--safe:#083f66;--safe-bg:#dcebf6;--safe-line:#4c95c6;--void:#444;--void-bg:#ddd;--link:#000;--hatch:rgba(114,80,0,.13)}
html{font-size:9.5pt}body{max-width:none;padding:0}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
nav,.skip{display:none}a{text-decoration:none}.scroll{overflow:visible;border:0}
thead{display:table-header-group}tr,.tile,.doubts li{break-inside:avoid}h2,h3,caption{break-after:avoid}
.matrix{page:wide}.matrix tbody th{position:static}.list th[scope=row]{min-width:11rem}.list .why{min-width:0}}
`;

/** Of the text above, for the page's Content-Security-Policy: a test compares them. */
export const STYLE_HASH = "sha256-iSFRlMU7j0+gakcgrnmoDKeP6s3jpu5VLQLaZAc4XBU=";
