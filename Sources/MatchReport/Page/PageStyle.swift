/// The look of the page of a ranking: readable on paper, on a narrow screen and without colour.
enum PageStyle {
  static let text = """
    :root{color-scheme:light;font-size:15px}*{box-sizing:border-box}
    body{font:1rem/1.45 system-ui,sans-serif;max-width:76rem;margin:1.5rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
    h1{font-size:1.6rem;margin:.2rem 0}h2{font-size:1.3rem;margin:1.8rem 0 .5rem;border-bottom:2px solid #1a1a1a}
    h3{font-size:1.1rem;margin:0}h4{font-size:.95rem;margin:.9rem 0 .2rem}p{margin:.3rem 0}a{color:#0b4f8a}
    .purpose{border:2px solid #1a1a1a;padding:.3rem .7rem;font-weight:600;display:inline-block;margin:.4rem 0}
    .identity{color:#444;font-size:.85rem;overflow-wrap:anywhere}.override{border-left:.5rem solid #000;padding:.2rem .7rem;font-weight:600}
    .wide{overflow-x:auto;margin:.4rem 0 .9rem;padding-right:1px}table{border-collapse:collapse;width:100%}
    caption{text-align:left;font-weight:600;padding:.2rem 0}
    th,td{border:1px solid #bbb;padding:.2rem .45rem;text-align:left;vertical-align:top}thead th{background:#eee}
    tbody th{font-weight:600}td.n,th.n{text-align:right;width:1%;font-variant-numeric:tabular-nums}
    tr.indeterminate>*{border-left-style:dashed;border-right-style:dashed;background:#fafafa}
    .nk td,.nk th{white-space:nowrap}.nk td:nth-child(n+6){white-space:normal}.points td.n{width:auto}td small{color:#333}.words th.n:nth-last-child(-n+2){min-width:4.6rem}.ranking td:last-child{min-width:10rem}.tally{display:flex;flex-wrap:wrap;gap:.5rem;margin:.5rem 0;padding:0;list-style:none}
    .tally li{border:1px solid #888;padding:.2rem .6rem}.tally b{font-size:1.15rem}
    dl{display:grid;grid-template-columns:minmax(7rem,2fr) 5fr;gap:.1rem .8rem;margin:.3rem 0}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}
    .bar{display:block;width:100%;min-width:11rem;height:1.25rem}.bar rect{stroke:#222;stroke-width:.6}.bar rect.b{fill:#fff;stroke:none}
    .bar text{font:600 9px system-ui,sans-serif;text-anchor:middle}.bar .z{stroke:#000;stroke-width:1.4}
    .key{width:1.4rem;height:.8rem;vertical-align:-1px}.key rect{stroke:#222;stroke-width:.6}.legend span{white-space:nowrap;margin-right:.7rem}
    .legend{font-size:.85rem}.defs{position:absolute;width:0;height:0}
    article{border:1px solid #777;border-top:4px solid #1a1a1a;padding:.6rem .8rem;margin:1.2rem 0}
    .loci{display:flex;flex-wrap:wrap;gap:.5rem;margin:.5rem 0}.locus{flex:1 1 9rem;max-width:14.2rem;min-width:0;border:1px solid #ccc}
    .locus text{font:11px system-ui,sans-serif}.locus .l{font-weight:700;font-size:13px}.locus .s{text-anchor:middle;font-size:9px;fill:#444}.locus .c{text-anchor:end}
    .locus .a{text-anchor:middle;font-weight:600;font-size:12px}.locus .r{text-anchor:middle;font-size:9px}
    .locus rect{fill:#fff;stroke:#1a1a1a;stroke-width:1.3}.locus rect.open{stroke-dasharray:4 2}
    .locus rect.null{fill:#e4e4e4;stroke-dasharray:1.5 2}
    .locus .m{stroke:#1a1a1a;stroke-width:4}.locus .m.o{stroke-width:1.5}.locus .o{stroke-dasharray:4 3}
    .locus path{fill:none;stroke-width:2}.locus path.g{stroke:#8a3d00}.locus path.h{stroke:#0b4f8a}
    .locus .w{font-weight:700;font-size:10px}.locus text.g{fill:#8a3d00}.locus text.h{fill:#0b4f8a}
    .two{display:grid;grid-template-columns:1fr 1fr;gap:0 1.2rem}.two>*{min-width:0}ul{margin:.2rem 0;padding-left:1.2rem}
    .verdict{font-weight:600}code{font-size:.92em;overflow-wrap:anywhere}.hash{font-family:ui-monospace,monospace;overflow-wrap:anywhere}
    @media (max-width:46rem){.two{grid-template-columns:1fr}dl{grid-template-columns:1fr}dt{margin-top:.3rem}body{padding:0 .6rem}
    article{padding:.5rem}.locus{flex:0 0 calc(50% - .3rem)}}
    @page{size:A4;margin:10mm 11mm 12mm;@bottom-left{content:"hlamatch: decision support, not a treatment decision";font:8pt sans-serif}
    @bottom-right{content:"page " counter(page) " of " counter(pages);font:8pt sans-serif}}
    th code{white-space:nowrap}
    @media print{.screen{display:none}:root{font-size:7.5pt}.nk td:nth-child(7){white-space:nowrap}body{margin:0;padding:0;max-width:none;line-height:1.28}a{color:inherit;text-decoration:none}
    .wide{overflow:visible;margin:.2rem 0 .5rem}article{break-inside:avoid;margin:.6rem 0;padding:.4rem .5rem}
    h2,h3,h4,caption{break-after:avoid}tr,.keep,.loci{break-inside:avoid}thead{display:table-header-group}
    .patient+.patient,.behind{break-before:page}th,td{padding:.05rem .25rem}article{line-height:1.18}article td{line-height:1.16}.two dl{grid-template-columns:minmax(7rem,1fr) 2fr}.loci{flex-wrap:nowrap;gap:1.5mm}.locus{flex:1 1 0;max-width:36mm}
    .ranking td:last-child{min-width:0}.bar{min-width:34mm;height:4mm}.two{grid-template-columns:1fr 1fr}.points td,.points th{padding:0 .25rem}h4{margin:.4rem 0 .1rem}
    h2{margin:.6rem 0 .3rem}}
    """
}
