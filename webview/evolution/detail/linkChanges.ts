import type { LayerLinks } from '../../../src/protocol/layerData';

export interface ChangeCounts {
  readonly kept: number;
  readonly gained: number;
  readonly lost: number;
}

/** Links of `later` beside those of `earlier`; null where the widths differ. */
export function changeCounts(earlier: LayerLinks, later: LayerLinks): ChangeCounts | null {
  if (earlier.inputs !== later.inputs || earlier.outputs !== later.outputs) return null;
  let kept = 0;
  for (let j = 0; j < later.outputs; j++) {
    let at = earlier.indptr[j];
    for (let k = later.indptr[j]; k < later.indptr[j + 1]; k++) {
      while (at < earlier.indptr[j + 1] && earlier.indices[at] < later.indices[k]) at++;
      if (at < earlier.indptr[j + 1] && earlier.indices[at] === later.indices[k]) kept++;
    }
  }
  return { kept, gained: later.indices.length - kept, lost: earlier.indices.length - kept };
}
