/** Calls npm whatever its version and whatever the user's npmrc says. */
import path from 'node:path';
import { Problem } from './console.mjs';
import { run } from './processes.mjs';

// An npmrc may ask for any of these to be different; an install here must not depend on it.
const steady = ['--no-audit', '--no-fund', '--no-update-notifier', '--engine-strict=false', '--global=false'];

const networkAdvice =
  'check that the npm registry can be reached (`npm ping`), and the proxy settings if there is one; then run the command again';

export async function npm(args, { cwd, quiet = true }) {
  const [command, ...prefix] = npmCommand();
  try {
    return await run(command, [...prefix, ...args, ...steady], { cwd, quiet, shell: command === 'npm.cmd' });
  } catch (error) {
    throw new Problem(error.message, networkAdvice);
  }
}

/** Under `npm start` npm tells where it is; that also spares a shell on Windows, where npm is a .cmd file. */
function npmCommand() {
  const own = process.env.npm_execpath;
  if (own && path.basename(own) === 'npm-cli.js') return [process.execPath, own];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}
