import path from 'node:path';
import { expect, test } from 'vitest';
import { userCacheFolder } from '../../../src/cli/cacheFolder';

test.each([
  ['XDG_CACHE_HOME', { XDG_CACHE_HOME: path.resolve('/caches') }, 'linux', path.resolve('/caches')],
  ['Linux', {}, 'linux', path.join('/home/me', '.cache')],
  [
    'a relative XDG_CACHE_HOME, which is to be ignored',
    { XDG_CACHE_HOME: 'caches' },
    'linux',
    path.join('/home/me', '.cache'),
  ],
  ['macOS', {}, 'darwin', path.join('/home/me', 'Library', 'Caches')],
  ['Windows', { LOCALAPPDATA: 'C:\\local' }, 'win32', 'C:\\local'],
  ['Windows without LOCALAPPDATA', {}, 'win32', path.join('/home/me', 'AppData', 'Local')],
] as const)('distances are kept in the cache folder of the user: %s', (_, env, platform, folder) => {
  expect(userCacheFolder(env, platform, '/home/me')).toBe(path.join(folder, 'sparse-topology'));
});
