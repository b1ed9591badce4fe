import type { WrittenConfig } from '../../src/protocol/runForm';
import { iconButton } from '../shared/controls';
import { element, setText } from '../shared/dom';

/** The configuration as it is written, to be read, copied and saved. */
export class ConfigView {
  private readonly json = element('pre', {
    class: 'form-json',
    'data-part': 'json',
    tabindex: 0,
    role: 'region',
    'aria-label': 'As JSON',
  });
  private readonly said = element('span', { class: 'dim', role: 'status', 'data-part': 'config-said' });
  readonly root: HTMLElement;

  /** `save` gives the name that the user chose for the file, or null. */
  constructor(private readonly save: (text: string) => Promise<string | null>) {
    this.root = element(
      'section',
      {},
      element(
        'div',
        { class: 'form-part-head' },
        element('h2', {}, 'As JSON'),
        iconButton('copy', 'Copy the configuration', () => void this.say(this.copied())),
        iconButton('save-as', 'Save the configuration…', () => void this.say(this.saved())),
        this.said,
      ),
      this.json,
    );
  }

  show(config: WrittenConfig): void {
    setText(this.json, JSON.stringify(config, null, 2));
  }

  private get text(): string {
    return `${this.json.textContent}\n`;
  }

  private async copied(): Promise<string> {
    await navigator.clipboard.writeText(this.text);
    return 'copied';
  }

  private async saved(): Promise<string> {
    const name = await this.save(this.text);
    return name === null ? '' : `saved ${name}`;
  }

  private async say(words: Promise<string>): Promise<void> {
    try {
      setText(this.said, await words);
    } catch (error) {
      setText(this.said, error instanceof Error ? error.message : String(error));
    }
  }
}
