/** Finds a Chromium-family browser for the tests; on a bare Debian or Ubuntu machine, installs one. */
import { access, constants, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Problem, say, step } from './support/console.mjs';
import { run } from './support/processes.mjs';

/** Chromium without its windows opens a page in a third of the time. */
const shell = 'chromium-headless-shell';

const commandNames = [
  shell,
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'msedge',
];

const usualPlaces = {
  linux: ['/usr/lib/chromium/chromium', '/opt/google/chrome/chrome', '/snap/bin/chromium'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) =>
    ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].map((tail) =>
      path.win32.join(process.env[variable] ?? 'C:\\', tail),
    ),
  ),
};

/** Returns the path of a browser. */
export async function ensureBrowser() {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (await isExecutable(chosen)) return chosen;
    throw new Problem(
      `CHROME_PATH is ${chosen}, which cannot be run`,
      'point it at Chromium or Chrome, or unset it',
    );
  }
  const found = await findBrowser();
  if (found && path.basename(found) !== shell && (await canInstall()))
    return (await installedShell()) ?? found;
  if (found) return found;
  if (!(await canInstall())) throw noBrowser();
  await step('installing Chromium (apt-get)', installOnDebian);
  const installed = await findBrowser();
  if (!installed) throw noBrowser();
  say(`• browser: ${installed}`);
  return installed;
}

function noBrowser() {
  return new Problem(
    'no Chromium or Chrome was found',
    'install Chromium, Chrome or Edge (on Debian or Ubuntu as root: apt-get install chromium), or set CHROME_PATH',
  );
}

async function findBrowser() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const onPath = commandNames.flatMap((name) => folders.map((folder) => path.join(folder, name + suffix)));
  for (const candidate of [...onPath, ...(usualPlaces[process.platform] ?? [])]) {
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

async function isExecutable(file) {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Debian's `chromium` is a browser; Ubuntu's is only a pointer to a snap, so it must be Debian. */
async function canInstall() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^ID=debian$/m.test(release);
}

/** Beside another browser, which does where there is no network: the tests then take longer. */
async function installedShell() {
  try {
    await step(`installing ${shell} (apt-get)`, async () => {
      await apt(['update'], 60_000);
      await apt(installing(shell), 300_000);
    });
    return await findBrowser();
  } catch {
    return undefined;
  }
}

async function installOnDebian() {
  await retry(3, () => apt(['update']));
  // A headless machine has no fonts; screenshots would show boxes instead of words.
  const install = (browser) => apt([...installing(browser), 'fonts-dejavu-core', 'fonts-liberation']);
  // Older releases have no package of the shell.
  await install(shell).catch(() => retry(3, () => install('chromium')));
}

function installing(browser) {
  return ['install', '-y', '--no-install-recommends', browser];
}

function apt(args, timeoutMs = 600_000) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt may hold the lock, and mirrors fail now and then.
  const options = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  return run('apt-get', [...options, ...args], { env, quiet: true, timeoutMs });
}

async function retry(times, action) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (attempt === times) throw new Problem(error.message, 'install Chromium by hand, or set CHROME_PATH');
    }
  }
}
