import type { ChangeCode } from './changeCode';

/** Adds the shape of a code to the path of `context`, as large as a square with sides of `size` around (x, y). */
export function traceShape(
  context: CanvasRenderingContext2D,
  shape: ChangeCode['shape'],
  x: number,
  y: number,
  size: number,
): void {
  const half = size / 2;
  switch (shape) {
    case 'square':
      context.rect(x - half, y - half, size, size);
      return;
    case 'dot':
      context.moveTo(x + half, y);
      context.arc(x, y, half, 0, 2 * Math.PI);
      return;
    case 'diamond':
      tracePolygon(context, [x, y - half], [x + half, y], [x, y + half], [x - half, y]);
      return;
    case 'up':
      tracePolygon(context, [x, y - half], [x + half, y + half], [x - half, y + half]);
      return;
    case 'down':
      tracePolygon(context, [x, y + half], [x - half, y - half], [x + half, y - half]);
      return;
  }
}

function tracePolygon(
  context: CanvasRenderingContext2D,
  ...corners: readonly (readonly [number, number])[]
): void {
  corners.forEach(([x, y], k) => {
    if (k === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
  context.closePath();
}
