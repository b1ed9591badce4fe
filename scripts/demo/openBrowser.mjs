/** Opens the user's browser, where there is a display to open it on. */
import { spawn } from 'node:child_process';

export function openBrowser(url) {
  if (!hasDisplay()) return;
  const [command, ...args] = opener(url);
  const child = spawn(command, args, { detached: true, stdio: 'ignore' });
  // The address is printed anyway.
  child.on('error', () => undefined);
  child.unref();
}

function hasDisplay() {
  if (process.env.CI) return false;
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function opener(url) {
  if (process.platform === 'darwin') return ['open', url];
  // Not `start`, which is part of a shell that would read the address's & as its own.
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  return ['xdg-open', url];
}
