/** Import directions of docs/architecture.md, checked by `npm run lint`. */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'shared-imports-nobody',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(kiosk-app|sync-server|e2e)/' },
    },
    {
      name: 'kiosk-not-server',
      severity: 'error',
      from: { path: '^kiosk-app/' },
      to: { path: '^(sync-server|e2e)/' },
    },
    {
      name: 'server-not-kiosk',
      severity: 'error',
      from: { path: '^sync-server/' },
      to: { path: '^(kiosk-app|e2e)/' },
    },
    {
      name: 'machines-know-ports-only',
      severity: 'error',
      from: { path: '^kiosk-app/src/(machines|card)/' },
      to: { path: '^kiosk-app/src/(adapters|screens)/' },
    },
    {
      name: 'ports-know-nobody',
      severity: 'error',
      from: { path: '^kiosk-app/src/ports/' },
      to: { path: '^kiosk-app/src/(adapters|screens|machines)/' },
    },
    {
      name: 'screens-not-adapters',
      severity: 'error',
      from: { path: '^kiosk-app/src/screens/' },
      to: { path: '^kiosk-app/src/adapters/' },
    },
    {
      name: 'sync-has-no-browser',
      severity: 'error',
      from: { path: '^kiosk-app/src/sync/' },
      to: {
        path: '^(kiosk-app/src/(adapters|screens|machines)/|.*node_modules/(dexie|react|socket\\.io-client)/)',
      },
    },
    {
      name: 'app-not-device-service',
      severity: 'error',
      from: { path: '^kiosk-app/src/' },
      to: { path: '^kiosk-app/device-service/' },
    },
    {
      name: 'console-not-server-inside',
      severity: 'error',
      from: { path: '^sync-server/console/' },
      to: { path: '^sync-server/src/' },
    },
    {
      name: 'server-not-console',
      severity: 'error',
      from: { path: '^sync-server/src/' },
      to: { path: '^sync-server/console/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};
