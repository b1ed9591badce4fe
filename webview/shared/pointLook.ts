import type { PointStyle } from 'chart.js';
import type { Series } from './chartPicture';

interface PointLook {
  readonly pointStyle: PointStyle;
  readonly pointRotation: number;
  /** 0 for a filled shape. */
  readonly pointBorderWidth: number;
  readonly radius: number;
}

const filled = { pointRotation: 0, pointBorderWidth: 0, radius: 3 };
const lines = { pointRotation: 0, pointBorderWidth: 1.5, radius: 3.5 };

/** How a chart draws each marker: about equal in size to the eye. */
const looks: Readonly<Record<Series['marker'], PointLook>> = {
  dot: { ...filled, pointStyle: 'circle', radius: 2.5 },
  circle: { ...filled, pointStyle: 'circle' },
  square: { ...filled, pointStyle: 'rect', radius: 3.5 },
  up: { ...filled, pointStyle: 'triangle', radius: 3.5 },
  down: { ...filled, pointStyle: 'triangle', pointRotation: 180, radius: 3.5 },
  diamond: { ...filled, pointStyle: 'rectRot', radius: 3.5 },
  plus: { ...lines, pointStyle: 'cross' },
  cross: { ...lines, pointStyle: 'crossRot' },
  star: { ...lines, pointStyle: 'star' },
  hourglass: { ...lines, pointStyle: 'dash' },
};

export function pointLook(marker: Series['marker']): PointLook {
  return looks[marker];
}

/** As a character, for a legend. */
export const markerSigns: Readonly<Record<Series['marker'], string>> = {
  dot: '●',
  circle: '●',
  square: '■',
  up: '▲',
  down: '▼',
  diamond: '◆',
  plus: '+',
  cross: '×',
  star: '✳',
  hourglass: '–',
};
