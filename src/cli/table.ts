/** Columns as wide as their widest cell, two spaces between; rows may be short. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const columnWidths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, k) => {
      columnWidths[k] = Math.max(columnWidths[k] ?? 0, cell.length);
    });
  }
  return rows
    .map((row) =>
      row
        .map((cell, k) => cell.padEnd(columnWidths[k]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
