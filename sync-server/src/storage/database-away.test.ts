import { expect, test } from 'vitest';
import { isDatabaseAway } from './database-away.ts';

const error = (properties: object, message = '') => Object.assign(new Error(message), properties);

test.each([
  ['nobody listens', error({ code: 'ECONNREFUSED' })],
  ['the line broke', error({ code: 'ECONNRESET' })],
  ['a name that is not known now', error({ code: 'ENOTFOUND' })],
  ['its socket is gone', error({ code: 'ENOENT', address: '/run/postgresql/.s.PGSQL.5432' })],
  ['an administrator ended it', error({ code: '57P01' })],
  ['another session crashed', error({ code: '57P02' })],
  ['it is starting', error({ code: '57P03' })],
  ['a query that took too long', error({ code: '57014' })],
  ['too many connections', error({ code: '53300' })],
  ['its disk is full', error({ code: '53100' })],
  ['the connection failed', error({ code: '08006' })],
  ['idle in a transaction for too long', error({ code: '25P03' })],
  ['a lock that was not to be had', error({ code: '55P03' })],
  ['it became a standby', error({ code: '25006' })],
  ['SQLite is locked by somebody else', error({ code: 'ERR_SQLITE_ERROR', errcode: 5 })],
  ['without a code', new Error('Connection terminated unexpectedly')],
  ['the pool waited for too long', new Error('timeout exceeded when trying to connect')],
  [
    'every address of it',
    new AggregateError([error({ code: 'ECONNREFUSED' }), error({ code: 'ETIMEDOUT' })]),
  ],
  ['the cause of another', new Error('cannot', { cause: error({ code: '57P01' }) })],
])('away: %s', (_, away) => expect(isDatabaseAway(away)).toBe(true));

test.each([
  ['a key that is there already', error({ code: '23505' })],
  ['a number too large for its column', error({ code: '22003' })],
  ['two that waited for each other', error({ code: '40P01' })],
  ['a wrong password', error({ code: '28P01' })],
  ['no such database', error({ code: '3D000' })],
  ['no such file', error({ code: 'ENOENT', path: '/etc/nothing' })],
  ['a constraint of SQLite', error({ code: 'ERR_SQLITE_ERROR', errcode: 19 })],
  ['a mistake of ours', new TypeError('undefined is not a function')],
  [
    'two things of which one is another',
    new AggregateError([error({ code: 'ECONNREFUSED' }), new Error('x')]),
  ],
  ['nothing', undefined],
])('not away: %s', (_, other) => expect(isDatabaseAway(other)).toBe(false));
