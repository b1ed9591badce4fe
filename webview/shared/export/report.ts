import type { Exported } from '../exported';
import type { ExportedTable } from '../exportedTable';
import { formatCount } from '../format';
import { type About, localTime, madeBy } from './about';
import { bareFigure, svgOf } from './figure';
import { paperTheme } from './lightTheme';
import { escapeXml } from './svgWords';

/** A page that needs nothing beside itself: all pictures and all tables of a panel, for screen and paper. */
export function reportOf(parts: readonly Exported[], about: About, at: Date): string {
  const title = `${about.panel}: ${about.subject}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="generator" content="${escapeXml(madeBy)}">
<title>${escapeXml(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escapeXml(title)}</h1>
<dl>${[...about.configuration, ['Made by', `${madeBy}, ${localTime(at)}`] as const].map(definition).join('')}</dl>
</header>
<main>
${parts.map(section).join('\n')}
</main>
</body>
</html>
`;
}

function definition([name, value]: readonly [string, string]): string {
  return `<div><dt>${escapeXml(name)}</dt><dd>${escapeXml(value)}</dd></div>`;
}

function section(exported: Exported): string {
  const { id, title, subtitle, picture, table } = exported;
  return [
    `<section id="${escapeXml(id)}"><h2>${escapeXml(title)}</h2><p>${escapeXml(subtitle)}</p>`,
    picture === null ? '' : `<figure>${svgOf(bareFigure(exported, picture))}</figure>`,
    table === null ? '' : tableText(table, title),
    '</section>',
  ].join('');
}

function tableText({ columns, rows }: ExportedTable, title: string): string {
  const head = columns.map((column) => `<th scope="col">${escapeXml(column)}</th>`).join('');
  const body = rows.map((cells) => `<tr>${cells.map(cellText).join('')}</tr>`).join('');
  return `<div class="table" tabindex="0" role="region" aria-label="Table: ${escapeXml(title)}"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** Six digits are enough to read; the files of the tables have all. */
function cellText(cell: string | number | null): string {
  if (cell === null) return '<td class="none">–</td>';
  if (typeof cell === 'string') return `<td class="text">${escapeXml(cell)}</td>`;
  const text = Number.isInteger(cell) ? formatCount(cell) : String(Number(cell.toPrecision(6)));
  return `<td>${escapeXml(text)}</td>`;
}

const style = `
body { margin: 0 auto; max-width: 1100px; padding: 24px; color: ${paperTheme.inks.foreground}; background: #fff;
  font: 14px/1.45 ${paperTheme.fontFamily}; font-variant-numeric: tabular-nums; }
h1 { font-size: 22px; margin: 0 0 8px; }
h2 { font-size: 16px; margin: 0; }
p, dt { color: ${paperTheme.dim}; margin: 0; }
dl { display: grid; gap: 2px; margin: 0; }
dl > div { display: flex; gap: 8px; }
dt { flex: none; min-width: 8em; }
dd { margin: 0; overflow-wrap: anywhere; }
section { margin-top: 28px; break-inside: avoid; }
figure { margin: 8px 0; }
figure > svg { max-width: 100%; height: auto; }
.table { max-height: 22em; max-width: 100%; width: fit-content; overflow: auto; margin-top: 8px; }
table { border-collapse: collapse; font-size: 12px; }
th, td { padding: 2px 0 2px 18px; text-align: right; white-space: nowrap; border-top: 1px solid ${paperTheme.hairline}; }
th { position: sticky; top: 0; color: ${paperTheme.dim}; background: #fff; border: 0; font-weight: normal; }
th:first-child, td:first-child { padding-left: 0; text-align: left; }
.none { color: ${paperTheme.dim}; }
@media print {
  body { padding: 0; max-width: none; }
  section { break-inside: auto; }
  figure, tr { break-inside: avoid; }
  .table { max-height: none; overflow: visible; }
}
`;
