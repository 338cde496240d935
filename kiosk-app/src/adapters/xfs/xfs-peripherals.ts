import { decodePermitMrz } from '@haizhu/shared/identity/permit-card';
import { err, ok, type Result } from '@haizhu/shared/result';
import { COMMANDS } from '@haizhu/shared/xfs/commands';
import { endorsementFields, endorsementsOf, receiptFields } from '@haizhu/shared/xfs/forms';
import { SERVICE_NAMES } from '@haizhu/shared/xfs/status';
import type { DeviceCondition, DeviceError, Peripherals } from '../../ports/devices.ts';
import { conditionOf, errorOf } from './device-error.ts';
import { askCard, askStatus, drawBackCard, keepCard, returnCard } from './held-card.ts';
import { REAL_TIMERS, type Timers, type WebSocketConstructor } from './web-socket.ts';
import { XfsLink } from './xfs-link.ts';

export interface XfsPeripheralsOptions {
  /** Address of the service publisher, or several to try in turn: `ws://127.0.0.1:5846/xfs4iot/v1.0`. */
  readonly publisherUrl: string | readonly string[];
  /** The platform's own where it is not given. */
  readonly WebSocket?: WebSocketConstructor;
  readonly timers?: Timers;
  /** Random number in [0, 1), for jitter. */
  readonly random?: () => number;
}

/** The peripherals of this kiosk through its device service. Connects at once, and again whenever it is lost. */
export function createXfsPeripherals(options: XfsPeripheralsOptions): Peripherals & { close(): void } {
  const { publisherUrl, timers = REAL_TIMERS, random = Math.random } = options;
  const listeners = new Set<() => void>();
  const link = new XfsLink({
    publisherUrls: typeof publisherUrl === 'string' ? [publisherUrl] : publisherUrl,
    WebSocket: options.WebSocket ?? globalThis.WebSocket,
    timers,
    random,
    onChange: () => {
      for (const listener of listeners) listener();
    },
  });

  return {
    async readIdCard(signal) {
      const done = await link.request('IdReader', 'IdReader.Read', {}, { signal });
      if (done.code !== 'success') return err(errorOf(done, link, 'IdReader'));
      const read = COMMANDS['IdReader.Read'].completion.safeParse(done.payload);
      if (!read.success) return failed('unreadable', 'id-reader');
      return read.data.card.kind === 'resident'
        ? ok(read.data.card)
        : failed('not-a-resident-card', 'id-reader');
    },

    async acceptPermitCard(signal) {
      const done = await link.request('CardReader', 'CardReader.ReadRawData', { chip: true }, { signal });
      if (done.code !== 'success') return err(errorOf(done, link, 'CardReader', ['CardPrinter']));
      const read = COMMANDS['CardReader.ReadRawData'].completion.safeParse(done.payload);
      if (!read.success) return failed('unreadable', 'card-reader');
      // The printed line has to say what the chip says: else one of them was read wrong, or forged.
      const { permit, mrz } = read.data;
      // The century of the birth, which it leaves out, is the chip's: no clock is asked for it.
      const line = decodePermitMrz(mrz, permit.birthDate);
      const agrees =
        line.ok &&
        line.value.number === permit.number &&
        line.value.expiry === permit.expiry &&
        line.value.birthDate === permit.birthDate;
      return agrees ? ok(permit) : failed('unreadable', 'card-reader');
    },

    async printEndorsements(prints, signal) {
      const form = { formName: 'endorsements', fields: endorsementFields(prints) };
      const done = await link.request('CardPrinter', 'Printer.PrintForm', form, { signal });
      return done.code === 'success' ? ok() : err(errorOf(done, link, 'CardPrinter', ['CardReader']));
    },

    async readBackEndorsements(signal) {
      const form = { formName: 'endorsements' };
      const done = await link.request('CardPrinter', 'Printer.ReadForm', form, { signal });
      if (done.code !== 'success') return err(errorOf(done, link, 'CardPrinter', ['CardReader']));
      const read = COMMANDS['Printer.ReadForm'].completion.safeParse(done.payload);
      const prints = read.success ? endorsementsOf(read.data.fields) : null;
      return prints === null ? failed('unreadable', 'card-printer') : ok(prints);
    },

    returnPermitCard: (takeWithinMs, signal) =>
      returnCard(
        {
          link,
          timers,
          onChange: (listener) => {
            listeners.add(listener);
            return () => listeners.delete(listener);
          },
        },
        takeWithinMs,
        signal,
      ),

    askCard: () => askCard(link),

    async askIdCard() {
      const status = await askStatus(link, 'IdReader');
      const media = status?.common.device === 'online' ? status.idReader?.media : 'unknown';
      return media === 'present' ? 'here' : media === 'notPresent' ? 'none' : 'unknown';
    },

    drawBackPermitCard: () => drawBackCard(link),

    retainPermitCard: (signal) => keepCard(link, signal),

    async printReceipt(lines, signal) {
      const form = { formName: 'receipt', fields: receiptFields(lines) };
      const done = await link.request('ReceiptPrinter', 'Printer.PrintForm', form, { signal });
      if (done.code !== 'success') return err(errorOf(done, link, 'ReceiptPrinter'));
      return isUnconfirmed(done.payload)
        ? err({ code: 'unconfirmed', device: 'receipt-printer', faultId: null })
        : ok();
    },

    wipe: () => wipe(link),

    watch(listener) {
      let told = '';
      const tell = () => {
        const conditions = conditionsOf(link);
        const text = JSON.stringify(conditions);
        if (text === told) return;
        told = text;
        listener(conditions);
      };
      listeners.add(tell);
      tell();
      return () => listeners.delete(tell);
    },

    close: () => {
      listeners.clear();
      link.stop();
    },
  };
}

function failed(code: DeviceError['code'], device: DeviceError['device']): Result<never, DeviceError> {
  return err({ code, device, faultId: null });
}

/**
 * A service that never existed holds nothing; one that cannot be reached may. One that cannot be cleared keeps no other
 * from being cleared, and the slip printer, without which the kiosk runs on, hides no other's failure.
 */
async function wipe(link: XfsLink): Promise<Result<undefined, DeviceError>> {
  if (!link.connected) {
    return err({ code: 'device-fault', device: 'device-service', faultId: 'device-service-lost' });
  }
  const failures: DeviceError[] = [];
  for (const service of SERVICE_NAMES) {
    if (link.view(service).is === 'missing') continue;
    await link.request(service, 'Common.Cancel', {});
    const done = await link.request(service, 'Common.ClearBuffers', {});
    if (done.code !== 'success') failures.push(errorOf(done, link, service));
  }
  const worst = failures.find(({ device }) => device !== 'receipt-printer') ?? failures[0];
  return worst === undefined ? ok() : err(worst);
}

/**
 * Conditions of everything that something is known of. While the service cannot be reached that is nothing but its
 * own fault: a device that is not in the list is neither up nor down.
 */
function conditionsOf(link: XfsLink): readonly DeviceCondition[] {
  if (!link.connected) {
    return [{ device: 'device-service', online: false, faults: ['device-service-lost'], simulated: false }];
  }
  const devices = SERVICE_NAMES.map((service) => conditionOf(service, link.view(service)));
  return [
    { device: 'device-service', online: true, faults: [], simulated: false },
    ...devices.filter((condition) => condition !== null),
  ];
}

/** Of a printer that takes what it is sent and says nothing. */
const isUnconfirmed = (payload: unknown): boolean =>
  typeof payload === 'object' && payload !== null && 'confirmed' in payload && payload.confirmed === false;
