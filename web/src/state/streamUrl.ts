/** Videos that play while they come: the worker of the page asks for their bytes, and the page fetches them. */
import type { FileRef } from '../model/model'
import { link } from './link'

/** As `public/sw.js` has it. */
export const PATH = '/stream/'

export const streams = new Map<string, FileRef>()
let listening = false
let last = 0

/** An address that plays a file from the server part by part; none where no worker stands between page and network. */
export function streamUrl(file: FileRef, mime: string): string | undefined {
  const { serviceWorker } = navigator
  if (!serviceWorker?.controller || !file.size) return undefined
  if (!listening) {
    listening = true
    serviceWorker.addEventListener('message', (event) => void answer(event as MessageEvent<{ stream?: string; from: number }>))
  }
  const name = `${Date.now().toString(36)}-${++last}`
  streams.set(name, file)
  return `${PATH}${name}?size=${file.size}&type=${encodeURIComponent(mime)}`
}

async function answer(event: MessageEvent<{ stream?: string; from: number }>): Promise<void> {
  const [port] = event.ports
  if (!port || !event.data.stream) return
  const file = streams.get(event.data.stream)
  if (!file) {
    port.postMessage(undefined)
    return
  }
  try {
    const bytes = await (await link()).downloadPart(file, event.data.from)
    const own = bytes.slice()
    port.postMessage(own, [own.buffer])
  } catch {
    port.postMessage(undefined)
  }
}
