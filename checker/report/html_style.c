#include "checker/report/html_internal.h"

/* No script: the language switch is three radio buttons that stand before the page. Ends with
 * NULL. */
const char *const html_style[] = {
	":root{color-scheme:light "
	"dark;--paper:#fff;--ink:#1c2127;--soft:#5a6470;--line:#d9dee4;"
	"--tint:#f5f7f9;--link:#0b57a4;--error:#a61b1b;--error-tint:#fdf0ef;--warning:#7a4b00;"
	"--warning-tint:#fdf6e7;--info:#1f5673;--info-tint:#eef6fa;--clean:#1c6136;"
	"--clean-tint:#eef8f1;--mark:#ffe69c}\n",
	"@media (prefers-color-scheme:dark){:root{--paper:#15181c;--ink:#e6e9ed;--soft:#a3adb8;"
	"--line:#353c44;--tint:#1d2126;--link:#8ac2ff;--error:#ff9d94;--error-tint:#331b1a;"
	"--warning:#f3c56b;--warning-tint:#2f2512;--info:#8fcbea;--info-tint:#152832;"
	"--clean:#8bd5a5;--clean-tint:#15291c;--mark:#6b5310}}\n",
	"*{box-sizing:border-box}\n",
	"html{-webkit-text-size-adjust:100%}\n",
	"body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,"
	"-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",\"Liberation "
	"Sans\",Arial,sans-serif}\n",
	".page{max-width:62rem;margin:0 auto;padding:0 1.25rem 3rem}\n",
	".skip,.switch{position:absolute;left:-100vw}\n",
	"#content:focus{outline:none}\n",
	".skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.25rem .5rem}\n",
	"header{display:flex;flex-wrap:wrap-reverse;gap:.5rem 1.5rem;align-items:baseline;"
	"justify-content:space-between;padding:1rem 0;border-bottom:1px solid var(--line)}\n",
	".languages{order:2;display:flex;gap:.25rem}\n",
	".languages label{padding:.2rem .6rem;border:1px solid transparent;border-radius:4px;"
	"color:var(--link);cursor:pointer}\n",
	"#show-kk:checked~.page [for=show-kk],#show-ru:checked~.page [for=show-ru],"
	"#show-en:checked~.page [for=show-en]{color:var(--ink);border-color:var(--line);"
	"background:var(--tint);font-weight:600}\n",
	"#show-kk:focus-visible~.page [for=show-kk],#show-ru:focus-visible~.page [for=show-ru],"
	"#show-en:focus-visible~.page [for=show-en]{outline:2px solid var(--link);"
	"outline-offset:1px}\n",
	"#show-kk:checked~.page span[lang]:not([lang=kk]),"
	"#show-kk:checked~.page g[lang]:not([lang=kk]),"
	"#show-ru:checked~.page span[lang]:not([lang=ru]),"
	"#show-ru:checked~.page g[lang]:not([lang=ru]),"
	"#show-en:checked~.page span[lang]:not([lang=en]),"
	"#show-en:checked~.page g[lang]:not([lang=en]){display:none}\n",
	".compared{margin:0;flex:1 1 20rem;font-size:.9rem;color:var(--soft)}\n",
	"h1{font-size:1.15rem;font-weight:600;margin:0 0 .25rem;color:var(--soft)}\n",
	"h2{font-size:1.3rem;margin:2.75rem 0 .75rem;line-height:1.3}\n",
	"h3{font-size:1.12rem;margin:0;line-height:1.35}\n",
	"h4{font-size:1rem;margin:0;line-height:1.5;font-weight:600}\n",
	"h2,h3,h4,p,li,dd,summary{overflow-wrap:anywhere}\n",
	"a{color:var(--link)}\n",
	"code,pre{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,\"Liberation "
	"Mono\","
	"\"DejaVu Sans Mono\",monospace}\n",
	"code{overflow-wrap:anywhere}\n",
	".banner{margin:1.25rem 0 0;padding:.75rem 1rem;border:2px solid var(--warning);"
	"background:var(--warning-tint)}\n",
	".banner p{margin:.15rem 0}\n",
	".answer{margin-top:1.25rem;padding:1.25rem 1.5rem;border-left:6px solid var(--soft);"
	"background:var(--tint)}\n",
	".answer .verdict{margin:0 0 "
	".75rem;font-size:1.9rem;font-weight:650;line-height:1.2}\n",
	".answer.no{border-color:var(--error);background:var(--error-tint)}\n",
	".answer.remarks,.answer.unsure{border-color:var(--warning);"
	"background:var(--warning-tint)}\n",
	".answer.clean{border-color:var(--clean);background:var(--clean-tint)}\n",
	".answer.no .verdict,.verdict.no{color:var(--error)}\n",
	".answer.remarks .verdict,.answer.unsure .verdict,.verdict.remarks,.verdict.unsure"
	"{color:var(--warning)}\n",
	".answer.clean .verdict,.verdict.clean{color:var(--clean)}\n",
	".small{margin:.75rem 0 0;font-size:.9rem;color:var(--soft)}\n",
	".counts{display:flex;flex-wrap:wrap;gap:.15rem 1.5rem;margin:0;padding:0;"
	"list-style:none}\n",
	".counts .error b,td.error{color:var(--error)}\n",
	".counts .warning b,td.warning{color:var(--warning)}\n",
	".counts .info b,td.info{color:var(--info)}\n",
	".sub{display:block;margin:.1rem 0 "
	"0;font-size:.875rem;font-weight:400;color:var(--soft);"
	"overflow-wrap:anywhere}\n",
	".tag{display:inline-block;padding:0 .4rem;border:1px solid var(--line);"
	"border-radius:3px;font-size:.8rem;font-weight:400;color:var(--soft)}\n",
	".doubt{border:1px dashed var(--warning);color:var(--warning)}\n",
	".scroll{overflow-x:auto}\n",
	"table{width:100%;border-collapse:collapse;font-size:.95rem}\n",
	"th,td{padding:.5rem .75rem .5rem 0;border-bottom:1px solid var(--line);"
	"text-align:left;vertical-align:top}\n",
	"thead th{font-size:.85rem;font-weight:600;color:var(--soft);"
	"border-bottom:2px solid var(--line)}\n",
	"tbody th{font-weight:500;overflow-wrap:anywhere}.overview tbody "
	"th{min-width:13rem}.norms "
	"td{min-width:7rem}\n",
	"thead th::first-letter,dt::first-letter,.counts li::first-letter"
	"{text-transform:uppercase}\n",
	".number{font-variant-numeric:tabular-nums;font-weight:600}\n",
	".zero{color:var(--soft);font-weight:400}\n",
	"td.verdict{font-weight:600}\n",
	".initiative{margin:0 0 2.25rem}\n",
	".initiative>.verdict{margin:.35rem 0 .75rem;font-weight:600}\n",
	".finding{margin:0 0 1rem;padding:.85rem 1rem;border:1px solid var(--line);"
	"border-left:4px solid var(--info)}\n",
	".finding.error{border-left-color:var(--error)}\n",
	".finding.warning{border-left-color:var(--warning)}\n",
	".finding.uncounted{border-style:dashed}\n",
	".badge{display:inline-block;padding:0 .45rem;border-radius:3px;font-size:.82rem;"
	"font-weight:600;color:var(--info);background:var(--info-tint)}\n",
	".badge.error{color:var(--error);background:var(--error-tint)}\n",
	".badge.warning{color:var(--warning);background:var(--warning-tint)}\n",
	".pardon{margin:.3rem 0;padding:.1rem .5rem;border-left:3px solid var(--soft);"
	"background:var(--tint);font-size:.9rem}\n",
	"details{margin:.75rem 0}\n",
	"summary{cursor:pointer;padding:.3rem 0;font-weight:500;color:var(--link)}\n",
	"details[open]>summary{margin-bottom:.5rem}\n",
	".place{margin:.2rem 0 .5rem;font-size:.9rem;color:var(--soft)}\n",
	"pre{margin:.5rem 0;padding:.5rem .75rem;overflow-x:auto;background:var(--tint);"
	"white-space:pre}\n",
	".line{display:inline-block;min-width:2.5em;margin-right:.75em;text-align:right;"
	"color:var(--soft);user-select:none}\n",
	"mark{background:var(--mark);color:inherit}\n",
	"dl{display:grid;grid-template-columns:minmax(5.5rem,max-content) 1fr;gap:.3rem 1rem;"
	"margin:.5rem 0 0}\n",
	"dt{grid-column:1;font-size:.9rem;font-weight:600;color:var(--soft)}\n",
	"dd{grid-column:2;margin:0;min-width:0}\n",
	".remedy{font-weight:600}\n",
	".map{display:block;margin:1.5rem 0;overflow-x:auto}\n",
	".map text{fill:var(--ink)}.map .node path{fill:var(--tint);stroke:var(--soft)}"
	".map .graph>polygon{fill:none}\n",
	".map rect{fill:var(--tint);stroke:var(--soft);rx:4px}.map svg>path{fill:none;"
	"stroke:var(--soft);opacity:.55}.map text{font-size:12px}.map text.id{font-size:11px;"
	"fill:var(--soft)}.map rect.no{stroke:var(--error);fill:var(--error-tint)}"
	".map rect.remarks,.map rect.unsure{stroke:var(--warning);fill:var(--warning-tint)}"
	".map rect.clean{stroke:var(--clean);fill:var(--clean-tint)}"
	".map rect.point,.map rect.platform{stroke:var(--info);fill:var(--info-tint)}\n",
	".figures th{overflow-wrap:anywhere}.figures tbody th{white-space:nowrap}\n",
	".keys{display:flex;flex-wrap:wrap;gap:.15rem 1.25rem;margin:.5rem 0;padding:0;"
	"list-style:none;font-size:.9rem}.key{width:28px;height:12px}\n",
	".trend{margin:.5rem 0 1.5rem}.trend svg{display:block;width:100%;height:auto;"
	"max-width:46rem}.trend text{font-size:12px;fill:var(--soft)}.trend .end"
	"{text-anchor:end}.trend .middle{text-anchor:middle}.trend .grid{stroke:var(--line)}\n",
	"path.error,path.warning,path.info{fill:none;stroke-width:2;stroke:var(--info);"
	"stroke-dasharray:2 4}path.warning{stroke:var(--warning);stroke-dasharray:8 4}"
	"path.error{stroke:var(--error);stroke-dasharray:none}rect.info{fill:var(--info)}"
	".trend rect.warning{fill:var(--warning)}.trend rect.error{fill:var(--error)}\n",
	".stage-0{--area:#dbe9f6}.stage-1{--area:#b0cfe9}.stage-2{--area:#7badd9}"
	".stage-3{--area:#4385bf}.stage-4{--area:#16528a}.stage-5{--area:#e3ad4f}"
	".stage-6{--area:#80858c}.stage-7{--area:#c6cad0}.trend path[class^=stage]"
	"{fill:var(--area);stroke:var(--paper)}.keys path[class^=stage]"
	"{stroke:var(--area);stroke-width:12}\n",
	".beside tbody td{width:50%;overflow-wrap:anywhere}\n",
	".notes{padding-left:1.2rem}\n",
	".notes li{margin:.35rem 0}\n",
	"footer{margin-top:3rem;padding-top:.75rem;border-top:1px solid var(--line);"
	"font-size:.85rem;color:var(--soft)}\n",
	":focus-visible{outline:2px solid var(--link);outline-offset:2px}\n",
	"@media (max-width:40rem){.page{padding:0 .9rem 2rem}.answer{padding:1rem}"
	".answer .verdict{font-size:1.5rem}dl{display:block}dt{margin-top:.5rem}"
	".languages{order:0}.finding{padding:.75rem}"
	".trend{overflow-x:auto}.trend svg{min-width:34rem}"
	".figures,.overview,.overlaps,.rules,.norms,.reference{min-width:36rem;font-size:.9rem}"
	"}\n",
	"@media print{:root{--paper:#fff;--ink:#000;--soft:#444;--line:#aaa;--tint:#fff;"
	"--link:#000;--error:#8a1010;--error-tint:#fff;--warning:#5f3a00;--warning-tint:#fff;"
	"--info:#123c52;--info-tint:#fff;--clean:#124a27;--clean-tint:#fff;--mark:#fff}"
	"body{font-size:10.5pt}.page{max-width:none;padding:0}.languages,.skip{display:none}"
	"mark{text-decoration:underline}.scroll,pre{overflow:visible}pre{white-space:pre-wrap;"
	"border:1px solid var(--line)}.finding,tr,.banner,.answer{break-inside:avoid}"
	"h2,h3,h4,h2+p{break-after:avoid}thead{display:table-header-group}"
	"details::details-content{content-visibility:visible;block-size:auto}"
	"summary{color:inherit}.map svg{width:100%;height:auto}.figures{font-size:8pt}.figures "
	"thead th"
	"{font-size:7pt;padding-right:.3rem}.trend,.keys{break-inside:"
	"avoid;print-color-adjust:exact}}\n",
	NULL,
};
