import { Chart } from 'chart.js';
import zoomPlugin from 'chartjs-plugin-zoom';
import type { ZoomPluginOptions } from 'chartjs-plugin-zoom/types/options';
import { leastRange, type XRange } from './xAxis';

Chart.register(zoomPlugin);

/** A wheel that turns within this time after the page scrolled goes on scrolling it. */
const scrollingMs = 250;
let scrolledAtMs = Number.NEGATIVE_INFINITY;
addEventListener(
  'scroll',
  () => {
    scrolledAtMs = performance.now();
  },
  { capture: true, passive: true },
);

/** Wheel and pinch zoom the x axis, a drag moves it; zooming out of all that there is scrolls the page instead. */
export function zoomOptions(
  whole: XRange,
  seen: XRange,
  onRange: (range: XRange) => void,
): ZoomPluginOptions {
  const tell = ({ chart }: { readonly chart: Chart }): void => {
    const { min, max } = chart.scales['x'];
    onRange({ min, max });
  };
  const all = seen.min <= whole.min && seen.max >= whole.max;
  return {
    limits: { x: { ...whole, minRange: leastRange } },
    pan: { enabled: true, mode: 'x', onPan: tell },
    zoom: {
      mode: 'x',
      wheel: { enabled: true, speed: 0.2 },
      pinch: { enabled: true },
      onZoom: tell,
      onZoomStart: ({ event }) => {
        if (!(event instanceof WheelEvent)) return true;
        const scrolling = performance.now() - scrolledAtMs < scrollingMs;
        return !scrolling && !(all && event.deltaY > 0);
      },
    },
  };
}
