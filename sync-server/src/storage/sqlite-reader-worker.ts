import { parentPort, workerData } from 'node:worker_threads';
import { SqliteDatabase, type StatementResult } from './sqlite-database.ts';

export interface ReadRequest {
  readonly id: number;
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export type ReadReply =
  | { readonly id: number; readonly result: StatementResult }
  | { readonly id: number; readonly error: string };

const { path } = workerData as { path: string };
const database = new SqliteDatabase(path, { readOnly: true });

parentPort?.on('message', ({ id, sql, parameters }: ReadRequest) => {
  let reply: ReadReply;
  try {
    reply = { id, result: database.run(sql, parameters) };
  } catch (error) {
    reply = { id, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(reply);
});
