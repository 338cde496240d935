import type { HeldEntries, SpareEntry } from '../../sync/spare/spare-copy.ts';

/** What the page asks of the worker that holds the files, one after the other. */
export type SpareAsk =
  | { readonly do: 'open' }
  | { readonly do: 'begin'; readonly kiosk: string }
  | { readonly do: 'add'; readonly entry: SpareEntry }
  | { readonly do: 'acknowledged'; readonly epoch: number; readonly through: number };

/** In the order of the asks. Only `open` has something to tell. */
export type SpareAnswer =
  | { readonly ok: true; readonly held?: readonly HeldEntries[] }
  | { readonly ok: false; readonly error: string };
