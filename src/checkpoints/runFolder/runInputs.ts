import * as z from 'zod';
import { writeFileAtomic } from '../atomicWrite';
import { runPaths } from './layout';
import { readJson, type FileRead } from './runFiles';

const size = z
  .number()
  .int()
  .positive()
  .max(2 ** 24);

/** `inputs.json`: what the inputs of the network are, in their order. Written once, before the first checkpoint. */
export const runInputsSchema = z.object({
  version: z.literal(1),
  /** Names of the columns of a table. */
  columns: z.array(z.string()).readonly().nullable().default(null),
  /** Height · width · channels inputs, row by row: one channel after the other, or one pixel after the other. */
  image: z
    .object({ height: size, width: size, channels: size, order: z.enum(['planar', 'interleaved']) })
    .nullable()
    .default(null),
});
export type RunInputs = Readonly<Omit<z.infer<typeof runInputsSchema>, 'version'>>;

/** Longer names are cut. */
const mostCharacters = 100;
/** Names that take more are not recorded at all: far below what a reader takes. */
const mostBytes = 2 << 20;

/** Throws nothing. */
export async function readRunInputs(folder: string): Promise<FileRead<RunInputs>> {
  const file = runPaths(folder).inputs;
  const json = await readJson(file);
  if (json.status !== 'read') return json;
  const inputs = runInputsSchema.safeParse(json.value);
  if (!inputs.success) return { status: 'invalid', problem: `${file}: ${z.prettifyError(inputs.error)}` };
  const { columns, image } = inputs.data;
  return { status: 'read', value: { columns: columns?.map(lineOf) ?? null, image } };
}

/** Rejects with the error of the file system. */
export async function writeRunInputs(folder: string, { columns, image }: RunInputs): Promise<void> {
  const named = textOf({ columns: columns?.map(lineOf) ?? null, image });
  const text = Buffer.byteLength(named) <= mostBytes ? named : textOf({ columns: null, image });
  await writeFileAtomic(runPaths(folder).inputs, text);
}

function textOf(inputs: RunInputs): string {
  return `${JSON.stringify({ version: 1, ...inputs })}\n`;
}

/** A name as it is shown: one line, not too long. */
function lineOf(name: string): string {
  const line = name
    .slice(0, 4 * mostCharacters)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  if (line.length <= mostCharacters) return line;
  const characters = [...line];
  return characters.length <= mostCharacters ? line : `${characters.slice(0, mostCharacters - 1).join('')}…`;
}
