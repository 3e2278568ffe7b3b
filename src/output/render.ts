import type { Cell, FieldsView, TableView, View } from './outcome.js';
import { escapeUnsafe } from './sanitize.js';

export interface Style {
  /** A terminal: labels, header row. Otherwise tab-separated lines for programs. */
  readonly interactive: boolean;
  readonly bold: (text: string) => string;
  readonly formatTable: (rows: readonly (readonly string[])[]) => Promise<string>;
}

const formatTsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `${cells.map(escapeUnsafe).join('\t')}\n`).join('');

const pipedText = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.value);
const shownText = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.shown);

const renderTable = async (view: TableView, style: Style): Promise<string> => {
  if (!style.interactive) return formatTsv(view.rows.map((cells) => cells.map(pipedText)));
  if (view.rows.length === 0) return `${view.empty}\n`;
  const shown = view.rows.map((cells) => cells.map(shownText));
  const isRepeated = (row: number): boolean =>
    view.grouped === true && row > 0 && shown[row - 1]?.[0] === shown[row]?.[0];
  const rows = shown.map((cells, row) =>
    cells.map((text, column) => (column === 0 && isRepeated(row) ? '' : escapeUnsafe(text))),
  );
  return `${await style.formatTable([view.columns.map(style.bold), ...rows])}\n`;
};

const renderFields = (view: FieldsView, style: Style): string => {
  if (!style.interactive) return formatTsv(view.fields.map((field) => [field.key, field.value]));
  const labelled = view.fields.flatMap((field) =>
    field.label === undefined ? [] : [{ label: field.label, text: escapeUnsafe(field.shown ?? field.value) }],
  );
  const width = Math.max(0, ...labelled.map((field) => field.label.length));
  return labelled.map((field) => `  ${field.label.padEnd(width)}  ${field.text}\n`).join('');
};

/** The text of stdout without `--json`, line ends included. */
export const render = async (view: View, style: Style): Promise<string> => {
  switch (view.kind) {
    case 'table':
      return renderTable(view, style);
    case 'fields':
      return renderFields(view, style);
    case 'bare':
      return view.text.endsWith('\n') ? view.text : `${view.text}\n`;
    case 'nothing':
      return '';
  }
};
