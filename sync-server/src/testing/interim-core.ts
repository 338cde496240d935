import { join } from 'node:path';
import type { Server } from 'socket.io';
import { Incidents } from '../incidents/incidents.ts';
import { Ledger } from '../ledger/ledger.ts';
import { FileSealingKeys } from '../sealing/sealing-keys.ts';
export async function createCore({ config, store, events, clock }: any) {
  const keys = await FileSealingKeys.open(join(config.dataDir, 'keys'));
  const incidents = new Incidents(store, events, clock);
  return { ledger: new Ledger({ store, events, clock, reactions: [] }), sealingKey: () => keys.current(), incidents, simulated: [], simulatedPayments: null, attachKiosks(_io: Server) {}, async stop() { await incidents.flush(); } };
}
