import { formatColour, mix, parseColour } from '../webview/shared/colour';

/** Heat maps of one scale, 0 to 1, in rows of three. */
export interface Figure {
  readonly title: string;
  /** Of the rows and columns of every panel. */
  readonly names: readonly string[];
  readonly panels: readonly Panel[];
  /** Values that the scale points out. */
  readonly marks: readonly { readonly value: number; readonly label: string }[];
  /** Lines below. */
  readonly caption: readonly string[];
}

export interface Panel {
  readonly title: string;
  /** What is not listed is 0. */
  readonly cells: readonly { readonly row: number; readonly column: number; readonly value: number }[];
}

/** ColorBrewer's YlGnBu: read by the colour-blind, and in print without colour. Evenly from 0 to 1. */
const stops = [
  '#ffffd9',
  '#edf8b1',
  '#c7e9b4',
  '#7fcdbb',
  '#41b6c4',
  '#1d91c0',
  '#225ea8',
  '#253494',
  '#081d58',
].map((stop) => parseColour(stop)!);
const ink = '#1f2328';

const CELL = 27;
const COLUMNS = 3;
const MARGIN = 24;
/** Room for the names of rows, and for the title and the names of columns. */
const LEFT = 30;
const TOP = 44;
const GAP = { x: 26, y: 18 };
const HEAD = 46;
const SCALE = { width: 16, room: 160 };
const LINE = 18;

/** White numbers from here on. */
const DARK = 0.57;

export function figureSvg(figure: Figure): string {
  const side = CELL * figure.names.length;
  const rows = Math.ceil(figure.panels.length / COLUMNS);
  const place = (at: number) => ({
    x: MARGIN + LEFT + (at % COLUMNS) * (LEFT + side + GAP.x),
    y: HEAD + TOP + Math.floor(at / COLUMNS) * (TOP + side + GAP.y),
  });
  const last = place(COLUMNS - 1);
  const bottom = place((rows - 1) * COLUMNS).y + side;
  const width = last.x + side + GAP.x + SCALE.room;
  const height = bottom + 26 + LINE * figure.caption.length + MARGIN / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${n(width)}" height="${n(height)}" viewBox="0 0 ${n(width)} ${n(height)}"`,
    `  font-family="'Helvetica Neue', Helvetica, Arial, 'DejaVu Sans', sans-serif" fill="${ink}">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    text(MARGIN, HEAD - 12, figure.title, 'font-size="17" font-weight="600"'),
    ...figure.panels.flatMap((panel, at) => panelSvg(panel, figure.names, place(at))),
    ...scaleSvg(figure.marks, { x: last.x + side + GAP.x, y: last.y, height: bottom - last.y }),
    ...figure.caption.map((line, k) => text(MARGIN, bottom + 34 + LINE * k, line, 'font-size="12.5"')),
    '</svg>',
    '',
  ].join('\n');
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function panelSvg({ title, cells }: Panel, names: readonly string[], { x, y }: Place): string[] {
  const side = CELL * names.length;
  const middle = (at: number) => (at + 0.5) * CELL;
  return [
    text(x, y - 24, title, 'font-size="13.5" font-weight="600"'),
    ...names.flatMap((name, at) => [
      text(x + middle(at), y - 6, name, 'font-size="10.5" text-anchor="middle"'),
      text(x - 6, y + middle(at) + 4, name, 'font-size="10.5" text-anchor="end"'),
    ]),
    rect(x, y, side, side, 0),
    ...cells.flatMap(({ row, column, value }) => [
      rect(x + column * CELL, y + row * CELL, CELL, CELL, value),
      text(
        x + middle(column),
        y + middle(row) + 3.5,
        digits(value),
        `font-size="9.5" text-anchor="middle"${value >= DARK ? ' fill="#fff"' : ''}`,
      ),
    ]),
    `<rect x="${n(x)}" y="${n(y)}" width="${n(side)}" height="${n(side)}" fill="none" stroke="${ink}" stroke-width=".75"/>`,
  ];
}

function scaleSvg(marks: Figure['marks'], { x, y, height }: Place & { readonly height: number }): string[] {
  const steps = 100;
  const at = (value: number) => y + height * (1 - value);
  const step = height / steps;
  const right = x + SCALE.width;
  const tick = (value: number, length: number) =>
    `<path d="M${n(right)} ${n(at(value))}h${n(length)}" stroke="${ink}" stroke-width=".75"/>`;
  return [
    ...Array.from({ length: steps }, (_, k) =>
      // A little higher than a step, so that no background shows between them.
      rect(x, y + k * step, SCALE.width, step + (k < steps - 1 ? 0.5 : 0), 1 - (k + 0.5) / steps),
    ),
    `<rect x="${n(x)}" y="${n(y)}" width="${n(SCALE.width)}" height="${n(height)}" fill="none" stroke="${ink}" stroke-width=".75"/>`,
    ...[0, 0.2, 0.4, 0.6, 0.8, 1].flatMap((value) => [
      tick(value, 4),
      text(right + 8, at(value) + 4, value.toFixed(1), 'font-size="11"'),
    ]),
    ...marks.flatMap(({ value, label }) => [
      tick(value, 28),
      text(right + 32, at(value) + 4, `${label} ${digits(value)}`, 'font-size="11"'),
    ]),
    text(x, y - 24, 'NNSTD', 'font-size="13.5" font-weight="600"'),
  ];
}

function rect(x: number, y: number, width: number, height: number, value: number): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${colourOf(value)}"/>`;
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${n(x)}" y="${n(y)}" ${attributes}>${content}</text>`;
}

function colourOf(value: number): string {
  const at = value * (stops.length - 1);
  const below = Math.min(Math.floor(at), stops.length - 2);
  return formatColour(mix(stops[below], stops[below + 1], at - below));
}

/** .52 */
function digits(value: number): string {
  return value.toFixed(2).replace(/^0/, '');
}

function n(value: number): string {
  return String(Number(value.toFixed(2)));
}
