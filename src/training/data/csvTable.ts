import { readRecords, type CsvRecord } from './csvRecords';
import { DataError } from './dataError';
import { readText } from './files';
import { maxFeatures } from './samples';

/** How a CSV file is to be read. */
export interface CsvOptions {
  /** Column of the label: its name in the header, or its number from 0, negative from the end. */
  readonly label: string | number;
  /** Whether the first record names the columns; null where that is to be found out. */
  readonly header: boolean | null;
  /** Null where it is to be found out. */
  readonly separator: string | null;
}

/** What a CSV file holds. */
export interface CsvTable {
  readonly count: number;
  readonly features: number;
  /** Length count · features, row after row. */
  readonly values: Float32Array;
  readonly labels: readonly string[];
  /** Null without a header. */
  readonly columns: readonly string[] | null;
  /** From 0. */
  readonly labelColumn: number;
  readonly separator: string;
}

const separators = [',', ';', '\t'] as const;
const missing = new Set(['', '?', 'na', 'n/a', 'nan', 'null', 'none']);
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** As many float32 fit into the largest file that is read. */
const maxValues = 2 ** 29;

/** Reads a CSV file, gzipped or not. Throws `DataError`, for a field that is no number with its line and column. */
export async function readCsvTable(file: string, options: CsvOptions): Promise<CsvTable> {
  let separator = options.separator ?? separators[0];
  const pieces = withoutByteOrderMark(readText(file, 'a readable CSV file'));
  const builder = new TableBuilder(file, options);
  const records = readRecords(file, pieces, (start) => {
    separator = options.separator ?? likelySeparator(start);
    return separator;
  });
  for await (const some of records) for (const record of some) builder.add(record);
  return { ...builder.finish(), separator };
}

/** The one that is most often in the first line, outside of quotes. */
function likelySeparator(start: string): string {
  const line = start.replace(/"[^"]*"/g, '').split('\n', 1)[0];
  const counts = separators.map((separator) => line.split(separator).length);
  return separators[counts.indexOf(Math.max(...counts))];
}

async function* withoutByteOrderMark(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let isFirst = true;
  for await (const piece of pieces) {
    yield isFirst ? piece.replace(/^\uFEFF/, '') : piece;
    isFirst &&= piece === '';
  }
}

/** Makes a table of records as they come. */
class TableBuilder {
  private values = new Float32Array(1 << 12);
  private used = 0;
  private readonly labels: string[] = [];
  private columns: readonly string[] | null = null;
  private width = 0;
  private labelColumn = 0;

  constructor(
    private readonly file: string,
    private readonly options: CsvOptions,
  ) {}

  add({ fields, line }: CsvRecord): void {
    if (this.width === 0) {
      this.begin(fields, line);
      if (this.columns !== null) return;
    }
    if (fields.length !== this.width) {
      throw new DataError(this.file, `${this.width} fields in line ${line}`, String(fields.length));
    }
    this.reserve(this.used + this.width - 1);
    for (const [column, field] of fields.entries()) {
      if (column === this.labelColumn) this.labels.push(this.present(field, line, column));
      else this.values[this.used++] = this.numberIn(field, line, column);
    }
  }

  finish(): Omit<CsvTable, 'separator'> {
    if (this.labels.length === 0) throw new DataError(this.file, 'at least one row of data', 'none');
    return {
      count: this.labels.length,
      features: this.width - 1,
      values: this.values.slice(0, this.used),
      labels: this.labels,
      columns: this.columns,
      labelColumn: this.labelColumn,
    };
  }

  /** The first record tells the columns. */
  private begin(fields: readonly string[], line: number): void {
    const { label, header } = this.options;
    this.width = fields.length;
    if (fields.length < 2 || fields.length > maxFeatures) {
      throw new DataError(this.file, `2 to ${maxFeatures} columns in line ${line}`, String(fields.length));
    }
    const trimmed = fields.map((field) => field.trim());
    if (typeof label === 'string') {
      this.labelColumn = trimmed.indexOf(label);
      if (this.labelColumn < 0) {
        const found = `the columns ${JSON.stringify(trimmed.slice(0, 20))}${trimmed.length > 20 ? ' …' : ''}`;
        throw new DataError(this.file, `a header with a column "${label}" in line ${line}`, found);
      }
      this.columns = trimmed;
      return;
    }
    this.labelColumn = label < 0 ? this.width + label : label;
    if (this.labelColumn < 0 || this.labelColumn >= this.width) {
      throw new DataError(this.file, `a column ${label} for the label`, `${this.width} columns`);
    }
    const isText = (field: string, column: number): boolean =>
      column !== this.labelColumn && !number.test(field) && !missing.has(field.toLowerCase());
    if (header ?? trimmed.some(isText)) this.columns = trimmed;
  }

  private numberIn(field: string, line: number, column: number): number {
    const text = this.present(field, line, column);
    const value = Math.fround(number.test(text) ? Number(text) : NaN);
    if (Number.isFinite(value)) return value;
    throw new DataError(
      this.file,
      `a number in line ${line}, ${this.columnName(column)}`,
      JSON.stringify(text.slice(0, 40)),
    );
  }

  private present(field: string, line: number, column: number): string {
    const text = field.trim();
    if (!missing.has(text.toLowerCase())) return text;
    const found = text === '' ? 'nothing' : JSON.stringify(text);
    throw new DataError(
      this.file,
      `a value in line ${line}, ${this.columnName(column)}`,
      `${found}: a missing value`,
    );
  }

  private columnName(column: number): string {
    const name = this.columns?.[column];
    return `column ${column + 1}${name === undefined ? '' : ` (${JSON.stringify(name)})`}`;
  }

  private reserve(length: number): void {
    if (length <= this.values.length) return;
    if (length > maxValues) throw new DataError(this.file, `at most ${maxValues} values`, 'more');
    const grown = new Float32Array(Math.min(maxValues, Math.max(length, 2 * this.values.length)));
    grown.set(this.values.subarray(0, this.used));
    this.values = grown;
  }
}
