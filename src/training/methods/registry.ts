import * as z from 'zod';
import type { ConfigProblem } from '../configError';
import { denseMethod } from './dense';
import { gmpMethod } from './gmp';
import { granetMethod } from './granet';
import { impMethod } from './imp';
import type { MethodDefinition, MethodSetup, MethodStart, TrainingMethod } from './method';
import { riglMethod } from './rigl';
import { setMethod } from './set';
import { staticMethod } from './static';

/** Every training method by the `kind` that a configuration names it by. */
const methods = {
  set: setMethod,
  rigl: riglMethod,
  granet: granetMethod,
  gmp: gmpMethod,
  imp: impMethod,
  static: staticMethod,
  dense: denseMethod,
};

/** The `method` section of a configuration. */
export const methodSchema = z.discriminatedUnion(
  'kind',
  [
    methods.set.schema,
    methods.rigl.schema,
    methods.granet.schema,
    methods.gmp.schema,
    methods.imp.schema,
    methods.static.schema,
    methods.dense.schema,
  ],
  {
    error: `an object whose "kind" is ${Object.keys(methods)
      .map((kind) => JSON.stringify(kind))
      .join(' or ')}`,
  },
);
export type MethodConfig = Readonly<z.infer<typeof methodSchema>>;

export function createMethod(config: MethodConfig, setup: MethodSetup): TrainingMethod {
  return definition(config).create(config, setup);
}

/** Fills in what depends on the number of epochs. */
export function completeMethod(config: MethodConfig, epochs: number): MethodConfig | ConfigProblem {
  return definition(config).complete?.(config, epochs) ?? config;
}

/** Epochs that the schedule of the learning rate is to go through, of a configuration that is completed. */
export function scheduleEpochs(config: MethodConfig, epochs: number): number {
  return definition(config).scheduleEpochs?.(config) ?? epochs;
}

export function methodSummary(config: MethodConfig): string {
  return definition(config).summary(config);
}

/** What the network has at the start. */
export function startOf(config: MethodConfig): MethodStart {
  return definition(config).start;
}

function definition(config: MethodConfig): MethodDefinition<z.ZodType<MethodConfig>> {
  // The kind of the configuration is the key of its definition: both came from the same schema.
  return methods[config.kind] as unknown as MethodDefinition<z.ZodType<MethodConfig>>;
}
