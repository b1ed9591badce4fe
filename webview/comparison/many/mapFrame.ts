import type { Extent } from './mapModel';

/** What part of a map is seen: its middle in the units of the map, and how much larger than when all of it fits. */
export interface MapView {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** Turns places on a map into pixels of a picture; a distance is as long across as it is up. */
export interface MapFrame {
  readonly width: number;
  readonly height: number;
  /** Pixels a unit. */
  readonly scale: number;
  readonly toX: (x: number) => number;
  readonly toY: (y: number) => number;
  readonly fromX: (pixel: number) => number;
  readonly fromY: (pixel: number) => number;
}

/** In pixels: where the numbers of the axes stand, left and below, and the name of the upright one, above. */
export const axisRoom = { left: 38, below: 18, name: { width: 110, height: 15 } } as const;

/** Room for the names beside the last points and for the axes. */
const padding = { left: 44, right: 56, top: 18, bottom: 28 } as const;
export const mostZoom = 500;
export const leastZoom = 0.5;

export function mapFrame(extent: Extent, view: MapView | null, width: number, height: number): MapFrame {
  const across = Math.max(extent.right - extent.left, 1e-9);
  const up = Math.max(extent.top - extent.bottom, 1e-9);
  const inner = {
    width: Math.max(1, width - padding.left - padding.right),
    height: Math.max(1, height - padding.top - padding.bottom),
  };
  const { x, y, zoom } = view ?? wholeView(extent);
  const scale = zoom * Math.min(inner.width / across, inner.height / up);
  const middle = { x: padding.left + inner.width / 2, y: padding.top + inner.height / 2 };
  return {
    width,
    height,
    scale,
    toX: (at) => middle.x + (at - x) * scale,
    toY: (at) => middle.y - (at - y) * scale,
    fromX: (pixel) => x + (pixel - middle.x) / scale,
    fromY: (pixel) => y - (pixel - middle.y) / scale,
  };
}

export function wholeView({ left, right, bottom, top }: Extent): MapView {
  return { x: (left + right) / 2, y: (bottom + top) / 2, zoom: 1 };
}

/** Nearer by `factor`, with what is under the pixel staying there. */
export function zoomedAt(
  frame: MapFrame,
  view: MapView,
  factor: number,
  pixel: { readonly x: number; readonly y: number },
): MapView {
  const zoom = Math.min(mostZoom, Math.max(leastZoom, view.zoom * factor));
  const share = 1 - view.zoom / zoom;
  return {
    x: view.x + (frame.fromX(pixel.x) - view.x) * share,
    y: view.y + (frame.fromY(pixel.y) - view.y) * share,
    zoom,
  };
}

export function moved(frame: MapFrame, view: MapView, across: number, down: number): MapView {
  return { ...view, x: view.x - across / frame.scale, y: view.y + down / frame.scale };
}

/** Round numbers from one pixel to another, about `apart` pixels apart. */
export function gridLines(from: number, to: number, scale: number, apart = 80): readonly number[] {
  const rough = apart / scale;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(Math.min(from, to) / step);
  const last = Math.floor(Math.max(from, to) / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) =>
    Number(((first + k) * step).toPrecision(12)),
  );
}
