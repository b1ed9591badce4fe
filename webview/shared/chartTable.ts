import type { ViewedPicture } from './chartView';
import type { ExportedTable } from './exportedTable';
import { formatEpoch } from './format';

type Placed = Pick<ViewedPicture, 'xs' | 'places' | 'xAxis'>;

interface XColumn {
  readonly name: string;
  readonly values: readonly number[];
  format(value: number): string;
}

/** Where the points of a chart are: their epochs, and where it is drawn over something else, their places there. */
function xColumns({ xs, places, xAxis }: Placed): readonly XColumn[] {
  const epochs = { name: 'Epoch', values: xs, format: formatEpoch };
  const along = { name: xAxis.column, values: places, format: xAxis.format };
  if (xAxis.column === epochs.name) return [epochs];
  return xAxis.ofNoRun ? [along] : [epochs, along];
}

/** The numbers behind a chart as they are. */
export function chartTable(picture: ViewedPicture): ExportedTable {
  const columns = xColumns(picture);
  return {
    columns: [...columns.map(({ name }) => name), ...picture.series.map(({ label }) => label)],
    rows: picture.xs.map((_, k) => [
      ...columns.map(({ values }) => values[k]),
      ...picture.series.map(({ values }) => values[k]),
    ]),
  };
}

export interface ChartText {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Rows left out at the beginning. */
  readonly leftOut: number;
}

/** The numbers behind a chart as they are read, newest `limit` rows. */
export function chartText(picture: ViewedPicture, noValue: string, limit = 500): ChartText {
  const { columns, rows } = chartTable(picture);
  const formats = xColumns(picture).map(({ format }) => format);
  const leftOut = Math.max(0, rows.length - limit);
  return {
    columns,
    leftOut,
    rows: rows
      .slice(leftOut)
      .map((cells) =>
        cells.map((cell, k) => (cell === null ? noValue : (formats[k] ?? picture.formatValue)(Number(cell)))),
      ),
  };
}
