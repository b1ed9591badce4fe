import type * as vscode from 'vscode';

/** Something with a lifetime; what is registered late is disposed at once. */
export abstract class Disposable implements vscode.Disposable {
  private readonly held: vscode.Disposable[] = [];
  private ended = false;

  get isDisposed(): boolean {
    return this.ended;
  }

  dispose(): void {
    if (this.ended) return;
    this.ended = true;
    for (const each of this.held.splice(0).reverse()) each.dispose();
  }

  protected register<T extends vscode.Disposable>(value: T): T {
    if (this.ended) value.dispose();
    else this.held.push(value);
    return value;
  }
}
