import type { CommandName } from './commands.ts';

/**
 * How long a command may take from being sent to its completion, ms. 0: it waits for a person, and whoever asked cancels
 * it. Movements and prints have several times what a slow machine needs: a deadline that passes says that nobody knows
 * what became of the command, never that it was not done.
 */
export const DEADLINES_MS: Readonly<Record<CommandName, number>> = {
  'ServicePublisher.GetServices': 4000,
  'Common.Status': 4000,
  'Common.Capabilities': 4000,
  'Common.Cancel': 4000,
  'Common.ClearBuffers': 6000,
  'IdReader.Read': 0,
  'IdReader.Reset': 10_000,
  'CardReader.ReadRawData': 0,
  'CardReader.Move': 15_000,
  'CardReader.Reset': 20_000,
  'Printer.PrintForm': 60_000,
  'Printer.ReadForm': 30_000,
  'Printer.ControlMedia': 15_000,
  'Printer.Reset': 20_000,
};

/** After a cancel a command ends within this, ms; a card that is being drawn in is drawn in to its end before. */
export const CANCELED_MS = 10_000;
