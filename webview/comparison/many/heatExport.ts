import { formatThree } from '../../shared/format';
import type { Theme } from '../../shared/theme';
import { headHeight } from '../heatLayout';
import { heatFrame } from '../heatNames';
import { drawHeat } from '../heatPainter';
import { heatScale } from '../../shared/heatScale';
import { paintHeatNames } from './heatNamesPainter';
import { permuted, type ScaleRange, stretchedRange, wholeRange } from '../matrixModel';
import type { ShownMatrix } from '../matrixView';
import { dendrogramHeight, paintDendrogram } from './dendrogram';
import { rootText } from './dendrogramModel';
import { numberedRows } from './rowOrder';
import type { Exported } from '../../shared/exported';

/** As wide as a page of a paper asks for. */
const wide = 960;
const legendHeight = 34;

/** The matrix with its numbers and names, the tree over it, and its scale; as a table with its names. */
export function exportedHeat(shown: ShownMatrix): Exported {
  const { compared, layer, order, clustering, chosen } = shown;
  const labels = order.map((item) => compared.items[item].label);
  const values = permuted(shown.values, order);
  const frame = heatFrame(numberedRows(compared.items, order), chosen.order === 'run', {
    width: wide,
    height: Number.POSITIVE_INFINITY,
    larger: chosen.larger,
  });
  const { layout } = frame;
  const range = chosen.stretched ? stretchedRange(values) : wholeRange;
  const top = (clustering === null ? 0 : dendrogramHeight) + headHeight;
  const cells = { width: labels.length * layout.cellWidth, height: labels.length * layout.cellHeight };

  const paint = (context: CanvasRenderingContext2D, theme: Theme): void => {
    const scale = heatScale(theme.background, theme.blue, theme.foreground);
    context.save();
    context.translate(layout.rowLabelWidth, 0);
    context.font = `12px ${theme.fontFamily}`;
    context.textBaseline = 'middle';
    if (clustering !== null) {
      paintDendrogram(context, clustering, layout.cellWidth, theme);
      context.fillStyle = theme.dim;
      context.textAlign = 'right';
      context.fillText(rootText(clustering), -8, 7);
    }
    context.translate(0, top);
    drawHeat(context, { values, layout, range, scale, theme });
    context.restore();
    context.font = `12px ${theme.fontFamily}`;
    context.fillStyle = theme.inks.foreground;
    context.textBaseline = 'middle';
    paintHeatNames(context, frame, top);
    paintScale(context, range, theme, layout.rowLabelWidth, top + cells.height + 12);
  };

  return {
    id: 'matrix',
    title: 'Distances of all pairs',
    subtitle: `NNSTD, ${layer.label}, ${chosen.order === 'clustered' ? 'ordered by average linkage' : 'by run and epoch'}`,
    picture: {
      width: Math.max(layout.rowLabelWidth + cells.width, 420),
      height: top + cells.height + legendHeight,
      paint,
    },
    table: {
      columns: ['Checkpoint', ...labels],
      rows: labels.map((label, row) => [
        label,
        ...labels.map((_, column) => {
          if (row === column) return 0;
          const value = values.value(row, column);
          return Number.isNaN(value) ? null : value;
        }),
      ]),
    },
  };
}

function paintScale(
  context: CanvasRenderingContext2D,
  range: ScaleRange,
  theme: Theme,
  left: number,
  top: number,
): void {
  const scale = heatScale(theme.background, theme.blue, theme.foreground);
  const steps = 40;
  context.textAlign = 'left';
  context.fillStyle = theme.dim;
  const from = formatThree(range.min);
  context.fillText(from, left, top + 5);
  const start = left + context.measureText(from).width + 8;
  for (let k = 0; k < steps; k++) {
    const [red, green, blue] = scale.colour(k / (steps - 1));
    context.fillStyle = `rgb(${[red, green, blue].map(Math.round).join(', ')})`;
    context.fillRect(start + 5 * k, top, 5, 10);
  }
  context.fillStyle = theme.dim;
  context.fillText(`${formatThree(range.max)} NNSTD`, start + 5 * steps + 8, top + 5);
}
