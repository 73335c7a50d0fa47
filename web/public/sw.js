/* Keeps the page's own files, so that it opens without a network. What people write never comes through here. */
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
  // An invite link is an address of the page as well.
  const isInvite = event.request.mode === 'navigate' && /^\/(\+|%2B|joinchat\/)[\w-]+\/?$/i.test(url.pathname)
  const isPage = url.pathname === '/' || isInvite
  if (!isPage && !FILES.includes(url.pathname)) return
  // The page itself is asked for anew when there is a network; names under assets/ never change what they are.
  if (isPage) event.respondWith(fetch(isInvite ? '/' : event.request).catch(() => caches.match('/')))
  else event.respondWith(caches.match(url.pathname).then((kept) => kept ?? fetch(event.request)))
})
