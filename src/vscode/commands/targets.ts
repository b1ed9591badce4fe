import * as vscode from 'vscode';
import type { TreeNode } from '../views/nodes';

/**
 * Paths that a command was called on: the explorer gives the clicked resource and all selected ones, a tree its items
 * alike, a status-bar item or another extension a path. Empty where it was called on nothing.
 */
export function targetPaths(clicked: unknown, selected: unknown): string[] {
  const all: readonly unknown[] = Array.isArray(selected) && selected.length > 0 ? selected : [clicked];
  // Right-clicking beside the selection acts on the clicked one alone.
  const targets =
    clicked === undefined || all.includes(clicked) || Array.isArray(clicked)
      ? all
      : withClicked(clicked, all);
  return [...new Set(targets.flat().flatMap(pathsOf))];
}

function withClicked(clicked: unknown, all: readonly unknown[]): readonly unknown[] {
  const clickedPath = pathsOf(clicked)[0];
  return all.some((each) => pathsOf(each)[0] === clickedPath) ? all : [clicked];
}

function pathsOf(target: unknown): string[] {
  if (target instanceof vscode.Uri) return target.scheme === 'file' ? [target.fsPath] : [];
  if (typeof target === 'string') return [vscode.Uri.file(target).fsPath];
  if (!isNode(target)) return [];
  switch (target.kind) {
    case 'series':
    case 'checkpoint':
    case 'watchedFolder':
      return [target.path];
    case 'range':
      return target.checkpoints.map(({ path }) => path);
    case 'group':
      return target.runs.map(({ path }) => path);
    case 'message':
      return [];
  }
}

function isNode(value: unknown): value is TreeNode {
  return typeof value === 'object' && value !== null && 'kind' in value && 'key' in value;
}
