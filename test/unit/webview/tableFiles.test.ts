import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOf, jsonOf } from '../../../webview/shared/export/tableFiles';
import { parseCsv } from '../../webview/parseCsv';

const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é') }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  fc.integer(),
  fc.constant(null),
);

describe('files of tables', () => {
  it('as CSV come back cell by cell, numbers to the last bit', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 6 }), (rows) => {
        const columns = ['One, "quoted"', 'Two', 'Three'];
        const [head, ...read] = parseCsv(csvOf({ columns, rows }));
        expect(head).toEqual(columns);
        expect(read).toEqual(rows.map((row) => row.map((value) => (value === null ? '' : String(value)))));
        read.forEach((row, k) => {
          row.forEach((text, at) => {
            const value = rows[k][at];
            if (typeof value === 'number') expect(Number(text)).toBe(value);
          });
        });
      }),
    );
  });

  it('as JSON carry what they are of', () => {
    const table = {
      columns: ['Epoch', 'Mean'],
      rows: [
        [0, null],
        [10, 0.1 + 0.2],
      ],
    };
    const about = {
      panel: 'Topology Evolution',
      subject: 'run',
      configuration: [['Network', '784·10']],
    } as const;
    const text = jsonOf(
      [{ id: 'a', title: 'A', subtitle: 'NNSTD', table }],
      about,
      new Date(2026, 0, 2, 3, 4),
    );
    expect(JSON.parse(text)).toMatchObject({
      panel: 'Topology Evolution',
      subject: 'run',
      configuration: { Network: '784·10' },
      date: '2026-01-02 03:04',
      tables: [{ id: 'a', title: 'A', subtitle: 'NNSTD', ...table }],
    });
  });
});
