import type { WrittenConfig } from '../../src/protocol/runForm';
import { chosenOption, isGiven } from './editing';
import type { Field, FieldOf } from './fields';

/** Where the fields of the form stand: first what decides a run, then the rest of each section under its heading. */
export interface Placement {
  readonly deciding: readonly Field[];
  readonly folds: readonly Fold[];
}

export interface Fold {
  /** The section of the configuration, or "run" for what stands at its top. */
  readonly id: string;
  readonly title: string;
  /** Keys whose values are told while it is folded, also where they are the usual ones. */
  readonly telling: ReadonlySet<string>;
  /** What is in it depends on the kinds that are chosen. */
  fieldsFor(config: WrittenConfig): readonly Field[];
}

/** Each heading, and what is told below it. */
const headings: Readonly<Record<string, readonly [title: string, ...telling: readonly string[]]>> = {
  data: ['Data', 'normalization'],
  network: ['Network', 'activation', 'loss'],
  topology: ['Topology', 'distribution', 'denseOutput'],
  method: ['Method', 'variant', 'interval'],
  optimizer: ['Optimiser', 'kind', 'learningRate', 'momentum', 'batchSize'],
};
const runHeading = ['Run', 'seed', 'engine'] as const;

/** Beside the kind that they belong to, since they decide as much as it does. */
const besideKind: ReadonlySet<string> = new Set(['label', 'dropFraction', 'regrowFraction', 'rounds']);

/** Texts of the ways, each with its keys. */
type NamedWays = readonly (readonly [text: string, ...names: readonly string[]])[];

const dataWays: NamedWays = [
  ['a file', 'file'],
  ['a folder', 'folder'],
  ['each file', 'trainImages', 'trainLabels', 'testImages', 'testLabels'],
  ['each file', 'trainInputs', 'trainLabels', 'testInputs', 'testLabels'],
  ['each file', 'train', 'test'],
];
const topologyWays: NamedWays = [
  ['by ε', 'epsilon'],
  ['by density', 'density'],
  ['of a checkpoint', 'from', 'weights'],
];

export function place(fields: readonly Field[]): Placement {
  const data = choiceNamed(fields, 'data');
  const method = choiceNamed(fields, 'method');
  const dataOptions = data.options.map((option) => ({
    ...option,
    fields: inWays(option.fields, { key: data.key, title: 'Read from' }, dataWays),
  }));
  const network = sectionNamed(fields, 'network');
  const topology = inWays(
    sectionNamed(fields, 'topology'),
    { key: ['topology'], title: 'Links' },
    topologyWays,
  );
  const [epochs, others] = split(fields, ({ key: [name] }) => name === 'epochs');
  const [hidden, ofNetwork] = split(network, ({ key }) => key[1] === 'hidden');
  const [links, ofTopology] = split(topology, ({ kind }) => kind === 'ways');
  const [front, behind] = [deciding({ ...data, options: dataOptions }), deciding(method)];
  return {
    deciding: [
      front.first,
      behind.first,
      ...hidden.map((field) => ({ ...field, title: 'Hidden layers' })),
      ...links,
      ...epochs,
    ],
    folds: [
      fold('data', front.rest),
      fold('network', () => ofNetwork),
      fold('topology', (config) => ofTopology.filter((field) => !isTakenWith(field, config))),
      fold('method', behind.rest),
      fold('optimizer', () => [{ ...choiceNamed(fields, 'optimizer'), title: 'Kind' }]),
      {
        id: 'run',
        title: runHeading[0],
        telling: new Set<string>(runHeading.slice(1)),
        // The name of the folder is asked for by itself: the key in the configuration is for the command line.
        fieldsFor: () =>
          others.filter(({ key: [name] }) => name !== 'name' && !Object.hasOwn(headings, name)),
      },
    ],
  };
}

function fold(id: string, fieldsFor: Fold['fieldsFor']): Fold {
  const [title, ...telling] = headings[id];
  return {
    id,
    title,
    telling: new Set(telling.map((name) => (name === 'kind' ? id : `${id}.${name}`))),
    fieldsFor,
  };
}

/** A choice with what decides, and what else its options have. */
function deciding(choice: FieldOf<'choice'>): { readonly first: Field; readonly rest: Fold['fieldsFor'] } {
  const isFirst = ({ kind, key }: Field): boolean => kind === 'ways' || besideKind.has(key.at(-1)!);
  return {
    first: {
      ...choice,
      options: choice.options.map((option) => ({ ...option, fields: option.fields.filter(isFirst) })),
    },
    rest: (config) => chosenOption(config, choice).fields.filter((field) => !isFirst(field)),
  };
}

/** What is taken from a checkpoint together with its links, unless it is said beside it, which is a mistake to be seen. */
function isTakenWith({ key }: Field, config: WrittenConfig): boolean {
  const taken = ['distribution', 'denseOutput'].includes(key[1]);
  return taken && isGiven(config, ['topology', 'from']) && !isGiven(config, key);
}

function inWays(
  fields: readonly Field[],
  named: Pick<Field, 'key' | 'title'>,
  texts: NamedWays,
): readonly Field[] {
  const ways = texts.flatMap(([text, ...names]) => {
    const own = fields.filter(({ key }) => names.includes(key.at(-1)!));
    return own.length < names.length ? [] : [{ text, fields: own }];
  });
  if (ways.length < 2) return fields;
  const within = new Set(ways.flatMap((way) => way.fields));
  return [{ ...named, meaning: '', kind: 'ways', ways }, ...fields.filter((field) => !within.has(field))];
}

function split(
  fields: readonly Field[],
  isFirst: (field: Field) => boolean,
): readonly [readonly Field[], readonly Field[]] {
  return [fields.filter(isFirst), fields.filter((field) => !isFirst(field))];
}

function choiceNamed(fields: readonly Field[], name: string): FieldOf<'choice'> {
  const found = fields.find(({ key }) => key[0] === name);
  if (found?.kind !== 'choice') throw new Error(`The schema has no choice of ${name}.`);
  return found;
}

function sectionNamed(fields: readonly Field[], name: string): readonly Field[] {
  const found = fields.find(({ key }) => key[0] === name);
  if (found?.kind !== 'section') throw new Error(`The schema has no section ${name}.`);
  return found.fields;
}
