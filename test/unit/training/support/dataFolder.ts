import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { resolveConfig } from '../../../../src/training/config';
import type { DataParts } from '../../../../src/training/data/dataFormat';
import { readData, type DataConfig } from '../../../../src/training/data/formats/registry';

/** A folder for the data files of a test file, removed at its end. */
export function dataFolder() {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'data-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  return {
    place: (name: string): string => path.join(folder, name),
    write: (name: string, content: string | Uint8Array): Promise<void> =>
      writeFile(path.join(folder, name), content),
    /** The section with every default, its paths inside of the folder. */
    section: (data: object): DataConfig =>
      resolveConfig({ data, network: { hidden: [] }, method: { kind: 'dense' } }, path.join(folder, 'c.json'))
        .data,
    read(data: object): Promise<DataParts> {
      return readData(this.section(data), {});
    },
  };
}
