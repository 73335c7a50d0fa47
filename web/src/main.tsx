/** The page's beginning: shows the form for signing in, or the chats that were kept, and starts to connect. */
import { render } from 'solid-js/web'
import { begin } from './state/begin'
import './style/base.css'
import './style/sign.css'
import { App } from './views/App'

const root = document.getElementById('app')
if (root) render(() => <App />, root)
void begin()

if ('serviceWorker' in navigator && import.meta.env.PROD) {
  // Without it the page works as well, only not without a network.
  addEventListener('load', () => void navigator.serviceWorker.register('/sw.js').catch(() => {}))
}
