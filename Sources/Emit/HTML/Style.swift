extension Page {
  /// Every colour on its ground has a contrast of 4.5:1 or more for text and 3:1 for shapes, in both schemes.
  static let style: StaticString = """

    :root{color-scheme:light dark;--ground:#f3f5f7;--card:#fff;--ink:#16202c;--muted:#55606e;--line:#dde2e8;--strong:#c3cad3;
    --head:#10303a;--headink:#fff;--headmuted:#bcd0d6;--accent:#0b6170;--warn:#fff5dc;--warnline:#8a5a00;--grave:#fdecea;
    --graveline:#a3201a;--k0:#2b7f8d;--k1:#b07f00;--k2:#c8660a;--k3:#c4401a;--k4:#a3201f;--k5:#6e1423;--kc:#6a7686;--track:#e9edf1}
    @media (prefers-color-scheme:dark){:root{--ground:#10161d;--card:#19222c;--ink:#e8edf2;--muted:#a5b1be;--line:#2c3743;
    --strong:#445262;--head:#0b2028;--headink:#f2f7f9;--headmuted:#a9c3cb;--accent:#69c3d2;--warn:#33290f;--warnline:#e0b04a;
    --grave:#3a1a1a;--graveline:#f08a80;--k0:#4fb3c2;--k1:#e3b341;--k2:#f0943c;--k3:#f0704a;--k4:#ef5f6b;--k5:#f29bb2;
    --kc:#93a1b1;--track:#26313c}}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%}
    body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,
    "Noto Sans","Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums lining-nums}
    header{background:var(--head);color:var(--headink);padding:28px max(24px,calc((100% - 1192px)/2));display:flex;
    flex-wrap:wrap;gap:16px 40px;align-items:flex-end;justify-content:space-between}
    h1{font-size:28px;line-height:1.2;letter-spacing:-.01em;margin:0;font-weight:650}
    header>div{flex:1 1 380px}
    header p{margin:4px 0 0;color:var(--headmuted)}
    dl,dd{margin:0}
    .facts{display:flex;flex-wrap:wrap;gap:8px 32px}
    .facts dt{font-size:12px;color:var(--headmuted)}
    .facts dd{font-size:16px;font-weight:600}
    main,footer{max-width:1240px;margin:0 auto;padding:0 24px}
    h2{font-size:21px;line-height:1.25;margin:40px 0 4px;font-weight:650;letter-spacing:-.005em}
    h2 small{font-size:14px;font-weight:400;color:var(--muted);margin-left:8px}
    h3{font-size:16px;margin:0 0 12px;font-weight:650}
    p{margin:4px 0 12px}
    .sub{color:var(--muted)}
    .card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:20px;margin:16px 0}
    .tiles{display:grid;grid-template-columns:repeat(12,minmax(0,1fr));gap:12px;margin:0 0 24px}
    .tiles>div{grid-column:span 3;border:1px solid var(--line);border-radius:8px;padding:10px 14px 12px;
    background:var(--card)}
    .card>.tiles:last-child{margin-bottom:0}
    h2+.tiles{margin-top:14px}
    .tiles dt{font-size:13px;color:var(--muted)}
    .tiles .value{font-size:22px;line-height:1.25;font-weight:650;letter-spacing:-.01em;overflow-wrap:anywhere}
    .tiles .none{font-size:14px;line-height:1.3;padding-top:5px;color:var(--muted)}
    .tiles .note{font-size:12px;color:var(--muted)}
    .tiles>.lead{grid-column:span 4;border-color:var(--accent);border-width:1px 1px 1px 4px}
    .lead .value{font-size:28px}
    .pair{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,4fr);gap:12px 32px;align-items:start}
    figure{margin:0}
    figcaption,caption{font-weight:600;text-align:left;padding:0 0 8px;font-size:14px}
    .scroll{overflow-x:auto}
    .pair+.scroll,.scroll+.scroll,.scroll+h3{margin-top:28px}
    .pair>.scroll{margin-top:0}
    .keep{white-space:nowrap}
    .scroll:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
    table{border-collapse:collapse;width:100%;font-size:14px}
    caption{caption-side:top}
    th,td{padding:6px 10px;text-align:left;vertical-align:baseline;border-bottom:1px solid var(--line)}
    th:first-child,td:first-child{padding-left:0}
    th:last-child,td:last-child{padding-right:0}
    thead th{font-size:12.5px;font-weight:600;color:var(--muted);border-bottom:1px solid var(--strong);vertical-align:bottom}
    tbody th{font-weight:500}
    tfoot th,tfoot td{font-weight:650;border-top:1px solid var(--strong);border-bottom:0}
    tbody+tfoot tr:first-child>*{border-top-width:2px}
    .num{text-align:right;white-space:nowrap}
    .zero{color:var(--muted)}
    .id{display:block;font-size:12px;font-weight:400;color:var(--muted)}
    .wide th:nth-child(2){min-width:150px}
    .wrap{overflow-wrap:anywhere;min-width:9em}
    svg{display:block;width:100%;overflow:visible}
    svg text{fill:var(--ink);font-size:12px}
    svg .axis{fill:var(--muted)}
    svg line{stroke:var(--strong);stroke-width:1}
    .k0{fill:var(--k0)}.k1{fill:var(--k1)}.k2{fill:var(--k2)}.k3{fill:var(--k3)}.k4{fill:var(--k4)}.k5{fill:var(--k5)}
    .kc{fill:var(--card);stroke:var(--kc);stroke-width:1.5;stroke-dasharray:4 2}
    .track{fill:var(--track)}
    .profile{min-width:150px}
    .swatch{display:inline-block;width:11px;height:11px;border-radius:2px;margin-right:8px;vertical-align:baseline}
    .swatch.k0{background:var(--k0)}.swatch.k1{background:var(--k1)}.swatch.k2{background:var(--k2)}
    .swatch.k3{background:var(--k3)}.swatch.k4{background:var(--k4)}.swatch.k5{background:var(--k5)}
    .swatch.kc{border:1.5px dashed var(--kc)}
    .legend{display:flex;flex-wrap:wrap;gap:4px 20px;margin:14px 0 0;font-size:13px}
    .plain{padding:14px 20px 14px 38px;font-size:14px}
    .notice{display:flex;flex-wrap:wrap;gap:4px 16px;margin:20px 0 0;padding:12px 16px;background:var(--warn);
    border:1px solid var(--warnline);border-left-width:5px;border-radius:8px}
    .notice>div{flex:1 1 320px}
    .notice p{margin:0}
    .grave{background:var(--grave);border-color:var(--graveline)}
    .badge{display:inline-block;border:1px solid currentColor;border-radius:99px;padding:0 9px;font-size:12.5px;font-weight:600;
    white-space:nowrap}
    ul{margin:4px 0;padding-left:20px}
    li{margin:3px 0}
    code{font:13px/1.4 ui-monospace,"Liberation Mono",Menlo,Consolas,monospace;overflow-wrap:anywhere}
    td code{white-space:nowrap}
    footer{color:var(--muted);font-size:13px;margin-top:32px;padding-bottom:32px}
    @media screen and (max-width:820px){.pair{grid-template-columns:minmax(0,1fr)}}
    @media (max-width:560px){main,footer{padding:0 14px}header{padding:20px 14px}h1{font-size:23px}.card{padding:14px}
    .tiles{gap:8px}.tiles>div{grid-column:span 6;padding:8px 10px}.tiles>.lead{grid-column:span 12}.tiles .value{font-size:18px}
    .lead .value{font-size:21px}svg text{font-size:11px}}
    @media print{:root{color-scheme:light;--ground:#fff;--card:#fff;--ink:#000;--muted:#444;--line:#ccc;--strong:#888;--head:#fff;
    --headink:#000;--headmuted:#444;--accent:#0b6170;--warn:#fff;--warnline:#000;--grave:#fff;--graveline:#000;--k0:#2b7f8d;
    --k1:#b07f00;--k2:#c8660a;--k3:#c4401a;--k4:#a3201f;--k5:#6e1423;--kc:#6a7686;--track:#e9edf1}
    @page{margin:14mm 12mm}
    *{-webkit-print-color-adjust:exact;print-color-adjust:exact}
    body{font-size:10pt}header{padding:0 0 8pt;border-bottom:1.5pt solid #000}main,footer{max-width:none;padding:0}
    .card{border:0;border-top:.75pt solid #888;border-radius:0;padding:10pt 0 0}.scroll{overflow:visible}
    table{font-size:9pt}th,td{padding:3pt 5pt}thead{display:table-header-group}tfoot{display:table-row-group}
    tr,figure,.pair,.tiles,.notice{break-inside:avoid}h2,h3,caption{break-after:avoid}.tiles .value{font-size:13pt}
    .lead .value{font-size:15pt}}

    """
}
