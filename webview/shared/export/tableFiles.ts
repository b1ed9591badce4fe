import type { ExportedNumbers, ExportedTable } from '../exportedTable';
import { type About, localTime, madeBy } from './about';

type Cell = string | number | null;

/** RFC 4180, with a line of column names. Numbers as they are; nothing where there is no value. */
export function csvOf({ columns, rows }: ExportedTable): string {
  return [columns, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One or several tables with what they are of: `rows[k][column]`. */
export function jsonOf(tables: readonly ExportedNumbers[], about: About, at: Date): string {
  const { panel, subject, configuration } = about;
  return `${JSON.stringify(
    {
      panel,
      subject,
      configuration: Object.fromEntries(configuration),
      madeBy,
      date: localTime(at),
      tables: tables.flatMap(({ id, title, subtitle, table }) =>
        table === null ? [] : [{ id, title, subtitle, columns: table.columns, rows: table.rows }],
      ),
    },
    null,
    1,
  )}\n`;
}
