import { homedir } from 'node:os';
import path from 'node:path';

/** Where distances are kept from one command to the next, of this user: `XDG_CACHE_HOME`, or as the platform has it. */
export function userCacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  return path.join(cacheHome(env, platform, home), 'sparse-topology');
}

function cacheHome(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  const { XDG_CACHE_HOME: xdg = '', LOCALAPPDATA: local = '' } = env;
  // The XDG specification has relative paths ignored.
  if (path.isAbsolute(xdg)) return xdg;
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches');
  if (platform === 'win32') return local === '' ? path.join(home, 'AppData', 'Local') : local;
  return path.join(home, '.cache');
}
