extension StatementPage {
  /// Contrast of every text 4.5:1 or more in both schemes.
  static let style: StaticString = """

    :root{color-scheme:light dark;--ground:#f3f5f7;--card:#fff;--ink:#16202c;--muted:#55606e;--line:#dde2e8;--strong:#8b95a1;
    --band:#eef2f5;--k0:#2b7f8d;--k1:#b07f00;--k2:#c8660a;--k3:#c4401a;--k4:#a3201f;--k5:#6e1423}
    @media (prefers-color-scheme:dark){:root{--ground:#10161d;--card:#19222c;--ink:#e8edf2;--muted:#a5b1be;--line:#2c3743;
    --strong:#6d7a88;--band:#222d38;--k0:#4fb3c2;--k1:#e3b341;--k2:#f0943c;--k3:#f0704a;--k4:#ef5f6b;--k5:#f29bb2}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",
    "Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums lining-nums}
    main{max-width:1040px;margin:0 auto;padding:24px}
    h1{font-size:26px;line-height:1.2;margin:8px 0 20px}
    article{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:36px 40px;margin:0 0 28px}
    .sender{margin:0 0 32px}.sender strong{display:block;font-size:18px}.sender span{color:var(--muted);font-size:13px}
    .top{display:flex;flex-wrap:wrap;gap:16px 40px;justify-content:space-between;margin:0 0 28px}
    .address{margin:0}
    dl,dd{margin:0}
    .info div,.pairs div{display:flex;gap:12px}
    .info dt,.pairs dt{color:var(--muted);min-width:9em}
    .pairs{margin:0 0 14px}
    h2{font-size:24px;line-height:1.25;margin:0 0 16px}
    .for{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
    h3{font-size:16px;margin:24px 0 6px}
    .highlights{display:flex;flex-wrap:wrap;gap:8px 36px;background:var(--band);border-radius:6px;padding:14px 18px;margin:0 0 22px}
    .highlights dt{font-size:13px;color:var(--muted)}
    .highlights dd{font-size:20px;font-weight:650}
    p{margin:0 0 12px}
    .small{font-size:13px;color:var(--muted)}
    .scroll{overflow-x:auto;margin:0 0 16px}
    .scroll:focus-visible{outline:2px solid var(--k0);outline-offset:2px}
    table{border-collapse:collapse;width:100%;font-size:14px}
    caption{text-align:left;font-weight:650;font-size:16px;padding:14px 0 8px}
    .ageing caption{font-size:14px;padding-top:4px}
    th,td{padding:6px 7px;text-align:left;vertical-align:baseline;border-bottom:1px solid var(--line)}
    th:first-child,td:first-child{padding-left:0}
    th:last-child,td:last-child{padding-right:0}
    thead th{font-size:12.5px;font-weight:600;color:var(--muted);vertical-align:bottom;border-bottom-color:var(--strong)}
    tbody th{font-weight:400}
    .num{text-align:right}
    tbody th,tbody td{white-space:nowrap}
    .note td{white-space:normal}
    .note td{font-size:13px;color:var(--muted);padding-top:0}
    .strong>*,.total>*,td.total{font-weight:650}
    tr.total>*{border-top:2px solid var(--strong);border-bottom:0}
    .shares{display:block;width:100%;margin:18px 0 8px}
    .k0{fill:var(--k0)}.k1{fill:var(--k1)}.k2{fill:var(--k2)}.k3{fill:var(--k3)}.k4{fill:var(--k4)}.k5{fill:var(--k5)}
    .swatch{display:inline-block;width:9px;height:9px;border-radius:2px;margin-right:5px}
    .swatch.k0{background:var(--k0)}.swatch.k1{background:var(--k1)}.swatch.k2{background:var(--k2)}
    .swatch.k3{background:var(--k3)}.swatch.k4{background:var(--k4)}.swatch.k5{background:var(--k5)}
    .foot{display:flex;flex-wrap:wrap;gap:8px 40px;border-top:1px solid var(--line);margin-top:28px;padding-top:14px;font-size:12.5px;
    color:var(--muted)}
    .foot p{margin:0}
    hr{border:0;border-top:1px solid var(--line);margin:16px 0}
    @media (max-width:560px){main{padding:12px}article{padding:22px 18px}}
    @media print{:root{color-scheme:light;--ground:#fff;--card:#fff;--ink:#000;--muted:#444;--line:#ccc;--strong:#666;--band:#f1f1f1}
    body{font-size:10.5pt}main{max-width:none;padding:0}main>h1{display:none}
    article{border:0;padding:0;margin:0;break-after:page}article:last-child{break-after:auto}
    thead{display:table-header-group}tr,.highlights{break-inside:avoid}.scroll{overflow:visible}}
    """
}
