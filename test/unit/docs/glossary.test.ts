import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { glossary } from '../../../src/protocol/glossary';

const docs = path.resolve(import.meta.dirname, '../../../docs');
const entries = Object.values(glossary);

describe('the glossary', () => {
  it('is what docs/glossary.md says, term by term', () => {
    const text = readFileSync(path.join(docs, 'glossary.md'), 'utf8');
    const written = [...text.matchAll(/^- \*\*(.+?)\*\*: (.+?\.)(?: \(([^()]+)\))?$/gm)].map(
      ([, term, meaning, source]) => ({ term, meaning, source: source ?? null }),
    );
    const byTerm = (list: readonly { term: string }[]): unknown[] =>
      [...list].sort((a, b) => (a.term < b.term ? -1 : 1));
    expect(byTerm(written)).toEqual(byTerm(entries));
  });

  it('explains each term once, in one sentence', () => {
    expect(new Set(entries.map(({ term }) => term.toLowerCase())).size).toBe(entries.length);
    for (const { meaning } of entries) expect(meaning).toMatch(/^[^a-z].*[^.]\.$/s);
  });

  it('names documents that are there', () => {
    for (const { source } of entries) {
      if (source?.startsWith('docs/'))
        expect(() => readFileSync(path.join(docs, '..', source))).not.toThrow();
    }
  });
});
