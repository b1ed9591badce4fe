import type { Exported } from '../../shared/exported';
import { traceMarker } from '../../shared/runMarker';
import type { Theme } from '../../shared/theme';
import { type MapFrame, mapFrame, type MapView } from './mapFrame';
import { extentOf, type Trajectory } from './mapModel';
import { type MapPicture, paintMap } from './mapPainter';

const width = 900;
const height = 620;
const entryWidth = 180;
const entryHeight = 18;

/** The part of the map that is seen, with a legend of its runs; as a table the places of all its points. */
export function exportedMap(picture: MapPicture, seen: MapView | null): Exported {
  const { map, items } = picture;
  const across = Math.floor(width / entryWidth);
  const lines = Math.ceil(map.trajectories.length / across);
  const frame = mapFrame(extentOf(map), seen, width, height);
  return {
    id: 'map',
    title: 'Topology space',
    subtitle: map.measure,
    picture: {
      width,
      height: height + 10 + lines * entryHeight,
      paint: (context, theme) => {
        paintFramed(context, { ...picture, looked: [], run: null }, frame, theme);
        map.trajectories.forEach((trajectory, k) => {
          const [x, y] = [(k % across) * entryWidth, height + 20 + Math.floor(k / across) * entryHeight];
          paintEntry(context, trajectory, x, y, theme);
        });
      },
    },
    table: {
      columns: ['Run', 'Checkpoint', ...map.axes],
      rows: map.trajectories.flatMap(({ name, points }) =>
        points.map(({ item, x, y }) => [name, items[item].moment, x, y]),
      ),
    },
  };
}

/** Nothing of what lies outside of the part that is seen. */
function paintFramed(
  context: CanvasRenderingContext2D,
  picture: MapPicture,
  frame: MapFrame,
  theme: Theme,
): void {
  context.save();
  context.beginPath();
  context.rect(0, 0, frame.width, frame.height);
  context.clip();
  paintMap(context, picture, frame, theme);
  context.restore();
}

function paintEntry(
  context: CanvasRenderingContext2D,
  { name, code }: Trajectory,
  x: number,
  y: number,
  theme: Theme,
): void {
  context.strokeStyle = theme.inks[code.ink];
  context.fillStyle = theme.inks[code.ink];
  context.lineWidth = code.width;
  context.setLineDash([...code.dash]);
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + 28, y);
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  traceMarker(context, code.marker, x + 14, y, 3.5);
  context.fill();
  context.font = `12px ${theme.fontFamily}`;
  context.fillStyle = theme.inks.foreground;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(name, x + 36, y);
}
