import type { InputListChoices } from '../../../../src/protocol/structureChoices';
import type { ExportedTable } from '../../../shared/exportedTable';
import type { ListColumn } from './inputColumns';
import { inputRows, type ListedInputs } from './listedInputs';

/** All inputs of a list as they are exported, in the order that is chosen. */
export function inputsTable(
  listed: ListedInputs,
  columns: readonly ListColumn[],
  choices: InputListChoices,
): ExportedTable {
  return {
    columns: columns.map(({ id, label }) => (id === 'rank' ? 'Rank' : label)),
    rows: inputRows(listed, { ...choices, all: true }).map((row) => columns.map(({ id }) => row[id])),
  };
}
