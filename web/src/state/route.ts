/** Which chat and which panel are open: the part of the address behind `#`, so that links and the back key work. */
import { createSignal } from 'solid-js'
import { ownLink } from '../text/ownLink'
import { type Route, parseRoute } from './parseRoute'

// An address that is an invite link, such as `/+HASH`, is one of the page from here on.
const invited = ownLink(location.href, location.origin)
if (invited && 'join' in invited) history.replaceState(null, '', `/#join=${invited.join}`)

const [route, setRoute] = createSignal<Route>(parseRoute(location.hash))
export { route, setRoute }

addEventListener('hashchange', () => setRoute(parseRoute(location.hash)))

addEventListener('popstate', () => setRoute(parseRoute(location.hash)))
