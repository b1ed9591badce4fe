import { readFile } from 'node:fs/promises';
import { CliError } from './cliError';
import { exitCodes } from './exitCodes';

/** The JSON of a configuration file. */
export async function readConfigFile(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError(`${file} cannot be read: ${why}`, exitCodes.usage);
  }
  try {
    // Editors on Windows may put a byte order mark first.
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError(`${file} is not JSON: ${why}`, exitCodes.usage);
  }
}
