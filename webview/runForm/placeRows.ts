import { iconButton } from '../shared/controls';
import { element, setText } from '../shared/dom';
import { formRow, type Places } from './formRow';

export interface PlaceEvents {
  onName(name: string): void;
  onFolder(folder: string): void;
  /** A folder, or null where none was chosen. */
  pickFolder(): Promise<string | null>;
}

const nameMeaning = 'Of the folder that the run gets.';

/** What the run is called, and the folder that its folder is made in. */
export class PlaceRows {
  readonly rows: readonly HTMLElement[];
  private readonly nameField = element('vscode-textfield', { class: 'name', required: true });
  private readonly folderText = element('span', { class: 'form-path', 'data-part': 'runs-folder' });
  private readonly nameRow;

  constructor(name: string, folder: string, events: PlaceEvents, places: Places) {
    const { nameField, folderText } = this;
    nameField.label = nameField.ariaLabel = 'Name';
    nameField.value = name;
    nameField.addEventListener('input', () => {
      events.onName(nameField.value.trim());
    });
    this.showFolder(folder);
    const pick = async (): Promise<void> => {
      const picked = await events.pickFolder();
      if (picked === null) return;
      this.showFolder(picked);
      events.onFolder(picked);
    };
    this.nameRow = formRow({ key: 'name', title: 'Name', meaning: nameMeaning }, [nameField], places);
    const folderRow = formRow(
      { key: 'runsFolder', title: 'Folder', meaning: '' },
      [folderText, iconButton('folder-opened', 'Choose the folder of the run…', () => void pick())],
      places,
    );
    this.rows = [this.nameRow.root, folderRow.root];
  }

  /** Tells where a run of this name gets another one, since the name is taken or is none of a folder. */
  showRunName(wanted: string, given: string): void {
    setText(
      this.nameRow.meaning,
      wanted === '' || wanted === given
        ? nameMeaning
        : `The run will be called ${given}: this name is taken.`,
    );
  }

  private showFolder(folder: string): void {
    setText(this.folderText, folder);
    this.folderText.title = folder;
  }
}
