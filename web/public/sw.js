/*
 * Keeps the page's own files, so that it opens without a network, and passes on the bytes of videos that play while they
 * come. Nothing of what people write or send is kept here.
 */
const FILES = __FILES__
const NAME = `merpati-${FILES.filter((name) => name.startsWith('/assets/')).join().length}-${FILES.join().split('').reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7)}`

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  const old = (names) => names.filter((name) => name.startsWith('merpati-') && name !== NAME)
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()))
})

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== location.origin) return
  if (url.pathname.startsWith('/stream/')) {
    event.respondWith(streamed(event, url))
    return
  }
  // An invite link is an address of the page as well.
  const isInvite = event.request.mode === 'navigate' && /^\/(\+|%2B|joinchat\/)[\w-]+\/?$/i.test(url.pathname)
  const isPage = url.pathname === '/' || isInvite
  if (!isPage && !FILES.includes(url.pathname)) return
  // The page itself is asked for anew when there is a network; names under assets/ never change what they are.
  if (isPage) event.respondWith(fetch(isInvite ? '/' : event.request).catch(() => caches.match('/')))
  else event.respondWith(caches.match(url.pathname).then((kept) => kept ?? fetch(event.request)))
})

/** A part of a video, from the page that shows it. */
async function streamed(event, url) {
  const gone = new Response('', { status: 404 })
  const client = await self.clients.get(event.clientId)
  const size = Number(url.searchParams.get('size'))
  const from = Number(/^bytes=(\d+)-/.exec(event.request.headers.get('range') ?? '')?.[1] ?? 0)
  if (!client || !(from < size)) return gone
  const bytes = await new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = (answer) => resolve(answer.data)
    client.postMessage({ stream: url.pathname.slice('/stream/'.length), from }, [port2])
  })
  if (!bytes?.length) return gone
  return new Response(bytes, {
    status: 206,
    headers: {
      'content-type': /^video\/[\w.+-]+$/.exec(url.searchParams.get('type') ?? '')?.[0] ?? 'application/octet-stream', 'accept-ranges': 'bytes',
      'content-length': String(bytes.length), 'content-range': `bytes ${from}-${from + bytes.length - 1}/${size}`,
    },
  })
}
