import type { Rgba } from './colour';
import { mix } from './colour';

/** Colours of a heat map: the editor's own background at 0, over blue, to the far end of the theme at 1. */
export interface HeatScale {
  /** `share` from 0 to 1. */
  colour(share: number): Rgba;
}

/** Past what unrelated networks are usually apart, so that the ink changes where few cells are. */
const turn = 0.75;

/** Steps of the scale: finer than the eye, and few enough to be computed once. */
const resolution = 400;

export function heatScale(background: Rgba, blue: Rgba, foreground: Rgba): HeatScale {
  // A little of the blue already at 0, so that a cell of distance 0 is no hole.
  const low = mix(background, blue, 0.06);
  const middle = mix(background, blue, 0.85);
  const high = mix(blue, foreground, 0.75);
  const steps = Array.from({ length: resolution + 1 }, (_, k) => {
    const share = k / resolution;
    return share <= turn ? mix(low, middle, share / turn) : mix(middle, high, (share - turn) / (1 - turn));
  });
  return { colour: (share) => steps[Math.round(Math.min(1, Math.max(0, share)) * resolution)] };
}
