// A small HTTP endpoint that writes pushed rows into SQLite, each push one synced commit: node rxdb-server.ts PORT FILE
import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';

interface PushedRow {
  readonly newDocumentState: Readonly<Record<string, string | number | boolean>>;
}

const [port = '0', file = ''] = process.argv.slice(2);
const db = new DatabaseSync(file);
db.exec(`
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma cache_size = -65536;
  create table document (id text primary key, text text not null, sealed text not null, updated_at integer not null);
`);
const insert = db.prepare('insert into document values (?, ?, ?, ?) on conflict (id) do nothing');
createServer((request, response) => {
  response.setHeader('access-control-allow-origin', '*');
  if (request.method === 'GET') {
    response.end(JSON.stringify(db.prepare('select count(*) as n from document').get()));
    return;
  }
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    const rows = JSON.parse(Buffer.concat(pieces).toString()) as PushedRow[];
    db.exec('begin immediate');
    for (const {
      newDocumentState: { id = '', text = '', sealed = '' },
    } of rows) {
      insert.run(String(id), String(text), String(sealed), Date.now());
    }
    db.exec('commit');
    // No conflicts: every id is new.
    response.setHeader('content-type', 'application/json').end('[]');
  });
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('{"event":"ready"}\n'));
