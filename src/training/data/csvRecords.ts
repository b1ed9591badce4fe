import { DataError } from './dataError';

/** A line of a CSV file, which may go over several lines of text where a field is quoted. */
export interface CsvRecord {
  readonly fields: readonly string[];
  /** Line of the text that it starts in, from 1. */
  readonly line: number;
}

/** No record comes near it: a quote that is never closed must not fill the memory. */
const maxRecordLength = 1 << 26;

/**
 * Records of a CSV file as RFC 4180 has them, in pieces of text as they come. Fields may be quoted, a quote inside of
 * one is doubled; lines end with LF or CRLF; empty lines are skipped. `separator` is asked with the start of the text.
 * Throws `DataError` with the line.
 */
export async function* readRecords(
  file: string,
  pieces: AsyncIterable<string>,
  separatorOf: (start: string) => string,
): AsyncGenerator<readonly CsvRecord[]> {
  let separator: string | null = null;
  let rest = '';
  let line = 1;
  let isLast = false;
  const iterator = pieces[Symbol.asyncIterator]();
  while (!isLast) {
    const next = await iterator.next();
    isLast = next.done === true;
    const text = rest + (next.done === true ? '' : next.value);
    separator ??= separatorOf(text);
    const records: CsvRecord[] = [];
    let start = 0;
    while (start < text.length) {
      const parsed = parseRecord(file, text, start, line, separator, isLast);
      if (parsed === null) break;
      const { fields, end, lines } = parsed;
      if (fields.length > 1 || fields[0] !== '') records.push({ fields, line });
      start = end;
      line += lines;
    }
    rest = text.slice(start);
    if (rest.length > maxRecordLength) {
      throw new DataError(
        file,
        `records of at most ${maxRecordLength} characters`,
        `a longer one in line ${line}`,
      );
    }
    yield records;
  }
}

interface ParsedRecord {
  readonly fields: string[];
  /** Where the next record starts. */
  readonly end: number;
  /** Line breaks that it contains, its own included. */
  readonly lines: number;
}

/** The record at `start`; null where the text ends before it does and more is to come. */
function parseRecord(
  file: string,
  text: string,
  start: number,
  line: number,
  separator: string,
  isLast: boolean,
): ParsedRecord | null {
  const fields: string[] = [];
  let at = start;
  let lines = 0;
  for (;;) {
    if (text[at] === '"') {
      const close = closingQuote(text, at);
      if (close < 0) {
        if (!isLast) return null;
        throw new DataError(file, `a closing quote after line ${line + lines}`, 'the end of the file');
      }
      const quoted = text.slice(at + 1, close);
      fields.push(quoted.replaceAll('""', '"'));
      for (let k = quoted.indexOf('\n'); k >= 0; k = quoted.indexOf('\n', k + 1)) lines++;
      at = close + 1;
      if (text[at] === '\r' && (text[at + 1] === '\n' || (at + 1 === text.length && isLast))) at++;
      const isEnd = at >= text.length || text[at] === '\n' || text[at] === separator;
      // A carriage return at the end of the piece may be half of a line break.
      if (at >= text.length - 1 && !isLast) return null;
      if (!isEnd) {
        const found = JSON.stringify(text.slice(at, at + 20));
        throw new DataError(file, `a separator after the quoted field in line ${line + lines}`, found);
      }
    } else {
      const end = endOfField(text, at, separator);
      if (end === text.length && !isLast) return null;
      const field = text.slice(at, end);
      const isLineEnd = end === text.length || text[end] === '\n';
      fields.push(isLineEnd && field.endsWith('\r') ? field.slice(0, -1) : field);
      if (field.includes('"')) {
        const found = JSON.stringify(field.slice(0, 40));
        throw new DataError(file, `a quote in line ${line + lines} only around a whole field`, found);
      }
      at = end;
    }
    if (at >= text.length) return { fields, end: at, lines: lines + 1 };
    if (text[at] === '\n') return { fields, end: at + 1, lines: lines + 1 };
    at++;
  }
}

/** Place of the quote that ends the field whose opening quote is at `open`; −1 where there is none yet. */
function closingQuote(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}

function endOfField(text: string, start: number, separator: string): number {
  let at = start;
  while (at < text.length && text[at] !== separator && text[at] !== '\n') at++;
  return at;
}
