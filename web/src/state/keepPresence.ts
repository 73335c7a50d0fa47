import { link } from './link'

/** How often a page that is looked at says so; the server forgets it a little later. */
const AGAIN_MS = 50_000

let timer: ReturnType<typeof setInterval> | undefined

/** Lets others see that somebody is here while the page is looked at. */
export function keepPresence(): void {
  const tell = () => {
    const online = document.visibilityState === 'visible' && document.hasFocus()
    void link().then((protocol) => protocol.setPresence(online)).catch(() => {})
  }
  if (timer) return
  timer = setInterval(() => document.visibilityState === 'visible' && document.hasFocus() && tell(), AGAIN_MS)
  document.addEventListener('visibilitychange', tell)
  addEventListener('focus', tell)
  addEventListener('blur', tell)
  tell()
}
