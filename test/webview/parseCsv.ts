/** RFC 4180, read letter by letter: an oracle for what writes it. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let k = 0; k < text.length; k++) {
    const letter = text[k];
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[k + 1] === '"') cell += text[k++];
      else quoted = false;
    } else if (letter === '"') {
      quoted = true;
    } else if (letter === ',') {
      row.push(cell);
      cell = '';
    } else if (letter === '\r' && text[k + 1] === '\n') {
      rows.push([...row, cell]);
      row = [];
      cell = '';
      k++;
    } else {
      cell += letter;
    }
  }
  if (quoted || cell !== '' || row.length > 0) throw new Error('the last line has no end');
  return rows;
}
