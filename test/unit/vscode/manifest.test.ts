import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultMethod } from '../../../src/measure/measure';
import { distanceMethods } from '../../../src/nnstd/methods/registry';
import { methodSchema } from '../../../src/protocol/facts';
import { commandIds, contextKeys, editorTypes, panelTypes, viewIds } from '../../../src/vscode/names';

const root = path.resolve(import.meta.dirname, '../../..');

interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
}
interface Manifest {
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly customEditors: readonly { readonly viewType: string; readonly priority: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly image: Readonly<Record<string, string>> };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly submenus: readonly { readonly id: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
}
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const { contributes } = manifest;
const declared = contributes.commands.map(({ command }) => command).sort();

function source(folder: string): string {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(path.join(root, folder, name), 'utf8'))
    .join('\n');
}

describe('the manifest and the code', () => {
  it('know the same commands, views and panels', () => {
    expect(declared).toEqual(Object.values(commandIds).sort());
    const views = Object.values(contributes.views).flat();
    expect(views.map(({ id }) => id).sort()).toEqual(Object.values(viewIds).sort());
    for (const type of Object.values(panelTypes)) {
      expect(manifest.activationEvents).toContain(`onWebviewPanel:${type}`);
    }
  });

  it('know the same editor, which takes the place of no other', () => {
    expect(contributes.customEditors.map(({ viewType }) => viewType)).toEqual(Object.values(editorTypes));
    for (const { priority } of contributes.customEditors) expect(priority).toBe('option');
  });

  it('know the same settings', () => {
    const used = [...source('src/vscode').matchAll(/\.get<[^>]*>\(\s*'([\w.]+)'/g)].map(
      ([, name]) => `sparseTopology.${name}`,
    );
    expect([...new Set(used)].sort()).toEqual(Object.keys(contributes.configuration.properties).sort());
  });

  it('know the same methods', () => {
    const setting = contributes.configuration.properties['sparseTopology.method'] as {
      readonly enum: readonly string[];
      readonly enumDescriptions: readonly string[];
      readonly default: string;
    };
    expect(setting.enum).toEqual(methodSchema.options);
    expect(setting.enumDescriptions).toHaveLength(setting.enum.length);
    expect(setting.default).toBe(defaultMethod);
    expect(Object.keys(distanceMethods).sort()).toEqual([...methodSchema.options].sort());
  });

  it('know the same context keys', () => {
    const clauses = Object.values(contributes.menus)
      .flat()
      .map(({ when }) => when ?? '')
      .join(' ');
    const known = new Set<string>([...Object.values(contextKeys), ...Object.values(viewIds)]);
    for (const [key] of clauses.matchAll(/sparseTopology\.\w+/g)) expect(known).toContain(key);
    for (const key of Object.values(contextKeys)) expect(clauses).toContain(key);
  });

  it('name commands and submenus that exist in every menu and welcome view', () => {
    const menus = Object.values(contributes.menus).flat();
    for (const { command } of menus) if (command !== undefined) expect(declared).toContain(command);
    const submenus = contributes.submenus.map(({ id }) => id);
    expect(menus.flatMap(({ submenu }) => submenu ?? [])).toEqual(submenus);
    for (const id of submenus) expect(contributes.menus[id].length).toBeGreaterThan(0);
    for (const { contents, view } of contributes.viewsWelcome) {
      expect(Object.values(viewIds)).toContain(view);
      for (const [, command] of contents.matchAll(/\(command:([\w.]+)\)/g)) {
        if (command.startsWith('sparseTopology.')) expect(declared).toContain(command);
      }
    }
  });

  it('lead through four steps, by commands and pictures that are there', () => {
    const [{ steps }] = contributes.walkthroughs;
    expect(steps).toHaveLength(4);
    const packaged = readFileSync(path.join(root, '.vscodeignore'), 'utf8');
    for (const { description, media, completionEvents } of steps) {
      const named = [...description.matchAll(/command:([\w.]+)/g)].map(([, command]) => command);
      const ending = completionEvents.map((event) => event.replace('onCommand:', ''));
      for (const command of [...named, ...ending]) expect(declared).toContain(command);
      for (const image of Object.values(media.image)) {
        expect(existsSync(path.join(root, image)), image).toBe(true);
        const [name] = /[\w]+-(?=dark|light)/.exec(image)!;
        expect(packaged).toContain(`!docs/images/${name}`);
      }
    }
  });

  it('keep commands of one category, and icons that are there', () => {
    for (const { category } of contributes.commands) expect(category).toBe('Sparse Topology');
    for (const icon of [
      manifest.icon,
      ...Object.values(contributes.views)
        .flat()
        .map((view) => view.icon),
    ]) {
      expect(existsSync(path.join(root, icon)), icon).toBe(true);
    }
  });

  it('keep a workspace that is not trusted from choosing what is executed', () => {
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual([
      'sparseTopology.nodePath',
    ]);
  });
});
