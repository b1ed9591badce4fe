import { hash } from 'node:crypto';

/** What is kept under a key. */
export interface CacheRecord {
  /** One of `recordKey`. */
  readonly key: string;
  /** Without line ends. */
  readonly value: string;
}

/** A part of every checksum: raised when lines mean something else, which makes all older ones invalid. */
const FORMAT_VERSION = 1;
const CHECKSUM_LENGTH = 11;
const KEY_LENGTH = 16;
const KEY_START = CHECKSUM_LENGTH + 1;
const VALUE_START = KEY_START + KEY_LENGTH + 1;

/** The same for the same parts, and only for them. */
export function recordKey(...parts: readonly (string | number)[]): string {
  return digest(JSON.stringify(parts), KEY_LENGTH);
}

/** A record as a line with its line end: `checksum key value`. */
export function recordLine({ key, value }: CacheRecord): string {
  return `${checksum(key, value)} ${key} ${value}\n`;
}

/** Key of a line without its line end, unaltered or not; null where it cannot be a record. */
export function keyOfLine(line: Buffer): string | null {
  return line.length < VALUE_START ? null : line.toString('latin1', KEY_START, KEY_START + KEY_LENGTH);
}

/** Of a line without its line end; null where it was torn or altered, and so does not agree with its checksum. */
export function parseRecord(line: Buffer): CacheRecord | null {
  const text = line.toString();
  const key = text.slice(KEY_START, KEY_START + KEY_LENGTH);
  const value = text.slice(VALUE_START);
  return text === `${checksum(key, value)} ${key} ${value}` ? { key, value } : null;
}

/** 66 bits: no accident makes a wrong line look right. */
function checksum(key: string, value: string): string {
  return digest(`${String(FORMAT_VERSION)} ${key} ${value}`, CHECKSUM_LENGTH);
}

function digest(text: string, length: number): string {
  return hash('sha256', text, 'base64url').slice(0, length);
}
