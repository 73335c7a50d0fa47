/** The part of the player that draws on a canvas and runs no scripts of animations; its package types only the whole one. */
declare module 'lottie-web/build/player/lottie_light_canvas.min.js' {
  export { default } from 'lottie-web'
}
