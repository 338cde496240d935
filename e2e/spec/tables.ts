import { CARD_TABLE, type CardCell } from '@haizhu/kiosk-app/card/card-table';
import { SESSION_TABLE } from '@haizhu/kiosk-app/machines/session-table';
import { LINK_TABLE, type LinkCell, type LinkState } from '@haizhu/kiosk-app/sync/link-table';
import { UPLOADER_TABLE } from '@haizhu/kiosk-app/sync/uploader-table';
import { INGEST_TABLE } from '@haizhu/sync-server/ledger/ingest-table';

type Cells = Readonly<Record<string, Readonly<Record<string, string>>>>;

function linkText(cell: LinkCell, state: string): string {
  if (cell === 'stays') return '–';
  if (cell === 'cannot') return '×';
  const does = cell.does.join(', ');
  if (cell.to === state) return does;
  return does === '' ? `→ ${leaf(cell.to)}` : `→ ${leaf(cell.to)}: ${does}`;
}

/** `linked.online.quiet` is said as `quiet`. */
const leaf = (state: string) => state.slice(state.lastIndexOf('.') + 1);

const link: Cells = Object.fromEntries(
  Object.entries(LINK_TABLE).map(([happening, row]) => [
    happening,
    Object.fromEntries(
      Object.entries(row).map(([state, cell]) => [leaf(state), linkText(cell, state as LinkState)]),
    ),
  ]),
);

function cardText(cell: CardCell): string {
  switch (cell) {
    case 'stays':
      return '–';
    case 'cannot':
      return '×';
    case 'waits':
    case 'refused':
      return cell;
    default:
      return `→ ${cell}`;
  }
}

const card: Cells = Object.fromEntries(
  Object.entries(CARD_TABLE).map(([happening, row]) => [
    happening,
    Object.fromEntries(Object.entries(row).map(([state, cell]) => [state, cardText(cell)])),
  ]),
);

const session: Cells = Object.fromEntries(
  Object.entries(SESSION_TABLE).map(([happening, row]) => [
    happening,
    Object.fromEntries(
      Object.entries(row).map(([state, cell]) => [
        state,
        cell === 'stays' ? '–' : cell === 'cannot' ? '×' : `→ ${cell}`,
      ]),
    ),
  ]),
);

/** The tables of the SPEC.md documents by the name that stands at their place. */
export const TABLES: Readonly<Record<string, Cells>> = {
  card,
  session,
  link,
  uploader: UPLOADER_TABLE,
  ingest: INGEST_TABLE,
};

/** A Markdown table: a row for each key, a column for each key in them. */
export function markdown(cells: Cells): string {
  const columns = [...new Set(Object.values(cells).flatMap((row) => Object.keys(row)))];
  const rows = [
    ['when', ...columns],
    ...Object.entries(cells).map(([name, row]) => [name, ...columns.map((column) => row[column] ?? '')]),
  ];
  const widths = rows[0]?.map((_, at) => Math.max(3, ...rows.map((row) => row[at]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

/** The document with every table as it is in the code. */
export function withTables(document: string): string {
  return document.replaceAll(
    /(<!-- table: (\w+) -->\n)[\s\S]*?(\n<!-- end of table -->)/g,
    (_, begin: string, name: string, end: string) => {
      const cells = TABLES[name];
      if (cells === undefined) throw new Error(`no table ${name}`);
      return `${begin}\n${markdown(cells)}\n${end}`;
    },
  );
}
