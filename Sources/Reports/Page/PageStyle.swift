// The one style sheet of a page.

/// Colours are pairs of light and dark; signs and words say the same as colours, and forced colours leave both. Sizes
/// follow the reader's text size. Nothing is loaded.
let pageStyle = """
    :root{color-scheme:light dark;--back:#fff;--text:#17202a;--soft:#4a5663;--line:#c3ccd5;--panel:#f3f6f9;--link:#0b4f9e;
    --e:#a4161a;--eb:#fdeceb;--q:#5b2a86;--qb:#f3ebfa;--w:#7a4b00;--wb:#fdf3e0;--n:#33566f;--nb:#e9f1f6;--focus:#ffdd00;
    --green:#bfe3c3;--amber:#ffdc9a;--red:#f6b9b3;--blue:#bcd7f2;--grey:#dde2e7;--ink:#17202a}
    @media (prefers-color-scheme:dark){:root{--back:#12171c;--text:#e8edf2;--soft:#aab6c2;--line:#43505c;--panel:#1c242c;
    --link:#8fc1ff;--e:#ff9a94;--eb:#3a1a1b;--q:#d3b0f5;--qb:#2c2037;--w:#f5c56b;--wb:#33270f;--n:#9fc7e0;--nb:#1a2933;
    --green:#1f5a2c;--amber:#6d4a00;--red:#7a231f;--blue:#1f4468;--grey:#3a444e;--ink:#e8edf2}}
    *{box-sizing:border-box}
    html{font:100%/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;background:var(--back);color:var(--text);
    -webkit-text-size-adjust:100%;scroll-padding-top:1rem}
    body{margin:0 auto;max-width:72rem;padding:0 1rem 4rem;overflow-wrap:anywhere}
    h1{font-size:1.9rem;line-height:1.2;margin:.3rem 0 .6rem;max-width:46rem}
    h2{font-size:1.4rem;line-height:1.25;margin:2.6rem 0 .6rem}
    h3{font-size:1.1rem;line-height:1.3;margin:0 0 .3rem}
    section>h3{margin-top:1rem}
    h4{font-size:1rem;margin:1rem 0 .3rem}
    p,ul,ol,dl,table,figure{margin:.5rem 0}
    a{color:var(--link);text-underline-offset:.15em}
    a:hover{text-decoration-thickness:.18em}
    :focus-visible{outline:3px solid var(--focus);outline-offset:0;box-shadow:0 0 0 5px #17202a;border-radius:2px}
    code,pre{font:.9em/1.45 ui-monospace,"DejaVu Sans Mono",Consolas,monospace}
    pre{background:var(--panel);padding:.6rem .8rem;overflow:auto;white-space:pre-wrap}
    small,.soft{color:var(--soft);font-size:.9rem;font-weight:400}
    .skip{position:absolute;left:-99rem;background:var(--back);padding:.6rem 1rem;z-index:9}
    .skip:focus{left:1rem;top:.5rem}
    .hide{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
    [hidden]{display:none!important}
    header{border-bottom:1px solid var(--line);padding:1.2rem 0 1rem}
    .brand{margin:0;color:var(--soft);letter-spacing:.02em}
    .counts{display:flex;flex-wrap:wrap;gap:.5rem;list-style:none;padding:0;margin:.9rem 0 0}
    .counts li{border:1px solid var(--line);border-radius:.3rem;padding:.3rem .7rem;background:var(--panel)}
    .counts b{font-size:1.15rem}
    .summary{border:4px solid var(--e);padding:1rem 1.2rem;margin:1.6rem 0}
    .summary.calm{border-color:var(--q)}
    .summary h2{margin:0 0 .5rem}
    .summary ul{padding:0;list-style:none}
    .summary li{margin:.1rem 0;padding:.15rem 0}
    .summary a{font-weight:600;display:inline-block;min-height:1.5rem}
    .e{--s:var(--e);--sb:var(--eb)}.q{--s:var(--q);--sb:var(--qb)}.w{--s:var(--w);--sb:var(--wb)}.n{--s:var(--n);--sb:var(--nb)}
    .s{color:var(--s);white-space:nowrap}
    .s::before{display:inline-block;width:1.15em}
    .s.e::before{content:"\\25A0"}.s.q::before{content:"\\25C6"}.s.w::before{content:"\\25B2"}.s.n::before{content:"\\25CB"}
    nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;padding:0;list-style:none}
    nav a,.links a{display:inline-block;min-width:1.5rem;min-height:1.5rem;padding:.1rem 0}
    .links{display:flex;flex-wrap:wrap;gap:.1rem .9rem;padding:0;list-style:none;margin:.2rem 0}
    table{border-collapse:collapse;font-size:.95rem}
    caption{text-align:left;color:var(--soft);font-size:.9rem;padding:0 0 .2rem}
    th,td{border:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top;unicode-bidi:isolate;
    overflow-wrap:break-word}
    thead th{background:var(--panel)}
    .num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
    .scroll{overflow-x:auto;max-width:100%;margin:.5rem 0}
    .scroll table{margin:0}
    .scroll td:last-child:not(.num){min-width:9rem}
    .frame td:last-child:not(.num){min-width:0}
    .digest{min-width:11rem;font:.8rem/1.4 ui-monospace,"DejaVu Sans Mono",Consolas,monospace;word-break:break-all}
    form.filters{background:var(--panel);border:1px solid var(--line);border-radius:.3rem;padding:.8rem 1rem;margin:.8rem 0;
    display:flex;flex-wrap:wrap;gap:.7rem 1.2rem;align-items:end}
    form.filters fieldset{border:0;padding:0;margin:0;display:flex;flex-wrap:wrap;gap:.1rem .9rem}
    form.filters legend,form.filters label{font-size:.9rem;color:var(--soft);padding:0}
    form.filters fieldset label{color:var(--text);font-size:1rem;display:inline-flex;align-items:center;gap:.35rem;
    min-height:2rem}
    form.filters .field{display:flex;flex-direction:column;min-width:9rem;max-width:16rem;flex:1 1 9rem}
    input,select,button{font:inherit;color:inherit;background:var(--back);border:1px solid var(--soft);border-radius:.2rem;
    min-height:2.2rem;padding:.15rem .5rem;max-width:100%}
    input[type=checkbox]{width:1.5rem;height:1.5rem;min-height:0;margin:0;accent-color:var(--link)}
    button{cursor:pointer;background:var(--panel)}
    #count{font-weight:600;margin:.4rem 0}
    .entry{border:1px solid var(--line);border-left:.4rem solid var(--s);border-radius:.2rem;padding:.9rem 1.1rem;margin:1rem 0;
    background:var(--back)}
    .many .entry{content-visibility:auto;contain-intrinsic-size:auto 40rem}
    .entry h3 .label{font-weight:400}
    .entry .where{margin:0 0 .5rem;color:var(--soft);font-size:.95rem}
    .found{list-style:none;padding:0;margin:.4rem 0}
    .found>li{border-top:1px solid var(--line);padding:.5rem 0 .3rem}
    .found>li:first-child{border-top:0;padding-top:0}
    .found p{margin:.15rem 0}
    .do::before{content:"\\2192\\00A0";color:var(--soft)}
    .rule{color:var(--soft);font-size:.85rem}
    .rule a{display:inline-block;min-height:1.5rem;min-width:1.5rem;line-height:1.5rem}
    .frame td,.frame th{font-size:.88rem;max-width:20rem}
    .frame tbody th{text-align:right;font-weight:400;color:var(--soft);background:var(--panel);white-space:nowrap}
    .frame i{font:inherit;font-weight:400;color:var(--soft);display:block;font-size:.8rem}
    .frame thead td{background:var(--panel)}
    .frame .near td{color:var(--soft)}
    .frame .bad{outline:3px solid var(--s);outline-offset:-3px;background:var(--sb);color:var(--text)}
    .frame .see{outline:2px dashed var(--s);outline-offset:-2px;color:var(--text)}
    .frame b{display:block;font-size:.8rem;font-weight:600;color:var(--s)}
    figure{padding:0}
    figure svg{display:block;width:100%;max-width:25rem;height:auto}
    figcaption{color:var(--soft);font-size:.9rem;max-width:46rem}
    .pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,19rem),1fr));gap:.4rem 1.6rem;max-width:66rem}
    .nopic{color:var(--soft);font-size:.9rem}
    svg text{fill:var(--text);font:12px system-ui,"Segoe UI",Roboto,Arial,sans-serif}
    svg .m{text-anchor:middle}
    svg .t{font-size:10.5px;fill:var(--soft)}
    svg .b{font-weight:600}
    svg .in{fill:var(--ink);font-size:11px}
    svg .green{fill:var(--green)}svg .amber{fill:var(--amber)}svg .red{fill:var(--red)}svg .blue{fill:var(--blue)}
    svg .grey{fill:var(--grey)}
    svg .open{fill:var(--panel);stroke:var(--soft);stroke-dasharray:3 3}
    svg .band{stroke:var(--back);stroke-width:1}
    svg .due{fill:none;stroke:var(--text);stroke-width:2.5}
    svg .axis{stroke:var(--soft);stroke-width:1;fill:none}
    svg .target{stroke:var(--text);stroke-width:2;fill:none}
    svg .dash{stroke-dasharray:5 3}
    svg .dot{fill:var(--text);stroke:var(--text);stroke-width:1.5}
    svg .ring{fill:var(--back);stroke:var(--text);stroke-width:1.5}
    svg .mark{fill:var(--e);stroke:var(--back);stroke-width:1.5}
    svg .halo{fill:none;stroke:var(--e);stroke-width:2}
    svg .line{fill:none;stroke:var(--link);stroke-width:2}
    svg .point{fill:var(--link)}
    svg .bar{fill:var(--blue);stroke:var(--back);stroke-width:1}
    svg .off{fill:var(--panel);stroke:var(--text);stroke-width:1;stroke-dasharray:3 2}
    svg .sum{fill:var(--grey);stroke:var(--text);stroke-width:1}
    svg .gap{fill:none;stroke:var(--e);stroke-width:2;stroke-dasharray:4 2}
    svg .cell{fill:var(--grey)}
    svg .e{fill:var(--e)}svg .q{fill:var(--q)}svg .w{fill:var(--w)}svg .n{fill:none;stroke:var(--n);stroke-width:1.2}
    .maps{display:flex;flex-wrap:wrap;gap:.6rem 2.4rem}
    .map{max-width:100%}
    .map figcaption{max-width:24rem}
    .map svg{max-width:none;width:auto}
    .legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;padding:0;list-style:none;font-size:.9rem}
    details{margin:.4rem 0}
    summary{cursor:pointer;min-height:1.5rem;color:var(--link)}
    .lines{list-style:none;padding:0;margin:0;content-visibility:auto;contain-intrinsic-size:auto 4800px}
    .lines li{border-top:1px solid var(--line);padding:.25rem 0}
    .lines li::before{display:inline-block;width:1.15em;color:var(--s)}
    .lines.e li::before{content:"\\25A0"}.lines.q li::before{content:"\\25C6"}.lines.w li::before{content:"\\25B2"}
    .lines.n li::before{content:"\\25CB"}
    .lines b{white-space:nowrap}
    .lines i{font:.85em ui-monospace,"DejaVu Sans Mono",Consolas,monospace;color:var(--soft)}
    .watch{position:sticky;top:0;background:var(--wb);border:1px solid var(--line);padding:.4rem .8rem;z-index:5;display:flex;
    flex-wrap:wrap;gap:.6rem;align-items:center}
    .watch p{margin:0}
    footer{border-top:1px solid var(--line);margin-top:3rem;padding-top:.8rem;color:var(--soft);font-size:.9rem}
    @media (max-width:30rem){h1{font-size:1.5rem}.entry{padding:.7rem .7rem}.summary{padding:.7rem .8rem}}
    @media (forced-colors:active){svg text,svg .in,svg .t{fill:CanvasText}svg .band,svg .bar,svg .off,svg .sum,svg .cell{fill:Canvas;
    stroke:CanvasText}svg .mark,svg .dot,svg .point,svg .e,svg .q,svg .w{fill:CanvasText}svg .n,svg .line,svg .target,svg .axis,
    svg .gap,svg .halo,svg .due{stroke:CanvasText}.frame .bad{outline-color:Highlight}.frame .see{outline-color:CanvasText}}
    @media print{@page{size:A4;margin:14mm}:root{--back:#fff;--text:#000;--soft:#333;--line:#999;--panel:#f2f2f2;--link:#000;
    --e:#8f1216;--eb:#fdeceb;--q:#4d2273;--qb:#f3ebfa;--w:#6b4200;--wb:#fdf3e0;--n:#284559;--nb:#e9f1f6;--ink:#000;
    --green:#bfe3c3;--amber:#ffdc9a;--red:#f6b9b3;--blue:#bcd7f2;--grey:#dde2e7;color-scheme:light}html{font-size:75%}
    body{max-width:none;padding:0}form.filters,.skip,.watch,nav{display:none!important}figure,tr,.frame,.found li,
    .lines li,details{break-inside:avoid}h2,h3,.where,summary,caption,thead,.legend,.found{break-after:avoid}#count{display:none}
    .maps{display:block}.map{display:inline-block;vertical-align:top;margin-right:2rem}
    .entry{box-decoration-break:clone}.scroll{overflow:visible}.lines{content-visibility:visible}
    .many .entry{content-visibility:visible}td,th{overflow-wrap:anywhere}thead th{overflow-wrap:break-word}.scroll td:last-child:not(.num){min-width:0}
    .frame td,.frame th{padding:.15rem .25rem;font-size:.75rem;overflow-wrap:break-word}.frame b,.frame i{font-size:.7rem}
    .wide td,.wide th{padding:.1rem .15rem;font-size:.66rem}.wide b,.wide i{font-size:.62rem}
    .frame .bad,.frame .see{padding:.3rem}.frame .long,.tight td,.tight th{overflow-wrap:anywhere}
    *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
    """
