import * as z from 'zod';
import { writeFileAtomic } from '../atomicWrite';
import { runPaths } from './layout';
import { readJson, type FileRead } from './runFiles';

const text = z
  .string()
  .trim()
  .transform((value) => (value === '' ? null : value))
  .nullable()
  .default(null);

/** `annotation.json`: what people say of a run. The training process neither reads nor writes it. */
export const runAnnotationSchema = z.object({
  version: z.literal(1),
  /** Shown in place of the folder's name. */
  name: text,
  note: text,
  /** The group that the run is listed in. */
  experiment: text,
});
export type RunAnnotation = Readonly<Omit<z.infer<typeof runAnnotationSchema>, 'version'>>;

export const noAnnotation: RunAnnotation = { name: null, note: null, experiment: null };

/** Throws nothing. */
export async function readRunAnnotation(folder: string): Promise<FileRead<RunAnnotation>> {
  const file = runPaths(folder).annotation;
  const json = await readJson(file);
  if (json.status !== 'read') return json;
  const annotation = runAnnotationSchema.safeParse(json.value);
  if (!annotation.success) {
    return { status: 'invalid', problem: `${file}: ${z.prettifyError(annotation.error)}` };
  }
  const { name, note, experiment } = annotation.data;
  return { status: 'read', value: { name, note, experiment } };
}

/** Rejects with the error of the file system. */
export async function writeRunAnnotation(folder: string, annotation: RunAnnotation): Promise<void> {
  const content = JSON.stringify({ version: 1, ...annotation }, null, 2);
  await writeFileAtomic(runPaths(folder).annotation, `${content}\n`);
}
