import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { WrittenConfig } from '../../protocol/runForm';

/** Where configurations are written that can be edited and trained again: beside the runs. */
export class ConfigFiles {
  private readonly folder: string;

  constructor(private readonly runs: string) {
    this.folder = path.join(runs, 'configurations');
  }

  /** Where a configuration of this name would be written. */
  place(name: string): string {
    return path.join(this.folder, `${name}.json`);
  }

  /** Never over another one: a number follows where the name is taken. Path of the file. */
  async write(name: string, config: WrittenConfig): Promise<string> {
    await mkdir(this.folder, { recursive: true });
    const free = await freeName(this.runs, name, (candidate) => exists(this.place(candidate)));
    const file = this.place(free);
    await writeFile(file, `${JSON.stringify(config, null, 2)}\n`, { flag: 'wx' });
    return file;
  }
}

/** `wanted`, or with the first number that makes it free of runs, and of what is taken otherwise. */
export async function freeName(
  runs: string,
  wanted: string,
  isTaken: (name: string) => Promise<boolean> = () => Promise.resolve(false),
): Promise<string> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!(await exists(path.join(runs, name))) && !(await isTaken(name))) return name;
  }
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
