import { linkStatuses } from '../../../src/overlay/overlay';
import { binsAcross, binsDown, type LinkTile } from '../../../src/overlay/tile';
import type { Rgba } from '../colour';
import { pixelImage } from '../pixelImage';

/**
 * A pixel a bin: the fuller it is, the more it differs from the ground; its colour is mixed from those of its links.
 * `inks` by status; null for those that are not shown.
 */
export function densityImage(density: LinkTile, inks: readonly (Rgba | null)[]): HTMLCanvasElement {
  return pixelImage(binsAcross(density), binsDown(density), (pixels) => {
    mixInks(pixels, density, inks);
  });
}

function mixInks(pixels: Uint8ClampedArray, density: LinkTile, inks: readonly (Rgba | null)[]): void {
  const { counts } = density;
  const links = linksShown(density, inks);
  const fullest = largest(links);
  for (let bin = 0; bin < links.length; bin++) {
    if (links[bin] === 0) continue;
    for (let channel = 0; channel < 3; channel++) {
      let sum = 0;
      for (let status = 0; status < inks.length; status++) {
        const ink = inks[status];
        if (ink !== null) sum += counts[status * links.length + bin] * ink[channel];
      }
      pixels[4 * bin + channel] = sum / links[bin];
    }
    // Square root: a single link among many still shows.
    pixels[4 * bin + 3] = 255 * Math.max(0.12, Math.sqrt(links[bin] / fullest));
  }
}

/** By bin. */
function linksShown({ counts }: LinkTile, inks: readonly (Rgba | null)[]): Uint32Array {
  const bins = counts.length / linkStatuses.length;
  const links = new Uint32Array(bins);
  inks.forEach((ink, status) => {
    if (ink === null) return;
    for (let bin = 0; bin < bins; bin++) links[bin] += counts[status * bins + bin];
  });
  return links;
}

function largest(values: Uint32Array): number {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
}
