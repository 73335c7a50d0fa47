/** How the client is built: into `build-out`, from where `build/pack.mjs` puts it, compressed, into `dist`. */
import { defineConfig } from 'vitest/config'
import solid from 'vite-plugin-solid'

export default defineConfig(({ mode }) => ({
  plugins: [solid()],
  build: {
    outDir: 'build-out',
    target: 'es2022',
    // Text of pictures inside a style sheet would need more in the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    reportCompressedSize: false,
  },
  // The reactive kind of the framework, without a browser around it.
  test: { environment: 'node', server: { deps: { inline: [/solid-js/] } } },
  ...(mode === 'test' ? { resolve: { conditions: ['development', 'browser'] } } : {}),
  // For work on the client alone, beside a server that runs: `npm run dev`.
  server: { proxy: { '/.well-known': 'http://localhost:8080', '/apiws': { target: 'ws://localhost:8080', ws: true } } },
}))
