import type { RunMarker } from './runCode';

/** Corners of each marker in a square from −1 to 1, about equal in area; null is a circle. */
const corners: Readonly<Record<RunMarker, readonly (readonly [number, number])[] | null>> = {
  circle: null,
  square: rotated(4, 1.2, Math.PI / 4),
  up: rotated(3, 1.35, -Math.PI / 2),
  diamond: rotated(4, 1.3, 0),
  down: rotated(3, 1.35, Math.PI / 2),
  plus: plus(0),
  cross: plus(Math.PI / 4),
  star: Array.from({ length: 10 }, (_, k) =>
    polar(k % 2 === 0 ? 1.4 : 0.62, (k * Math.PI) / 5 - Math.PI / 2),
  ),
  hourglass: [
    [-1, -1.1],
    [1, -1.1],
    [-1, 1.1],
    [1, 1.1],
  ],
};

/** Adds the outline of a marker to the path of a context; `radius` is that of the circle. */
export function traceMarker(
  context: CanvasRenderingContext2D,
  marker: RunMarker,
  x: number,
  y: number,
  radius: number,
): void {
  const outline = corners[marker];
  if (outline === null) {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  outline.forEach(([across, down], k) => {
    if (k === 0) context.moveTo(x + radius * across, y + radius * down);
    else context.lineTo(x + radius * across, y + radius * down);
  });
  context.closePath();
}

/** As the attribute `d` of an SVG path. */
export function markerPath(marker: RunMarker, x: number, y: number, radius: number): string {
  const outline = corners[marker];
  if (outline === null) {
    const [r, across] = [String(radius), String(2 * radius)];
    return `M${String(x - radius)} ${String(y)}a${r} ${r} 0 1 0 ${across} 0a${r} ${r} 0 1 0 -${across} 0z`;
  }
  const places = outline.map(
    ([across, down]) => `${String(x + radius * across)} ${String(y + radius * down)}`,
  );
  return `M${places.join('L')}z`;
}

function polar(radius: number, angle: number): readonly [number, number] {
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

function rotated(count: number, radius: number, angle: number): (readonly [number, number])[] {
  return Array.from({ length: count }, (_, k) => polar(radius, angle + (2 * Math.PI * k) / count));
}

/** Four arms. */
function plus(angle: number): (readonly [number, number])[] {
  const arm = 0.38;
  const reach = 1.3;
  const [length, half] = [Math.hypot(reach, arm), Math.atan2(arm, reach)];
  return Array.from({ length: 4 }, (_, k) => {
    const along = angle + (k * Math.PI) / 2;
    return [
      polar(length, along - half),
      polar(length, along + half),
      polar(Math.hypot(arm, arm), along + Math.PI / 4),
    ];
  }).flat();
}
