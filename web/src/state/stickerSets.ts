/** Tells whoever shows the sets of an account that there are others now; they are asked for when somebody picks from them. */
import { createSignal } from 'solid-js'

const [setsVersion, setVersion] = createSignal(1)

export { setsVersion }
export const stickerSetsChanged = () => setVersion((one) => one + 1)
