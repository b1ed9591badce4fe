import { z } from 'zod';
import { denseMethod } from './dense';
import type { MethodDefinition, TrainingMethod } from './method';
import { setMethod } from './set';
import { staticMethod } from './static';

/** Every training method by the `kind` that a configuration names it by. */
const methods = { set: setMethod, static: staticMethod, dense: denseMethod };

/** The `method` section of a configuration. */
export const methodSchema = z.discriminatedUnion(
  'kind',
  [methods.set.schema, methods.static.schema, methods.dense.schema],
  {
    error: `an object whose "kind" is ${Object.keys(methods)
      .map((kind) => JSON.stringify(kind))
      .join(' or ')}`,
  },
);
export type MethodConfig = Readonly<z.infer<typeof methodSchema>>;

export function createMethod(config: MethodConfig): TrainingMethod {
  return definition(config).create(config);
}

export function methodSummary(config: MethodConfig): string {
  return definition(config).summary(config);
}

/** Whether a network of this method has every link from the start. */
export function isFullFromStart(config: MethodConfig): boolean {
  return definition(config).full;
}

function definition(config: MethodConfig): MethodDefinition<z.ZodType<MethodConfig>> {
  // The kind of the configuration is the key of its definition: both came from the same schema.
  return methods[config.kind] as unknown as MethodDefinition<z.ZodType<MethodConfig>>;
}
