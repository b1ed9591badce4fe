import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What `npm install` does in place of reaching a registry, as a script that runs in the folder of the package.json. */
const scripts = {
  /** Installs the module of this text. */
  installs: (module: string) => `
    const home = path.join('node_modules', Object.keys(manifest.dependencies)[0]);
    fs.mkdirSync(home, { recursive: true });
    fs.writeFileSync(path.join(home, 'index.js'), ${JSON.stringify(module)});
    console.log('added 1 package');`,
  /** Leaves half of the package, and fails. */
  fails: () => `
    fs.mkdirSync('node_modules');
    console.error('npm error code ECONNREFUSED');
    console.error('npm error A complete log of this run can be found');
    process.exit(1);`,
  /** Says its process and that of a child, and neither ends. */
  hangs: () => `
    fs.mkdirSync('node_modules');
    const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    console.log('downloading in ' + process.pid + ' and ' + child.pid);
    setInterval(() => {}, 1000);`,
} as const;

/** A PATH on which there is a Node and, as npm, a script that `behave` chooses; empty for none. */
export class FakeNpm {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'sparse-topology-npm-'));
  private readonly before = process.env['PATH'];

  constructor() {
    process.env['PATH'] = this.folder;
  }

  /** The next `npm` does this; `text`: of the module that it installs. */
  behave(how: keyof typeof scripts, text = ''): void {
    const lines = [
      `#!${process.execPath}`,
      "const fs = require('fs'), path = require('path');",
      "const manifest = JSON.parse(fs.readFileSync('package.json', 'utf8'));",
      "fs.writeFileSync(path.join(__dirname, 'asked.json'), JSON.stringify({ manifest, args: process.argv.slice(2) }));",
      scripts[how](text),
    ];
    mkdirSync(this.folder, { recursive: true });
    const file = path.join(this.folder, 'npm');
    writeFileSync(file, lines.join('\n'));
    chmodSync(file, 0o755);
  }

  remove(): void {
    process.env['PATH'] = this.before;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
