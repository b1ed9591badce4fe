import type { GrowthPoint } from './growth.bench';

const PANEL = { width: 380, height: 300, left: 56, top: 40, gap: 80 };
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#aa3377'];
const FONT = 'font-family="system-ui, sans-serif" font-size="12"';

interface Axis {
  readonly least: number;
  readonly most: number;
}

/** Time and memory against the number of neurons, a line for each fan-in, all axes logarithmic. An SVG document. */
export function growthPlot(points: readonly GrowthPoint[]): string {
  const neurons = { least: 500, most: 150_000 };
  const width = 2 * PANEL.width + PANEL.gap + PANEL.left + 90;
  const height = PANEL.height + PANEL.top + 60;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" ${FONT} fill="#222">`,
    `<title>Time and memory of the exact assignment of two independent layers</title>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    panel(0, 'Processor time, s', points, (point) => point.seconds, neurons, { least: 1e-3, most: 100 }),
    panel(1, 'Peak memory of the process, MB', points, (point) => point.peakMb, neurons, {
      least: 30,
      most: 1000,
    }),
    '</svg>',
    '',
  ].join('\n');
}

function panel(
  index: number,
  title: string,
  points: readonly GrowthPoint[],
  value: (point: GrowthPoint) => number,
  xAxis: Axis,
  yAxis: Axis,
): string {
  const left = PANEL.left + index * (PANEL.width + PANEL.gap);
  const x = (neurons: number) => left + share(neurons, xAxis) * PANEL.width;
  const y = (measured: number) => PANEL.top + (1 - share(measured, yAxis)) * PANEL.height;
  const bottom = PANEL.top + PANEL.height;
  const lines = [
    text(left, PANEL.top - 16, title, 'font-weight="600"'),
    text(left + PANEL.width / 2, bottom + 40, 'neurons a layer', 'text-anchor="middle"'),
  ];
  for (const tick of decades(xAxis)) {
    lines.push(line(x(tick), PANEL.top, x(tick), bottom));
    lines.push(text(x(tick), bottom + 18, tick.toLocaleString('en'), 'text-anchor="middle"'));
  }
  for (const tick of decades(yAxis)) {
    lines.push(line(left, y(tick), left + PANEL.width, y(tick)));
    lines.push(text(left - 8, y(tick) + 4, String(tick), 'text-anchor="end"'));
  }
  const fanIns = [...new Set(points.map(({ fanIn }) => fanIn))];
  fanIns.forEach((fanIn, at) => {
    const own = points.filter((point) => point.fanIn === fanIn);
    const places = own.map((point) => [x(point.neurons).toFixed(1), y(value(point)).toFixed(1)]);
    const colour = COLOURS[at % COLOURS.length];
    lines.push(
      `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${places.map((place) => place.join()).join(' ')}"/>`,
    );
    for (const [cx, cy] of places) lines.push(`<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}"/>`);
    const [lastX, lastY] = places[places.length - 1].map(Number);
    lines.push(
      text(lastX + 8, lastY + 4, `${at === 0 ? 'fan-in ' : ''}${String(fanIn)}`, `style="fill:${colour}"`),
    );
  });
  return lines.join('\n');
}

/** Where a value is along a logarithmic axis, 0 to 1. */
function share(value: number, { least, most }: Axis): number {
  return Math.log(value / least) / Math.log(most / least);
}

function decades({ least, most }: Axis): number[] {
  const ticks: number[] = [];
  for (let power = Math.ceil(Math.log10(least)); power <= Math.log10(most); power++) ticks.push(10 ** power);
  return ticks;
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  const ends = [x1, y1, x2, y2].map((place) => place.toFixed(1));
  return `<line x1="${ends[0]}" y1="${ends[1]}" x2="${ends[2]}" y2="${ends[3]}" stroke="#ddd"/>`;
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${content}</text>`;
}
