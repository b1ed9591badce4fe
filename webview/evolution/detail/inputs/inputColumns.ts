import type { InputColumn } from '../../../../src/protocol/structureChoices';

/** What a list of inputs says of each of them. */
export interface ListColumn {
  readonly id: InputColumn;
  readonly label: string;
  readonly title: string;
}

const naming: readonly ListColumn[] = [
  { id: 'rank', label: '#', title: 'Rank by size.' },
  { id: 'input', label: 'Input', title: 'Number of the input, from 0.' },
  { id: 'name', label: 'Name', title: 'Column of the data, where the run names it.' },
];

/** Of the input map. */
export const mapColumns: readonly ListColumn[] = [
  ...naming,
  { id: 'value', label: 'Value', title: 'What is chosen under “Show”.' },
];

/** What is told of an input of a neuron: the weight of its link, or along how many paths it is seen. */
export type FieldKind = 'weights' | 'paths';

/** Of a receptive field. */
export const fieldColumns: Readonly<Record<FieldKind, readonly ListColumn[]>> = {
  weights: columnsOf('Weight', 'Weight of the link from the input'),
  paths: columnsOf('Paths', 'Paths along links from the input to the neuron'),
};

function columnsOf(label: string, what: string): readonly ListColumn[] {
  return [
    ...naming,
    { id: 'value', label, title: `${what}.` },
    { id: 'before', label: 'Before', title: `${what}, at the checkpoint that is compared with.` },
    { id: 'change', label: 'Change', title: 'Whether the input was kept, gained or lost since.' },
  ];
}
