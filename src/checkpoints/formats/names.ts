import path from 'node:path';

/** The epoch in a name such as `epoch_010`, `epoch-3.safetensors`, `net_epoch12`; null where there is none. */
export function epochOfName(name: string): number | null {
  const match = /(?:^|[^a-z])epoch[-_ ]?(\d{1,15})(?!\d)/i.exec(name);
  return match === null ? null : Number(match[1]);
}

/** The epoch in the name of a file or folder, or else of the folder it is in. */
export function epochOfPath(file: string): number | null {
  return epochOfName(path.basename(file)) ?? epochOfName(path.basename(path.dirname(file)));
}

const LAYER_FILE = /^weight_l(0|[1-9]\d{0,3})\.npz$/;

/** K of `weight_lK.npz`, a layer file of the NNSTD authors; null for any other name. */
export function layerOfName(name: string): number | null {
  const match = LAYER_FILE.exec(name);
  return match === null ? null : Number(match[1]);
}
