import { describe, expect, it } from 'vitest';
import { codeNumbers, codesFrom, runCodes, type RunCode } from '../../../webview/shared/runCode';

const paths = (count: number): string[] =>
  Array.from({ length: count }, (_, k) => `/data/runs/run-${String(k)}`);

/** In how many of ink, dash and marker two differ. */
function differences(a: RunCode, b: RunCode): number {
  return [a.ink !== b.ink, a.dash.join() !== b.dash.join(), a.marker !== b.marker].filter(Boolean).length;
}

describe('the code of runs', () => {
  it('tells fifty apart by at least two of ink, dash and marker', () => {
    const codes = [...runCodes(paths(50)).values()];
    expect(codes).toHaveLength(50);
    codes.forEach((one, k) => {
      for (const other of codes.slice(0, k)) expect(differences(one, other)).toBeGreaterThanOrEqual(2);
    });
  });

  it('comes back from what is kept of it, and stays where others left', () => {
    const all = runCodes(paths(56));
    const kept = codesFrom(JSON.parse(JSON.stringify(codeNumbers(all))) as Record<string, number>);
    expect([...kept]).toEqual([...all]);
    const [first, , third] = paths(3);
    expect([...runCodes([first, third], kept)]).toEqual([first, third].map((run) => [run, all.get(run)]));
  });

  it('uses every ink before one comes again', () => {
    expect(new Set([...runCodes(paths(7)).values()].map(({ ink }) => ink)).size).toBe(7);
    expect(new Set([...runCodes(paths(14)).values()].map(({ ink }) => ink)).size).toBe(7);
  });

  it('gives a run alone always the same, whatever order they come in', () => {
    const [run] = paths(1);
    expect(runCodes([run])).toEqual(runCodes([run]));
    expect(new Set(paths(30).map((path) => runCodes([path]).get(path)!.ink)).size).toBeGreaterThan(4);
    const all = paths(20);
    const forward = runCodes(all);
    for (const [path, code] of runCodes(all.toReversed())) expect(code).toEqual(forward.get(path));
  });

  it('keeps what a run has when others come and go', () => {
    const before = runCodes(paths(9));
    const after = runCodes([...paths(9).slice(3), '/data/runs/another', '/a/first'], before);
    for (const path of paths(9).slice(3)) expect(after.get(path)).toBe(before.get(path));
    expect(after.has(paths(1)[0])).toBe(false);
    const codes = [...after.values()];
    expect(new Set(codes.map(({ ink, dash }) => `${ink} ${dash.join()}`)).size).toBe(codes.length);
  });

  it('goes on after the last code', () => {
    expect(runCodes(paths(200)).size).toBe(200);
  });
});
