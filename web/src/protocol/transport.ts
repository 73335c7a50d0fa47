import { connectWs } from '@fuman/net'
import { IntermediatePacketCodec, ObfuscatedPacketCodec, type TelegramTransport } from '@mtcute/core'

/** WebSocket to the page's own origin, whatever address the server tells of itself; ws or wss as the page is. */
export function transport(): TelegramTransport {
  const url = new URL('/apiws', location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return {
    connect: async () => connectWs({ url: url.href, protocols: 'binary' }),
    packetCodec: () => new ObfuscatedPacketCodec(new IntermediatePacketCodec()),
  }
}
