import { pino } from 'pino';
import { readConfig } from './config.ts';
import { type DeviceService, startDeviceService } from './service.ts';

/** One JSON line on stdout for whoever started this program; the log goes to stderr. */
function tell(event: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

const log = pino({ name: 'device-service' }, pino.destination(2));

async function start(): Promise<DeviceService | null> {
  const config = readConfig(process.env);
  if (!config.ok) {
    tell({ event: 'failed', reason: config.error });
    return null;
  }
  try {
    return await startDeviceService({ ...config.value, onMistake: (error) => log.error(error, 'mistake') });
  } catch (error) {
    tell({ event: 'failed', reason: error instanceof Error ? error.message : String(error) });
    return null;
  }
}

const service = await start();
if (service === null) {
  process.exitCode = 1;
} else {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    service.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error(error, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  tell({
    event: 'listening',
    port: service.port,
    simulated: service.devices.filter((device) => device.simulated).map((device) => device.service),
  });
}
