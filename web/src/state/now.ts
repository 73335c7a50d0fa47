/** Seconds since 1970 as a signal, for texts that change with time alone. */
import { createSignal } from 'solid-js'

const [now, setNow] = createSignal(Date.now() / 1000)
setInterval(() => setNow(Date.now() / 1000), 5000)

export { now }
/** After something that has a short time of its own. */
export const lookAtClock = () => setNow(Date.now() / 1000)
