import { COMMANDS, type CommandName } from '@haizhu/shared/xfs/commands';
import { CANCELED_MS, DEADLINES_MS } from '@haizhu/shared/xfs/deadlines';
import { frame } from '@haizhu/shared/xfs/envelope';
import { describe, expect, it, vi } from 'vitest';
import { fakeNetwork } from './fake-socket.fixture.ts';
import { type Completion, XfsSocket } from './xfs-socket.ts';

const GRACE_MS = 1000;
const NAMES = Object.keys(COMMANDS) as CommandName[];

function connect(isOpen = true) {
  const net = fakeNetwork();
  const onClosed = vi.fn();
  const socket = new XfsSocket('ws://127.0.0.1:5846/x', net.WebSocket, net.timers, {
    onOpen: () => {},
    onUnsolicited: () => {},
    onClosed,
  });
  const wire = net.socket('/x');
  if (isOpen) wire.fire('open');
  /** Acknowledges the last command of that name and says no more. */
  const acknowledge = (name: string) => {
    const command = wire.sent.findLast((sent) => sent.header.name === name);
    wire.fire('message', frame({ name, type: 'acknowledge', requestId: command?.header.requestId ?? 0 }));
  };
  return { net, socket, wire, acknowledge, onClosed };
}

describe('a command that is acknowledged and never completed', () => {
  it.each(NAMES.filter((name) => DEADLINES_MS[name] > 0))(
    '%s ends with nobody knowing after its deadline, and the connection is given up',
    async (name) => {
      const { net, socket, wire, acknowledge, onClosed } = connect();
      let end: Completion | null = null;
      void socket.request(name, {}).then((completion) => {
        end = completion;
      });
      acknowledge(name);
      expect(wire.sent.at(-1)).toMatchObject({ header: { timeout: DEADLINES_MS[name] } });
      await net.pass(DEADLINES_MS[name] + GRACE_MS - 1);
      expect(end).toBeNull();
      await net.pass(1);
      expect(end).toMatchObject({ code: 'lost' });
      expect(onClosed).toHaveBeenCalledOnce();
    },
  );

  it.each(NAMES.filter((name) => DEADLINES_MS[name] === 0))(
    '%s waits for a person, and ends once nobody waits any more',
    async (name) => {
      const { net, socket, acknowledge } = connect();
      const leaving = new AbortController();
      let end: Completion | null = null;
      void socket.request(name, {}, { signal: leaving.signal }).then((completion) => {
        end = completion;
      });
      acknowledge(name);
      await net.pass(600_000);
      expect(end).toBeNull();
      leaving.abort();
      acknowledge('Common.Cancel');
      await net.pass(Math.max(CANCELED_MS, DEADLINES_MS['Common.Cancel'] + GRACE_MS));
      expect(end).toMatchObject({ code: 'lost' });
    },
  );

  it('leaves no time running when it does complete', async () => {
    const { net, socket, wire, onClosed } = connect();
    const asked = socket.request('CardReader.Move', { to: 'exit' });
    wire.answer('CardReader.Move');
    expect(await asked).toMatchObject({ code: 'success' });
    await net.pass(600_000);
    expect(onClosed).not.toHaveBeenCalled();
  });
});

it('a connection that does not open is given up', async () => {
  const { net, onClosed } = connect(false);
  await net.pass(4000);
  expect(onClosed).toHaveBeenCalledOnce();
});
