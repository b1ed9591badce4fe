import {
  BasicPlatform,
  Chart,
  type ChartConfiguration,
  type ChartDataset,
  type DefaultDataPoint,
} from 'chart.js';
import { frameOf } from './contextFrame';

/** Draws a chart as it is configured, at once and as a still picture, into any context from (0, 0). Names its x axis. */
export function paintChart<Data = DefaultDataPoint<'line'>>(
  context: CanvasRenderingContext2D,
  { width, height }: { readonly width: number; readonly height: number },
  { data, options, plugins }: Omit<ChartConfiguration<'line', Data>, 'type'>,
  xTitle: string,
): void {
  const datasets = data.datasets.map((dataset): ChartDataset<'line', Data> => ({
    ...dataset,
    // Lines with a say by segment are drawn step by step, others as a Path2D, which no recorder can read.
    segment: dataset.segment ?? {},
  }));
  const chart = new Chart<'line', Data>(frameOf(context, width, height), {
    type: 'line',
    platform: BasicPlatform,
    data: { ...data, datasets },
    options: {
      ...options,
      scales: {
        ...options?.scales,
        x: { ...options?.scales?.['x'], title: { display: true, text: xTitle } },
      } as never,
      animation: false,
      responsive: false,
      devicePixelRatio: 1,
      events: [],
      // What acts on the pointer has nothing to do here.
      plugins: { ...options?.plugins, tooltip: { enabled: false }, zoom: false } as never,
    },
    ...(plugins === undefined ? {} : { plugins }),
  });
  chart.destroy();
}
