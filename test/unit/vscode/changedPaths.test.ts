import path from 'node:path';
import { expect, it } from 'vitest';
import { topmost } from '../../../src/vscode/series/changedPaths';

const at = (name: string): string => path.join(path.sep, 'work', ...name.split('/'));
const among = (...names: readonly string[]): readonly string[] => topmost(new Set(names.map(at)));

it('leaves out what is below another path, however far, but not what only begins alike', () => {
  expect(among('runs/a/checkpoints/x', 'runs/a', 'runs/a-b', 'runs/a/run.json')).toEqual([
    at('runs/a'),
    at('runs/a-b'),
  ]);
});

it('looks into no folder of packages or of git', () => {
  expect(among('node_modules', 'x/node_modules/y', '.git/index', 'node_modules-2')).toEqual([
    at('node_modules-2'),
  ]);
});
