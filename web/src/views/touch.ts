/** What fingers do with messages: drawing one to the side answers it, and a long press opens its menu where the system has no such press. */

/** How far, in pixels, a message is drawn until it is answered. */
const FAR = 56
const LONG_PRESS_MS = 450
/** Systems whose browsers tell nothing of a long press. */
const withoutPress = () => /iP(hone|ad|od)/.test(navigator.userAgent) || (navigator.userAgent.includes('Mac') && navigator.maxTouchPoints > 1)

/** Listens on the list of messages; gives how to stop. `answer` hears the id of a message that was drawn far enough. */
export function listenToFingers(root: HTMLElement, answer: (id: number) => void): () => void {
  let start: { x: number; y: number; slot: HTMLElement; drawn: boolean } | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const message = (slot: HTMLElement) => slot.querySelector<HTMLElement>('.message')
  function down(event: TouchEvent) {
    const [finger, second] = event.touches
    const slot = (event.target as Element).closest<HTMLElement>('[data-id]')
    start = undefined
    clearTimeout(timer)
    if (!finger || second || !slot || (event.target as Element).closest('pre, input, video')) return
    start = { x: finger.clientX, y: finger.clientY, slot, drawn: false }
    if (withoutPress()) {
      timer = setTimeout(() => {
        start = undefined
        message(slot)?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: finger.clientX, clientY: finger.clientY }))
      }, LONG_PRESS_MS)
    }
  }
  function move(event: TouchEvent) {
    const [finger] = event.touches
    if (!start || !finger) return
    const [x, y] = [finger.clientX - start.x, finger.clientY - start.y]
    if (Math.abs(x) > 8 || Math.abs(y) > 8) clearTimeout(timer)
    if (!start.drawn && Math.abs(y) > 10 && Math.abs(y) >= Math.abs(x)) {
      start = undefined
      return
    }
    if (x < -12 && -x > Math.abs(y)) start.drawn = true
    const row = message(start.slot)
    if (start.drawn && row) row.style.translate = `${Math.max(-FAR - 16, Math.min(0, x + 12))}px`
  }
  function up(event: TouchEvent) {
    clearTimeout(timer)
    const row = start && message(start.slot)
    const finger = event.changedTouches[0]
    if (start?.drawn && row) {
      row.style.translate = ''
      if (finger && finger.clientX - start.x < -FAR && event.type === 'touchend') answer(Number(start.slot.dataset.id))
    }
    start = undefined
  }
  root.addEventListener('touchstart', down, { passive: true })
  root.addEventListener('touchmove', move, { passive: true })
  root.addEventListener('touchend', up)
  root.addEventListener('touchcancel', up)
  return () => {
    clearTimeout(timer)
    root.removeEventListener('touchstart', down)
    root.removeEventListener('touchmove', move)
    root.removeEventListener('touchend', up)
    root.removeEventListener('touchcancel', up)
  }
}
