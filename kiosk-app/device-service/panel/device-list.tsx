import type {
  JamDevice,
  JamMoment,
  PanelAction,
  PanelState,
  SimulatedDeviceState,
} from '../src/panel-client.ts';
import type { Texts } from './texts.ts';

interface Props {
  readonly t: Texts;
  readonly world: PanelState;
  act(action: PanelAction): void;
}

/** Every device with its state as the app sees it, and what can go wrong with it. */
export function DeviceList({ t, world, act }: Props) {
  return (
    <section aria-labelledby="devices">
      <h2 id="devices">{t.devices}</h2>
      {world.devices.map((device) => (
        <article key={device.device} data-device={device.device}>
          <h3>
            {t.device[device.device]}
            <State t={t} device={device} />
          </h3>
          {device.simulated ? (
            <>
              <Cable t={t} device={device} act={act} />
              <Own t={t} device={device} world={world} act={act} />
            </>
          ) : (
            <p className="muted">{t.real}</p>
          )}
        </article>
      ))}
    </section>
  );
}

function State({ t, device }: { readonly t: Texts; readonly device: SimulatedDeviceState }) {
  const { common, printer } = device.status;
  const ill =
    common.device !== 'online'
      ? t.state[common.device]
      : device.jam === 'jammed'
        ? t.jammed
        : printer?.paper?.upper === 'out'
          ? t.paperOut
          : null;
  return (
    <span className={ill === null ? 'state fine' : 'state ill'} data-testid="state">
      {ill ?? t.state.online}
    </span>
  );
}

interface DeviceProps {
  readonly t: Texts;
  readonly device: SimulatedDeviceState;
  act(action: PanelAction): void;
}

function Cable({ t, device: { device, plugged, slow, flapping }, act }: DeviceProps) {
  const isOut = !plugged && !flapping;
  return (
    <div className="buttons">
      <button type="button" aria-pressed={isOut} onClick={() => act({ action: 'plug', device, on: isOut })}>
        {isOut ? t.replug : t.unplug}
      </button>
      <button
        type="button"
        aria-pressed={flapping}
        onClick={() => act({ action: 'flap', device, on: !flapping })}
      >
        {t.flap}
      </button>
      <button type="button" aria-pressed={slow} onClick={() => act({ action: 'slow', device, on: !slow })}>
        {t.slow}
      </button>
    </div>
  );
}

/** What only this kind of device can suffer. */
function Own({ t, device, world, act }: DeviceProps & { readonly world: PanelState }) {
  switch (device.device) {
    case 'id-reader':
      return (
        <div className="buttons">
          <Toggle
            label={t.unreadableId}
            on={world.unreadable.idCard}
            set={(on) => act({ action: 'unreadable', what: 'id-card', on })}
          />
        </div>
      );
    case 'card-reader':
      return (
        <div className="buttons">
          <Jams
            t={t}
            of="card-reader"
            jam={device.jam}
            moments={['now', 'entering', 'returning']}
            act={act}
          />
          <Toggle
            label={t.unreadablePermit}
            on={world.unreadable.permit}
            set={(on) => act({ action: 'unreadable', what: 'permit', on })}
          />
        </div>
      );
    case 'card-printer':
      return (
        <div className="buttons">
          <Jams t={t} of="card-printer" jam={device.jam} moments={['now', 'printing']} act={act} />
          <Toggle
            label={t.mismatch}
            on={world.verifyMismatch}
            set={(on) => act({ action: 'verify-mismatch', on })}
          />
        </div>
      );
    case 'receipt-printer':
      return (
        <div className="buttons">
          <Jams t={t} of="receipt-printer" jam={device.jam} moments={['now']} act={act} />
          <fieldset className="choice">
            <legend>{t.paper}</legend>
            {(['full', 'low', 'out'] as const).map((level) => (
              <button
                key={level}
                type="button"
                aria-pressed={world.paper === level}
                onClick={() => act({ action: 'paper', level })}
              >
                {{ full: t.paperFull, low: t.paperLow, out: t.paperOut }[level]}
              </button>
            ))}
          </fieldset>
        </div>
      );
  }
}

interface JamsProps {
  readonly t: Texts;
  readonly of: JamDevice;
  readonly jam: SimulatedDeviceState['jam'];
  readonly moments: readonly JamMoment[];
  act(action: PanelAction): void;
}

function Jams({ t, of, jam, moments, act }: JamsProps) {
  if (jam === 'jammed') {
    return (
      <button type="button" className="main" onClick={() => act({ action: 'clear-jam', device: of })}>
        {t.clearJam}
      </button>
    );
  }
  const labels: Readonly<Record<JamMoment, string>> = {
    now: t.jamNow,
    entering: t.jamEntering,
    printing: t.jamPrinting,
    returning: t.jamReturning,
  };
  return moments.map((when) => (
    <button
      key={when}
      type="button"
      aria-pressed={jam === when}
      onClick={() =>
        act(jam === when ? { action: 'clear-jam', device: of } : { action: 'jam', device: of, when })
      }
    >
      {labels[when]}
    </button>
  ));
}

function Toggle({
  label,
  on,
  set,
}: {
  readonly label: string;
  readonly on: boolean;
  set(on: boolean): void;
}) {
  return (
    <button type="button" aria-pressed={on} onClick={() => set(!on)}>
      {label}
    </button>
  );
}
