import type { CheckpointFormat } from '../checkpoint';
import { nnstdFolderFormat } from './nnstdFolder';
import { npzLayerFormat } from './npzLayer';
import { safetensorsFormat } from './safetensors';

/** Every checkpoint format, one line each; the first that matches an entry reads it. */
export const checkpointFormats: readonly CheckpointFormat[] = [
  safetensorsFormat,
  nnstdFolderFormat,
  npzLayerFormat,
];

/** What a user calls the format of this id. */
export function formatLabel(id: string): string {
  return checkpointFormats.find((format) => format.id === id)?.label ?? id;
}
