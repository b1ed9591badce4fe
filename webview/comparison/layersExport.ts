import type { Exported } from '../shared/exported';
import { formatThree } from '../shared/format';
import { barsPicture, type PictureBar } from './barsPicture';
import type { LayersContext } from './layersView';
import type { PairRow } from './pairModel';

/** The layers of a pair as bars and as numbers. */
export function exportedLayers(
  rows: readonly PairRow[],
  { method, beside }: Pick<LayersContext, 'method' | 'beside'>,
): Exported {
  const other = <T>(value: T): readonly T[] => (beside === null ? [] : [value]);
  return {
    id: 'layers',
    title: 'Distance by layer',
    subtitle: `NNSTD by ${method}; chance: unrelated networks with as many links, or with the same degrees`,
    picture: barsPicture(
      rows.flatMap((row) => barsOf(row, beside)),
      40,
      'From 0 (the same) to 1 (nothing shared). Line: unrelated, as many links; dotted: unrelated, same degrees.',
    ),
    table: {
      columns: [
        'Layer',
        'Distance',
        ...other(`Distance by ${beside ?? ''}`),
        'Chance, as many links',
        'Chance, same degrees',
        'Least of other orders or searches',
        'Greatest of other orders or searches',
      ],
      rows: rows.map(({ name, distance, beside: besideDistance, marks }) => [
        name,
        distance,
        ...other(besideDistance),
        marks.links,
        marks.degrees,
        marks.interval?.least ?? null,
        marks.interval?.greatest ?? null,
      ]),
    },
  };
}

function barsOf({ name, distance, beside, marks }: PairRow, method: string | null): readonly PictureBar[] {
  const mark = (at: number | null, dash: readonly number[]) => (at === null ? [] : [{ at, dash }]);
  return [
    ...(distance === null
      ? []
      : [
          {
            name,
            parts: [{ share: distance, ink: 'blue' as const }],
            marks: [...mark(marks.links, []), ...mark(marks.degrees, [2, 2])],
            text: formatThree(distance),
          },
        ]),
    ...(beside === null || method === null
      ? []
      : [
          {
            name: `${name} by ${method}`,
            parts: [{ share: beside, ink: 'green' as const }],
            marks: [],
            text: formatThree(beside),
          },
        ]),
  ];
}
