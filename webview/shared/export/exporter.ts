import type { SavedFile } from '../../../src/protocol/saving';
import type { Button } from '../controls';
import { element, setText } from '../dom';
import type { Exported, ExportedPicture, Exporting } from '../exported';
import { type MenuEntry, menuButton, openMenu } from '../menu';
import { type About, footText } from './about';
import './exporter.css';
import { fullFigure, pngOf, svgOf } from './figure';
import { reportOf } from './report';
import { csvOf, jsonOf } from './tableFiles';

export interface ExportEvents {
  readonly about: () => About;
  /** All that can be exported now, from top to bottom. */
  readonly views: () => readonly Exporting[];
  /** Draws what waits to be drawn as it is out of sight: it may be exported before its turn. */
  readonly catchUp?: () => void;
  /** Gives the name that the user chose, or null. */
  readonly save: (file: SavedFile) => Promise<string | null>;
}

/** Menus for the export of a panel and of each of its views, and what comes of it in words. */
export class Exporter {
  private readonly said = element('span', { class: 'dim', role: 'status', 'data-part': 'exported' });
  private readonly menu: Button;
  /** For the head of the panel. */
  readonly root: HTMLElement;
  private readonly attached = new WeakSet<HTMLElement>();

  constructor(private readonly events: ExportEvents) {
    this.menu = menuButton('export', 'Export this panel', () => this.panelEntries(), 'Export');
    this.root = element('span', { class: 'exporter' }, this.said, this.menu);
  }

  /** Gives each view that has none its menu: after its title, and by a right-click on its picture. */
  attach(): void {
    for (const view of this.events.views()) {
      const { root } = view;
      if (this.attached.has(root)) continue;
      this.attached.add(root);
      const entries = (): readonly MenuEntry[] => this.viewEntries(view);
      const button = menuButton('ellipsis', 'Export', entries);
      button.classList.add('export-one');
      root.classList.add('has-export');
      const heading = root.querySelector('figcaption > :first-child, h2, h3');
      // What unfolds something is pressed as a whole: no button goes within.
      const place = heading?.closest('summary') ?? heading;
      if (place === null) root.prepend(button);
      else place.after(button);
      root.addEventListener('contextmenu', (event) => {
        if (!(event.target instanceof Element) || event.target.closest(pictures) === null) return;
        event.preventDefault();
        const before = document.activeElement;
        openMenu('Export', entries(), { x: event.clientX, y: event.clientY }, () => {
          if (before instanceof HTMLElement) before.focus();
        });
      });
    }
  }

  private panelEntries(): readonly MenuEntry[] {
    const { about, views, catchUp } = this.events;
    catchUp?.();
    const parts = views().flatMap((view) => view.exported() ?? []);
    const name = fileName(about().subject);
    const now = new Date();
    return [
      this.saving('Save Report (HTML)…', 'file-code', 'all', `${name}.html`, () =>
        reportOf(parts, about(), now),
      ),
      this.saving('Save All Numbers (JSON)…', 'json', 'all', `${name}.json`, () =>
        jsonOf(parts, about(), now),
      ),
    ];
  }

  private viewEntries(view: Exporting): readonly MenuEntry[] {
    this.events.catchUp?.();
    const exported = view.exported();
    if (exported === null) {
      return [{ label: 'Nothing to export yet', icon: 'circle-slash', group: 'none', run: () => undefined }];
    }
    const { picture, table } = exported;
    return [
      ...(picture === null ? [] : this.pictureEntries(exported, picture)),
      ...(table === null ? [] : this.tableEntries(exported, table)),
    ];
  }

  private pictureEntries(exported: Exported, picture: ExportedPicture): readonly MenuEntry[] {
    const figure = fullFigure(exported, picture, footText(this.events.about(), new Date()));
    const name = this.nameOf(exported);
    return [
      {
        label: 'Copy as Image',
        icon: 'copy',
        group: 'picture',
        run: () => {
          void this.say(copyImage(pngOf(figure)).then(() => `copied “${exported.title}” as an image`));
        },
      },
      this.saving('Save as PNG…', 'file-media', 'picture', `${name}.png`, async () => {
        return new Uint8Array(await (await pngOf(figure)).arrayBuffer());
      }),
      this.saving('Save as SVG…', 'symbol-color', 'picture', `${name}.svg`, () => svgOf(figure)),
    ];
  }

  private tableEntries(exported: Exported, table: NonNullable<Exported['table']>): readonly MenuEntry[] {
    const name = this.nameOf(exported);
    return [
      this.saving('Save Numbers as CSV…', 'table', 'table', `${name}.csv`, () => csvOf(table)),
      this.saving('Save Numbers as JSON…', 'json', 'table', `${name}.json`, () =>
        jsonOf([exported], this.events.about(), new Date()),
      ),
    ];
  }

  private nameOf({ id }: Exported): string {
    return `${fileName(this.events.about().subject)}-${fileName(id)}`;
  }

  private saving(
    label: string,
    icon: string,
    group: string,
    name: string,
    make: () => SavedFile['content'] | Promise<SavedFile['content']>,
  ): MenuEntry {
    return {
      label,
      icon,
      group,
      run: () => {
        void this.say(this.save(name, make));
      },
    };
  }

  private async save(
    name: string,
    make: () => SavedFile['content'] | Promise<SavedFile['content']>,
  ): Promise<string> {
    const saved = await this.events.save({ name, content: await make() });
    return saved === null ? '' : `saved ${saved}`;
  }

  private async say(words: Promise<string>): Promise<void> {
    try {
      setText(this.said, await words);
    } catch (error) {
      setText(this.said, error instanceof Error ? error.message : String(error));
    }
  }
}

const pictures = 'canvas, svg, [role=grid]';

async function copyImage(image: Promise<Blob>): Promise<void> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': image })]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The clipboard takes no image here (${reason}): save it as PNG instead.`, {
      cause: error,
    });
  }
}

/** Letters and digits of any script, the rest as single dashes. */
export function fileName(text: string): string {
  return (
    text
      .replaceAll(/[^\p{L}\p{N}_.]+/gu, '-')
      .replaceAll(/^[-.]+|[-.]+$/g, '')
      .slice(0, 80) || 'export'
  );
}
