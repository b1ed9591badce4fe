/** The address of a workbench page, and a browser to open it in. */
import { pathToFileURL } from 'node:url';
import { ensureBrowser } from './browser.mjs';

/**
 * @param server from `startServer`
 * @param options.workspace absolute folder to open
 * @param options.extensionPath a folder to load the extension from, instead of an installed one
 * @param options.extensionTestsPath a module whose `run()` the extension host calls
 */
export function workbenchUrl(server, { workspace, extensionPath, extensionTestsPath }) {
  const remote = (file) => `vscode-remote://${new URL(server.url).host}${pathToFileURL(file).pathname}`;
  const payload = [['skipWelcome', 'true']];
  if (extensionPath) payload.push(['extensionDevelopmentPath', remote(extensionPath)]);
  if (extensionTestsPath) payload.push(['extensionTestsPath', remote(extensionTestsPath)]);
  const url = new URL(server.url);
  url.searchParams.set('folder', pathToFileURL(workspace).pathname);
  if (payload.length > 1) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/** Flags for a quiet browser on a machine without display, GPU or outside network; root has no sandbox. */
const quietFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--disable-sync',
  '--disable-component-update',
  '--disable-background-networking',
  // A page in the background must go on at full speed: nobody looks at it anyway.
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--no-first-run',
];

export async function launchChromium() {
  // Not at the top: playwright-core is there only after the packages are installed.
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath: await ensureBrowser(), args: quietFlags, timeout: 60_000 });
}
