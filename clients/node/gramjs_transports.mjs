/** GramJS over each transport that it has, WebSocket on both ports included. */
import extensions from 'telegram/extensions/index.js'
import abridged from 'telegram/network/connection/TCPAbridged.js'
import full from 'telegram/network/connection/TCPFull.js'
import obfuscated from 'telegram/network/connection/TCPObfuscated.js'
import { PORT, check, equal, finish } from './harness.mjs'
import { Api, device, here } from './gramjs_people.mjs'

const HTTP_PORT = Number(process.env.ROUND_HTTP.split(':').at(-1))
const webSocket = { networkSocket: extensions.PromisedWebSockets }

for (const [name, options] of [
  ['full', { connection: here(full.ConnectionTCPFull) }],
  ['abridged', { connection: here(abridged.ConnectionTCPAbridged) }],
  ['obfuscated', { connection: here(obfuscated.ConnectionTCPObfuscated) }],
  ['a web socket on the MTProto port', { connection: here(obfuscated.ConnectionTCPObfuscated, PORT), ...webSocket }],
  ['a web socket on the HTTP port', { connection: here(obfuscated.ConnectionTCPObfuscated, HTTP_PORT), ...webSocket }],
  ['a web socket of the test mode', { connection: here(obfuscated.ConnectionTCPObfuscated, HTTP_PORT), testServers: true, ...webSocket }],
]) {
  await check(`gramjs speaks ${name}`, async () => {
    const client = await device(options)
    const nearest = await client.invoke(new Api.help.GetNearestDc())
    equal(nearest.nearestDc, nearest.thisDc)
    await client.destroy()
  })
}
finish()
