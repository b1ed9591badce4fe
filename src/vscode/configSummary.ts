import * as z from 'zod';

/** The few keys of a run's `config.json` that a heading shows; another version may know others. */
const shownSchema = z.object({
  method: z
    .object({ kind: z.string(), variant: z.string().optional(), dropFraction: z.number().optional() })
    .optional()
    .catch(undefined),
  topology: z
    .object({ distribution: z.string(), epsilon: z.number().optional(), density: z.number().optional() })
    .optional()
    .catch(undefined),
});

const methodNames: Readonly<Record<string, string>> = {
  set: 'SET',
  rigl: 'RigL',
  granet: 'GraNet',
  gmp: 'GMP',
  imp: 'IMP',
  static: 'static sparse',
  dense: 'dense',
};
const distributionNames: Readonly<Record<string, string>> = {
  'erdos-renyi': 'ER',
  erk: 'ERK',
  uniform: 'uniform',
};

/** "SET ζ 0.3, by sign · ER ε 20"; null where the configuration tells nothing. */
export function summarizeConfig(config: Readonly<Record<string, unknown>> | null): string | null {
  const shown = shownSchema.safeParse(config);
  if (!shown.success) return null;
  const { method, topology } = shown.data;
  const parts: string[] = [];
  if (method !== undefined) {
    const zeta = method.dropFraction === undefined ? '' : ` ζ ${method.dropFraction}`;
    const variant = method.variant === undefined ? '' : `, by ${method.variant}`;
    parts.push(`${methodNames[method.kind] ?? method.kind}${zeta}${variant}`);
  }
  if (topology !== undefined && method?.kind !== 'dense') {
    const name = distributionNames[topology.distribution] ?? topology.distribution;
    if (topology.epsilon !== undefined) parts.push(`${name} ε ${topology.epsilon}`);
    else if (topology.density !== undefined) parts.push(`${name}, density ${topology.density}`);
    else parts.push(name);
  }
  return parts.length === 0 ? null : parts.join(' · ');
}

/** "SET"; null where the configuration names no method. */
export function methodOf(config: Readonly<Record<string, unknown>> | null): string | null {
  const method = shownSchema.safeParse(config).data?.method;
  return method === undefined ? null : (methodNames[method.kind] ?? method.kind);
}

/** The whole configuration for reading, a line a section: "optimizer: learningRate 0.01 · momentum 0.9". */
export function configLines(config: Readonly<Record<string, unknown>>): readonly string[] {
  const flat = Object.entries(config).filter(([, value]) => !isSection(value));
  const sections = Object.entries(config).filter(([, value]) => isSection(value));
  return [
    ...(flat.length === 0 ? [] : [flat.map(([key, value]) => `${key} ${valueText(value)}`).join(' · ')]),
    ...sections.map(([key, value]) => `${key}: ${valueText(value)}`),
  ];
}

function isSection(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueText(value: unknown): string {
  if (!isSection(value)) return Array.isArray(value) ? value.map(valueText).join(', ') : String(value);
  return Object.entries(value)
    .map(([key, inner]) => (isSection(inner) ? `${key} (${valueText(inner)})` : `${key} ${valueText(inner)}`))
    .join(' · ');
}
