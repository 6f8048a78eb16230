/// The look of the report: one column, quiet colours that hold in light and dark and for colour-blind eyes.
enum ReportStyle {
  static let css = """
    :root{--ink:#23282e;--soft:#68717b;--rule:#e3e6e9;--paper:#fcfcfa;--a:#8a939d;--b:#c98a1b;--c:#1c7c8c;--bar:#1c7c8c}
    @media (prefers-color-scheme:dark){:root{--ink:#e4e6e8;--soft:#98a1ab;--rule:#2f353b;--paper:#16191c;--a:#7f8993;\
    --b:#e0ac4d;--c:#55b6c6;--bar:#3b96a6}}
    *{box-sizing:border-box}
    html{font:17px/1.6 "Iowan Old Style","Palatino Linotype",Palatino,"Source Serif 4",Georgia,"Liberation Serif",serif;\
    color:var(--ink);background:var(--paper);-webkit-text-size-adjust:100%}
    body{margin:0}
    main{max-width:48rem;margin:0 auto;padding:4.5rem 1.5rem 6rem}
    h1{font-size:2.5rem;font-weight:500;letter-spacing:-.015em;line-height:1.1;margin:0 0 .75rem}
    h2{font-size:1.4rem;font-weight:500;letter-spacing:-.005em;margin:0 0 .35rem}
    p{margin:0 0 1.5rem;max-width:38rem;color:var(--soft);text-wrap:pretty}
    .lead{font-size:1.08rem}
    section{margin-top:4rem;padding-top:1.75rem;border-top:1px solid var(--rule)}
    figure{margin:2rem 0 0}
    figcaption,svg,table,code{font-family:ui-sans-serif,-apple-system,"Segoe UI",Inter,"Helvetica Neue",Arial,\
    "Liberation Sans",sans-serif}
    code{font-size:.88em;overflow-wrap:anywhere}
    figcaption{font-size:.82rem;font-weight:600;margin-bottom:.6rem}
    svg{display:block;width:100%;height:auto;overflow:visible;font-size:12px;font-variant-numeric:tabular-nums}
    svg text{fill:var(--soft)}
    svg .name{font-weight:600;fill:var(--ink)}svg .value{fill:var(--ink)}
    .grid{stroke:var(--rule)}.axis{stroke:var(--soft);stroke-width:1}
    .line{fill:none;stroke-width:2;stroke-linejoin:round}
    .whisker{stroke-width:1.5}
    .area{stroke-width:1.5;fill-opacity:.16;stroke-linejoin:round}
    .mark{stroke:var(--soft);stroke-dasharray:2 3}
    .bar{fill:var(--bar)}
    .line.series0,.whisker.series0,.area.series0{stroke:var(--a)}.dot.series0,.area.series0,svg .name.series0{fill:var(--a)}
    .line.series1,.whisker.series1,.area.series1{stroke:var(--b)}.dot.series1,.area.series1,svg .name.series1{fill:var(--b)}
    .line.series2,.whisker.series2,.area.series2{stroke:var(--c)}.dot.series2,.area.series2,svg .name.series2{fill:var(--c)}
    .line.series0,.whisker.series0{stroke:var(--a)}
    .whisker.clear{stroke:var(--c);stroke-width:2.5}.dot.clear{fill:var(--c)}
    .whisker.unclear{stroke:var(--a);stroke-width:2.5}.dot.unclear{fill:var(--paper);stroke:var(--a);stroke-width:2}
    .scroll{overflow-x:auto}
    table{border-collapse:collapse;font-size:.75rem;font-variant-numeric:tabular-nums;width:100%;white-space:nowrap}
    th,td{padding:.45rem .4rem;text-align:right;border-bottom:1px solid var(--rule)}
    th:first-child,td:first-child{text-align:left;padding-left:0}
    thead th{font-weight:500;color:var(--soft)}tbody th{font-weight:500}.best{font-weight:700}
    @media print{html{font-size:11pt}section{break-inside:avoid}}
    """
}
